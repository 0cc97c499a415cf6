/**
 * What follows from the end of a writer: an ended device writes no more and says
 * so, what an ended writer wrote beyond its end is held apart, and who has not
 * heard of an end yet can be told.
 */

import { equalBytes } from '../../core/bytes/compare.ts';
import type { EndReason } from '../../core/journal/control-operations.ts';
import type { EntryRef, Item } from '../../core/journal/timeline/item.ts';
import { endingOf, endsOf } from '../../core/members/members.ts';
import { remainingOthers, type ConversationState } from './state.ts';
import { hasHeard } from './unheard.ts';

/** Why this device may not write any more; null while it may, as far as it knows. */
export const ownEnd = ({ members, writer, toldEnd }: ConversationState): EndReason | null =>
  endingOf(members, writer)?.reason ?? toldEnd;

/** Whether nothing is written or exchanged here any more. */
export const isClosed = (state: ConversationState): boolean =>
  state.verdict === 'mismatched' || ownEnd(state) !== null;

/**
 * Remaining writers that have neither named the end of `ended` nor said to hold it, all while it has
 * not ended: until each of them writes again, what it writes may still be read by that device.
 */
export const writersUnawareOf = (
  state: ConversationState,
  ended: Uint8Array,
): readonly Uint8Array[] => {
  const ends = endsOf(state.members, ended);
  return remainingOthers(state).filter(
    (writer) => !equalBytes(writer, ended) && !ends.some((end) => hasHeard(state, writer, end)),
  );
};

/** Whether the message stands beyond the end of its writer. */
export const isBeyondEnd = (
  { members }: ConversationState,
  { writer, sequence }: EntryRef,
): boolean => {
  const end = endingOf(members, writer);
  return end !== null && sequence >= end.message;
};

/** Items as they count: without messages, edits and reactions beyond the end of who wrote them. */
export const withinEnds = (state: ConversationState, items: readonly Item[]): readonly Item[] =>
  items.every(({ place, edits, reactions }) =>
    [place, ...edits, ...reactions].every(({ writer }) => endingOf(state.members, writer) === null),
  )
    ? items
    : items
        .filter(({ place }) => !isBeyondEnd(state, place))
        .map((item) => ({
          ...item,
          edits: item.edits.filter((edit) => !isBeyondEnd(state, edit)),
          reactions: item.reactions.filter((mark) => !isBeyondEnd(state, mark)),
        }));
