/**
 * A long history that comes to a new device from its end (docs/SPEC.md, A-460).
 *
 * Every entry names the one before it by its hash, so a signed last entry proves
 * whatever is fetched backwards from it. What came so is a tail: shown as soon as
 * another own device has given its keys, but claimed and counted as held only
 * when all before it is here too and it takes its place in the feed.
 */

import { equalBytes } from '../../core/bytes/compare.ts';
import { endsPage } from '../../core/journal/chain.ts';
import { isSigned, type Entry } from '../../core/journal/entry.ts';
import type { FeedId } from '../../core/journal/feed.ts';
import { groupBy } from '../../core/journal/group.ts';
import { MAX_PARCEL_KEYS, type KeySlice } from '../../core/keys/parcel.ts';
import { pageIndex } from '../../document/page.ts';
import type { Work } from '../store/work.ts';
import { limitOf } from './admit.ts';
import { askForKeys, keylessIn } from './ask-for-keys.ts';
import type { Context } from './context.ts';
import { entriesOf } from './entries-of.ts';
import { putBack, readEntries } from './feed-log.ts';
import { learnGiven } from './hand-over.ts';
import { openAll } from './opening.ts';
import {
  feedRecord,
  tailOf,
  withFeed,
  withTail,
  type ConversationState,
  type Tail,
} from './state.ts';
import { readVaultSlots } from './vault-log.ts';

/** Keys that are asked for at first; then as many as are there already, so that there are few questions. */
const FIRST_KEYS = 64;
/** Entries that take their place in one step: what takes no more time than anybody notices. */
const JOINED_AT_ONCE = 256;

/** Puts entries in front of the tail of their feed, or begins one. The same state when none fits. */
export const takeTail = async (
  context: Context,
  work: Work,
  state: ConversationState,
  feed: FeedId,
  received: readonly Uint8Array[],
): Promise<ConversationState> => {
  const { writer } = feed;
  const before = tailOf(state, writer);
  const entries = genuine(context, feed, before, received);
  const [first] = entries;
  const last = entries.at(-1);
  if (!first || !last || first.header.sequence < feedRecord(state, feed).held.length) return state;
  const pages = groupBy(entries, ({ header }) => pageIndex(header.sequence));
  for (const [page, those] of pages) {
    await putBack(work, context.suite, context.localId, feed, page, those);
  }
  const end = before?.end ?? last.header.sequence + 1;
  const tail: Tail = {
    writer,
    from: first.header.sequence,
    end,
    prev: first.header.prev,
    hash: before?.hash ?? last.hash,
    asked: before?.asked ?? end,
  };
  const taken = await showGiven(context, work, withTail(state, writer, tail), feed, entries);
  return askWhenDue(context, work, taken, tail);
};

/** Whether the tail stands where the feed ends, or the feed has grown into it. */
export const isJoining = (state: ConversationState, { writer, from }: Tail): boolean =>
  from <= feedRecord(state, { writer, kind: 'message' }).held.length;

/** The next part of the tail takes its place in the feed, and is opened there. */
export const joinTail = async (
  context: Context,
  work: Work,
  state: ConversationState,
  tail: Tail,
): Promise<ConversationState> => {
  const { writer } = tail;
  const feed = { writer, kind: 'message' } as const;
  const record = feedRecord(state, feed);
  const { length } = record.held;
  const to = Math.min(tail.end, length + JOINED_AT_ONCE, limitOf(state, feed));
  const entries = await readEntries(work, context.suite, context.localId, feed, length, to);
  const [first] = entries;
  const last = entries.at(-1);
  const isWhole = entries.length === to - length;
  const isNext = first !== undefined && equalBytes(first.header.prev, record.held.hash);
  // Two chains of one writer, or a damaged entry: the feed goes on in its order.
  if (!last || !isWhole || !isNext) return withTail(state, writer, undefined);
  const held = { length: to, hash: last.hash };
  const isLast = to === tail.end || to === limitOf(state, feed);
  const rest = isLast
    ? undefined
    : { ...tail, from: to, prev: last.hash, asked: Math.max(to, tail.asked) };
  const joined = withTail(withFeed(state, { ...record, held }), writer, rest);
  return openAll(context, work, joined, new Set(), tail);
};

/** What hangs in front of the tail, in order; of a new one, from the newest signed entry on. */
const genuine = (
  { suite }: Context,
  feed: FeedId,
  before: Tail | undefined,
  received: readonly Uint8Array[],
): readonly Entry[] => {
  const entries = entriesOf(suite, feed, received);
  const chain: Entry[] = [];
  let next = before && { sequence: before.from - 1, hash: before.prev };
  for (const entry of entries) {
    const { sequence, prev } = entry.header;
    const fits = next
      ? sequence === next.sequence && equalBytes(entry.hash, next.hash)
      : isSigned(suite, entry);
    if (!fits) {
      if (chain.length > 0) break;
      continue;
    }
    // A page is checked alone too: without that signature the feed ends before it (J-10).
    if (endsPage(sequence) && !isSigned(suite, entry)) break;
    chain.unshift(entry);
    next = { sequence: sequence - 1, hash: prev };
  }
  return chain;
};

/** Whose keys came before them, for example by a backup. */
const showGiven = async (
  context: Context,
  work: Work,
  state: ConversationState,
  { writer }: FeedId,
  entries: readonly Entry[],
): Promise<ConversationState> => {
  const slices: KeySlice[] = [];
  for (const those of groupBy(entries, ({ header }) => pageIndex(header.sequence)).values()) {
    const first = those[0]?.header.sequence ?? 0;
    const slotOf = await readVaultSlots(work, context.localId, { writer, sequence: first });
    const keys = those.map(({ header }) => {
      const slot = slotOf(header.sequence);
      return slot instanceof Uint8Array ? slot : null;
    });
    if (keys.some((key) => key !== null)) slices.push({ writer, first, keys });
  }
  let next = state;
  for (const slice of slices) next = await learnGiven(context, work, next, slice);
  return next;
};

const askWhenDue = async (
  context: Context,
  work: Work,
  state: ConversationState,
  tail: Tail,
): Promise<ConversationState> => {
  const { writer, from, end, asked } = tail;
  const wanted = Math.min(MAX_PARCEL_KEYS, Math.max(FIRST_KEYS, end - asked));
  if (asked - from < wanted && !isJoining(state, tail)) return state;
  const missed = await keylessIn(work, context.localId, writer, from, asked);
  return askForKeys(context, work, withTail(state, writer, { ...tail, asked: from }), missed);
};
