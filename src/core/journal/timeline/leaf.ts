/**
 * A page of the order index: at most 512 items in order, and its bytes
 * (docs/PROTOCOL.md, "Timeline").
 */

import { parseBytes, type Reader } from '../../bytes/reader.ts';
import type { Result } from '../../bytes/result.ts';
import { createWriter, type Writer } from '../../bytes/writer.ts';
import { compareStamps, readStamp, writeStamp } from '../../clock/hlc.ts';
import { MAX_EMOJI_BYTES, type Target } from '../message-operations.ts';
import {
  comparePlaces,
  type EditMark,
  type EntryRef,
  type Item,
  type Place,
  type ReactionMark,
} from './item.ts';
import { createWriterTable, readWriterTable, type WriterTable } from './writer-table.ts';

export type Leaf = { readonly items: readonly Item[] };

export const MAX_LEAF_ITEMS = 512;
/** Of one writer's edits of one message the newest are kept; the text of older ones is destroyed. */
export const MAX_EDITS = 256;
/** Of one writer's reactions to one message the latest are kept. */
export const MAX_REACTIONS = 32;

/** Version 1 knew edits and deletions by the author alone. */
const VERSION = 2;
const MAX_SEQUENCE = 2 ** 32 - 1;
const MAX_MARKS = 2 ** 16;

export const encodeLeaf = ({ items }: Leaf): Uint8Array => {
  const table = createWriterTable();
  const body = createWriter().varint(items.length);
  for (const item of items) writeItem(body, table, item);
  return table.write(createWriter().u8(VERSION)).fixed(body.finish()).finish();
};

export const parseLeaf = (bytes: Uint8Array): Result<Leaf, 'malformed'> =>
  parseBytes(bytes, (reader) => {
    const version = reader.u8();
    reader.require(version === 1 || version === VERSION);
    const readWriter = readWriterTable(reader);
    const items = reader.list(MAX_LEAF_ITEMS, (item) => readItem(item, version, readWriter));
    reader.require(isAscending(items));
    return { items };
  });

/** 8 stamp, writer's number, sequence; then the own stamp where a restamp made it another. */
export const writePlace = (out: Writer, table: WriterTable, place: Place): Writer => {
  writeStamp(out, place.stamp).varint(table.indexOf(place.writer)).varint(place.sequence);
  const moved = isMoved(place);
  out.u8(moved ? 1 : 0);
  return moved ? writeStamp(out, place.own) : out;
};

export const readPlace = (reader: Reader, readWriter: (reader: Reader) => Uint8Array): Place => {
  const stamp = readStamp(reader);
  const writer = readWriter(reader);
  const sequence = reader.varint(MAX_SEQUENCE);
  const own = readFlag(reader) ? readStamp(reader) : stamp;
  return { stamp, writer, sequence, own };
};

const isMoved = ({ stamp, own }: Place): boolean => compareStamps(stamp, own) !== 0;

const writeItem = (out: Writer, table: WriterTable, item: Item): void => {
  writePlace(out, table, item.place);
  out.u8((item.present ? 1 : 0) + (item.deleted ? 2 : 0) + (item.replyTo ? 4 : 0));
  if (item.present) out.u48(item.clock);
  if (item.replyTo) writeReplyTo(out, table, item.replyTo);
  out.varint(item.edits.length);
  for (const edit of item.edits) writeStamp(writeRef(out, table, edit), edit.stamp);
  out.varint(item.erasures.length);
  for (const erasure of item.erasures) writeRef(out, table, erasure);
  out.varint(item.reactions.length);
  for (const reaction of item.reactions) writeReaction(out, table, reaction);
};

const readItem = (
  reader: Reader,
  version: number,
  readWriter: (reader: Reader) => Uint8Array,
): Item => {
  const place = readPlace(reader, readWriter);
  const flags = reader.u8();
  reader.require(flags < 8);
  const present = (flags & 1) !== 0;
  return {
    place,
    present,
    clock: present ? reader.u48() : 0,
    replyTo: (flags & 4) !== 0 ? readReplyTo(reader, readWriter) : undefined,
    deleted: (flags & 2) !== 0,
    edits:
      version === 1
        ? reader.list(MAX_EDITS, (edit) => readOldEdit(edit, place))
        : reader.list(MAX_MARKS, (edit) => readEdit(edit, readWriter)),
    erasures:
      version === 1 ? [] : reader.list(MAX_MARKS, (erasure) => readRef(erasure, readWriter)),
    reactions: reader.list(MAX_MARKS, (mark) => readReaction(mark, readWriter)),
  };
};

const writeRef = (out: Writer, table: WriterTable, { writer, sequence }: EntryRef): Writer =>
  out.varint(table.indexOf(writer)).varint(sequence);

const readRef = (reader: Reader, readWriter: (reader: Reader) => Uint8Array): EntryRef => ({
  writer: readWriter(reader),
  sequence: reader.varint(MAX_SEQUENCE),
});

const readEdit = (reader: Reader, readWriter: (reader: Reader) => Uint8Array): EditMark => ({
  ...readRef(reader, readWriter),
  stamp: readStamp(reader),
});

/** When it was written is not known; nobody but the author had edited by then. */
const readOldEdit = (reader: Reader, { writer, own }: Place): EditMark => ({
  writer,
  sequence: reader.varint(MAX_SEQUENCE),
  stamp: own,
});

const writeReplyTo = (
  out: Writer,
  table: WriterTable,
  { writer, sequence, stamp }: Target,
): Writer => writeStamp(out.varint(table.indexOf(writer)).varint(sequence), stamp);

const readReplyTo = (reader: Reader, readWriter: (reader: Reader) => Uint8Array): Target => ({
  writer: readWriter(reader),
  sequence: reader.varint(MAX_SEQUENCE),
  stamp: readStamp(reader),
});

const writeReaction = (out: Writer, table: WriterTable, mark: ReactionMark): void => {
  out.varint(table.indexOf(mark.writer)).varint(mark.sequence);
  writeStamp(out, mark.stamp)
    .u8(mark.on ? 1 : 0)
    .text(mark.emoji);
};

const readReaction = (
  reader: Reader,
  readWriter: (reader: Reader) => Uint8Array,
): ReactionMark => ({
  writer: readWriter(reader),
  sequence: reader.varint(MAX_SEQUENCE),
  stamp: readStamp(reader),
  on: readFlag(reader),
  emoji: reader.text(MAX_EMOJI_BYTES),
});

const readFlag = (reader: Reader): boolean => {
  const flag = reader.u8();
  reader.require(flag <= 1);
  return flag === 1;
};

const isAscending = (items: readonly Item[]): boolean =>
  items.every((item, i) => {
    const before = items[i - 1];
    return before === undefined || comparePlaces(before.place, item.place) < 0;
  });
