/**
 * A device that was set back to an older copy, or whose copy went on beside it:
 * its writer has a second history, which others hold. Loaded once that is proven,
 * which is seldom.
 *
 * Both own feeds are compared before the writer is ended, since each may have
 * gone apart at another place.
 */

import { ownFeed, feedRecord } from './state.ts';
import type { FeedId } from '../../core/journal/feed.ts';
import { findBranch, type Branch } from './branch.ts';
import type { Conversation } from './conversation.ts';
import { goOnAfterFork } from './go-on-after-fork.ts';

export interface OwnFork {
  /** Entries of an own feed, as another device holds them. */
  hear(feed: FeedId, entries: readonly Uint8Array[]): Promise<void>;
}

export type OwnForkOptions = {
  readonly conversation: Conversation;
  /** Asks others for entries of the feed, `from` to `to`, to be heard here. */
  readonly ask: (feed: FeedId, from: number, to: number) => void;
  /** The last sequence that another device said to hold of the feed; -1 for nothing. */
  readonly claimed: (feed: FeedId) => number;
};

const KINDS = ['control', 'message'] as const;

export const createOwnFork = ({ conversation, ask, claimed }: OwnForkOptions): OwnFork => {
  const branches = new Map<FeedId['kind'], Branch>();
  const asked = new Set<FeedId['kind']>();

  const lookAt = (kind: FeedId['kind']): void => {
    const state = conversation.state();
    if (!state || asked.has(kind)) return;
    const feed = ownFeed(state, kind);
    const at = Math.min(claimed(feed), feedRecord(state, feed).held.length);
    asked.add(kind);
    if (at < 0) branches.set(kind, { kind: 'same' });
    else ask(feed, at, at);
  };

  return {
    hear: async (feed, entries) => {
      const branch = await conversation.read((context, work, state) =>
        findBranch(context, work, state, feed, entries),
      );
      asked.add(feed.kind);
      if (branch?.kind === 'earlier') return ask(feed, branch.from, branch.to);
      if (!branch) return;
      branches.set(feed.kind, branch);
      for (const kind of KINDS) if (!branches.has(kind)) lookAt(kind);
      const [control, message] = [branches.get('control'), branches.get('message')];
      if (!control || !message || (control.kind === 'same' && message.kind === 'same')) return;
      branches.clear();
      asked.clear();
      await conversation.run((context, work, state) =>
        goOnAfterFork(context, work, state, feed.writer, { control, message }),
      );
    },
  };
};
