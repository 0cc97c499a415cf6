/** What a person has read: a count per writer that only grows. */

import { equalBytes } from '../../core/bytes/compare.ts';
import type { EntryRef } from '../../core/journal/timeline/item.ts';
import { isOurs, type ConversationState } from './state.ts';

/** With everything of that writer up to the message read; the same state when it was already. */
export const withReadMark = (
  state: ConversationState,
  { writer, sequence }: EntryRef,
): ConversationState => {
  if (isOurs(state, writer)) return state;
  const known = state.read.find((mark) => equalBytes(mark.writer, writer))?.length ?? 0;
  if (known > sequence) return state;
  const others = state.read.filter((mark) => !equalBytes(mark.writer, writer));
  return { ...state, read: [...others, { writer, length: sequence + 1 }] };
};
