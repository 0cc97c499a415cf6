/**
 * What a device holds of a conversation: the last entry of each feed
 * (docs/PROTOCOL.md, "Frontier").
 */

import type { Head } from './feed.ts';

/** Heads by feed name, at most one a feed. Feeds without an entry are absent. */
export type Frontier = ReadonlyMap<string, Head>;

/** 128 writers with two feeds each. */
export const MAX_FEEDS = 256;
