/**
 * Takes opened entries into the order index.
 *
 * Two steps, so that the store stays outside: planArrivals names the leaves to
 * be read, applyArrivals gives the leaves to be written. One call may take
 * thousands of entries; each leaf is then made anew once.
 */

import { entryToChange } from './changes.ts';
import { comparePlaces, type EntryRef, type Item } from './item.ts';
import { MAX_LEAF_ITEMS } from './leaf.ts';
import type { OpenedEntry } from './opened-entry.ts';
import { rebuildLeaves, type Relocated } from './rebuild.ts';
import { addRestamps, placeOf, type Restamp } from './restamps.ts';
import { authorsAlone, type MayAct } from './rights.ts';
import { leafIndexOf, leafOf, type LeafRef, type Leaves, type Root } from './root.ts';

export type Arrivals = {
  /** The very same root when nothing changed. */
  readonly root: Root;
  /** Leaves to be stored, by id. */
  readonly changed: Leaves;
  /** Ids of leaves to be removed from the store. */
  readonly removed: readonly number[];
  /** Posts that are new to the screen, in order; not those deleted before they came. */
  readonly arrived: readonly EntryRef[];
  /** Entries whose message keys are to be destroyed in the same step. May name one twice. */
  readonly forget: readonly EntryRef[];
};

/** The ids of the leaves that applyArrivals needs for these entries: all of them for a new restamp. */
export const planArrivals = (
  root: Root,
  entries: readonly OpenedEntry[],
  mayAct: MayAct = authorsAlone,
): readonly number[] => {
  const restamps = addRestamps(root.restamps, entries);
  if (restamps !== root.restamps) return root.leaves.map(({ id }) => id);
  const ids = entries.flatMap((entry) => {
    const change = entryToChange(restamps, mayAct, entry);
    const ref = change ? root.leaves[leafIndexOf(root.leaves, change.place)] : undefined;
    return ref === undefined ? [] : [ref.id];
  });
  return [...new Set(ids)];
};

/**
 * `leaves` holds at least what planArrivals named under the same `mayAct`. Entries may repeat and
 * come in any order. `leafItems`: tests make do with smaller leaves.
 */
export const applyArrivals = (
  root: Root,
  leaves: Leaves,
  entries: readonly OpenedEntry[],
  mayAct: MayAct = authorsAlone,
  leafItems: number = MAX_LEAF_ITEMS,
): Arrivals => {
  const restamps = addRestamps(root.restamps, entries);
  const isMoving = restamps !== root.restamps;
  const relocated = isMoving ? relocate(root.leaves, leaves, restamps) : NOTHING_MOVED;
  const changes = entries
    .map((entry) => entryToChange(restamps, mayAct, entry))
    .filter((change) => change !== null)
    .sort((a, b) => comparePlaces(a.place, b.place));
  const rebuilt = rebuildLeaves(root, leaves, relocated, changes, { mayAct, leafItems });
  const { refs, nextLeaf, changed, removed, arrived, forget } = rebuilt;
  const isSame = !isMoving && changed.size === 0;
  return {
    root: isSame ? root : { leaves: refs, restamps, nextLeaf },
    changed,
    removed,
    arrived,
    forget,
  };
};

const NOTHING_MOVED: Relocated = new Map();

/** Puts every item where it stands under the new restamps, still within the old leaves. */
const relocate = (
  refs: readonly LeafRef[],
  leaves: Leaves,
  restamps: readonly Restamp[],
): Relocated => {
  const left = new Map<number, Item[]>();
  const moved: Item[] = [];
  refs.forEach(({ id }, index) => {
    const { items } = leafOf(leaves, id);
    const placed = items.map((item) => restampItem(item, restamps));
    const stayed = placed.filter((item, i) => item === items[i]);
    if (stayed.length === items.length) return;
    left.set(index, stayed);
    moved.push(...placed.filter((item, i) => item !== items[i]));
  });
  for (const item of moved) {
    const index = leafIndexOf(refs, item.place);
    const ref = refs[index];
    const others = left.get(index) ?? (ref ? [...leafOf(leaves, ref.id).items] : []);
    others.push(item);
    left.set(index, others);
  }
  for (const items of left.values()) items.sort((a, b) => comparePlaces(a.place, b.place));
  return left;
};

const restampItem = (item: Item, restamps: readonly Restamp[]): Item => {
  const { writer, sequence, own } = item.place;
  const place = placeOf(restamps, writer, sequence, own);
  return comparePlaces(place, item.place) === 0 ? item : { ...item, place };
};
