/** Which own entries that the disk has lost are asked for next (mend-own.ts). */

import type { EntryRef } from '../../core/journal/timeline/item.ts';
import { MAX_HOLE, type Hole } from '../../core/gossip/mend.ts';
import type { FeedId } from '../../core/journal/feed.ts';
import { pageIndex } from '../../document/page.ts';

/** The first run of lost messages, of one writer, in one page. */
export const firstHole = (lost: readonly EntryRef[]): Hole | undefined => {
  const [first] = lost;
  const sequences = lost.map(({ sequence }) => sequence);
  return first && firstHoleOf({ writer: first.writer, kind: 'message' }, sequences);
};

/** The first of these sequences and those near it in one page, as far as they can be asked for at once. */
export const firstHoleOf = (feed: FeedId, sequences: readonly number[]): Hole | undefined => {
  if (sequences.length === 0) return undefined;
  const from = Math.min(...sequences);
  const isNear = (at: number): boolean => at < from + MAX_HOLE && pageIndex(at) === pageIndex(from);
  return { feed, from, to: Math.max(...sequences.filter(isNear)) };
};
