/** Tells the other devices of a hidden conversation something, in as many entries as it takes. */

import { MAX_TELL_BYTES } from '../../core/journal/message-operations.ts';
import type { Work } from '../store/work.ts';
import { appendMessage } from './append.ts';
import type { Context } from './context.ts';
import type { ConversationState } from './state.ts';

export const appendTelling = async (
  context: Context,
  work: Work,
  state: ConversationState,
  bytes: Uint8Array,
): Promise<ConversationState> => {
  let next = state;
  for (let from = 0; from === 0 || from < bytes.length; from += MAX_TELL_BYTES) {
    next = await appendMessage(context, work, next, {
      type: 'tell',
      isFirst: from === 0,
      isLast: from + MAX_TELL_BYTES >= bytes.length,
      bytes: bytes.subarray(from, from + MAX_TELL_BYTES),
    });
  }
  return next;
};
