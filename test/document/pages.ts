/** What tests of the document write with: feeds, their pages, and stock Yjs documents. */

import { expect } from 'vitest';
import * as Y from 'yjs';
import { equalBytes } from '../../src/core/bytes/compare.ts';
import { feedName } from '../../src/core/journal/feed.ts';
import { headerFeed } from '../../src/core/journal/header.ts';
import { EMPTY_FEED, type FeedState } from '../../src/core/journal/chain.ts';
import type { Entry } from '../../src/core/journal/entry.ts';
import { encodePage, pageIndex } from '../../src/document/page.ts';
import { at, bytesOf, cheapSuite, writeChain } from '../core/journal/writing.ts';

export const suite = cheapSuite;

/** A feed of small entries by the writer whose seed is `byte`. */
export const writeFeed = (
  byte: number,
  length: number,
  kind: 'control' | 'message' = 'message',
): readonly Entry[] => writeChain(length, { changes: { seed: bytesOf(byte), kind } });

/** All pages of a feed, the last one perhaps not full. */
export const pagesOf = (feed: readonly Entry[]): readonly Uint8Array[] => {
  const count = feed.length === 0 ? 0 : pageIndex(feed.length - 1) + 1;
  return Array.from({ length: count }, (_, i) =>
    encodePage(suite, feed.slice(i * 256, (i + 1) * 256)),
  );
};

export const nameOf = (feed: readonly Entry[]): string => feedName(headerFeed(at(feed, 0).header));

export const emptyFeeds = (...feeds: readonly (readonly Entry[])[]): Map<string, FeedState> =>
  new Map(feeds.map((feed) => [nameOf(feed), EMPTY_FEED]));

export const docOf = (...updates: readonly Uint8Array[]): Y.Doc => {
  const doc = new Y.Doc();
  for (const update of updates) Y.applyUpdate(doc, update);
  return doc;
};

/** What stock Yjs makes of these updates, applied one after the other. */
export const stockJoin = (...updates: readonly Uint8Array[]): Uint8Array =>
  Y.encodeStateAsUpdate(docOf(...updates));

/** Large byte strings are equal; `toEqual` takes a second for a megabyte. */
export const expectSame = (actual: Uint8Array, expected: Uint8Array): void => {
  expect(actual.length).toBe(expected.length);
  expect(equalBytes(actual, expected)).toBe(true);
};
