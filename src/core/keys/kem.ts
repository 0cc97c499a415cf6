/**
 * This writer's own X-Wing keys: made anew each day while in use, and the old
 * ones forgotten as soon as nobody can still box to them (docs/PROTOCOL.md,
 * "Keys").
 *
 * A fresh key locks out a thief of an earlier state; an old secret is kept only
 * until every remaining writer has shown that it knows a newer key: by boxing to
 * it, or by naming, in a control entry, a head of ours at or beyond the entry
 * that published it.
 */

import { compareBytes, equalBytes } from '../bytes/compare.ts';
import { parseBytes, type Reader } from '../bytes/reader.ts';
import type { Result } from '../bytes/result.ts';
import { createWriter } from '../bytes/writer.ts';
import type { Suite } from '../crypto/suite.ts';
import { kemKeyIdOf } from './box.ts';

/**
 * `id`: 8 bytes. `seed`: 32 bytes, gives the public key too. `madeAt`: device
 * clock, ms. `published`: our control sequence that carries it; 0 for the key of
 * the certificate, which everyone has.
 */
export type KemKey = {
  readonly id: Uint8Array;
  readonly seed: Uint8Array;
  readonly madeAt: number;
  readonly published: number;
};

/** `keys`: newest first. `known`: up to which of our control sequences each writer has shown to know us. */
export type KemState = {
  readonly keys: readonly KemKey[];
  readonly known: readonly { readonly writer: Uint8Array; readonly sequence: number }[];
};

export const KEM_RENEWAL_MS = 24 * 60 * 60 * 1000;

const VERSION = 1;
const ID_BYTES = 8;
const SEED_BYTES = 32;
const WRITER_BYTES = 32;
const MAX_KEYS = 65_535;
const MAX_WRITERS = 1_024;

/** With the key of our certificate; `seed` is 32 random bytes. */
export const createKem = (suite: Suite, seed: Uint8Array, madeAt: number): KemState => ({
  keys: [kemKey(suite, seed, madeAt, 0).key],
  known: [],
});

/** Whether the newest key is a day old. A clock that went back a day counts too: it may never come round. */
export const isKemRenewalDue = ({ keys }: KemState, now: number): boolean =>
  Math.abs(now - (keys[0]?.madeAt ?? 0)) >= KEM_RENEWAL_MS;

/** A new newest key, to be published (1,216 bytes) in our control entry `sequence` in the same write. */
export const renewKem = (
  suite: Suite,
  state: KemState,
  renewal: { readonly seed: Uint8Array; readonly now: number; readonly sequence: number },
): { readonly state: KemState; readonly publicKey: Uint8Array } => {
  const { key, publicKey } = kemKey(suite, renewal.seed, renewal.now, renewal.sequence);
  return { state: { ...state, keys: [key, ...state.keys] }, publicKey };
};

/** Our key of this id, or null when it is not ours or was erased. */
export const findKemKey = (state: KemState, id: Uint8Array): KemKey | null =>
  state.keys.find((key) => equalBytes(key.id, id)) ?? null;

/** `writer` announced a box for our key `id`. */
export const noteBoxedTo = (state: KemState, writer: Uint8Array, id: Uint8Array): KemState => {
  const key = findKemKey(state, id);
  return key ? noteKnown(state, writer, key.published) : state;
};

/** `writer` named, in a control entry, our control head `sequence`. */
export const noteHeadNamed = (state: KemState, writer: Uint8Array, sequence: number): KemState =>
  noteKnown(state, writer, sequence);

/**
 * Erases keys that no remaining writer can still box to. Those that a box on its
 * way was made for (`awaited`, key ids) stay, else it could not be opened.
 */
export const retireKem = (
  state: KemState,
  remaining: readonly Uint8Array[],
  awaited: readonly Uint8Array[],
): KemState => {
  const known = commonKnowledge(state, remaining);
  const oldest = state.keys.findIndex((key) => key.published <= known);
  if (oldest === -1) return state;
  const isAwaited = (key: KemKey): boolean => awaited.some((id) => equalBytes(id, key.id));
  const keys = state.keys.filter((key, age) => age <= oldest || isAwaited(key));
  return keys.length === state.keys.length ? state : { ...state, keys };
};

/** How long an older secret is kept for boxes that are still on their way. */
export const KEM_LIFE_MS = 120 * 24 * 60 * 60 * 1000;

/** Erases secrets that a newer key took the place of KEM_LIFE_MS before `now`, whoever may still box to them. */
export const endOldKem = (state: KemState, now: number): KemState => {
  const keys = state.keys.filter((_key, age) => {
    const newer = state.keys[age - 1];
    return newer === undefined || newer.madeAt + KEM_LIFE_MS > now;
  });
  return keys.length === state.keys.length ? state : { ...state, keys };
};

export const encodeKem = ({ keys, known }: KemState): Uint8Array => {
  const out = createWriter().u8(VERSION).varint(keys.length);
  for (const key of keys) out.fixed(key.id).fixed(key.seed).u48(key.madeAt).u32(key.published);
  out.varint(known.length);
  for (const { writer, sequence } of known) out.fixed(writer).u32(sequence);
  return out.finish();
};

export const parseKem = (bytes: Uint8Array): Result<KemState, 'malformed'> =>
  parseBytes(bytes, (reader) => {
    reader.require(reader.u8() === VERSION);
    const keys = reader.list(MAX_KEYS, readKemKey);
    reader.require(keys.length > 0);
    const known = reader.list(MAX_WRITERS, (item) => ({
      writer: item.fixed(WRITER_BYTES),
      sequence: item.u32(),
    }));
    reader.require(
      known.every(({ writer }, i) => i === 0 || isAfter(writer, known[i - 1]?.writer)),
    );
    return { keys, known };
  });

const kemKey = (
  suite: Suite,
  seed: Uint8Array,
  madeAt: number,
  published: number,
): { readonly key: KemKey; readonly publicKey: Uint8Array } => {
  const publicKey = suite.kemPublicKey(seed);
  return { key: { id: kemKeyIdOf(suite, publicKey), seed, madeAt, published }, publicKey };
};

const readKemKey = (reader: Reader): KemKey => ({
  id: reader.fixed(ID_BYTES),
  seed: reader.fixed(SEED_BYTES),
  madeAt: reader.u48(),
  published: reader.u32(),
});

const noteKnown = (state: KemState, writer: Uint8Array, sequence: number): KemState => {
  const before = state.known.find((entry) => equalBytes(entry.writer, writer));
  if (before && before.sequence >= sequence) return state;
  const known = [...state.known.filter((entry) => entry !== before), { writer, sequence }];
  return { ...state, known: known.sort((a, b) => compareBytes(a.writer, b.writer)) };
};

/** The control sequence of ours that all of them know; -1 when one has shown nothing or there is nobody. */
const commonKnowledge = (state: KemState, writers: readonly Uint8Array[]): number => {
  if (writers.length === 0) return -1;
  const sequences = writers.map(
    (writer) => state.known.find((entry) => equalBytes(entry.writer, writer))?.sequence ?? -1,
  );
  return Math.min(...sequences);
};

const isAfter = (writer: Uint8Array, before: Uint8Array | undefined): boolean =>
  before !== undefined && compareBytes(writer, before) > 0;
