/**
 * The messages that a screen shows: the newest part of the order, opened.
 *
 * Reads the leaves, entries and keys that the window needs and nothing else, so
 * a long history costs what a short one does.
 */

import { encodeBase64url } from '../../core/bytes/base64url.ts';
import { equalBytes } from '../../core/bytes/compare.ts';
import { isAhead } from '../../core/clock/hlc.ts';
import { openEntryBody } from '../../core/journal/entry.ts';
import { parseBody, type Body, type MessageOperation } from '../../core/journal/operations.ts';
import { groupBy } from '../../core/journal/group.ts';
import type { EntryRef, Item } from '../../core/journal/timeline/item.ts';
import type { Leaves, Root } from '../../core/journal/timeline/root.ts';
import {
  bodiesNeeded,
  renderMessages,
  type MessageView,
  type QuoteView,
} from '../../core/journal/timeline/screen.ts';
import { countUnread, unreadLeaves } from '../../core/journal/timeline/unread.ts';
import {
  cutWindow,
  quotedTargets,
  targetLeaves,
  windowLeaves,
} from '../../core/journal/timeline/window.ts';
import { pageIndex } from '../../document/page.ts';
import type { Work } from '../store/work.ts';
import type { Context } from './context.ts';
import { aheadOfDraft } from './draft.ts';
import { isBeyondEnd, withinEnds } from './endings.ts';
import { readTheseEntries } from './feed-log.ts';
import { holdOf, leavesWithoutHeld } from './hold-out.ts';
import { leavesAsTheyCount, personIn } from './rights.ts';
import { feedRecord, hasMessages, isOurs, type ConversationState } from './state.ts';
import { aheadOfRoot, readLeaves, readRoot } from './timeline-log.ts';
import { readMessageKeys } from './vault-log.ts';

/** Opened bodies by message id, kept by the caller while the conversation is open. */
export type BodyCache = Map<string, Body<MessageOperation>>;

export type WindowContent = {
  readonly messages: readonly (MessageView & { readonly id: string; readonly ahead: boolean })[];
  readonly hasOlder: boolean;
  readonly unread: number;
  readonly firstUnread: string | undefined;
  /** Entries whose keys are here, and whose bytes the disk has lost. */
  readonly damaged: readonly EntryRef[];
};

/** A message's name on this device's screen. */
export const messageId = ({ writer, sequence }: EntryRef): string =>
  `${encodeBase64url(writer)}.${sequence}`;

/** Begins to read what `readWindow` and the draft begin with. */
export const aheadOfWindow = (work: Work, localId: string): void => {
  aheadOfRoot(work, localId);
  aheadOfDraft(work, localId);
};

/** The newest `count` messages. */
export const readWindow = async (
  context: Context,
  work: Work,
  state: ConversationState,
  count: number,
  cache: BodyCache,
): Promise<WindowContent> => {
  const root = await readRoot(work, context.localId, hasMessages(state));
  const { hasOlder, ...part } = await readNewest(context, work, state, root, count);
  const { views, damaged, all } = await viewItems(context, work, state, part, cache);
  const unread = await readUnread(context, work, state, root, all);
  return { messages: views, hasOlder, ...unread, damaged };
};

/** Looks further back where much of the newest is held out. */
const readNewest = async (
  context: Context,
  work: Work,
  state: ConversationState,
  root: Root,
  count: number,
): Promise<Part & { readonly hasOlder: boolean }> => {
  for (let wanted = count; ; wanted *= 2) {
    const near = windowLeaves(root, { at: 'newest' }, wanted);
    const leaves = await readShownLeaves(context, work, state, near);
    const cut = cutWindow(root, leaves, { at: 'newest' }, wanted);
    if (context.block && cut.items.length < count && cut.hasOlder) continue;
    const hasOlder = cut.hasOlder || cut.items.length > count;
    return { root, leaves, items: cut.items.slice(-count), hasOlder };
  }
};

/** Leaves as they count, without what of a blocked contact is held out. */
export const readShownLeaves = async (
  context: Context,
  work: Work,
  state: ConversationState,
  ids: readonly number[],
): Promise<Leaves> =>
  leavesWithoutHeld(
    leavesAsTheyCount(state, await readLeaves(work, context.localId, ids)),
    holdOf(context, state),
  );

type Part = { readonly root: Root; readonly leaves: Leaves; readonly items: readonly Item[] };

