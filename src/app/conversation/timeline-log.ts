/**
 * The order index on disk: a root and leaves, each a sealed record.
 *
 * It can be made anew of entries and vault (rebuild-index.ts), so damage is
 * never read as emptiness: that would be written back and lose what was there.
 */

import {
  applyArrivals,
  planArrivals,
  type Arrivals,
} from '../../core/journal/timeline/arrivals.ts';
import { encodeLeaf, parseLeaf, type Leaf } from '../../core/journal/timeline/leaf.ts';
import type { OpenedEntry } from '../../core/journal/timeline/opened-entry.ts';
import type { MayAct } from '../../core/journal/timeline/rights.ts';
import {
  EMPTY_ROOT,
  encodeRoot,
  parseRoot,
  type Leaves,
  type Root,
} from '../../core/journal/timeline/root.ts';
import type { Work } from '../store/work.ts';

/** Thrown by reads of the index, caught where the index can be made anew (conversation.ts). */
export class IndexDamaged extends Error {}

/** `isExpected`: there are opened messages, so there was an index. */
export const readRoot = async (work: Work, localId: string, isExpected = false): Promise<Root> => {
  const bytes = await work.get('timeline', rootKey(localId));
  const parsed = bytes && parseRoot(bytes);
  if (parsed?.ok) return parsed.value;
  if (bytes || isExpected || (await work.exists('timeline', [localId]))) throw new IndexDamaged();
  return EMPTY_ROOT;
};

/** Begins to read the root. */
export const aheadOfRoot = (work: Work, localId: string): void =>
  work.ahead('timeline', rootKey(localId));

/** The leaves of these ids, which the root named. */
export const readLeaves = async (
  work: Work,
  localId: string,
  ids: readonly number[],
): Promise<Leaves> => {
  const pairs = ids.map(async (id): Promise<readonly [number, Leaf]> => {
    const bytes = await work.get('timeline', leafKey(localId, id));
    const parsed = bytes && parseLeaf(bytes);
    if (!parsed?.ok) throw new IndexDamaged();
    return [id, parsed.value];
  });
  return new Map(await Promise.all(pairs));
};

/** Takes opened message entries into the index, as `mayAct` lets them. From the first ones on there is a root. */
export const arrive = async (
  work: Work,
  localId: string,
  entries: readonly OpenedEntry[],
  mayAct: MayAct,
): Promise<Arrivals> => {
  const root = await readRoot(work, localId);
  const leaves = await readLeaves(work, localId, planArrivals(root, entries, mayAct));
  const arrivals = applyArrivals(root, leaves, entries, mayAct);
  for (const [id, leaf] of arrivals.changed) {
    work.put('timeline', leafKey(localId, id), encodeLeaf(leaf));
  }
  for (const id of arrivals.removed) work.remove('timeline', leafKey(localId, id));
  if (arrivals.root !== root || root === EMPTY_ROOT) {
    work.put('timeline', rootKey(localId), encodeRoot(arrivals.root));
  }
  return arrivals;
};

/** Puts an index in the place of whatever is there. */
export const replaceIndex = (work: Work, localId: string, root: Root, leaves: Leaves): void => {
  work.removeAll('timeline', [localId]);
  for (const [id, leaf] of leaves) work.put('timeline', leafKey(localId, id), encodeLeaf(leaf));
  work.put('timeline', rootKey(localId), encodeRoot(root));
};

const rootKey = (localId: string) => [localId, 'root'] as const;

const leafKey = (localId: string, id: number) => [localId, id] as const;
