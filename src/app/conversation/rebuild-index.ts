/**
 * Makes the order index anew from what it is a function of: the entries, opened
 * with the keys of the vault.
 *
 * A deleted message, whose key is gone, stands where its deletion says it stood.
 * What else cannot be opened any more (a damaged page of keys) has no place in it.
 */

import { equalBytes } from '../../core/bytes/compare.ts';
import { openEntry } from '../../core/journal/entry.ts';
import type { FeedId } from '../../core/journal/feed.ts';
import { parseBody } from '../../core/journal/operations.ts';
import { applyArrivals } from '../../core/journal/timeline/arrivals.ts';
import type { EntryRef } from '../../core/journal/timeline/item.ts';
import type { Leaf } from '../../core/journal/timeline/leaf.ts';
import type { OpenedEntry } from '../../core/journal/timeline/opened-entry.ts';
import { EMPTY_ROOT } from '../../core/journal/timeline/root.ts';
import { VAULT_PAGE_SLOTS } from '../../core/keys/vault-page.ts';
import type { Work } from '../store/work.ts';
import type { Context } from './context.ts';
import { readEntries } from './feed-log.ts';
import { rightsIn } from './rights.ts';
import { hasMessages, type ConversationState } from './state.ts';
import { IndexDamaged, readLeaves, readRoot, replaceIndex } from './timeline-log.ts';
import { changeVault, readMessageKeys } from './vault-log.ts';

/** Changes nothing when the index is sound after all, for example because another tab was quicker. */
export const rebuildIndexIfDamaged = async (
  context: Context,
  work: Work,
  state: ConversationState,
): Promise<void> => {
  if (!(await isSound(context, work, state))) await rebuildIndex(context, work, state);
};

/** Of all that was opened, whatever is there. */
export const rebuildIndex = async (
  context: Context,
  work: Work,
  state: ConversationState,
): Promise<void> => {
  let root = EMPTY_ROOT;
  const leaves = new Map<number, Leaf>();
  const forget: EntryRef[] = [];
  for (const { feed, first, end } of shownParts(state)) {
    for (let from = first; from < end;) {
      const to = Math.min(end, (Math.floor(from / VAULT_PAGE_SLOTS) + 1) * VAULT_PAGE_SLOTS);
      const arrivals = applyArrivals(
        root,
        leaves,
        await openPart(context, work, state, feed, from, to),
        rightsIn(state),
      );
      for (const [id, leaf] of arrivals.changed) leaves.set(id, leaf);
      for (const id of arrivals.removed) leaves.delete(id);
      root = arrivals.root;
      forget.push(...arrivals.forget);
      from = to;
    }
  }
  replaceIndex(work, context.localId, root, leaves);
  await changeVault(
    work,
    context.localId,
    forget.map((entry) => ({ ...entry, key: null })),
  );
};

/** What was opened in its order, and what came before its turn. */
const shownParts = (
  state: ConversationState,
): readonly { readonly feed: FeedId; readonly first: number; readonly end: number }[] => [
  ...state.feeds
    .filter(({ feed }) => feed.kind === 'message')
    .map(({ feed, opened }) => ({ feed, first: 0, end: opened })),
  ...state.tails.map(({ writer, from, end }) => ({
    feed: { writer, kind: 'message' } as const,
    first: from,
    end,
  })),
];

const isSound = async (
  { localId }: Context,
  work: Work,
  state: ConversationState,
): Promise<boolean> => {
  try {
    const root = await readRoot(work, localId, hasMessages(state));
    await readLeaves(
      work,
      localId,
      root.leaves.map(({ id }) => id),
    );
    return true;
  } catch (error) {
    if (error instanceof IndexDamaged) return false;
    throw error;
  }
};

const openPart = async (
  { suite, localId }: Context,
  work: Work,
  state: ConversationState,
  feed: FeedId,
  from: number,
  to: number,
): Promise<readonly OpenedEntry[]> => {
  const keys = await readMessageKeys(work, localId, { writer: feed.writer, sequence: from });
  const entries = await readEntries(work, suite, localId, feed, from, to);
  const found: OpenedEntry[] = entries.flatMap((entry) => {
    const { writer, sequence } = entry.header;
    const key = keys(sequence);
    const opened = key && openEntry(suite, entry, key, state.conversationId);
    const body = opened?.ok ? parseBody('message', opened.value.body) : undefined;
    return body?.ok ? [{ writer, sequence, body: body.value }] : [];
  });
  return [...(await erasedTargets(localId, work, state, feed, found)), ...found];
};

/** Messages that their author's person deleted, and whose keys are gone: the deletion says where they stood. */
export const erasedTargets = async (
  localId: string,
  work: Work,
  state: ConversationState,
  feed: FeedId,
  found: readonly OpenedEntry[],
): Promise<readonly OpenedEntry[]> => {
  const erased: OpenedEntry[] = [];
  const mayAct = rightsIn(state);
  for (const entry of found) {
    const { sequence: last, body } = entry;
    if (body.operation.type !== 'redact') continue;
    const { writer, sequence, stamp } = body.operation.target;
    if (mayAct(entry, writer) !== 'yes') continue;
    if (equalBytes(writer, feed.writer) && sequence >= last) continue;
    const keys = await readMessageKeys(work, localId, { writer, sequence });
    if (keys(sequence)) continue;
    const operation = { type: 'post', replyTo: undefined, text: '' } as const;
    erased.push({ writer, sequence, body: { stamp, clock: stamp.wall, operation } });
  }
  return erased;
};
