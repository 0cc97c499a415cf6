/**
 * Own entries that the disk has lost, put back from what another device holds.
 * Loaded when one comes, which is seldom.
 *
 * What comes is ours when the chain says so: the entry after it, or the head,
 * names its hash. Where the entry after it is lost as well, our own signature
 * has to do.
 */

import { equalBytes } from '../../core/bytes/compare.ts';
import { isSigned, type Entry } from '../../core/journal/entry.ts';
import type { FeedId } from '../../core/journal/feed.ts';
import { groupBy } from '../../core/journal/group.ts';
import { pageIndex } from '../../document/page.ts';
import type { Work } from '../store/work.ts';
import type { Context } from './context.ts';
import { entriesOf } from './entries-of.ts';
import { putBack, readEntries } from './feed-log.ts';
import { feedRecord, type ConversationState } from './state.ts';

/** How many of the entries are back. Those that do not belong there change nothing. */
export const mendOwn = async (
  context: Context,
  work: Work,
  state: ConversationState,
  feed: FeedId,
  received: readonly Uint8Array[],
): Promise<number> => {
  const { suite, localId } = context;
  const entries = entriesOf(suite, feed, received);
  const genuine: Entry[] = [];
  for (const entry of entries) {
    const { sequence } = entry.header;
    const after = genuine.find(({ header }) => header.sequence === sequence + 1);
    const named = after?.header.prev ?? (await hashAt(context, work, state, feed, sequence));
    if (named ? equalBytes(named, entry.hash) : isSigned(suite, entry)) genuine.push(entry);
  }
  const pages = groupBy(genuine, ({ header }) => pageIndex(header.sequence));
  for (const [page, those] of pages) await putBack(work, suite, localId, feed, page, those);
  return genuine.length;
};

/** What the entry there must hash to, as far as what is held can tell. */
const hashAt = async (
  { suite, localId }: Context,
  work: Work,
  state: ConversationState,
  feed: FeedId,
  sequence: number,
): Promise<Uint8Array | undefined> => {
  const { held } = feedRecord(state, feed);
  if (sequence === held.length - 1) return held.hash;
  const [after] = await readEntries(work, suite, localId, feed, sequence + 1, sequence + 2);
  return after?.header.prev;
};