/** Items of these leaves, which are as they are shown, opened. `all`: the leaves with those of what the items quote. */
export const viewItems = async (
  context: Context,
  work: Work,
  state: ConversationState,
  { root, leaves, items: found }: Part,
  cache: BodyCache,
): Promise<{
  readonly views: WindowContent['messages'];
  readonly damaged: readonly EntryRef[];
  readonly all: Leaves;
}> => {
  const items = withinEnds(state, found);
  const all = await withQuoted(context, work, state, { root, leaves, items });
  const damaged = await openBodies(context, work, state, bodiesNeeded(root, all, items), cache);
  const getBody = (writer: Uint8Array, sequence: number) =>
    cache.get(messageId({ writer, sequence })) ?? null;
  const views = renderMessages(root, all, items, getBody, personIn(state)).map((view) => ({
    ...view,
    id: messageId(view.target),
    replyTo: view.replyTo && withoutEnded(state, view.replyTo),
    ahead: isAhead(view.place.stamp, context.ceiling),
  }));
  return { views, damaged, all };
};

/** What stands beyond the end of its writer is not quoted either. */
const withoutEnded = (state: ConversationState, quote: QuoteView): QuoteView =>
  isBeyondEnd(state, quote.target) ? { ...quote, content: null } : quote;

/** How many messages of a writer were read here; all of this person's own. */
export const readLength = (state: ConversationState, writer: Uint8Array): number =>
  isOurs(state, writer)
    ? Infinity
    : untilEnd(
        state,
        writer,
        state.read.find((mark) => equalBytes(mark.writer, writer))?.length ?? 0,
      );

/** Whoever has read up to the end of a writer has read all of it. */
const untilEnd = (state: ConversationState, writer: Uint8Array, length: number): number =>
  isBeyondEnd(state, { writer, sequence: length }) ? Infinity : length;

const withQuoted = async (
  context: Context,
  work: Work,
  state: ConversationState,
  { root, leaves, items }: Part,
): Promise<Leaves> => {
  const missing = targetLeaves(root, quotedTargets(items)).filter((id) => !leaves.has(id));
  return new Map([...leaves, ...(await readShownLeaves(context, work, state, missing))]);
};

const readUnread = async (
  context: Context,
  work: Work,
  state: ConversationState,
  root: Root,
  leaves: Leaves,
): Promise<{ readonly unread: number; readonly firstUnread: string | undefined }> => {
  const lengthOf = (writer: Uint8Array): number => readLength(state, writer);
  const missing = unreadLeaves(root, lengthOf).filter((id) => !leaves.has(id));
  const all = new Map([...leaves, ...(await readShownLeaves(context, work, state, missing))]);
  const { count, first } = countUnread(root, all, lengthOf);
  return { unread: count, firstUnread: first ? messageId(first.place) : undefined };
};

const openBodies = async (
  context: Context,
  work: Work,
  state: ConversationState,
  needed: readonly EntryRef[],
  cache: BodyCache,
): Promise<readonly EntryRef[]> => {
  const missing = needed.filter((ref) => !cache.has(messageId(ref)));
  const pages = groupBy(missing, ({ writer, sequence }) =>
    messageId({ writer, sequence: pageIndex(sequence) }),
  );
  const parts = [...pages.values()].map((refs) => openPart(context, work, state, refs, cache));
  return (await Promise.all(parts)).flat();
};

/** Of entries of one page, which is read once. Answers with those that the disk has lost. */
const openPart = async (
  { suite, localId }: Context,
  work: Work,
  state: ConversationState,
  refs: readonly EntryRef[],
  cache: BodyCache,
): Promise<readonly EntryRef[]> => {
  const [first] = refs;
  if (!first) return [];
  const feed = { writer: first.writer, kind: 'message' } as const;
  const sequences = refs.map(({ sequence }) => sequence);
  const { length } = feedRecord(state, feed).held;
  const [keyOf, entries] = await Promise.all([
    readMessageKeys(work, localId, first),
    readTheseEntries(work, suite, localId, feed, sequences, length),
  ]);
  const bySequence = new Map(entries.map((entry) => [entry.header.sequence, entry]));
  return refs.filter((ref) => {
    const key = keyOf(ref.sequence);
    if (!key) return false;
    const entry = bySequence.get(ref.sequence);
    if (!entry) return true;
    const opened = openEntryBody(suite, entry, key, state.conversationId);
    const body = opened.ok ? parseBody('message', opened.value) : opened;
    if (body.ok) cache.set(messageId(ref), body.value);
    return false;
  });
};
