/**
 * What a device that was followed by its own successor wrote after the backup:
 * whoever holds it says so, and it counts (docs/decisions/0027-successors.md).
 */

import { endingOf, endsOf } from '../../core/members/members.ts';
import type { Work } from '../store/work.ts';
import { appendControl } from './append-control.ts';
import type { Context } from './context.ts';
import { cutHere } from './devices.ts';
import { feedRecord, isOwn, otherWriters, type ConversationState } from './state.ts';

/** Keeps what is held here of writers that ended by a succession and by nothing else. */
export const keepFollowed = async (
  context: Context,
  work: Work,
  state: ConversationState,
): Promise<ConversationState> => {
  let next = state;
  for (const writer of otherWriters(state)) {
    if (!isShortOfHeld(next, writer)) continue;
    const cut = cutHere(next, writer);
    next = await appendControl(context, work, next, { type: 'keep', writer, cut });
  }
  return next;
};

const isShortOfHeld = (state: ConversationState, writer: Uint8Array): boolean => {
  const end = endingOf(state.members, writer);
  const ends = endsOf(state.members, writer);
  if (end === null || ends.some(({ operation }) => operation.type !== 'admit')) return false;
  // Who follows it knows nothing more than the end says.
  if (
    ends.some(
      ({ operation }) =>
        operation.type === 'admit' && isOwn(state, operation.admission.certificate.writer),
    )
  )
    return false;
  return (['control', 'message'] as const).some(
    (kind) => feedRecord(state, { writer, kind }).held.length > end[kind],
  );
};
