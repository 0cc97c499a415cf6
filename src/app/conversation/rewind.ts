/**
 * What becomes of a damaged entry of another writer: its feed is taken for as
 * long as it is sound, so that gossip fetches the rest again.
 *
 * Nothing that was learned from the entries is taken back, and learning them
 * again changes nothing. Own feeds are never cut: what others hold of them
 * would contradict what is written next.
 */

import { isSigned, type Entry } from '../../core/journal/entry.ts';
import { EMPTY_FEED } from '../../core/journal/chain.ts';
import type { FeedId } from '../../core/journal/feed.ts';
import type { Work } from '../store/work.ts';
import type { Context } from './context.ts';
import { readEntries, unfoldPage } from './feed-log.ts';
import { feedRecord, isOwn, withFeed, type ConversationState } from './state.ts';

/** The same state when the entry is sound, was never held, or is our own. */
export const rewindFeed = async (
  context: Context,
  work: Work,
  state: ConversationState,
  feed: FeedId,
  sequence: number,
): Promise<ConversationState> => {
  const record = feedRecord(state, feed);
  if (isOwn(state, feed.writer) || sequence >= record.held.length) return state;
  if (await soundEntry(context, work, feed, sequence)) return state;
  let length = sequence;
  let last = await soundEntry(context, work, feed, length - 1);
  for (; length > 0 && !last; length--) last = await soundEntry(context, work, feed, length - 2);
  await unfoldPage(work, context.suite, context.localId, feed, length);
  const held = last ? { length, hash: last.hash } : EMPTY_FEED;
  return withFeed(state, { ...record, held, opened: Math.min(record.opened, length) });
};

const soundEntry = async (
  { suite, localId }: Context,
  work: Work,
  feed: FeedId,
  sequence: number,
): Promise<Entry | undefined> => {
  if (sequence < 0) return undefined;
  const [entry] = await readEntries(work, suite, localId, feed, sequence, sequence + 1);
  return entry?.header.sequence === sequence && isSigned(suite, entry) ? entry : undefined;
};
