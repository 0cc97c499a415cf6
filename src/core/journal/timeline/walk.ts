/**
 * Walking through the whole order from its beginning, a part at a time: for
 * whoever reads a history once, such as an export. Where the walk stands is a
 * place, so it goes on rightly when messages come meanwhile.
 */

import { comparePlaces, type Item, type Place } from './item.ts';
import { leafIndexOf, leafOf, type LeafRef, type Leaves, type Root } from './root.ts';

export type Step = {
  /** Messages that are here, in order. */
  readonly items: readonly Item[];
  /** Nothing stands behind them. */
  readonly isLast: boolean;
};

/** The ids of the leaves that hold the next `count` messages; `after` undefined: from the beginning. */
export const stepLeaves = (
  root: Root,
  after: Place | undefined,
  count: number,
): readonly number[] => refsOf(root, after, count).map(({ id }) => id);

/** At most `count` messages; `leaves` holds at least what stepLeaves named. */
export const cutStep = (
  root: Root,
  leaves: Leaves,
  after: Place | undefined,
  count: number,
): Step => {
  const refs = refsOf(root, after, count);
  const items = refs
    .flatMap(({ id }) => leafOf(leaves, id).items)
    .filter((item) => item.present && (!after || comparePlaces(item.place, after) > 0));
  const last = refs.at(-1);
  const rest = root.leaves.slice(last ? root.leaves.indexOf(last) + 1 : 0);
  return {
    items: items.slice(0, count),
    isLast: items.length <= count && rest.every(({ visible }) => visible === 0),
  };
};

/** How many messages there are in all. */
export const countVisible = ({ leaves }: Root): number =>
  leaves.reduce((sum, { visible }) => sum + visible, 0);

/** Of the first leaf a part may lie before the place, so it does not count. */
const refsOf = ({ leaves }: Root, after: Place | undefined, count: number): readonly LeafRef[] => {
  const start = after ? leafIndexOf(leaves, after) : 0;
  let end = start + 1;
  for (let seen = 0; end < leaves.length && seen < count; end++) seen += leaves[end]?.visible ?? 0;
  return leaves.slice(start, end);
};
