/**
 * Secrets handed to one writer: room secrets, or the keys of messages it could
 * not open (docs/PROTOCOL.md, "Keys").
 *
 * A parcel is sealed to the recipient's KEM key and to the control entry that
 * names it, so nobody passes it off as another's or for another purpose. It has
 * no rolling step: it stays closed to who takes the device once the recipient
 * has erased that KEM key.
 */

import { parseBytes, type Reader } from '../bytes/reader.ts';
import { createWriter } from '../bytes/writer.ts';
import { derive, labelled } from '../crypto/derive.ts';
import { openRecord, sealRecord } from '../crypto/sealed.ts';
import type { Random, Suite } from '../crypto/suite.ts';
import { kemKeyIdOf, type Box } from './box.ts';

/** `announcement`: the sender's control sequence that names the parcel. */
export type ParcelPlace = {
  readonly purpose: 'room' | 'keys';
  readonly conversationId: Uint8Array;
  readonly sender: Uint8Array;
  readonly recipient: Uint8Array;
  readonly announcement: number;
};

/** Keys (32 bytes each) of messages `first`, `first + 1`, … of a writer; null where there is none to give. */
export type KeySlice = {
  readonly writer: Uint8Array;
  readonly first: number;
  readonly keys: readonly (Uint8Array | null)[];
};

/** Keys in one parcel at most, so that it fits a frame. */
export const MAX_PARCEL_KEYS = 4_096;
export const MAX_PARCEL_SLICES = 128;

const VERSION = 1;
const CIPHERTEXT_BYTES = 1120;
const ENTROPY_BYTES = 64;
const SECRET_BYTES = 32;
const WRITER_BYTES = 32;
const MAX_ROOM_SECRETS = 1_024;
const MAX_RECORD_BYTES = 196_608 - 1 - CIPHERTEXT_BYTES;

/** Seals room secrets (32 bytes each), oldest first; null when the KEM key is malformed. */
export const makeRoomParcel = (
  suite: Suite,
  random: Random,
  place: Omit<ParcelPlace, 'purpose'>,
  kemKey: Uint8Array,
  secrets: readonly Uint8Array[],
): Box | null => {
  const out = createWriter().varint(secrets.length);
  for (const secret of secrets) out.fixed(secret);
  return makeParcel(suite, random, { ...place, purpose: 'room' }, kemKey, out.finish());
};

/** The secrets, or null when the parcel is malformed, was changed, or is for another place or key. */
export const openRoomParcel = (
  suite: Suite,
  place: Omit<ParcelPlace, 'purpose'>,
  kemKey: OwnKemKey,
  blob: Uint8Array,
): readonly Uint8Array[] | null =>
  openParcel(suite, { ...place, purpose: 'room' }, kemKey, blob, (reader) =>
    reader.list(MAX_ROOM_SECRETS, (item) => item.fixed(SECRET_BYTES)),
  );

/** Seals message keys; null when the KEM key is malformed. Throws for more than MAX_PARCEL_KEYS. */
export const makeKeysParcel = (
  suite: Suite,
  random: Random,
  place: Omit<ParcelPlace, 'purpose'>,
  kemKey: Uint8Array,
  slices: readonly KeySlice[],
): Box | null => {
  if (countKeys(slices) > MAX_PARCEL_KEYS || slices.length > MAX_PARCEL_SLICES) {
    throw new RangeError('too many keys for one parcel');
  }
  const out = createWriter().varint(slices.length);
  for (const { writer, first, keys } of slices) {
    out.fixed(writer).u32(first).varint(keys.length);
    for (const key of keys) {
      if (key === null) out.u8(0);
      else out.u8(1).fixed(key);
    }
  }
  return makeParcel(suite, random, { ...place, purpose: 'keys' }, kemKey, out.finish());
};

/** The keys as they were handed over; whether one is right, the message's commitment says. */
export const openKeysParcel = (
  suite: Suite,
  place: Omit<ParcelPlace, 'purpose'>,
  kemKey: OwnKemKey,
  blob: Uint8Array,
): readonly KeySlice[] | null =>
  openParcel(suite, { ...place, purpose: 'keys' }, kemKey, blob, (reader) => {
    const slices = reader.list(MAX_PARCEL_SLICES, readSlice);
    reader.require(countKeys(slices) <= MAX_PARCEL_KEYS);
    return slices;
  });

type OwnKemKey = { readonly id: Uint8Array; readonly seed: Uint8Array };

const makeParcel = (
  suite: Suite,
  random: Random,
  place: ParcelPlace,
  kemKey: Uint8Array,
  text: Uint8Array,
): Box | null => {
  const encapsulated = suite.encapsulate(kemKey, random(ENTROPY_BYTES));
  if (!encapsulated) return null;
  const kemKeyId = kemKeyIdOf(suite, kemKey);
  const key = parcelKey(suite, place, kemKeyId, encapsulated.secret);
  const record = sealRecord(suite, random, key, text, associatedData(place));
  const blob = createWriter().u8(VERSION).fixed(encapsulated.ciphertext).fixed(record).finish();
  for (const secret of [encapsulated.secret, key, text]) secret.fill(0);
  return { blob, hash: suite.hash(blob), kemKeyId };
};

const openParcel = <T>(
  suite: Suite,
  place: ParcelPlace,
  kemKey: OwnKemKey,
  blob: Uint8Array,
  read: (reader: Reader) => T,
): T | null => {
  const parts = parseParcel(blob);
  const secret = parts && suite.decapsulate(kemKey.seed, parts.ciphertext);
  if (!secret) return null;
  const key = parcelKey(suite, place, kemKey.id, secret);
  const text = openRecord(suite, key, parts.record, associatedData(place));
  for (const used of [secret, key]) used.fill(0);
  if (!text) return null;
  const parsed = parseBytes(text, read);
  text.fill(0);
  return parsed.ok ? parsed.value : null;
};

const parcelKey = (
  suite: Suite,
  { purpose, conversationId, sender, recipient, announcement }: ParcelPlace,
  kemKeyId: Uint8Array,
  secret: Uint8Array,
): Uint8Array =>
  derive(suite, secret, `${purpose} parcel`, [
    conversationId,
    sender,
    recipient,
    kemKeyId,
    createWriter().u32(announcement).finish(),
  ]);

const associatedData = ({ purpose, conversationId, sender, recipient }: ParcelPlace): Uint8Array =>
  labelled(`${purpose} parcel`, [conversationId, sender, recipient]);

const parseParcel = (
  blob: Uint8Array,
): { readonly ciphertext: Uint8Array; readonly record: Uint8Array } | null => {
  const parsed = parseBytes(blob, (reader) => {
    reader.require(reader.u8() === VERSION);
    const ciphertext = reader.fixed(CIPHERTEXT_BYTES);
    reader.require(reader.left() <= MAX_RECORD_BYTES);
    return { ciphertext, record: reader.rest() };
  });
  return parsed.ok ? parsed.value : null;
};

const readSlice = (reader: Reader): KeySlice => ({
  writer: reader.fixed(WRITER_BYTES),
  first: reader.u32(),
  keys: reader.list(MAX_PARCEL_KEYS, (item) => {
    const has = item.u8();
    item.require(has <= 1);
    return has === 1 ? item.fixed(SECRET_BYTES) : null;
  }),
});

const countKeys = (slices: readonly KeySlice[]): number =>
  slices.reduce((sum, { keys }) => sum + keys.length, 0);
