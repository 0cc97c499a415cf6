/**
 * What a device holds, as heads, and the difference between two devices.
 *
 * Gossip compares frontiers to know which runs to send; knocks carry only a
 * digest (docs/PROTOCOL.md, "Frontier").
 */

import { equalBytes } from '../bytes/compare.ts';
import type { Result } from '../bytes/result.ts';
import { parseBytes } from '../bytes/reader.ts';
import { createWriter } from '../bytes/writer.ts';
import { digest } from '../crypto/derive.ts';
import type { Suite } from '../crypto/suite.ts';
import {
  areSorted,
  feedName,
  readHead,
  sortHeads,
  writeHead,
  type FeedId,
  type Head,
} from './feed.ts';

/** Heads by feed name, at most one a feed. Feeds without an entry are absent. */
export type Frontier = ReadonlyMap<string, Head>;

/** Entries `from` to `to` of a feed, both included. */
export type Span = { readonly feed: FeedId; readonly from: number; readonly to: number };

export type FrontierDifference = {
  /** What the other holds and we do not. */
  readonly lacking: readonly Span[];
  /** What we hold and the other does not. */
  readonly offering: readonly Span[];
  /** Feeds of equal length whose last entries differ: a fork, or a lie of the other. */
  readonly conflicting: readonly FeedId[];
};

/** 128 writers with two feeds each. */
export const MAX_FEEDS = 256;

/** Two heads of one feed are our mistake and throw. */
export const createFrontier = (heads: readonly Head[]): Frontier =>
  new Map(sortHeads(heads).map((head) => [feedName(head.feed), head]));

/** The frontier with this head in place of that feed's earlier one. */
export const advanceFrontier = (frontier: Frontier, head: Head): Frontier =>
  new Map([...frontier, [feedName(head.feed), head]]);

/** All spans ascending by feed, control feeds first. */
export const compareFrontiers = (own: Frontier, other: Frontier): FrontierDifference => ({
  lacking: spansBeyond(other, own),
  offering: spansBeyond(own, other),
  conflicting: sortHeads([...own.values()])
    .filter((head) => {
      const theirs = other.get(feedName(head.feed));
      return theirs?.sequence === head.sequence && !equalBytes(theirs.hash, head.hash);
    })
    .map((head) => head.feed),
});

/** 32 bytes, equal exactly when the frontiers are. */
export const digestFrontier = (suite: Suite, frontier: Frontier): Uint8Array =>
  digest(suite, 'frontier', [encodeFrontier(frontier)]);

/** A list of heads, ascending by feed. More than MAX_FEEDS are our mistake and throw. */
export const encodeFrontier = (frontier: Frontier): Uint8Array => {
  if (frontier.size > MAX_FEEDS) throw new RangeError(`"frontier" has ${frontier.size} feeds`);
  const writer = createWriter().varint(frontier.size);
  for (const head of sortHeads([...frontier.values()])) writeHead(writer, head);
  return writer.finish();
};

/** `malformed`: also too many feeds, a feed twice, or heads out of order. */
export const parseFrontier = (bytes: Uint8Array): Result<Frontier, 'malformed'> =>
  parseBytes(bytes, (reader) => {
    const heads = reader.list(MAX_FEEDS, readHead);
    reader.require(areSorted(heads));
    return createFrontier(heads);
  });

const spansBeyond = (longer: Frontier, shorter: Frontier): readonly Span[] =>
  sortHeads([...longer.values()]).flatMap((head) => {
    const from = (shorter.get(feedName(head.feed))?.sequence ?? -1) + 1;
    return from > head.sequence ? [] : [{ feed: head.feed, from, to: head.sequence }];
  });
