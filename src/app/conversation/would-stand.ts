/** Whether an admission counts, before it is written: what is written cannot be taken back. */

import { ZERO_STAMP } from '../../core/clock/hlc.ts';
import type { Admission } from '../../core/members/admission.ts';
import { applyControl, standingOf } from '../../core/members/members.ts';
import type { Context } from './context.ts';
import { feedRecord, ownFeed, type ConversationState } from './state.ts';

export const wouldStand = (
  { suite }: Context,
  state: ConversationState,
  admission: Admission,
): boolean => {
  const { members, writer, conversationId } = state;
  const entry = {
    writer,
    sequence: feedRecord(state, ownFeed(state, 'control')).held.length,
    body: { stamp: ZERO_STAMP, clock: 0, operation: { type: 'admit', admission } as const },
    heads: [],
  };
  const applied = applyControl(members, entry, { suite, conversationId });
  return standingOf(applied, admission.certificate.writer) !== null;
};
