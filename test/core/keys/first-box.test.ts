/** Writers that came in later: first boxes, parcels, and the end of secrets that nobody asked for. */

import { describe, expect, it } from 'vitest';
import { createWriter } from '../../../src/core/bytes/writer.ts';
import { createKem, endOldKem, KEM_LIFE_MS, renewKem } from '../../../src/core/keys/kem.ts';
import {
  makeKeysParcel,
  makeRoomParcel,
  MAX_PARCEL_KEYS,
  openKeysParcel,
  openRoomParcel,
} from '../../../src/core/keys/parcel.ts';
import {
  BOX_WAIT_MS,
  createReceiver,
  encodeReceiver,
  giveUpBoxes,
  openableBoxes,
  parseReceiver,
  takeMessageKey,
} from '../../../src/core/keys/receiver.ts';
import { parseMessageKeyReference } from '../../../src/core/keys/message-key.ts';
import {
  beginChannelAnew,
  createSender,
  encodeSender,
  isGenerationDue,
  parseSender,
} from '../../../src/core/keys/sender.ts';
import {
  announce,
  containsBytes,
  conversationId,
  DAY,
  kemKeyOf,
  noteAll,
  open,
  pairWriters,
  send,
  START,
  suite,
  type Message,
  type Writer,
} from './two-writers.ts';

/** Two writers of which neither was ever boxed by the other. */
const strangers = (name: string): { readonly alice: Writer; readonly bob: Writer } => {
  const { alice, bob } = pairWriters(name);
  for (const writer of [alice, bob]) {
    writer.sender = createSender([]);
    writer.receiver = createReceiver(null);
  }
  return { alice, bob };
};

const keyOf = (to: Writer, message: Message): Uint8Array | string => {
  const reference = parseMessageKeyReference(message.reference);
  if (!reference.ok) return 'malformed';
  const taken = takeMessageKey(suite, to.receiver, reference.value);
  if (!taken.ok) return taken.error;
  to.receiver = taken.value.state;
  return taken.value.key;
};

