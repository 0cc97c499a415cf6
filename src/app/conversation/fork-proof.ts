/**
 * Whether an entry proves that its writer wrote two histories.
 *
 * What others claim of heads is no proof: whoever holds a link could raise a
 * false alarm with it. A second signed entry at one place is (docs/SPEC.md, J-16).
 */

import { equalBytes } from '../../core/bytes/compare.ts';
import { isSigned, parseEntry } from '../../core/journal/entry.ts';
import { compareFeeds, type FeedId } from '../../core/journal/feed.ts';
import type { Work } from '../store/work.ts';
import type { Context } from './context.ts';
import { readEntries } from './feed-log.ts';
import { feedRecord, isOwn, type ConversationState } from './state.ts';

/**
 * True for a signed entry of the feed that stands where another is held; of an own feed also for
 * one that stands beyond all that this device wrote.
 */
export const provesFork = async (
  { suite, localId }: Context,
  work: Work,
  state: ConversationState,
  feed: FeedId,
  bytes: Uint8Array,
): Promise<boolean> => {
  const parsed = parseEntry(suite, bytes);
  if (!parsed.ok) return false;
  const { header, hash } = parsed.value;
  if (compareFeeds(header, feed) !== 0 || !isSigned(suite, parsed.value)) return false;
  const { sequence } = header;
  if (sequence >= feedRecord(state, feed).held.length) return isOwn(state, feed.writer);
  const [held] = await readEntries(work, suite, localId, feed, sequence, sequence + 1);
  return held !== undefined && !equalBytes(hash, held.hash);
};
