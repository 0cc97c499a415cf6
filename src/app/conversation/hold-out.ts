/**
 * Leaves out of a screen what a blocked contact wrote since it was blocked:
 * messages, edits and reactions. All of it is taken in and kept as ever, and
 * stands in its place when the contact is unblocked. What the contact deleted
 * is deleted.
 */

import { shownLength, type Block } from '../contacts/card.ts';
import type { EntryRef, Item } from '../../core/journal/timeline/item.ts';
import type { Leaves } from '../../core/journal/timeline/root.ts';
import type { Context } from './context.ts';
import { isOurs, type ConversationState } from './state.ts';

/** `isOurs`: this person's own writers are never held out. */
export type HoldOut = {
  readonly block: Block;
  readonly isOurs: (writer: Uint8Array) => boolean;
};

/** Undefined where nobody is blocked. */
export const holdOf = ({ block }: Context, state: ConversationState): HoldOut | undefined =>
  block && {
    block,
    isOurs: (writer) => isOurs(state, writer),
  };

export const withoutHeld = (items: readonly Item[], hold: HoldOut | undefined): readonly Item[] => {
  if (!hold) return items;
  const isShown = shownBy(hold);
  return items
    .filter(({ place }) => isShown(place))
    .map((item) => ({
      ...item,
      edits: item.edits.filter(isShown),
      reactions: item.reactions.filter(isShown),
    }));
};

/** The same of whole leaves, which quotes and counts of what is unread are made from. */
export const leavesWithoutHeld = (leaves: Leaves, hold: HoldOut | undefined): Leaves =>
  hold
    ? new Map(
        [...leaves].map(([id, leaf]) => [id, { ...leaf, items: withoutHeld(leaf.items, hold) }]),
      )
    : leaves;

const shownBy =
  ({ block, isOurs }: HoldOut) =>
  ({ writer, sequence }: EntryRef): boolean =>
    isOurs(writer) || sequence < shownLength(block, writer);
