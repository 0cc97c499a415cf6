/** The order index on disk: a root and leaves, each a sealed record. */

import {
  applyArrivals,
  planArrivals,
  type Arrivals,
} from '../../core/journal/timeline/arrivals.ts';
import { encodeLeaf, parseLeaf, type Leaf } from '../../core/journal/timeline/leaf.ts';
import type { OpenedEntry } from '../../core/journal/timeline/opened-entry.ts';
import {
  EMPTY_ROOT,
  encodeRoot,
  parseRoot,
  type Leaves,
  type Root,
} from '../../core/journal/timeline/root.ts';
import type { Work } from '../store/work.ts';

export const readRoot = async (work: Work, localId: string): Promise<Root> => {
  const bytes = await work.get('timeline', rootKey(localId));
  const parsed = bytes && parseRoot(bytes);
  return parsed?.ok ? parsed.value : EMPTY_ROOT;
};

/** The leaves of these ids; one that is damaged reads as empty. */
export const readLeaves = async (
  work: Work,
  localId: string,
  ids: readonly number[],
): Promise<Leaves> => {
  const pairs = ids.map(async (id): Promise<readonly [number, Leaf]> => {
    const bytes = await work.get('timeline', leafKey(localId, id));
    const parsed = bytes && parseLeaf(bytes);
    return [id, parsed?.ok ? parsed.value : { items: [] }];
  });
  return new Map(await Promise.all(pairs));
};

/** Takes opened message entries into the index. */
export const arrive = async (
  work: Work,
  localId: string,
  entries: readonly OpenedEntry[],
): Promise<Arrivals> => {
  const root = await readRoot(work, localId);
  const leaves = await readLeaves(work, localId, planArrivals(root, entries));
  const arrivals = applyArrivals(root, leaves, entries);
  for (const [id, leaf] of arrivals.changed) {
    work.put('timeline', leafKey(localId, id), encodeLeaf(leaf));
  }
  for (const id of arrivals.removed) work.remove('timeline', leafKey(localId, id));
  if (arrivals.root !== root) work.put('timeline', rootKey(localId), encodeRoot(arrivals.root));
  return arrivals;
};

const rootKey = (localId: string) => [localId, 'root'] as const;

const leafKey = (localId: string, id: number) => [localId, id] as const;
