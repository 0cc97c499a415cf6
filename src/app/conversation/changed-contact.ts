/**
 * When a contact is somebody else than before: it lost everything and was let in
 * again, by this device or another one that may. What was compared says nothing of
 * who it is now, and that it changed stands in the log for good.
 */

import { encodeBase64url } from '../../core/bytes/base64url.ts';
import { equalBytes } from '../../core/bytes/compare.ts';
import { compareStamps, ZERO_STAMP, type Stamp } from '../../core/clock/hlc.ts';
import { followedBy, memberOf, standingOf } from '../../core/members/members.ts';
import type { SafetyChange } from '../snapshot.ts';
import type { Work } from '../store/work.ts';
import type { Context } from './context.ts';
import { replacementsIn } from './pair-again.ts';
import { readControl } from './read-control.ts';
import { otherMembers, type ConversationState } from './state.ts';
import type { WindowContent } from './window.ts';

/** Six bytes that stand for no emoji. */
export const NOTHING_TO_COMPARE: Uint8Array = new Uint8Array(6);

/** One such change, and when it was written. */
export type Change = {
  readonly member: Uint8Array;
  readonly isOurs: boolean;
  readonly stamp: Stamp;
  /** By the clock of who let it in. */
  readonly clock: number;
};

/** After each step: a verdict holds for who the contact was when it was given. */
export const forgetVerdict = (
  before: ConversationState,
  after: ConversationState,
): ConversationState => {
  if (after.kind !== 'direct' || after.verdict === 'mismatched') return after;
  if (before.members === after.members) return after;
  const [was, is] = [otherMembers(before), otherMembers(after)];
  if (was.every((each) => is.some((other) => equalBytes(each, other)))) return after;
  const isOfThisPairing = !equalBytes(before.emoji, after.emoji);
  const emoji = isOfThisPairing ? after.emoji : NOTHING_TO_COMPARE;
  return { ...after, verdict: 'open', emoji };
};

/** Whether the contact took the place of another one since the conversation began. */
export const isContactChanged = (state: ConversationState): boolean =>
  otherMembers(state).some((member) => followedBy(state.members, member) !== null);

/** All that happened in the conversation, oldest first. */
export const readChanges = async (
  context: Context,
  work: Work,
  state: ConversationState,
): Promise<readonly Change[]> =>
  (
    await Promise.all(
      replacementsIn(state).map(async ({ member }): Promise<Change> => {
        const own = memberOf(state.members, state.writer);
        const isOurs = own !== null && equalBytes(own, member);
        const [admission] = standingOf(state.members, member)?.admissions ?? [];
        const body = admission && (await readControl(context, work, state, admission));
        const [stamp, clock] = [body?.stamp ?? ZERO_STAMP, body?.clock ?? state.createdAt];
        return { member, isOurs, stamp, clock };
      }),
    )
  ).toSorted((a, b) => compareStamps(a.stamp, b.stamp));

/** Where they stand among the messages of the window; those above it wait for older ones. */
export const placeChanges = (
  changes: readonly Change[],
  { messages, hasOlder }: WindowContent,
): readonly (Omit<SafetyChange, 'name'> & Pick<Change, 'member'>)[] =>
  changes.flatMap(({ member, isOurs, stamp, clock }) => {
    const at = messages.findIndex(({ place }) => compareStamps(place.stamp, stamp) > 0);
    if (at === 0 && hasOlder) return [];
    const id = `change ${encodeBase64url(member)}`;
    return [{ id, member, isOurs, time: clock, before: messages[at]?.id }];
  });
