/**
 * Which part of the order a screen shows, and where in the index it is found.
 *
 * First windowLeaves names the leaves to be read, then cutWindow takes the
 * items out of them: the work depends on the window, not on the history.
 */

import type { Target } from '../message-operations.ts';
import { comparePlaces, type Item, type Place } from './item.ts';
import type { Leaf } from './leaf.ts';
import { placeOf } from './restamps.ts';
import { leafIndexOf, leafOf, type LeafRef, type Leaves, type Root } from './root.ts';

/** The newest messages, those before a place, or those on both sides of it (itself included). */
export type Anchor =
  | { readonly at: 'newest' }
  | { readonly at: 'before'; readonly place: Place }
  | { readonly at: 'around'; readonly place: Place };

export type Window = {
  /** Messages that are here, in order. */
  readonly items: readonly Item[];
  readonly hasOlder: boolean;
  readonly hasNewer: boolean;
};

/** The ids of the leaves that hold up to `count` messages at the anchor. */
export const windowLeaves = (root: Root, anchor: Anchor, count: number): readonly number[] =>
  refsOf(root, anchor, count).map(({ id }) => id);

/** At most `count` messages; `leaves` holds at least what windowLeaves named. */
export const cutWindow = (root: Root, leaves: Leaves, anchor: Anchor, count: number): Window => {
  const refs = refsOf(root, anchor, count);
  const items = refs.flatMap(({ id }) => leafOf(leaves, id).items.filter(isPresent));
  const [from, to] = rangeOf(items, anchor, count);
  return {
    items: items.slice(from, to),
    hasOlder: from > 0 || hasVisible(root.leaves.slice(0, indexOf(root, refs[0]))),
    hasNewer: to < items.length || hasVisible(root.leaves.slice(indexOf(root, refs.at(-1)) + 1)),
  };
};

/** The ids of the leaves in which targets would be found: for quoted messages. */
export const targetLeaves = (root: Root, targets: readonly Target[]): readonly number[] => {
  const ids = targets.flatMap((target) => {
    const ref = root.leaves[leafIndexOf(root.leaves, targetToPlace(root, target))];
    return ref ? [ref.id] : [];
  });
  return [...new Set(ids)];
};

/** The message that is named, or null while it is not here; its leaf is among `leaves`. */
export const findItem = (root: Root, leaves: Leaves, target: Target): Item | null => {
  const place = targetToPlace(root, target);
  const ref = root.leaves[leafIndexOf(root.leaves, place)];
  if (ref === undefined) return null;
  const { items } = leafOf(leaves, ref.id);
  const item = items[firstAtOrAfter(items, place)];
  return item?.present && comparePlaces(item.place, place) === 0 ? item : null;
};

/** Where the message that is named stands, if it is one: for anchors. */
const targetToPlace = (root: Root, { writer, sequence, stamp }: Target): Place =>
  placeOf(root.restamps, writer, sequence, stamp);

/** The targets of replies among items. */
export const quotedTargets = (items: readonly Item[]): readonly Target[] =>
  items.flatMap(({ replyTo }) => (replyTo ? [replyTo] : []));

const refsOf = ({ leaves }: Root, anchor: Anchor, count: number): readonly LeafRef[] => {
  if (anchor.at === 'newest') return leaves.slice(startOf(leaves, leaves.length, count));
  const middle = leafIndexOf(leaves, anchor.place);
  const start = startOf(leaves, middle, count);
  const end = anchor.at === 'around' ? endOf(leaves, middle + 1, count) : middle + 1;
  return leaves.slice(start, end);
};

/** How far back from `end` leaves are needed for `count` messages. */
const startOf = (leaves: readonly LeafRef[], end: number, count: number): number => {
  let start = end;
  for (let seen = 0; start > 0 && seen < count; start--) seen += leaves[start - 1]?.visible ?? 0;
  return start;
};

const endOf = (leaves: readonly LeafRef[], start: number, count: number): number => {
  let end = start;
  for (let seen = 0; end < leaves.length && seen < count; end++) seen += leaves[end]?.visible ?? 0;
  return end;
};

const rangeOf = (
  items: readonly Item[],
  anchor: Anchor,
  count: number,
): readonly [number, number] => {
  if (anchor.at === 'newest') return [Math.max(0, items.length - count), items.length];
  const at = firstAtOrAfter(items, anchor.place);
  if (anchor.at === 'before') return [Math.max(0, at - count), at];
  const end = Math.min(items.length, Math.max(0, at - Math.floor((count - 1) / 2)) + count);
  return [Math.max(0, end - count), end];
};

const firstAtOrAfter = (items: Leaf['items'], place: Place): number => {
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const item = items[middle];
    if (item !== undefined && comparePlaces(item.place, place) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
};

const isPresent = (item: Item): boolean => item.present;

const hasVisible = (refs: readonly LeafRef[]): boolean => refs.some(({ visible }) => visible > 0);

const indexOf = ({ leaves }: Root, ref: LeafRef | undefined): number =>
  ref ? leaves.indexOf(ref) : 0;
