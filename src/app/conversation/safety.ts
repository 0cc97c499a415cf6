/** Who a conversation's safety number is about. */

import type { Suite } from '../../core/crypto/suite.ts';
import { safetyNumber, type SafetyParties } from '../../core/members/safety-number.ts';
import { memberOf } from '../../core/members/members.ts';
import { otherMembers, type ConversationState } from './state.ts';

/** Undefined unless exactly two members face each other, and once their keys were destroyed. */
export const safetyParties = (state: ConversationState): SafetyParties | undefined => {
  const own = memberOf(state.members, state.writer);
  const peers = otherMembers(state);
  const [peer] = peers;
  if (own === null || peer === undefined || peers.length > 1) return undefined;
  return state.verdict === 'mismatched'
    ? undefined
    : { conversationId: state.conversationId, own, peer };
};

const numbers = new WeakMap<ConversationState, string>();

/** The 60 digits, or empty where there are none; worked out once for each state. */
export const safetyDigits = (suite: Suite, state: ConversationState): string => {
  const known = numbers.get(state);
  if (known !== undefined) return known;
  const parties = safetyParties(state);
  const digits = parties ? safetyNumber(suite, parties).groups.join('') : '';
  numbers.set(state, digits);
  return digits;
};
