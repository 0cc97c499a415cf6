/** Which own entries that the disk has lost are asked for next (mend-own.ts). */

import type { EntryRef } from '../../core/journal/timeline/item.ts';
import { MAX_HOLE, type Hole } from '../../core/gossip/mend.ts';
import { pageIndex } from '../../document/page.ts';

/** The first run of lost messages in one page, as far as it can be asked for at once. */
export const firstHole = (lost: readonly EntryRef[]): Hole | undefined => {
  const [first] = lost.toSorted((a, b) => a.sequence - b.sequence);
  if (!first) return undefined;
  const { writer, sequence: from } = first;
  const isNear = (at: number): boolean => at < from + MAX_HOLE && pageIndex(at) === pageIndex(from);
  const to = Math.max(...lost.map(({ sequence }) => sequence).filter(isNear));
  return { feed: { writer, kind: 'message' }, from, to };
};
