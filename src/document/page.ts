/**
 * Entries as Yjs writes them: one page of a feed is one client of a document.
 *
 * The bytes are a pure function of the entries, so devices that hold the same
 * entries hold the same document, and stock Yjs can carry it (docs/PROTOCOL.md,
 * "Page"). The layout is that of Yjs update V1, "INTERNALS.md" and
 * src/utils/encoding.js of https://github.com/yjs/yjs.
 */

import { compareBytes } from '../core/bytes/compare.ts';
import type { Result } from '../core/bytes/result.ts';
import { parseBytes, type Reader } from '../core/bytes/reader.ts';
import { createWriter } from '../core/bytes/writer.ts';
import type { Suite } from '../core/crypto/suite.ts';
import { PAGE_LENGTH } from '../core/journal/chain.ts';
import { MAX_ENTRY_BYTES, type Entry } from '../core/journal/entry.ts';
import { encodeFeedId, feedName, type FeedId } from '../core/journal/feed.ts';
import { headerFeed } from '../core/journal/header.ts';

export type Page = {
  /** Yjs client id, below 2^53. */
  readonly client: number;
  /** Place of the first entry here within its page. */
  readonly clock: number;
  /** Name of the root type; null when the page's first entry is not here. */
  readonly name: string | null;
  readonly entries: readonly Uint8Array[];
};

/** An update that says nothing: no client, no deletion. */
export const EMPTY_UPDATE: Uint8Array = Uint8Array.of(0, 0);

/** Struct tag of a binary item, without and with an item to its left. */
const BINARY = 3;
const BINARY_AFTER = BINARY | 0x80;
const ROOT_PARENT = 1;
const NO_DELETIONS = 0;
const MAX_NAME_BYTES = 64;

export const pageIndex = (sequence: number): number => Math.floor(sequence / PAGE_LENGTH);

/** Name of the Y.Array that a page is. */
export const pageName = (feed: FeedId, index: number): string => `${feedName(feed)}/${index}`;

/** The first 53 bits of SHA-256 over kind, writer and u32 index. */
export const pageClient = (suite: Suite, feed: FeedId, index: number): number => {
  const place = createWriter().fixed(encodeFeedId(feed)).u32(index).finish();
  const hash = suite.hash(place);
  const first48 = hash.subarray(0, 6).reduce((value, byte) => value * 256 + byte, 0);
  return first48 * 32 + ((hash[6] ?? 0) >> 3);
};

/**
 * An update with consecutive entries of one page, from its start or from any place in it. Entries
 * that do not follow each other, or of two pages, are our mistake and throw.
 */
export const encodePage = (suite: Suite, entries: readonly Entry[]): Uint8Array => {
  const [first] = entries;
  if (first === undefined) return EMPTY_UPDATE;
  requireRun(first, entries);
  const feed = headerFeed(first.header);
  const index = pageIndex(first.header.sequence);
  const start = first.header.sequence % PAGE_LENGTH;
  const client = pageClient(suite, feed, index);
  const writer = createWriter().varint(1).varint(entries.length).varint(client).varint(start);
  entries.forEach((entry, i) => {
    const clock = start + i;
    if (clock === 0) writer.u8(BINARY).varint(ROOT_PARENT).text(pageName(feed, index));
    else
      writer
        .u8(BINARY_AFTER)
        .varint(client)
        .varint(clock - 1);
    writer.bytes(entry.bytes);
  });
  return writer.varint(NO_DELETIONS).finish();
};

/** Reads what encodePage writes, and nothing else that Yjs may write. */
export const parsePage = (bytes: Uint8Array): Result<Page, 'malformed'> =>
  parseBytes(bytes, readPage);

const readPage = (reader: Reader): Page => {
  reader.require(reader.varint() === 1);
  const count = reader.varint(PAGE_LENGTH);
  const client = reader.varint();
  const clock = reader.varint(PAGE_LENGTH - 1);
  reader.require(count > 0 && clock + count <= PAGE_LENGTH);
  let name: string | null = null;
  const entries: Uint8Array[] = [];
  for (let place = clock; place < clock + count; place++) {
    if (place === 0) name = readRootParent(reader);
    else readLeft(reader, client, place - 1);
    entries.push(reader.bytes(MAX_ENTRY_BYTES));
  }
  reader.require(reader.varint() === NO_DELETIONS);
  return { client, clock, name, entries };
};

const readRootParent = (reader: Reader): string => {
  reader.require(reader.u8() === BINARY && reader.varint() === ROOT_PARENT);
  return reader.text(MAX_NAME_BYTES);
};

const readLeft = (reader: Reader, client: number, clock: number): void =>
  reader.require(
    reader.u8() === BINARY_AFTER && reader.varint() === client && reader.varint() === clock,
  );

const requireRun = (first: Entry, entries: readonly Entry[]): void => {
  const { sequence, kind, writer } = first.header;
  const isRun = entries.every(
    ({ header }, i) =>
      header.sequence === sequence + i &&
      header.kind === kind &&
      compareBytes(header.writer, writer) === 0,
  );
  if (!isRun || pageIndex(sequence) !== pageIndex(sequence + entries.length - 1)) {
    throw new RangeError('"entries" are not a run within one page');
  }
};
