/**
 * What control entries say about who belongs to the conversation, kept as it was
 * said: who said it, where in its feed, and what it had seen of the others.
 *
 * Facts only add up. What they amount to is concluded from all of them at once
 * (conclude.ts), so the order in which they came makes no difference.
 */

import type { Reader } from '../bytes/reader.ts';
import type { Writer } from '../bytes/writer.ts';
import { equalBytes } from '../bytes/compare.ts';
import { kindToByte, readKind, type FeedId } from '../journal/feed.ts';
import type { KnownControlOperation } from '../journal/control-operations.ts';
import { readControl, writeControl } from '../journal/control-operations.ts';
import type { ControlOperation } from '../journal/operations.ts';
import { WRITER_BYTES } from './certificate.ts';

/** How far a writer said it holds another's feed. */
export type SeenHead = { readonly feed: FeedId; readonly sequence: number };

export type FactOperation = Extract<
  KnownControlOperation,
  { readonly type: 'admit' | 'end' | 'keep' | 'successor' | 'room' }
>;

/**
 * `seen`: of other writers' feeds, all that the author's control feed had named up to here, this
 * entry included. `shown`: the commitment that the key of a succession answers; else empty.
 */
export type Fact = {
  readonly author: Uint8Array;
  readonly sequence: number;
  readonly seen: readonly SeenHead[];
  readonly operation: FactOperation;
  readonly shown: Uint8Array;
};

/** Of one author; what it says beyond has no effect. A person has few devices. */
export const MAX_FACTS_OF_AUTHOR = 256;
const MAX_SEEN = 256;
const COMMITMENT_BYTES = 32;

export const isFactOperation = (operation: ControlOperation): operation is FactOperation =>
  operation.type === 'admit' ||
  operation.type === 'end' ||
  operation.type === 'keep' ||
  operation.type === 'successor' ||
  operation.type === 'room';

/** How many entries of a feed the author had seen when it wrote this; of its own, up to this one. */
export const seenLength = ({ author, sequence, seen }: Fact, { writer, kind }: FeedId): number => {
  if (equalBytes(author, writer)) return kind === 'control' ? sequence + 1 : 0;
  const head = seen.find(({ feed }) => feed.kind === kind && equalBytes(feed.writer, writer));
  return head === undefined ? 0 : head.sequence + 1;
};

/** Whether the author of `later` had seen `earlier` when it wrote. */
export const hasSeen = (later: Fact, earlier: Fact): boolean =>
  seenLength(later, { writer: earlier.author, kind: 'control' }) > earlier.sequence;

export const writeFact = (out: Writer, fact: Fact): Writer => {
  out.fixed(fact.author).u32(fact.sequence).varint(fact.seen.length);
  for (const seen of fact.seen) writeSeen(out, seen);
  return writeControl(out.bytes(fact.shown), withoutBoxes(fact.operation));
};

export const readFact = (reader: Reader): Fact => {
  const author = reader.fixed(WRITER_BYTES);
  const sequence = reader.u32();
  const seen = reader.list(MAX_SEEN, readSeen);
  const shown = reader.bytes(COMMITMENT_BYTES);
  const operation = readControl(reader, reader.u8());
  if (operation === undefined || !isFactOperation(operation)) {
    reader.require(false);
    throw new Error('unreachable: require(false) ends the parse');
  }
  return { author, sequence, seen, operation, shown };
};

/** Boxes are kept with the announcements, until they are acknowledged. */
export const withoutBoxes = (operation: FactOperation): FactOperation =>
  operation.type === 'room' ? { ...operation, boxes: [] } : operation;

export const writeSeen = (out: Writer, { feed, sequence }: SeenHead): Writer =>
  out.u8(kindToByte(feed.kind)).fixed(feed.writer).u32(sequence);

export const readSeen = (reader: Reader): SeenHead => {
  const kind = readKind(reader);
  return { feed: { kind, writer: reader.fixed(WRITER_BYTES) }, sequence: reader.u32() };
};
