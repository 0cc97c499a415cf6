/** What tests of the journal write with: a cheap suite, chains of entries, and bent ones. */

import { createNobleSuite } from '../../../src/core/crypto/noble-suite.ts';
import { digest } from '../../../src/core/crypto/derive.ts';
import { equalBytes } from '../../../src/core/bytes/compare.ts';
import type { Random, Suite } from '../../../src/core/crypto/suite.ts';
import {
  parseEntry,
  writeEntry,
  type Entry,
  type EntryDraft,
} from '../../../src/core/journal/entry.ts';
import { NO_PREV } from '../../../src/core/journal/header.ts';

export const nobleSuite: Suite = createNobleSuite();

/** Signatures by keyed hash: anybody could forge them, and they cost microseconds. */
export const cheapSuite: Suite = {
  ...nobleSuite,
  signingPublicKey: (seed) => digest(nobleSuite, 'cheap key', [seed]),
  sign: (seed, message) =>
    cheapSignature(nobleSuite.hash(cheapSuite.signingPublicKey(seed)), message),
  verify: (signature, message, publicKey) =>
    equalBytes(signature, cheapSignature(nobleSuite.hash(publicKey), message)),
};

const cheapSignature = (key: Uint8Array, message: Uint8Array): Uint8Array => {
  const half = nobleSuite.mac(key, message);
  return Uint8Array.from([...half, ...half]);
};

/** The same bytes in every run. */
export const createTestRandom = (start = 1): Random => {
  let next = start;
  return (length) =>
    Uint8Array.from({ length }, () => {
      next = (next * 1103515245 + 12345) % 2147483648;
      return (next >> 16) & 255;
    });
};

export const bytesOf = (value: number, length = 32): Uint8Array =>
  new Uint8Array(length).fill(value);

export const conversationId = bytesOf(7);

export const draft = (changes: Partial<EntryDraft> = {}): EntryDraft => ({
  seed: bytesOf(1),
  kind: 'message',
  sequence: 0,
  prev: NO_PREV,
  entryKey: bytesOf(2),
  keyReference: bytesOf(3, 8),
  conversationId,
  heads: [],
  body: bytesOf(65, 10),
  expiry: 0,
  ...changes,
});

/** The same entry with a signature that nobody made. */
export const unsign = (entry: Entry, suite: Suite = cheapSuite): Entry => {
  const bytes = new Uint8Array(entry.bytes);
  bytes.fill(9, 147, 147 + 64);
  return reparse(suite, bytes);
};

export type ChainOptions = {
  readonly suite?: Suite;
  readonly changes?: Partial<EntryDraft>;
  /** Sequences whose signature is bad, though later entries name them. */
  readonly unsigned?: ReadonlySet<number>;
  readonly after?: Entry;
  readonly random?: Random;
};

/** `length` entries, each naming the one before. */
export const writeChain = (length: number, options: ChainOptions = {}): readonly Entry[] => {
  const { suite = cheapSuite, changes = {}, unsigned = new Set(), after } = options;
  const random = options.random ?? createTestRandom();
  const chain: Entry[] = [];
  let last = after;
  for (let i = 0; i < length; i++) {
    const sequence: number = last === undefined ? 0 : last.header.sequence + 1;
    const prev: Uint8Array = last === undefined ? NO_PREV : last.hash;
    const written = writeEntry(suite, random, draft({ ...changes, sequence, prev }));
    last = unsigned.has(sequence) ? unsign(written, suite) : written;
    chain.push(last);
  }
  return chain;
};

export const reparse = (suite: Suite, bytes: Uint8Array): Entry => {
  const parsed = parseEntry(suite, bytes);
  if (!parsed.ok) throw new Error(parsed.error);
  return parsed.value;
};

export const at = <T>(items: readonly T[], index: number): T => {
  const item = items.at(index);
  if (item === undefined) throw new RangeError(`no item ${index}`);
  return item;
};
