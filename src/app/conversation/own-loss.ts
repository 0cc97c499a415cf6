/**
 * Own entries that the disk has lost before anybody is known to hold them: nothing
 * after them could ever be passed on, since feeds have no holes. The device goes
 * on as after a fork (go-on-after-fork.ts), from where its feeds are whole. Loaded
 * once another device asks for such an entry, which is seldom.
 *
 * What somebody who remains holds is waited for instead, however long that one is
 * away; lost entries that can be had again at once are fetched before.
 */

import type { Hole } from '../../core/gossip/mend.ts';
import { PAGE_LENGTH } from '../../core/journal/chain.ts';
import type { FeedId } from '../../core/journal/feed.ts';
import type { Work } from '../store/work.ts';
import type { Context } from './context.ts';
import { holdsOf } from './delivery.ts';
import { isClosed } from './endings.ts';
import { readEntries } from './feed-log.ts';
import { goOnAfterFork } from './go-on-after-fork.ts';
import { firstHole } from './mend.ts';
import { feedRecord, ownFeed, remainingOthers, type ConversationState } from './state.ts';

/** Of what the disk has lost. */
export type Loss =
  /** Nothing can be done now: all of it is held elsewhere, or nobody could follow this writer. */
  | { readonly kind: 'none' }
  /** This has to come back first. */
  | { readonly kind: 'wanted'; readonly hole: Hole }
  /** Another writer goes on; so many own messages, or changes to them, are gone. */
  | { readonly kind: 'gone'; readonly state: ConversationState; readonly messages: number };

/** `claimed`: the last sequence that a device on a link says to hold of the feed; -1 for nothing. */
export const goOnAfterLoss = async (
  context: Context,
  work: Work,
  state: ConversationState,
  claimed: (feed: FeedId) => number,
): Promise<Loss> => {
  const look = (kind: FeedId['kind']) =>
    lookAt(context, work, state, ownFeed(state, kind), claimed(ownFeed(state, kind)) + 1);
  const [control, message] = [await look('control'), await look('message')];
  if (control.gone.length === 0 && message.gone.length === 0) return { kind: 'none' };
  for (const kind of ['control', 'message'] as const) {
    const feed = ownFeed(state, kind);
    const { known, gone } = { control, message }[kind];
    const damaged = await missingIn(context, work, feed, 0, known);
    const hole = firstHole(damaged.map((sequence) => ({ writer: feed.writer, sequence })));
    if (hole && hole.from <= claimed(feed)) return { kind: 'wanted', hole: { ...hole, feed } };
    // The new writer names the entry at which this one ends.
    if (gone[0] === known && damaged.at(-1) === known - 1) return { kind: 'none' };
  }
  const next = await goOnAfterFork(context, work, state, state.writer, {
    control: branchAt(control.gone),
    message: branchAt(message.gone),
  });
  // A writer that nobody can follow stays: it can still be written to.
  if (next === state || isClosed(next)) return { kind: 'none' };
  return { kind: 'gone', state: next, messages: message.gone.length };
};

const branchAt = ([first]: readonly number[]) =>
  first === undefined ? ({ kind: 'same' } as const) : ({ kind: 'apart', length: first } as const);

/** How many entries of the feed others hold, and which of those after them are lost. */
const lookAt = async (
  context: Context,
  work: Work,
  state: ConversationState,
  feed: FeedId,
  claimed: number,
): Promise<{ readonly known: number; readonly gone: readonly number[] }> => {
  const signed = remainingOthers(state).map((writer) => holdsOf(state, writer, feed));
  const { length } = feedRecord(state, feed).held;
  const known = Math.min(length, Math.max(claimed, ...signed));
  return { known, gone: await missingIn(context, work, feed, known, length) };
};

/** The sequences from `from` up to but without `to` that no sound record holds. */
const missingIn = async (
  { suite, localId }: Context,
  work: Work,
  feed: FeedId,
  from: number,
  to: number,
): Promise<readonly number[]> => {
  const missing: number[] = [];
  for (let first = from; first < to;) {
    const end = Math.min(to, (Math.floor(first / PAGE_LENGTH) + 1) * PAGE_LENGTH);
    const entries = await readEntries(work, suite, localId, feed, first, end);
    const there = new Set(entries.map(({ header }) => header.sequence));
    for (; first < end; first++) if (!there.has(first)) missing.push(first);
  }
  return missing;
};
