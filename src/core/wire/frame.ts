/**
 * What two devices say on a link, as a closed union with one encoding each.
 *
 * Every frame fits a link message; what is larger (a page) comes in parts. A
 * type of a later version is told apart from a malformed one, to be left
 * alone. docs/PROTOCOL.md, "Link".
 */

import { parseBytes, type Reader } from '../bytes/reader.ts';
import { err, type Result } from '../bytes/result.ts';
import { createWriter, type Writer } from '../bytes/writer.ts';
import {
  areSorted,
  kindToByte,
  readHead,
  readKind,
  sortHeads,
  writeHead,
  type FeedId,
  type Head,
} from '../journal/feed.ts';
import { MAX_FEEDS } from '../journal/frontier.ts';
import { MAX_SIGNED_FRONTIER } from './signed-frontier.ts';

export type Frame =
  | FrontierFrame
  | WantFrame
  | EntriesFrame
  | PageFrame
  | WantBlobsFrame
  | BlobFrame
  | PresenceFrame
  | { readonly type: 'bye' };

/** What the sender holds: all of it at first, then what changed. */
export type FrontierFrame = {
  readonly type: 'frontier';
  readonly heads: readonly Head[];
  /** Encoded signed frontiers (signed-frontier.ts). */
  readonly signed: readonly Uint8Array[];
};

/** Entries `from` to `to` of a feed, both included; at most 256. */
export type WantFrame = {
  readonly type: 'want';
  readonly feed: FeedId;
  readonly from: number;
  readonly to: number;
};

/** Entries that follow each other, the first at `first`. At least one, at most 256. */
export type EntriesFrame = {
  readonly type: 'entries';
  readonly feed: FeedId;
  readonly first: number;
  readonly entries: readonly Uint8Array[];
};

/** A part of the Yjs update of one full page. */
export type PageFrame = {
  readonly type: 'page';
  readonly feed: FeedId;
  readonly page: number;
  readonly part: number;
  readonly parts: number;
  readonly bytes: Uint8Array;
};

/** Names of blobs, 32 bytes each; at most 64. */
export type WantBlobsFrame = {
  readonly type: 'want-blobs';
  readonly hashes: readonly Uint8Array[];
};

export type BlobFrame = {
  readonly type: 'blob';
  readonly hash: Uint8Array;
  readonly bytes: Uint8Array;
};

/** What a person does there now; never stored. */
export type PresenceFrame = {
  readonly type: 'presence';
  readonly attending: boolean;
  readonly typing: boolean;
};

export type FrameError = 'malformed' | 'unknown-type';

export const PAGE_ENTRIES = 256;
export const MAX_ENTRY = 80 * 1024;
/** Of entries in one frame, of one part of a page, and of a blob, in bytes. */
export const MAX_BULK = 192 * 1024;
/** A larger page travels as entries. */
export const MAX_PAGE = 2 * 1024 * 1024;
const MAX_PAGE_PARTS = Math.ceil(MAX_PAGE / MAX_BULK);
export const MAX_WANTED_BLOBS = 64;
/** So that a frontier frame fits a link message. */
export const MAX_SIGNED_IN_FRAME = 8;

const TYPES = {
  frontier: 1,
  want: 2,
  entries: 3,
  page: 4,
  'want-blobs': 5,
  blob: 6,
  presence: 7,
  bye: 8,
} as const;

export const encodeFrame = (frame: Frame): Uint8Array => {
  const writer = createWriter().u8(TYPES[frame.type]);
  switch (frame.type) {
    case 'frontier':
      writeList(writer, sortHeads(frame.heads), (head) => writeHead(writer, head));
      writeList(writer, frame.signed, (bytes) => writer.bytes(bytes));
      break;
    case 'want':
      writeFeed(writer, frame.feed).u32(frame.from).u32(frame.to);
      break;
    case 'entries':
      writeFeed(writer, frame.feed).u32(frame.first);
      writeList(writer, frame.entries, (bytes) => writer.bytes(bytes));
      break;
    case 'page':
      writeFeed(writer, frame.feed).u32(frame.page).u8(frame.part).u8(frame.parts);
      writer.bytes(frame.bytes);
      break;
    case 'want-blobs':
      writeList(writer, frame.hashes, (hash) => writer.fixed(hash));
      break;
    case 'blob':
      writer.fixed(frame.hash).bytes(frame.bytes);
      break;
    case 'presence':
      writer.u8((frame.attending ? 1 : 0) + (frame.typing ? 2 : 0));
      break;
    case 'bye':
      break;
  }
  return writer.finish();
};

