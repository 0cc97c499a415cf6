/**
 * A box: the chain key of a generation, sealed to one recipient writer.
 *
 * It opens only with the recipient's KEM secret and the rolling step of its
 * number: the first keeps out who recorded the traffic, the second who takes
 * the device later. Place and purpose are bound into the key, so a box moved
 * to another sender, recipient, number or announcement does not open
 * (docs/PROTOCOL.md, "Keys").
 *
 * The first box of a writer that was never boxed has no step yet: it is sealed
 * to the KEM key alone and brings the rolling secret for all that follow.
 */

import { concatBytes } from '../bytes/compare.ts';
import { parseBytes, type Reader } from '../bytes/reader.ts';
import { createWriter } from '../bytes/writer.ts';
import { derive, digest, labelled } from '../crypto/derive.ts';
import { openRecord, sealRecord } from '../crypto/sealed.ts';
import type { Random, Suite } from '../crypto/suite.ts';

/** Where a box belongs. Writers are Ed25519 public keys; `announcement` is the sender's control sequence. */
export type BoxPlace = {
  readonly conversationId: Uint8Array;
  readonly sender: Uint8Array;
  readonly recipient: Uint8Array;
  readonly number: number;
  readonly announcement: number;
};

/** The chain key (32 bytes) at the first index that the recipient may read. */
export type BoxContent = { readonly chainKey: Uint8Array; readonly index: number };

/** The sealed bytes, the SHA-256 that names them, and the id of the KEM key they are for. */
export type Box = {
  readonly blob: Uint8Array;
  readonly hash: Uint8Array;
  readonly kemKeyId: Uint8Array;
};

const VERSION = 1;
const CIPHERTEXT_BYTES = 1120;
const ENTROPY_BYTES = 64;
const CHAIN_KEY_BYTES = 32;
const MAX_RECORD_BYTES = 128;
const KEY_ID_BYTES = 8;

/** The 8-byte id of an X-Wing public key (1,216 bytes). */
export const kemKeyIdOf = (suite: Suite, kemKey: Uint8Array): Uint8Array =>
  digest(suite, 'kem key id', [kemKey]).slice(0, KEY_ID_BYTES);

/** What a first box holds besides: the rolling secret (32 bytes) of the boxes after it. */
export type FirstBoxContent = BoxContent & { readonly rolling: Uint8Array };

/** Seals `content` to the X-Wing public key `kemKey`; null when that key is malformed. */
export const makeBox = (
  suite: Suite,
  random: Random,
  place: BoxPlace,
  kemKey: Uint8Array,
  step: Uint8Array,
  content: BoxContent,
): Box | null => {
  const text = createWriter().fixed(content.chainKey).u32(content.index).finish();
  return sealBox(suite, random, place, kemKey, { label: 'box', step }, text);
};

/** As makeBox, for a recipient that shares no rolling secret with the sender. */
export const makeFirstBox = (
  suite: Suite,
  random: Random,
  place: BoxPlace,
  kemKey: Uint8Array,
  { chainKey, index, rolling }: FirstBoxContent,
): Box | null => {
  const text = createWriter().fixed(chainKey).u32(index).fixed(rolling).finish();
  return sealBox(suite, random, place, kemKey, FIRST, text);
};

/** What the box holds, or null when it is malformed, was changed, or is for another place, key or step. */
export const openBox = (
  suite: Suite,
  place: BoxPlace,
  kemKey: OwnKemKey,
  step: Uint8Array,
  blob: Uint8Array,
): BoxContent | null => {
  const text = unsealBox(suite, place, kemKey, { label: 'box', step }, blob);
  return text && parseContent(text, readContent);
};

export const openFirstBox = (
  suite: Suite,
  place: BoxPlace,
  kemKey: OwnKemKey,
  blob: Uint8Array,
): FirstBoxContent | null => {
  const text = unsealBox(suite, place, kemKey, FIRST, blob);
  return (
    text &&
    parseContent(text, (reader) => ({
      ...readContent(reader),
      rolling: reader.fixed(CHAIN_KEY_BYTES),
    }))
  );
};

type OwnKemKey = { readonly id: Uint8Array; readonly seed: Uint8Array };

/** What goes into the key beside the KEM secret. */
type Purpose = { readonly label: 'box' | 'first box'; readonly step: Uint8Array };

const FIRST: Purpose = { label: 'first box', step: new Uint8Array(0) };

const sealBox = (
  suite: Suite,
  random: Random,
  place: BoxPlace,
  kemKey: Uint8Array,
  purpose: Purpose,
  text: Uint8Array,
): Box | null => {
  const encapsulated = suite.encapsulate(kemKey, random(ENTROPY_BYTES));
  if (!encapsulated) return null;
  const kemKeyId = kemKeyIdOf(suite, kemKey);
  const key = boxKey(suite, place, kemKeyId, encapsulated.secret, purpose);
  const record = sealRecord(suite, random, key, text, associatedData(place, purpose));
  const blob = createWriter().u8(VERSION).fixed(encapsulated.ciphertext).fixed(record).finish();
  for (const secret of [encapsulated.secret, key, text]) secret.fill(0);
  return { blob, hash: suite.hash(blob), kemKeyId };
};

const unsealBox = (
  suite: Suite,
  place: BoxPlace,
  kemKey: OwnKemKey,
  purpose: Purpose,
  blob: Uint8Array,
): Uint8Array | null => {
  const parts = parseBox(blob);
  const secret = parts && suite.decapsulate(kemKey.seed, parts.ciphertext);
  if (!secret) return null;
  const key = boxKey(suite, place, kemKey.id, secret, purpose);
  const text = openRecord(suite, key, parts.record, associatedData(place, purpose));
  for (const used of [secret, key]) used.fill(0);
  return text;
};

const boxKey = (
  suite: Suite,
  { conversationId, sender, recipient, number, announcement }: BoxPlace,
  kemKeyId: Uint8Array,
  kemSecret: Uint8Array,
  { label, step }: Purpose,
): Uint8Array => {
  const ikm = concatBytes(kemSecret, step);
  const context = [conversationId, sender, recipient, u32(number), kemKeyId, u32(announcement)];
  const key = derive(suite, ikm, label, context);
  ikm.fill(0);
  return key;
};

const associatedData = (
  { conversationId, sender, recipient }: BoxPlace,
  { label }: Purpose,
): Uint8Array => labelled(label, [conversationId, sender, recipient]);

const u32 = (value: number): Uint8Array => createWriter().u32(value).finish();

const parseBox = (
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

const readContent = (reader: Reader): BoxContent => ({
  chainKey: reader.fixed(CHAIN_KEY_BYTES),
  index: reader.u32(),
});

const parseContent = <T>(text: Uint8Array, read: (reader: Reader) => T): T | null => {
  const parsed = parseBytes(text, read);
  text.fill(0);
  return parsed.ok ? parsed.value : null;
};
