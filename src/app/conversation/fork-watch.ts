/**
 * Where others hold something else of a feed than is here, which a fork would
 * explain: the entry there is asked for, and judged when it comes. A claim alone
 * proves nothing (docs/SPEC.md, A-37).
 */

import { equalBytes } from '../../core/bytes/compare.ts';
import type { Suite } from '../../core/crypto/suite.ts';
import type { Hole } from '../../core/gossip/mend.ts';
import type { GossipState } from '../../core/gossip/state.ts';
import { feedName, type FeedId, type Head } from '../../core/journal/feed.ts';
import { NO_PREV } from '../../core/journal/header.ts';
import type { Conversation } from './conversation.ts';
import { readEntries } from './feed-log.ts';
import { provesFork } from './fork-proof.ts';
import type { OwnFork } from './own-fork.ts';
import { feedRecord } from './state.ts';

export interface ForkWatch {
  /** Where an entry is wanted that would prove a fork. */
  holes(): readonly Hole[];
  isSuspected(feed: FeedId): boolean;
  /** The last sequence that a device on a link said to hold of the feed; -1 for nothing. */
  claimed(feed: FeedId): number;
  /** A link may have said something new of own feeds. */
  compareSaid(): void;
  /** What came of the feed does not fit what is here. */
  conflict(feed: FeedId): void;
  /** Entries that were asked for. False: the feed is not suspected, and they are for something else. */
  hear(feed: FeedId, entries: readonly Uint8Array[]): Promise<boolean>;
  /** Whoever was asked is gone. */
  forget(): void;
}

export type ForkWatchOptions = {
  readonly conversation: Conversation;
  readonly suite: Suite;
  /** This device's own, the control feed and the message feed. */
  readonly ownFeeds: readonly FeedId[];
  readonly gossip: () => GossipState;
  readonly enqueue: (task: () => Promise<void>) => void;
  /** The holes are others now. */
  readonly ask: () => void;
  /** It is proven. */
  readonly forked: () => void;
};

export const createForkWatch = (options: ForkWatchOptions): ForkWatch => {
  const { conversation, suite, ownFeeds, gossip, enqueue, ask, forked } = options;
  /** By feed. */
  const suspected = new Map<string, Hole>();
  /** What was said of own feeds and compared with what is here. */
  const compared = new WeakSet<Head>();
  let isComparing = false;
  /** Once it is proven that own feeds went apart from what others hold. */
  let ownFork: OwnFork | undefined;

  const suspect = (feed: FeedId, from: number, to = from): void => {
    suspected.set(feedName(feed), { feed, from, to });
    ask();
  };

  const saidOf = (feed: FeedId): readonly Head[] =>
    [...gossip().links.values()].flatMap(({ said }) => said.get(feedName(feed)) ?? []);

  /** One at a time. */
  const compareSaid = (): void => {
    const other = ownFeeds
      .flatMap(saidOf)
      .find((said) => !compared.has(said) && !equalBytes(hashHere(said.feed), said.hash));
    if (!other || isComparing) return;
    compared.add(other);
    isComparing = true;
    enqueue(async () => {
      await compare(other).finally(() => (isComparing = false));
      compareSaid();
    });
  };

  const hashHere = (feed: FeedId): Uint8Array => gossip().own.get(feedName(feed))?.hash ?? NO_PREV;

  /** Another tab may have written meanwhile; suspected only when what is durable does not explain it. */
  const compare = async ({ feed, sequence, hash }: Head): Promise<void> => {
    await conversation.refresh();
    await conversation.read(async ({ localId }, work, state) => {
      const { length } = feedRecord(state, feed).held;
      const [entry] = await readEntries(work, suite, localId, feed, sequence, sequence + 1);
      if (sequence >= length) suspect(feed, length);
      else if (entry && !equalBytes(entry.hash, hash)) suspect(feed, sequence);
    });
  };

  const judge = async (feed: FeedId, entries: readonly Uint8Array[]): Promise<void> => {
    await conversation.refresh();
    const isProven = await conversation.read(async (context, work, state) => {
      for (const each of entries) {
        if (await provesFork(context, work, state, feed, each)) return true;
      }
      return false;
    });
    if (isProven) forked();
    const isOwn = ownFeeds.some((own) => equalBytes(own.writer, feed.writer));
    if (!isOwn || !(isProven || ownFork)) return;
    const { createOwnFork } = await import('./own-fork.ts');
    ownFork ??= createOwnFork({ conversation, ask: suspect, claimed });
    await ownFork.hear(feed, entries);
  };

  const claimed = (feed: FeedId): number =>
    Math.max(-1, ...saidOf(feed).map(({ sequence }) => sequence));

  return {
    holes: () => [...suspected.values()],
    isSuspected: (feed) => suspected.has(feedName(feed)),
    claimed,
    compareSaid,
    conflict: (feed) => suspect(feed, gossip().own.get(feedName(feed))?.sequence ?? 0),
    hear: async (feed, entries) => {
      if (!suspected.delete(feedName(feed))) return false;
      await judge(feed, entries);
      return true;
    },
    forget: () => {
      suspected.clear();
      ownFork = undefined;
    },
  };
};
