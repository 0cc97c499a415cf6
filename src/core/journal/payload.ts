/**
 * The sealed part of an entry: heads of other feeds and the operation, padded.
 *
 * Heads and body are sealed apart, so that the heads can be shown (what had
 * arrived when this was written) without the words (docs/PROTOCOL.md, "Entry").
 * Both keys come from one entry key and seal once, so one nonce serves both.
 */

import { concatBytes } from '../bytes/compare.ts';
import { err, ok, type Result } from '../bytes/result.ts';
import { parseBytes, type Reader } from '../bytes/reader.ts';
import { createWriter } from '../bytes/writer.ts';
import { derive } from '../crypto/derive.ts';
import type { Suite } from '../crypto/suite.ts';
import { areSorted, HEAD_BYTES, readHead, sortHeads, writeHead, type Head } from './feed.ts';
import { BUCKETS } from './header.ts';

const NONCE = 24;
const TAG = 16;
/** Nonce and the count of slots. */
const FRONT = NONCE + 1;

/** Slots come in pairs and their count is one byte. A writer with more news names the rest later. */
export const MAX_HEADS = 254;

/** The longest body an entry without heads can hold. */
export const MAX_BODY_BYTES = BUCKETS[5] - FRONT - TAG - 3;

/** The smallest bucket for a body of that many bytes and that many heads; null when none holds it. */
export const bucketFor = (bodyLength: number, headCount: number): number | null => {
  if (headCount > MAX_HEADS) return null;
  const needed =
    FRONT + sealedHeadsLength(slotsFor(headCount)) + TAG + varintLength(bodyLength) + bodyLength;
  const bucket = BUCKETS.findIndex((size) => size >= needed);
  return bucket < 0 ? null : bucket;
};

/** A payload of exactly the bucket's size. `nonce`: 24 random bytes. `aad`: see entry.ts. */
export const sealPayload = (
  suite: Suite,
  entryKey: Uint8Array,
  nonce: Uint8Array,
  aad: Uint8Array,
  content: { readonly heads: readonly Head[]; readonly body: Uint8Array; readonly bucket: number },
): Uint8Array => {
  const slots = slotsFor(content.heads.length);
  const room = bucketSize(content.bucket) - FRONT - sealedHeadsLength(slots) - TAG;
  const heads = encodeHeads(content.heads, slots);
  return concatBytes(
    nonce,
    createWriter().u8(slots).finish(),
    slots === 0 ? heads : suite.seal(headsKey(suite, entryKey), nonce, heads, aad),
    suite.seal(derive(suite, entryKey, 'body'), nonce, padBody(content.body, room), aad),
  );
};

/** The operation's bytes. `malformed`: not sealed under this key, or not laid out as it must be. */
export const openBody = (
  suite: Suite,
  entryKey: Uint8Array,
  payload: Uint8Array,
  aad: Uint8Array,
): Result<Uint8Array, 'malformed'> => {
  const parts = splitPayload(payload);
  if (parts === null) return err('malformed');
  const padded = suite.open(derive(suite, entryKey, 'body'), parts.nonce, parts.body, aad);
  return padded === null ? err('malformed') : parseBytes(padded, readBody);
};

/** The heads, ascending by feed; none when the entry names none. `key`: see headsKey. */
export const openSealedHeads = (
  suite: Suite,
  key: Uint8Array,
  payload: Uint8Array,
  aad: Uint8Array,
): Result<readonly Head[], 'malformed'> => {
  const parts = splitPayload(payload);
  if (parts === null) return err('malformed');
  if (parts.heads.length === 0) return ok([]);
  const slots = suite.open(key, parts.nonce, parts.heads, aad);
  return slots === null ? err('malformed') : parseBytes(slots, readSlots);
};

/** As openSealedHeads, by the entry's key: that of the heads is made only where there are any. */
export const openOwnHeads = (
  suite: Suite,
  entryKey: Uint8Array,
  payload: Uint8Array,
  aad: Uint8Array,
): Result<readonly Head[], 'malformed'> =>
  payload[NONCE] === 0 ? ok([]) : openSealedHeads(suite, headsKey(suite, entryKey), payload, aad);

/** The key that opens an entry's heads and nothing else, 32 bytes. */
export const headsKey = (suite: Suite, entryKey: Uint8Array): Uint8Array =>
  derive(suite, entryKey, 'heads');

type PayloadParts = {
  readonly nonce: Uint8Array;
  readonly heads: Uint8Array;
  readonly body: Uint8Array;
};

const splitPayload = (payload: Uint8Array): PayloadParts | null => {
  const slots = payload[NONCE] ?? 1;
  const bodyAt = FRONT + sealedHeadsLength(slots);
  if (slots % 2 !== 0 || bodyAt + TAG > payload.length) return null;
  return {
    nonce: payload.subarray(0, NONCE),
    heads: payload.subarray(FRONT, bodyAt),
    body: payload.subarray(bodyAt),
  };
};

const encodeHeads = (heads: readonly Head[], slots: number): Uint8Array => {
  const writer = createWriter();
  for (const head of sortHeads(heads)) writeHead(writer, head);
  return writer.fixed(new Uint8Array((slots - heads.length) * HEAD_BYTES)).finish();
};

const readSlots = (reader: Reader): readonly Head[] => {
  const heads: Head[] = [];
  while (reader.left() > 0) {
    const slot = reader.fixed(HEAD_BYTES);
    if (slot.every((byte) => byte === 0)) break;
    const head = parseBytes(slot, readHead);
    if (head.ok) heads.push(head.value);
    reader.require(head.ok);
  }
  reader.require(areSorted(heads) && reader.rest().every((byte) => byte === 0));
  return heads;
};

const padBody = (body: Uint8Array, room: number): Uint8Array => {
  const written = createWriter().bytes(body).finish();
  const padded = new Uint8Array(room);
  padded.set(written);
  return padded;
};

const readBody = (reader: Reader): Uint8Array => {
  const body = reader.bytes(MAX_BODY_BYTES);
  reader.require(reader.rest().every((byte) => byte === 0));
  return body;
};

const slotsFor = (headCount: number): number => headCount + (headCount % 2);

const sealedHeadsLength = (slots: number): number => (slots === 0 ? 0 : slots * HEAD_BYTES + TAG);

const bucketSize = (bucket: number): number => {
  const size = BUCKETS[bucket];
  if (size === undefined) throw new RangeError(`"bucket" is unknown: ${bucket}`);
  return size;
};

const varintLength = (value: number): number => (value < 128 ? 1 : value < 16_384 ? 2 : 3);
