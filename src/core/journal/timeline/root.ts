/**
 * The table of contents of the order index: which leaf holds which part of the
 * order (docs/PROTOCOL.md, "Timeline").
 *
 * A message costs it nothing and a leaf some 25 bytes, so it stays small
 * enough to be read whole when a conversation is opened.
 */

import { parseBytes, type Reader } from '../../bytes/reader.ts';
import type { Result } from '../../bytes/result.ts';
import { createWriter, type Writer } from '../../bytes/writer.ts';
import { readStamp, writeStamp } from '../../clock/hlc.ts';
import { comparePlaces, isSameWriter, type EntryRef, type Item, type Place } from './item.ts';
import { MAX_LEAF_ITEMS, readPlace, writePlace, type Leaf } from './leaf.ts';
import { latestFirst, type Restamp } from './restamps.ts';
import { createWriterTable, readWriterTable, type WriterTable } from './writer-table.ts';

export type LeafRef = {
  readonly id: number;
  readonly first: Place;
  /** How many items, and how many of them are messages that are here. */
  readonly count: number;
  readonly visible: number;
  /** Of each writer with messages here, the one latest in its feed. */
  readonly latest: readonly EntryRef[];
};

export type Root = {
  /** In order; never empty leaves. */
  readonly leaves: readonly LeafRef[];
  readonly restamps: readonly Restamp[];
  /** The id of the next new leaf; ids are never used twice. */
  readonly nextLeaf: number;
};

/** Leaves by id, as read from the store. */
export type Leaves = ReadonlyMap<number, Leaf>;

export const EMPTY_ROOT: Root = { leaves: [], restamps: [], nextLeaf: 0 };

const VERSION = 1;
const MAX_LEAVES = 2 ** 20;
const MAX_SEQUENCE = 2 ** 32 - 1;

/** Which of the root's leaves a place belongs in: the last that begins at or before it, else the first. */
export const leafIndexOf = (leaves: readonly LeafRef[], place: Place): number => {
  let low = 0;
  let high = leaves.length;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    const ref = leaves[middle];
    if (ref !== undefined && comparePlaces(ref.first, place) <= 0) low = middle;
    else high = middle;
  }
  return low;
};

/** Throws when the leaf was not read though a plan named it. */
export const leafOf = (leaves: Leaves, id: number): Leaf => {
  const leaf = leaves.get(id);
  if (leaf === undefined) throw new Error(`leaf ${id} was planned and not given`);
  return leaf;
};

export const describeLeaf = (id: number, first: Item, { items }: Leaf): LeafRef => {
  const visible = items.filter((item) => item.present);
  return {
    id,
    first: first.place,
    count: items.length,
    visible: visible.length,
    latest: latestOf(visible),
  };
};

export const encodeRoot = ({ leaves, restamps, nextLeaf }: Root): Uint8Array => {
  const table = createWriterTable();
  const body = createWriter().varint(nextLeaf).varint(leaves.length);
  for (const ref of leaves) writeLeafRef(body, table, ref);
  body.varint(restamps.length);
  for (const restamp of restamps) writeRestamp(body, table, restamp);
  return table.write(createWriter().u8(VERSION)).fixed(body.finish()).finish();
};

export const parseRoot = (bytes: Uint8Array): Result<Root, 'malformed'> =>
  parseBytes(bytes, (reader) => {
    reader.require(reader.u8() === VERSION);
    const readWriter = readWriterTable(reader);
    const nextLeaf = reader.varint();
    const leaves = reader.list(MAX_LEAVES, (ref) => readLeafRef(ref, readWriter));
    const restamps = reader.list(MAX_LEAVES, (restamp) => readRestamp(restamp, readWriter));
    reader.require(isSound(leaves, nextLeaf));
    reader.require(isStrictly(restamps, latestFirst));
    return { leaves, restamps, nextLeaf };
  });

const latestOf = (visible: readonly Item[]): readonly EntryRef[] => {
  const latest: EntryRef[] = [];
  for (const { place } of visible) {
    const at = latest.findIndex(({ writer }) => isSameWriter(writer, place.writer));
    const known = latest[at];
    const { writer, sequence } = place;
    if (known === undefined) latest.push({ writer, sequence });
    else if (known.sequence < sequence) latest[at] = { writer, sequence };
  }
  return latest;
};

const writeLeafRef = (out: Writer, table: WriterTable, ref: LeafRef): void => {
  writePlace(out.varint(ref.id), table, ref.first).varint(ref.count).varint(ref.visible);
  out.varint(ref.latest.length);
  for (const { writer, sequence } of ref.latest) {
    out.varint(table.indexOf(writer)).varint(sequence);
  }
};

const readLeafRef = (reader: Reader, readWriter: (reader: Reader) => Uint8Array): LeafRef => ({
  id: reader.varint(),
  first: readPlace(reader, readWriter),
  count: reader.varint(MAX_LEAF_ITEMS),
  visible: reader.varint(MAX_LEAF_ITEMS),
  latest: reader.list(MAX_LEAF_ITEMS, (latest) => ({
    writer: readWriter(latest),
    sequence: latest.varint(MAX_SEQUENCE),
  })),
});

const writeRestamp = (out: Writer, table: WriterTable, restamp: Restamp): void => {
  out.varint(table.indexOf(restamp.writer)).varint(restamp.sequence);
  writeStamp(out.varint(restamp.first).varint(restamp.last), restamp.stamp);
};

const readRestamp = (reader: Reader, readWriter: (reader: Reader) => Uint8Array): Restamp => ({
  writer: readWriter(reader),
  sequence: reader.varint(MAX_SEQUENCE),
  first: reader.varint(MAX_SEQUENCE),
  last: reader.varint(MAX_SEQUENCE),
  stamp: readStamp(reader),
});

const isSound = (leaves: readonly LeafRef[], nextLeaf: number): boolean =>
  leaves.every(({ id, count, visible }) => id < nextLeaf && count > 0 && visible <= count) &&
  new Set(leaves.map(({ id }) => id)).size === leaves.length &&
  isStrictly(leaves, (a, b) => comparePlaces(a.first, b.first));

const isStrictly = <T>(items: readonly T[], compare: (a: T, b: T) => number): boolean =>
  items.every((item, i) => {
    const before = items[i - 1];
    return before === undefined || compare(before, item) < 0;
  });
