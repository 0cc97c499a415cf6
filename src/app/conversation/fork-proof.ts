/**
 * Whether an entry proves that its writer wrote two histories.
 *
 * What others claim of heads is no proof: whoever holds a link could raise a
 * false alarm with it. A second signed entry at one place is (docs/SPEC.md, J-16).
 */

import { equalBytes } from '../../core/bytes/compare.ts';
import type { Suite } from '../../core/crypto/suite.ts';
import { isSigned, parseEntry } from '../../core/journal/entry.ts';
import { compareFeeds, type FeedId } from '../../core/journal/feed.ts';
import { feedRecord, isOwn, type ConversationState } from './state.ts';

/**
 * True for a signed entry of the feed that stands where another is held last; of
 * an own feed also for one that stands beyond all that this device wrote.
 */
export const provesFork = (
  suite: Suite,
  state: ConversationState,
  feed: FeedId,
  bytes: Uint8Array,
): boolean => {
  const parsed = parseEntry(suite, bytes);
  if (!parsed.ok) return false;
  const { header, hash } = parsed.value;
  if (compareFeeds(header, feed) !== 0 || !isSigned(suite, parsed.value)) return false;
  const { held } = feedRecord(state, feed);
  if (header.sequence >= held.length) return isOwn(state, feed.writer);
  return header.sequence === held.length - 1 && !equalBytes(hash, held.hash);
};
