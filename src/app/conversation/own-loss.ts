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
import type { ProblemTag } from '../problems.ts';
import type { Work } from '../store/work.ts';
import type { Context } from './context.ts';
import type { Conversation } from './conversation.ts';
import { holdsOf } from './delivery.ts';
import { isClosed } from './endings.ts';
import { readEntries } from './feed-log.ts';
import { goOnAfterFork } from './go-on-after-fork.ts';
import { firstHoleOf } from './mend.ts';
import { feedRecord, ownFeed, remainingOthers, type ConversationState } from './state.ts';

export interface OwnLoss {
  /** What has to come back before this device goes on as another writer. */
  wanted(): Hole | undefined;
  /** Somebody asked for an own entry that is not here, or one came back. */
  look(): Promise<void>;
}

export type OwnLossOptions = {
  readonly conversation: Conversation;
  /** The last sequence that a device on a link says to hold of the feed; -1 for nothing. */
  readonly claimed: (feed: FeedId) => number;
  /** The state with all that others have signed to hold. */
  readonly noted: (state: ConversationState) => ConversationState;
  /** Something is wanted. */
  readonly ask: () => void;
  readonly problem: (tag: ProblemTag, count?: number) => void;
};

export const createOwnLoss = (options: OwnLossOptions): OwnLoss => {
  const { conversation, claimed, noted, ask, problem } = options;
  let wanted: Hole | undefined;

  const tell = (loss: Loss): void => {
    wanted = loss.kind === 'wanted' ? loss.hole : undefined;
    if (wanted) ask();
    if (loss.kind !== 'gone') return;
    if (loss.messages > 0) problem('messages-lost', loss.messages);
    else problem('record-damaged');
  };

  return {
    wanted: () => wanted,
    look: async () => {
      let loss: Loss = { kind: 'none' };
      const isDurable = await conversation.run(async (context, work, state) => {
        loss = await goOnAfterLoss(context, work, noted(state), claimed);
        return loss.kind === 'gone' ? loss.state : state;
      });
      if (isDurable) tell(loss);
    },
  };
};

/** Of what the disk has lost. */
type Loss =
  /** Nothing can be done now: all of it is held elsewhere, or nobody could follow this writer. */
  | { readonly kind: 'none' }
  /** This has to come back first. */
  | { readonly kind: 'wanted'; readonly hole: Hole }
  /** Another writer goes on; so many own messages, or changes to them, are gone. */
  | { readonly kind: 'gone'; readonly state: ConversationState; readonly messages: number };

const goOnAfterLoss = async (
  context: Context,
  work: Work,
  state: ConversationState,
  claimed: OwnLossOptions['claimed'],
): Promise<Loss> => {
  const look = (kind: FeedId['kind']) =>
    lookAt(context, work, state, ownFeed(state, kind), claimed(ownFeed(state, kind)) + 1);
  const [control, message] = [await look('control'), await look('message')];
  if (control.gone.length === 0 && message.gone.length === 0) return { kind: 'none' };
  for (const kind of ['control', 'message'] as const) {
    const feed = ownFeed(state, kind);
    const { known, gone } = { control, message }[kind];
    const damaged = await missingIn(context, work, feed, 0, known);
    const hole = firstHoleOf(feed, damaged);
    if (hole && hole.from <= claimed(feed)) return { kind: 'wanted', hole };
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
