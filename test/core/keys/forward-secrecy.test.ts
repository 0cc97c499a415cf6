/**
 * A thief takes everything that is stored, and tries each 32 bytes of it as every kind of secret
 * against what was recorded before.
 */
import { describe, expect, it } from 'vitest';
import { derive } from '../../../src/core/crypto/derive.ts';
import { openBox } from '../../../src/core/keys/box.ts';
import { encodeKem, findKemKey } from '../../../src/core/keys/kem.ts';
import { parseMessageKeyReference, stepChain } from '../../../src/core/keys/message-key.ts';
import { encodeReceiver, takeMessageKey } from '../../../src/core/keys/receiver.ts';
import { encodeSender } from '../../../src/core/keys/sender.ts';
import { toHex } from '../../vectors/hex.ts';
import {
  announce,
  containsBytes,
  openAll,
  pairWriters,
  placeOf,
  send,
  START,
  suite,
  windowsOf,
  type Writer,
} from './two-writers.ts';

const CHAIN_STEPS = 12;

const takeAll = (to: Writer, from: Writer): void => {
  openAll(to, from);
  for (const { reference } of from.messages) {
    const parsed = parseMessageKeyReference(reference);
    const taken = parsed.ok && takeMessageKey(suite, to.receiver, parsed.value);
    if (!taken || !taken.ok) throw new Error('A message that was sent could not be read');
    to.receiver = taken.value.state;
  }
};

/** All message keys that follow from `stolen`, were it a chain key, within CHAIN_STEPS. */
const keysFrom = (stolen: Uint8Array): readonly (string | null)[] => {
  let chainKey = stolen;
  return Array.from({ length: CHAIN_STEPS }, () => {
    const { key, next } = stepChain(suite, chainKey);
    chainKey = next;
    return toHex(key);
  });
};

const { alice, bob } = pairWriters('thief');
for (let generation = 0; generation < 2; generation++) {
  announce(alice, bob, START);
  for (let i = 0; i < 4; i++) send(alice, bob, START);
}
takeAll(bob, alice);
const stolen = {
  sender: encodeSender(alice.sender),
  receiver: encodeReceiver(bob.receiver),
  kem: encodeKem(bob.kem),
};
const erased = new Set(alice.messages.map(({ key }) => toHex(key)));

describe('after everything was read', () => {
  it('K-6: no stored state holds a message key that was used', () => {
    for (const { key } of alice.messages) {
      expect(containsBytes(stolen.sender, key)).toBe(false);
      expect(containsBytes(stolen.receiver, key)).toBe(false);
    }
  });

  it('K-6: no 32 bytes of any stored state lead to a message key that was used', () => {
    for (const state of [stolen.sender, stolen.receiver, stolen.kem]) {
      const derived = windowsOf(state).flatMap(keysFrom);
      expect(derived.filter((key) => erased.has(key))).toEqual([]);
    }
  });

  it('K-6: the test finds what it looks for: the chain does lead forward', () => {
    const next = send(alice, bob, START);
    const derived = windowsOf(stolen.receiver).flatMap(keysFrom);
    expect(derived).toContain(toHex(next.key));
    expect(windowsOf(stolen.sender).flatMap(keysFrom)).toContain(toHex(next.key));
  });

  it('K-6: a stored box that was opened does not open with all that the device still has', () => {
    const [announcement] = alice.announcements;
    const [reference] = announcement?.operation.boxes ?? [];
    const kemKey = reference && findKemKey(bob.kem, reference.kemKeyId);
    if (!announcement || !reference || !kemKey) throw new Error('The KEM secret must be here');
    const place = {
      ...placeOf(bob, alice),
      number: reference.number,
      announcement: announcement.sequence,
    };
    const opens = (step: Uint8Array): boolean =>
      openBox(suite, place, kemKey, step, announcement.blob) !== null;
    const tried = windowsOf(stolen.receiver);
    expect(tried.some(opens)).toBe(false);
    expect(tried.some((window) => opens(derive(suite, window, 'box step')))).toBe(false);
  });
});
