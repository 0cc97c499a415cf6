/**
 * Makes the leaves anew that changes fall in: merged in order, cut when they
 * grew too long, dropped when they became empty.
 */

import { settle, type Change } from './changes.ts';
import { comparePlaces, emptyItem, type EntryRef, type Item } from './item.ts';
import type { Leaf } from './leaf.ts';
import type { MayAct } from './rights.ts';
import { describeLeaf, leafIndexOf, leafOf, type LeafRef, type Leaves, type Root } from './root.ts';

/** The items of leaves whose items changed places, by the leaf's index in the root. */
export type Relocated = ReadonlyMap<number, readonly Item[]>;

export type Terms = { readonly mayAct: MayAct; readonly leafItems: number };

/** What has been made so far. */
export type Rebuilt = {
  readonly refs: LeafRef[];
  nextLeaf: number;
  readonly terms: Terms;
  readonly changed: Map<number, Leaf>;
  readonly removed: number[];
  readonly arrived: EntryRef[];
  readonly forget: EntryRef[];
};

/** `changes` in the order of their places; no leaf gets more than `terms.leafItems`. */
export const rebuildLeaves = (
  root: Root,
  leaves: Leaves,
  relocated: Relocated,
  changes: readonly Change[],
  terms: Terms,
): Rebuilt => {
  const { nextLeaf } = root;
  const made = { refs: [], changed: new Map(), removed: [], arrived: [], forget: [] };
  const rebuilt: Rebuilt = { ...made, nextLeaf, terms };
  const groups = groupByLeaf(root.leaves, changes);
  root.leaves.forEach((ref, index) => {
    const isLast = index === root.leaves.length - 1;
    const group = groups.get(index) ?? [];
    rebuildLeaf(rebuilt, leaves, ref, relocated.get(index), group, isLast);
  });
  if (root.leaves.length === 0) {
    putItems(rebuilt, undefined, mergeChanges([], groups.get(0) ?? [], rebuilt), true);
  }
  return rebuilt;
};

const rebuildLeaf = (
  rebuilt: Rebuilt,
  leaves: Leaves,
  ref: LeafRef,
  relocated: readonly Item[] | undefined,
  changes: readonly Change[],
  isLast: boolean,
): void => {
  if (relocated === undefined && changes.length === 0) {
    rebuilt.refs.push(ref);
    return;
  }
  const items = relocated ?? leafOf(leaves, ref.id).items;
  const merged = mergeChanges(items, changes, rebuilt);
  if (relocated === undefined && merged === items) rebuilt.refs.push(ref);
  else putItems(rebuilt, ref.id, merged, isLast);
};

/** Stores items as one leaf, or as more when they are too many; the first keeps the id. */
const putItems = (
  rebuilt: Rebuilt,
  id: number | undefined,
  items: readonly Item[],
  isLast: boolean,
): void => {
  if (items.length === 0 && id !== undefined) rebuilt.removed.push(id);
  cutItems(items, rebuilt.terms.leafItems, isLast).forEach((part, index) => {
    const [first] = part;
    if (first === undefined) return;
    const partId = index === 0 && id !== undefined ? id : rebuilt.nextLeaf++;
    const leaf = { items: part };
    rebuilt.changed.set(partId, leaf);
    rebuilt.refs.push(describeLeaf(partId, first, leaf));
  });
};

/** The end of the order grows, so its leaves are filled; leaves cut elsewhere keep a quarter free. */
const cutItems = (
  items: readonly Item[],
  max: number,
  isLast: boolean,
): readonly (readonly Item[])[] => {
  if (items.length <= max) return [items];
  const parts = Math.ceil(items.length / (isLast ? max : Math.ceil(max * 0.75)));
  const size = isLast ? max : Math.ceil(items.length / parts);
  return Array.from({ length: parts }, (_, part) => items.slice(part * size, (part + 1) * size));
};

const groupByLeaf = (
  refs: readonly LeafRef[],
  changes: readonly Change[],
): ReadonlyMap<number, readonly Change[]> => {
  const groups = new Map<number, Change[]>();
  for (const change of changes) {
    const index = leafIndexOf(refs, change.place);
    const group = groups.get(index);
    if (group) group.push(change);
    else groups.set(index, [change]);
  }
  return groups;
};

/** Both lists are in order; gives the very same items when no change has an effect. */
const mergeChanges = (
  items: readonly Item[],
  changes: readonly Change[],
  rebuilt: Rebuilt,
): readonly Item[] => {
  const merged: Item[] = [];
  let effect = false;
  let at = 0;
  let next = 0;
  while (at < items.length || next < changes.length) {
    const item = items[at];
    const change = changes[next];
    const side = item && change ? comparePlaces(item.place, change.place) : item ? -1 : 1;
    if (item && side < 0) merged.push(item);
    else if (change) {
      const before = side === 0 && item ? item : emptyItem(change.place);
      const same = runOf(changes, next);
      const after = applyAll(before, same, rebuilt);
      merged.push(after);
      effect ||= after !== item;
      next += same.length;
    }
    if (side <= 0) at++;
  }
  return effect ? merged : items;
};

/** The changes from `start` on that name the same place. */
const runOf = (changes: readonly Change[], start: number): readonly Change[] => {
  const first = changes[start];
  let end = start + 1;
  for (; first && end < changes.length; end++) {
    const other = changes[end];
    if (other === undefined || comparePlaces(first.place, other.place) !== 0) break;
  }
  return changes.slice(start, end);
};

const applyAll = (before: Item, changes: readonly Change[], rebuilt: Rebuilt): Item => {
  const settled: Change['apply'] = (item) => settle(item, rebuilt.terms.mayAct);
  const after = [...changes.map(({ apply }) => apply), settled].reduce((item, apply) => {
    const changed = apply(item);
    for (const { writer, sequence } of changed.forget) rebuilt.forget.push({ writer, sequence });
    return changed.item;
  }, before);
  const { writer, sequence } = after.place;
  if (!before.present && after.present && !after.deleted)
    rebuilt.arrived.push({ writer, sequence });
  return after;
};
