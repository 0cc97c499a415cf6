/**
 * Puts right what this device wrote while its clock was far ahead.
 *
 * Once the clock is right again, and confirmed, own messages that stand over 24 hours in the
 * future are given stamps of now, in their order, and later ones go on from
 * there instead of from the future (docs/SPEC.md, J-40).
 */

import {
  compareStamps,
  isAhead,
  stampAfter,
  tick,
  ZERO_STAMP,
  type Stamp,
} from '../../core/clock/hlc.ts';
import type { Root } from '../../core/journal/timeline/root.ts';
import type { Work } from '../store/work.ts';
import { appendMessage } from './append.ts';
import type { Context } from './context.ts';
import { feedRecord, isOwn, ownFeed, type ConversationState } from './state.ts';
import { readLeaves, readRoot } from './timeline-log.ts';

export const appendRestampIfDue = async (
  context: Context,
  work: Work,
  state: ConversationState,
): Promise<ConversationState> => {
  if (!context.isTimeConfirmed) return state;
  const { ceiling } = context;
  // Stamps of others can only have come in from so far ahead while the time was in doubt.
  const latestOthers = isAhead(state.latestOthers, ceiling) ? ZERO_STAMP : state.latestOthers;
  const sane = latestOthers === state.latestOthers ? state : { ...state, latestOthers };
  if (!isAhead(sane.latestOwn, ceiling)) return sane;
  const root = await readRoot(work, context.localId);
  const first = await firstAhead(context, work, sane, root);
  const base = tick(latestOthers, context.now);
  if (first === null) return { ...sane, latestOwn: base };
  const last = feedRecord(sane, ownFeed(sane, 'message')).held.length - 1;
  const reset = { ...sane, latestOwn: stampAfter(base, last - first + 1) };
  return appendMessage(context, work, reset, { type: 'restamp', first, last, stamp: base });
};

/** The sequence of the first own message whose place is in the future. */
const firstAhead = async (
  context: Context,
  work: Work,
  state: ConversationState,
  root: Root,
): Promise<number | null> => {
  const limit: Stamp = { wall: context.ceiling, count: 0 };
  const ids = root.leaves
    .filter((ref, i) => {
      const next = root.leaves[i + 1];
      return next === undefined || compareStamps(next.first.stamp, limit) > 0;
    })
    .map(({ id }) => id);
  const leaves = await readLeaves(work, context.localId, ids);
  const sequences = [...leaves.values()].flatMap(({ items }) =>
    items
      .filter(({ place }) => isOwn(state, place.writer) && isAhead(place.stamp, context.ceiling))
      .map(({ place }) => place.sequence),
  );
  return sequences.length === 0 ? null : Math.min(...sequences);
};