describe('a writer never boxed before', () => {
  it('K-21: gets a first box with a fresh chain of boxes; those after it open in any order', () => {
    const { alice, bob } = strangers('first');
    const messages = [0, 1, 2, 3].map((day) => send(alice, bob, START + day * DAY));
    expect(alice.announcements.map(({ operation }) => operation.boxes[0]?.mode)).toEqual([
      'kept',
      'rolling',
      'rolling',
      'rolling',
    ]);
    noteAll(bob, alice);
    const [first, ...later] = alice.announcements;
    if (!first) throw new Error('nothing was announced');
    for (const each of later) expect(open(bob, alice, each)).toBe('too-far');
    expect(openableBoxes(bob.receiver).map(({ sequence }) => sequence)).toEqual([first.sequence]);
    expect(parseReceiver(encodeReceiver(bob.receiver))).toEqual({ ok: true, value: bob.receiver });
    expect(open(bob, alice, first)).toBe('opened');
    for (const each of later.reverse()) expect(open(bob, alice, each)).toBe('opened');
    expect(messages.map((message) => keyOf(bob, message))).toEqual(messages.map(({ key }) => key));
  });

  it('K-21: keeps the rolling secret it has: no first box takes its place', () => {
    const { alice, bob } = pairWriters('reset');
    const other = strangers('reset').alice;
    send(alice, bob, START);
    noteAll(bob, alice);
    other.sender = createSender([]);
    other.controlLength = 5;
    const fresh = { ...other, key: alice.key };
    announce(fresh, bob, START);
    noteAll(bob, fresh);
    const before = bob.receiver.rolling;
    for (const each of fresh.announcements) expect(open(bob, fresh, each)).toBe('unopenable');
    expect(bob.receiver.rolling).toEqual(before);
  });

  it('K-26: that is given up, its KEM key erased, is waited for no more, nor what came after it; another one begins anew', () => {
    const { alice, bob } = strangers('given up');
    const messages = [0, 1, 2].map((day) => send(alice, bob, START + day * DAY));
    noteAll(bob, alice);
    const [first, ...later] = alice.announcements;
    if (!first) throw new Error('nothing was announced');
    bob.kem = createKem(suite, bob.random(32), START);
    expect(open(bob, alice, first)).toBe('unopenable');
    for (const each of later) expect(open(bob, alice, each)).toBe('not-waiting');
    expect(messages.map((message) => keyOf(bob, message))).toEqual(['gone', 'gone', 'gone']);
    alice.sender = beginChannelAnew(alice.sender, bob.key);
    const again = [3, 4].map((day) => send(alice, bob, START + day * DAY));
    noteAll(bob, alice);
    const anew = alice.announcements.slice(3);
    expect(anew.map(({ operation }) => operation.boxes[0]?.mode)).toEqual(['kept', 'rolling']);
    for (const each of anew) expect(open(bob, alice, each)).toBe('opened');
    expect(again.map((message) => keyOf(bob, message))).toEqual(again.map(({ key }) => key));
  });

  it('K-6: its first box stays closed to a later state once the KEM key is gone', () => {
    const { alice, bob } = strangers('later');
    send(alice, bob, START);
    noteAll(bob, alice);
    const [first] = alice.announcements;
    if (!first) throw new Error('nothing was announced');
    expect(open(bob, alice, first)).toBe('opened');
    bob.kem = createKem(suite, bob.random(32), START);
    bob.receiver = createReceiver(null);
    noteAll(bob, alice);
    expect(open(bob, alice, first)).toBe('unopenable');
  });

  it('K-22: a generation is due when it was started for others than those who remain', () => {
    const { alice, bob } = pairWriters('recipients');
    const newcomer = new Uint8Array(32).fill(200);
    announce(alice, bob, START);
    expect(isGenerationDue(alice.sender, START, [bob.key])).toBe(false);
    expect(isGenerationDue(alice.sender, START, [newcomer, bob.key])).toBe(true);
    expect(isGenerationDue(alice.sender, START, [])).toBe(true);
  });
});

describe('a parcel', () => {
  const { alice, bob } = pairWriters('parcel');
  const place = { conversationId, sender: alice.key, recipient: bob.key, announcement: 7 };
  const [ownKey] = bob.kem.keys;
  if (!ownKey) throw new Error('a KEM state has a key');
  const secrets = [1, 2].map((byte) => new Uint8Array(32).fill(byte));
  const slices = [{ writer: alice.key, first: 40, keys: [secrets[0] ?? null, null] }];

  it('K-23: hands room secrets and message keys to one writer, at one place and for one purpose', () => {
    const room = makeRoomParcel(suite, alice.random, place, kemKeyOf(bob), secrets);
    const keys = makeKeysParcel(suite, alice.random, place, kemKeyOf(bob), slices);
    if (!room || !keys) throw new Error('the KEM key is good');
    expect(openRoomParcel(suite, place, ownKey, room.blob)).toEqual(secrets);
    expect(openKeysParcel(suite, place, ownKey, keys.blob)).toEqual(slices);
    expect(openKeysParcel(suite, place, ownKey, room.blob)).toBeNull();
    for (const wrong of [
      { ...place, announcement: 8 },
      { ...place, sender: bob.key },
      { ...place, recipient: alice.key },
      { ...place, conversationId: bob.key },
    ]) {
      expect(openRoomParcel(suite, wrong, ownKey, room.blob)).toBeNull();
    }
    for (const secret of secrets) expect(containsBytes(room.blob, secret)).toBe(false);
    const damaged = room.blob.slice();
    damaged[damaged.length - 1] = (damaged.at(-1) ?? 0) ^ 1;
    for (const blob of [damaged, room.blob.subarray(0, 900), new Uint8Array(0)]) {
      expect(openRoomParcel(suite, place, ownKey, blob)).toBeNull();
    }
    expect(
      makeRoomParcel(suite, alice.random, place, new Uint8Array(1216).fill(255), secrets),
    ).toBeNull();
  });

  it('K-23: holds at most 4,096 keys, and then fits a frame', () => {
    const many = (count: number) => [
      { writer: alice.key, first: 0, keys: Array.from({ length: count }, () => alice.key) },
    ];
    const full = makeKeysParcel(suite, alice.random, place, kemKeyOf(bob), many(MAX_PARCEL_KEYS));
    expect(full?.blob.length).toBeLessThan(196_608);
    expect(openKeysParcel(suite, place, ownKey, full?.blob ?? new Uint8Array(0))).toHaveLength(1);
    expect(() =>
      makeKeysParcel(suite, alice.random, place, kemKeyOf(bob), many(MAX_PARCEL_KEYS + 1)),
    ).toThrow(RangeError);
  });
});