/** `unknown-type`: of a later version; nobody's fault, and nothing to do. */
export const parseFrame = (bytes: Uint8Array): Result<Frame, FrameError> => {
  const type = bytes[0];
  if (type === undefined) return err('malformed');
  const read = READERS[type];
  return read === undefined ? err('unknown-type') : parseBytes(bytes.subarray(1), read);
};

/** The feed of a run, where it starts, and how many bytes its entries have together. */
export const bulkOf = (entries: readonly Uint8Array[]): number =>
  entries.reduce((sum, entry) => sum + entry.length, 0);

const readFrontier = (reader: Reader): Frame => {
  const heads = reader.list(MAX_FEEDS, readHead);
  reader.require(areSorted(heads));
  const signed = reader.list(MAX_SIGNED_IN_FRAME, (item) => item.bytes(MAX_SIGNED_FRONTIER));
  return { type: 'frontier', heads, signed };
};

const readWant = (reader: Reader): Frame => {
  const feed = readFeed(reader);
  const from = reader.u32();
  const to = reader.u32();
  reader.require(from <= to && to - from < PAGE_ENTRIES);
  return { type: 'want', feed, from, to };
};

const readEntries = (reader: Reader): Frame => {
  const feed = readFeed(reader);
  const first = reader.u32();
  const entries = reader.list(PAGE_ENTRIES, (item) => item.bytes(MAX_ENTRY));
  reader.require(entries.length > 0 && bulkOf(entries) <= MAX_BULK);
  reader.require(first + entries.length <= 2 ** 32);
  return { type: 'entries', feed, first, entries };
};

const readPage = (reader: Reader): Frame => {
  const feed = readFeed(reader);
  const page = reader.u32();
  const part = reader.u8();
  const parts = reader.u8();
  reader.require(part < parts && parts <= MAX_PAGE_PARTS && page < 2 ** 24);
  return { type: 'page', feed, page, part, parts, bytes: reader.bytes(MAX_BULK) };
};

const readWantBlobs = (reader: Reader): Frame => {
  const hashes = reader.list(MAX_WANTED_BLOBS, (item) => item.fixed(32));
  reader.require(hashes.length > 0);
  return { type: 'want-blobs', hashes };
};

const readBlob = (reader: Reader): Frame => ({
  type: 'blob',
  hash: reader.fixed(32),
  bytes: reader.bytes(MAX_BULK),
});

const readPresence = (reader: Reader): Frame => {
  const flags = reader.u8();
  reader.require(flags < 4);
  return { type: 'presence', attending: (flags & 1) !== 0, typing: (flags & 2) !== 0 };
};

const READERS: Readonly<Record<number, (reader: Reader) => Frame>> = {
  [TYPES.frontier]: readFrontier,
  [TYPES.want]: readWant,
  [TYPES.entries]: readEntries,
  [TYPES.page]: readPage,
  [TYPES['want-blobs']]: readWantBlobs,
  [TYPES.blob]: readBlob,
  [TYPES.presence]: readPresence,
  [TYPES.bye]: () => ({ type: 'bye' }),
};

const writeFeed = (writer: Writer, feed: FeedId): Writer =>
  writer.u8(kindToByte(feed.kind)).fixed(feed.writer);

const readFeed = (reader: Reader): FeedId => {
  const kind = readKind(reader);
  return { kind, writer: reader.fixed(32) };
};

const writeList = <T>(writer: Writer, items: readonly T[], write: (item: T) => void): void => {
  writer.varint(items.length);
  for (const item of items) write(item);
};
