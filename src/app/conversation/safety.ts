/** Who a conversation's safety number is about. */

import type { SafetyParties } from '../../core/members/safety-number.ts';
import { otherWriters, type ConversationState } from './state.ts';

/** Undefined unless exactly two members face each other, and once their keys were destroyed. */
export const safetyParties = (state: ConversationState): SafetyParties | undefined => {
  const [peer, ...more] = otherWriters(state);
  if (peer === undefined || more.length > 0 || state.verdict === 'mismatched') return undefined;
  return { conversationId: state.conversationId, own: state.writer, peer };
};
