/**
 * How an own feed goes together with what another device holds of it: where one
 * key wrote two histories, they are one up to some entry.
 */

import { equalBytes } from '../../core/bytes/compare.ts';
import { MAX_HOLE } from '../../core/gossip/mend.ts';
import { PAGE_LENGTH } from '../../core/journal/chain.ts';
import { isSigned, parseEntry, type Entry } from '../../core/journal/entry.ts';
import { compareFeeds, type FeedId } from '../../core/journal/feed.ts';
import { pageIndex } from '../../document/page.ts';
import type { Work } from '../store/work.ts';
import type { Context } from './context.ts';
import { readEntries } from './feed-log.ts';
import { feedRecord, type ConversationState } from './state.ts';

export type Branch =
  /** As far as was looked, what it holds is ours. */
  | { readonly kind: 'same' }
  /** It holds another entry of ours at `length`, where we hold one or none. */
  | { readonly kind: 'apart'; readonly length: number }
  /** They went apart before what was looked at: these entries, both included, have to be seen. */
  | { readonly kind: 'earlier'; readonly from: number; readonly to: number };

/** From entries of the feed that follow each other. Null when they show nothing: a claim is no proof. */
export const findBranch = async (
  { suite, localId }: Context,
  work: Work,
  state: ConversationState,
  feed: FeedId,
  received: readonly Uint8Array[],
): Promise<Branch | null> => {
  const theirs = received.flatMap((bytes) => {
    const parsed = parseEntry(suite, bytes);
    return parsed.ok && compareFeeds(parsed.value.header, feed) === 0 ? [parsed.value] : [];
  });
  const [first] = theirs;
  if (!first || !theirs.every((entry, i) => isNext(theirs[i - 1], entry))) return null;
  if (!theirs.every((entry) => isSigned(suite, entry))) return null;
  const start = first.header.sequence;
  const { held } = feedRecord(state, feed);
  if (start > held.length) return null;
  const end = Math.min(held.length, start + theirs.length + 1);
  const ours = await readEntries(work, suite, localId, feed, Math.max(0, start - 1), end);
  /** Undefined where the disk has lost it. */
  const hashAt = (sequence: number): Uint8Array | undefined =>
    sequence === held.length - 1
      ? held.hash
      : (ours.find(({ header }) => header.sequence === sequence)?.hash ??
        ours.find(({ header }) => header.sequence === sequence + 1)?.header.prev);
  if (start > 0) {
    const before = hashAt(start - 1);
    if (!before) return null;
    if (!equalBytes(before, first.header.prev)) return { kind: 'earlier', ...runBefore(start) };
  }
  for (const { header, hash } of theirs) {
    const { sequence } = header;
    if (sequence >= held.length) return { kind: 'apart', length: sequence };
    const own = hashAt(sequence);
    if (!own) return null;
    if (!equalBytes(own, hash)) return { kind: 'apart', length: sequence };
  }
  return { kind: 'same' };
};

const isNext = (before: Entry | undefined, { header }: Entry): boolean =>
  before === undefined ||
  (header.sequence === before.header.sequence + 1 && equalBytes(header.prev, before.hash));

/** Of one page, so that the answer is a run of entries. */
const runBefore = (sequence: number): { readonly from: number; readonly to: number } => {
  const to = sequence - 1;
  return { from: Math.max(pageIndex(to) * PAGE_LENGTH, to - MAX_HOLE + 1), to };
};
