/**
 * The same conversation with somebody who lost all devices: the one who is still
 * there admits a new member in the place of the old one, whose writers end
 * (docs/SPEC.md, M-14).
 *
 * The newcomer makes `introduce(context, conversationId, { member: 'own', name })`
 * once pairing has told it the conversation, and joins with the welcome. The
 * safety number is another one then, and the new emoji are to be compared.
 */

import { equalBytes } from '../../core/bytes/compare.ts';
import { isAdmissionSigned, type Admission } from '../../core/members/admission.ts';
import { followedBy, memberOf, standingWriters } from '../../core/members/members.ts';
import type { Work } from '../store/work.ts';
import { appendControl } from './append-control.ts';
import type { Context } from './context.ts';
import { endWriter } from './devices.ts';
import { isClosed } from './endings.ts';
import { isRoomMissing } from './rooms-in-use.ts';
import { otherMembers, remainingOthers, type ConversationState } from './state.ts';
import { wouldStand } from './would-stand.ts';

/**
 * Admits who founded a member of its own in the place of `old` (key of the writer that founded it).
 * `emoji`: 6 bytes of the new pairing, to be compared. Null when the introduction is not good, or
 * `old` is no member that somebody else is here as.
 */
export const admitAgain = async (
  context: Context,
  work: Work,
  state: ConversationState,
  introduced: Admission,
  { old, emoji }: { readonly old: Uint8Array; readonly emoji: Uint8Array },
): Promise<ConversationState | null> => {
  const admission: Admission = { ...introduced, voucher: { by: 'other', old } };
  const { certificate, claim } = admission;
  const isThere = otherMembers(state).some((member) => equalBytes(member, old));
  if (!isThere || isClosed(state) || isRoomMissing(state)) return null;
  if (!equalBytes(claim.member, certificate.writer)) return null;
  if (!isAdmissionSigned(context.suite, state.conversationId, admission)) return null;
  if (!wouldStand(context, state, admission)) return null;
  let next = await appendControl(context, work, state, { type: 'admit', admission });
  for (const writer of remainingOthers(next)) {
    const member = memberOf(next.members, writer);
    const isOld = member !== null && equalBytes(member, old);
    if (isOld) next = await endWriter(context, work, next, writer, 'lost');
  }
  return { ...next, verdict: 'open', emoji };
};

/** A member that took the place of another who lost everything. */
export type Replacement = { readonly old: Uint8Array; readonly member: Uint8Array };

/** All that happened here, in no order: the screen says of each that the safety number changed. */
export const replacementsIn = ({ members }: ConversationState): readonly Replacement[] =>
  standingWriters(members).flatMap((member) => {
    const old = followedBy(members, member);
    return old === null ? [] : [{ old, member }];
  });
