/**
 * Entries that cannot be let in yet: unknown writer, gap, signature not proven.
 *
 * Nobody is blamed for them, so anybody can send them: the pool is bounded by
 * count and bytes, and the oldest go first. What is dropped comes again with
 * the next exchange of frontiers.
 */

import { encodeBase64url } from '../bytes/base64url.ts';
import type { Held } from './chain.ts';
import type { Entry } from './entry.ts';
import { feedName } from './feed.ts';
import { headerFeed } from './header.ts';

export type HeldPool = {
  /** In order of arrival. */
  readonly items: readonly { readonly feed: string; readonly held: Held }[];
  readonly bytes: number;
};

export type HeldLimits = { readonly entries: number; readonly bytes: number };

export const EMPTY_POOL: HeldPool = { items: [], bytes: 0 };

export const HELD_LIMITS: HeldLimits = { entries: 4096, bytes: 16 * 1024 * 1024 };

/** What is held of one feed, oldest first. `feed`: see feedName. */
export const heldOf = (pool: HeldPool, feed: string): readonly Held[] =>
  pool.items.filter((item) => item.feed === feed).map((item) => item.held);

/** Puts `held` in place of what was held of that feed; entries that stay keep their age. */
export const replaceHeld = (
  pool: HeldPool,
  feed: string,
  held: readonly Held[],
  limits: HeldLimits = HELD_LIMITS,
): HeldPool => {
  const incoming = new Map(held.map((one) => [one.entry, one]));
  const kept = pool.items.flatMap((item) => {
    if (item.feed !== feed) return [item];
    const one = incoming.get(item.held.entry);
    incoming.delete(item.held.entry);
    return one === undefined ? [] : [{ feed, held: one }];
  });
  const added = [...incoming.values()].map((one) => ({ feed, held: one }));
  return dropOldest([...kept, ...added], limits);
};

/** Adds entries of writers that are not known; what is held already is not added again. */
export const addHeld = (
  pool: HeldPool,
  entries: readonly Entry[],
  limits: HeldLimits = HELD_LIMITS,
): HeldPool => {
  const known = new Set(pool.items.map((item) => encodeBase64url(item.held.entry.hash)));
  const fresh = entries.filter((entry) => {
    const key = encodeBase64url(entry.hash);
    return !known.has(key) && known.add(key);
  });
  const added = fresh.map((entry) => ({
    feed: feedName(headerFeed(entry.header)),
    held: { entry, refused: false },
  }));
  return dropOldest([...pool.items, ...added], limits);
};

const dropOldest = (items: HeldPool['items'], limits: HeldLimits): HeldPool => {
  let bytes = 0;
  let from = items.length;
  for (const item of items.toReversed()) {
    const more = bytes + item.held.entry.bytes.length;
    if (items.length - from === limits.entries || more > limits.bytes) break;
    bytes = more;
    from--;
  }
  return { items: items.slice(from), bytes };
};
