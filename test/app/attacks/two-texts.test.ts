/** A writer who tries to make one ciphertext say two things, to two people or at two times. */
import { describe, expect, it } from 'vitest';
import { concatBytes } from '../../../src/core/bytes/compare.ts';
import { derive, labelled } from '../../../src/core/crypto/derive.ts';
import {
  openEntry,
  openEntryBody,
  parseEntry,
  signedBytes,
} from '../../../src/core/journal/entry.ts';
import {
  encodeHeader,
  HEADER_BYTES,
  NO_PREV,
  type Header,
} from '../../../src/core/journal/header.ts';
import { createFakeRandom } from '../../../src/effects/platform/fake-random.ts';
import { suite } from '../support/pair.ts';
import { collide } from '../support/two-key-collision.ts';

const random = createFakeRandom(8);
const conversationId = random(32);
const seed = random(32);
const keys = [random(32), random(32)] as const;
const nonce = random(24);

/** A signed entry whose body opens under the body keys of both entry keys. */
const entryFor = (committed: Uint8Array) => {
  const header: Header = {
    kind: 'message',
    writer: suite.signingPublicKey(seed),
    sequence: 0,
    prev: NO_PREV,
    payloadHash: new Uint8Array(32),
    bucket: 0,
    keyReference: new Uint8Array(8),
    commitment: derive(suite, committed, 'commitment'),
    expiry: 0,
  };
  const aad = labelled('payload', [conversationId, encodeHeader(header)]);
  const [one, two] = keys.map((key) => derive(suite, key, 'body')) as [Uint8Array, Uint8Array];
  const body = collide(one, two, nonce, aad, 128 - 25 - 16);
  const payload = concatBytes(nonce, Uint8Array.of(0), body);
  const headerBytes = encodeHeader({ ...header, payloadHash: suite.hash(payload) });
  const signature = suite.sign(seed, signedBytes(headerBytes));
  const entry = parseEntry(suite, concatBytes(headerBytes, signature, payload));
  if (!entry.ok) throw new Error(entry.error);
  const texts = [one, two].map((key) => suite.open(key, nonce, body, aad));
  return { entry: entry.value, texts };
};

describe('one ciphertext under two keys', () => {
  it('J-23: is easily made: the cipher alone opens it under both, to different texts', () => {
    const { entry, texts } = entryFor(keys[0]);
    expect(entry.headerBytes.length).toBe(HEADER_BYTES);
    expect(texts.every((text) => text !== null)).toBe(true);
    expect(texts[0]).not.toEqual(texts[1]);
  });

  it.each([0, 1] as const)(
    'J-23: opens as an entry under the one key that its header is committed to (%i), and no other',
    (i) => {
      const { entry } = entryFor(keys[i]);
      const wrong = { ok: false, error: 'wrong-key' };
      expect(openEntry(suite, entry, keys[1 - i] ?? seed, conversationId)).toEqual(wrong);
      expect(openEntryBody(suite, entry, keys[1 - i] ?? seed, conversationId)).toEqual(wrong);
      expect(openEntry(suite, entry, keys[i], conversationId)).not.toEqual(wrong);
    },
  );
});
