/**
 * The entries of a conversation on disk.
 *
 * New entries lie one by one; when a page of 256 is full they are folded into
 * it once, in the same batch. Reading does not care which is which.
 */

import { encodeBase64url } from '../../core/bytes/base64url.ts';
import type { Suite } from '../../core/crypto/suite.ts';
import { endsPage, PAGE_LENGTH } from '../../core/journal/chain.ts';
import { parseEntry, type Entry } from '../../core/journal/entry.ts';
import { feedName, type FeedId } from '../../core/journal/feed.ts';
import { groupBy } from '../../core/journal/group.ts';
import { headerFeed } from '../../core/journal/header.ts';
import { encodePage, parsePage } from '../../document/page.ts';
import type { Work } from '../store/work.ts';

/** Puts entries of one feed that follow each other; those before are on disk or in this work. */
export const putEntries = async (
  work: Work,
  suite: Suite,
  localId: string,
  entries: readonly Entry[],
): Promise<void> => {
  const pages = groupBy(entries, ({ header }) => pageOf(header.sequence));
  for (const [page, part] of pages) await putPart(work, suite, localId, page, part);
};

/** Entries from sequence `from` up to but without `to`; damaged and missing ones are left out. */
export const readEntries = (
  work: Work,
  suite: Suite,
  localId: string,
  feed: FeedId,
  from: number,
  to: number,
): Promise<readonly Entry[]> => {
  const sequences = Array.from({ length: Math.max(0, to - from) }, (_, i) => from + i);
  return readTheseEntries(work, suite, localId, feed, sequences);
};

/**
 * Entries of these sequences, each page read once; damaged and missing ones are left out. `length`:
 * how many the feed holds, where that is known: those behind its last full page lie one by one.
 */
export const readTheseEntries = async (
  work: Work,
  suite: Suite,
  localId: string,
  feed: FeedId,
  sequences: readonly number[],
  length = Infinity,
): Promise<readonly Entry[]> => {
  const parts = [...groupBy(sequences, pageOf)].map(([page, those]) =>
    (page + 1) * PAGE_LENGTH > length
      ? readLast(work, suite, localId, feed, page, those)
      : readPage(work, suite, localId, feed, page, those),
  );
  return (await Promise.all(parts)).flat();
};

/** The Yjs update of a full page as it lies on disk; undefined while the page is not folded. */
export const readStoredPage = (
  work: Work,
  localId: string,
  feed: FeedId,
  page: number,
): Promise<Uint8Array | undefined> => work.get('pages', pageKey(localId, feed, page));

/** Lays the entries of a full page before `to` out one by one again, and forgets the page. */
export const unfoldPage = async (
  work: Work,
  suite: Suite,
  localId: string,
  feed: FeedId,
  to: number,
): Promise<void> => {
  const first = pageOf(to) * PAGE_LENGTH;
  for (const entry of await readEntries(work, suite, localId, feed, first, to)) {
    work.put('entries', entryKey(localId, feed, entry.header.sequence), entry.bytes);
  }
  work.remove('pages', pageKey(localId, feed, pageOf(to)));
};

/** Puts entries of one page back among those that are there; folds the page when it is whole again. */
export const putBack = async (
  work: Work,
  suite: Suite,
  localId: string,
  feed: FeedId,
  page: number,
  entries: readonly Entry[],
): Promise<void> => {
  const first = page * PAGE_LENGTH;
  const there = await readEntries(work, suite, localId, feed, first, first + PAGE_LENGTH);
  const bySequence = new Map([...there, ...entries].map((each) => [each.header.sequence, each]));
  const all = [...bySequence.values()].toSorted((a, b) => a.header.sequence - b.header.sequence);
  const isWhole = all.length === PAGE_LENGTH;
  if (isWhole) work.put('pages', pageKey(localId, feed, page), encodePage(suite, all));
  else work.remove('pages', pageKey(localId, feed, page));
  for (const { header, bytes } of all) {
    const key = entryKey(localId, feed, header.sequence);
    if (isWhole) work.remove('entries', key);
    else work.put('entries', key, bytes);
  }
};

/** Names a blob in the store. */
export const blobKey = (localId: string, hash: Uint8Array): readonly [string, string] => [
  localId,
  encodeBase64url(hash),
];

/** A page that is full now is folded at once; one with a damaged entry stays as it is. */
const putPart = async (
  work: Work,
  suite: Suite,
  localId: string,
  page: number,
  part: readonly Entry[],
): Promise<void> => {
  const [first] = part;
  const last = part.at(-1);
  if (!first || !last) return;
  const feed = headerFeed(first.header);
  const start = page * PAGE_LENGTH;
  const isEnd = endsPage(last.header.sequence);
  const before = isEnd
    ? await readEntries(work, suite, localId, feed, start, first.header.sequence)
    : [];
  if (before.length + part.length === PAGE_LENGTH) {
    work.put('pages', pageKey(localId, feed, page), encodePage(suite, [...before, ...part]));
    await removeLoose(work, localId, feed, before, page);
  } else {
    for (const entry of part) {
      work.put('entries', entryKey(localId, feed, entry.header.sequence), entry.bytes);
    }
  }
};

/** Those of this work, and all of the page that are on disk. */
const removeLoose = async (
  work: Work,
  localId: string,
  feed: FeedId,
  entries: readonly Entry[],
  page: number,
): Promise<void> => {
  for (const { header } of entries) {
    work.remove('entries', entryKey(localId, feed, header.sequence));
  }
  const from = page * PAGE_LENGTH;
  const prefix = [localId, feedName(feed)];
  const stored = await work.stored('entries', prefix, { from, to: from + PAGE_LENGTH - 1 });
  for (const { key } of stored) work.remove('entries', key);
};

/** Of the page that is not full yet. */
const readLast = async (
  ...[work, suite, localId, feed, page, sequences]: Parameters<typeof readPage>
): Promise<readonly Entry[]> => {
  const entries = await looseEntries(work, suite, localId, feed, sequences);
  return entries.length === sequences.length
    ? entries
    : readPage(work, suite, localId, feed, page, sequences);
};

const readPage = async (
  work: Work,
  suite: Suite,
  localId: string,
  feed: FeedId,
  page: number,
  sequences: readonly number[],
): Promise<readonly Entry[]> => {
  const bytes = await work.get('pages', pageKey(localId, feed, page));
  const folded = bytes && parsePage(bytes);
  if (!folded?.ok) return looseEntries(work, suite, localId, feed, sequences);
  const { entries } = folded.value;
  return sequences.flatMap((sequence) => parsed(suite, entries[sequence % PAGE_LENGTH]));
};

const looseEntries = async (
  work: Work,
  suite: Suite,
  localId: string,
  feed: FeedId,
  sequences: readonly number[],
): Promise<readonly Entry[]> => {
  const rows = await Promise.all(
    sequences.map((sequence) => work.get('entries', entryKey(localId, feed, sequence))),
  );
  return rows.flatMap((bytes) => parsed(suite, bytes));
};

const parsed = (suite: Suite, bytes: Uint8Array | undefined): readonly Entry[] => {
  const entry = bytes && parseEntry(suite, bytes);
  return entry?.ok ? [entry.value] : [];
};

const pageOf = (sequence: number): number => Math.floor(sequence / PAGE_LENGTH);

const entryKey = (localId: string, feed: FeedId, sequence: number) =>
  [localId, feedName(feed), sequence] as const;

const pageKey = (localId: string, feed: FeedId, page: number) =>
  [localId, feedName(feed), page] as const;
