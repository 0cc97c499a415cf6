/**
 * What is done with runs of a history that come newest first (backwards.ts says
 * which, newest-first.ts how one is taken in): each is worked on in its turn, while
 * the next is on its way, and what has all come is joined to its feed.
 */

import type { Hole } from '../../core/gossip/mend.ts';
import type { FeedId } from '../../core/journal/feed.ts';
import { createBackwards } from './backwards.ts';
import type { Conversation } from './conversation.ts';
import { isJoining, joinTail, takeTail } from './newest-first.ts';
import { tailOf, type ConversationState } from './state.ts';

export interface TakingBackwards {
  /** Whether the feed is not to be asked for in its order. */
  isApart(of: FeedId): boolean;
  /** The next run of each such feed. */
  holes(): readonly Hole[];
  /** A run came. */
  hear(of: FeedId, entries: readonly Uint8Array[]): void;
  /** Boxes or handed over keys came. */
  keysCame(): void;
  /** Joins what has all come, if anything has. */
  joinWhole(state: ConversationState): void;
  /** Time passes. `isOffered`: a link says to have the entry. */
  tick(state: ConversationState, isOffered: (feed: FeedId, sequence: number) => boolean): void;
}

type Doing = {
  /** Done in order with everything else that writes. */
  readonly enqueue: (task: () => Promise<void>) => void;
  /** The holes are others now. */
  readonly ask: () => void;
  /** What was written is told now, before anything else that waits is done. */
  readonly tell: () => Promise<void>;
  /** With what others have signed and is not durable yet. */
  readonly withFrontiers: (state: ConversationState) => ConversationState;
};

/** Runs of entries that wait while the next is asked for. */
const MAX_RUNS = 2;

export const takeBackwards = (
  conversation: Pick<Conversation, 'run' | 'state'>,
  { enqueue, ask, tell, withFrontiers }: Doing,
): TakingBackwards => {
  const backwards = createBackwards();
  /** Runs that came and are not worked on yet. */
  let runs = 0;
  let isJoiningDue = false;

  const takeRun = async (of: FeedId, entries: readonly Uint8Array[]): Promise<void> => {
    let isTaken = false;
    let isFirst = false;
    await conversation.run(async (context, work, state) => {
      const next = await takeTail(context, work, withFrontiers(state), of, entries);
      isTaken = tailOf(next, of.writer)?.from !== tailOf(state, of.writer)?.from;
      isFirst = isTaken && !tailOf(state, of.writer);
      return next;
    });
    runs -= 1;
    backwards.worked(of, isTaken);
    ask();
    // The question for the newest keys does not wait for the control entries that came with it.
    if (isFirst) await tell();
  };

  const join = async (): Promise<void> => {
    isJoiningDue = false;
    await conversation.run((context, work, state) => {
      const tail = state.tails.find((each) => isJoining(state, each));
      return tail ? joinTail(context, work, withFrontiers(state), tail) : Promise.resolve(state);
    });
  };

  return {
    isApart: (of) => {
      const state = conversation.state();
      return state !== undefined && backwards.isApart(state, of);
    },
    holes: () => {
      const state = conversation.state();
      return state ? backwards.holes(withFrontiers(state)) : [];
    },
    hear: (of, entries) => {
      const state = conversation.state();
      backwards.came(of, state !== undefined && !tailOf(state, of.writer));
      runs += 1;
      enqueue(() => takeRun(of, entries));
      // Not within the step of gossip that brought the run.
      if (runs <= MAX_RUNS) void Promise.resolve().then(ask);
    },
    keysCame: backwards.keysCame,
    joinWhole: (state) => {
      if (isJoiningDue || !state.tails.some((tail) => isJoining(state, tail))) return;
      isJoiningDue = true;
      enqueue(join);
    },
    tick: backwards.tick,
  };
};