describe('secrets that nobody asked for', () => {
  it('K-24: an older KEM secret ends 120 days after a newer key took its place', () => {
    const { bob } = pairWriters('old');
    const renewed = renewKem(suite, bob.kem, {
      seed: bob.random(32),
      now: START + DAY,
      sequence: 9,
    }).state;
    expect(endOldKem(renewed, START + KEM_LIFE_MS)).toBe(renewed);
    expect(endOldKem(renewed, START + DAY + KEM_LIFE_MS).keys).toEqual([renewed.keys[0]]);
    expect(endOldKem(bob.kem, START + 10 * KEM_LIFE_MS)).toBe(bob.kem);
  });

  it('K-24: a box is given up 120 days after it was noted, with the step kept for it', () => {
    const { alice, bob } = pairWriters('given up');
    for (const day of [0, 1]) send(alice, bob, START + day * DAY);
    noteAll(bob, alice);
    const [first, second] = alice.announcements;
    if (!first || !second) throw new Error('nothing was announced');
    expect(open(bob, alice, second)).toBe('opened');
    expect(bob.receiver.rolling?.skipped).toHaveLength(1);
    expect(giveUpBoxes(bob.receiver, START + BOX_WAIT_MS - 1)).toBe(bob.receiver);
    bob.receiver = giveUpBoxes(bob.receiver, START + BOX_WAIT_MS);
    expect(bob.receiver.rolling?.skipped).toEqual([]);
    expect(open(bob, alice, first)).toBe('not-waiting');
  });

  it('K-25: states of keys that the first version wrote are read; their boxes begin to wait now', () => {
    const fixed = (byte: number, length = 32) => new Uint8Array(length).fill(byte);
    const receiver = createWriter().u8(1).varint(3).u32(4).fixed(fixed(1)).varint(0).varint(1);
    receiver.u32(2).u32(50).varint(0).u32(4).fixed(fixed(2, 8)).fixed(fixed(3)).varint(0);
    const read = parseReceiver(receiver.finish());
    if (!read.ok) throw new Error(read.error);
    expect(read.value).toMatchObject({ announced: 2, rolling: { next: 4 } });
    expect(read.value.waiting).toMatchObject([{ mode: 'rolling', number: 4, notedAt: 0 }]);
    const begun = giveUpBoxes(read.value, START);
    expect(begun.waiting).toMatchObject([{ notedAt: START }]);
    expect(giveUpBoxes(begun, START + BOX_WAIT_MS).waiting).toEqual([]);
    const sender = createWriter().u8(1).u8(1).u32(2).u32(50).fixed(fixed(4)).u32(3).u48(START);
    sender.varint(1).fixed(fixed(5)).u32(7).fixed(fixed(6));
    const known = parseSender(sender.finish());
    if (!known.ok) throw new Error(known.error);
    expect(isGenerationDue(known.value, START, [fixed(5)])).toBe(false);
    expect(parseSender(encodeSender(known.value))).toEqual(known);
  });
});
