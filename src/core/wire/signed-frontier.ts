/**
 * What a writer says it holds and has read, signed and numbered: the source of
 * "delivered" and "read". The newest number of a writer counts; others pass it
 * on. docs/PROTOCOL.md, "Frontier".
 */

import { parseBytes, type Reader } from '../bytes/reader.ts';
import { compareBytes } from '../bytes/compare.ts';
import type { Result } from '../bytes/result.ts';
import { createWriter, type Writer } from '../bytes/writer.ts';
import { labelled } from '../crypto/derive.ts';
import type { Suite } from '../crypto/suite.ts';
import { areSorted, readHead, sortHeads, writeHead, type Head } from '../journal/feed.ts';
import { MAX_FEEDS } from '../journal/frontier.ts';

export type SignedFrontier = {
  /** Ed25519 public key, 32 bytes. */
  readonly writer: Uint8Array;
  /** Grows with every one of this writer. A u48. */
  readonly number: number;
  /** The last entry of each feed that is durable there. */
  readonly heads: readonly Head[];
  /** Of other writers' message feeds: how many of the first entries were shown to the person. */
  readonly read: readonly ReadPosition[];
  /** 64 bytes. */
  readonly signature: Uint8Array;
};

export type ReadPosition = { readonly writer: Uint8Array; readonly length: number };

export const MAX_WRITERS = 128;
/** 128 writers with two feeds each, and as many read positions. */
export const MAX_SIGNED_FRONTIER = 24 * 1024;

/** `seed`: 32 bytes of the writer key. `conversationId`: 32 bytes. */
export const signFrontier = (
  suite: Suite,
  conversationId: Uint8Array,
  seed: Uint8Array,
  said: Pick<SignedFrontier, 'number' | 'heads' | 'read'>,
): SignedFrontier => {
  const unsigned = {
    writer: suite.signingPublicKey(seed),
    number: said.number,
    heads: sortHeads(said.heads),
    read: said.read.toSorted((a, b) => compareBytes(a.writer, b.writer)),
  };
  const signature = suite.sign(seed, signedBytes(conversationId, unsigned));
  return { ...unsigned, signature };
};

/** Whether the writer it names has signed it for this conversation. */
export const isSignedFrontier = (
  suite: Suite,
  conversationId: Uint8Array,
  frontier: SignedFrontier,
): boolean =>
  suite.verify(frontier.signature, signedBytes(conversationId, frontier), frontier.writer);

export const encodeSignedFrontier = (frontier: SignedFrontier): Uint8Array =>
  writeBody(createWriter(), frontier).fixed(frontier.signature).finish();

/** Of the same array, which nobody may change, the same answer. */
export const parseSignedFrontier = (bytes: Uint8Array): Result<SignedFrontier, 'malformed'> => {
  const known = parsed.get(bytes);
  if (known) return known;
  const result = parseBytes(bytes, readSignedFrontier);
  parsed.set(bytes, result);
  return result;
};

/** The newest of each writer are kept as bytes, and asked about in every step. */
const parsed = new WeakMap<Uint8Array, Result<SignedFrontier, 'malformed'>>();

const readSignedFrontier = (reader: Reader): SignedFrontier => {
  const writer = reader.fixed(32);
  const number = reader.u48();
  const heads = reader.list(MAX_FEEDS, readHead);
  const read = reader.list(MAX_WRITERS, (item) => ({
    writer: item.fixed(32),
    length: item.u32(),
  }));
  reader.require(areSorted(heads) && areAscending(read));
  return { writer, number, heads, read, signature: reader.fixed(64) };
};

const signedBytes = (
  conversationId: Uint8Array,
  frontier: Omit<SignedFrontier, 'signature'>,
): Uint8Array =>
  labelled('frontier', [conversationId, writeBody(createWriter(), frontier).finish()]);

const writeBody = (writer: Writer, frontier: Omit<SignedFrontier, 'signature'>): Writer => {
  writer.fixed(frontier.writer).u48(frontier.number);
  writer.varint(frontier.heads.length);
  for (const head of frontier.heads) writeHead(writer, head);
  writer.varint(frontier.read.length);
  for (const position of frontier.read) writer.fixed(position.writer).u32(position.length);
  return writer;
};

const areAscending = (read: readonly ReadPosition[]): boolean =>
  read.every((position, i) => {
    const before = read[i - 1];
    return before === undefined || compareBytes(before.writer, position.writer) < 0;
  });
