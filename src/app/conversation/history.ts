/** Reads a whole conversation from its first message on, a part at a time. */

import type { Place } from '../../core/journal/timeline/item.ts';
import { countVisible, cutStep, stepLeaves } from '../../core/journal/timeline/walk.ts';
import type { Card } from '../contacts/card.ts';
import type { HistoryPage } from '../snapshot.ts';
import type { Work } from '../store/work.ts';
import type { Context } from './context.ts';
import type { Conversation } from './conversation.ts';
import { holdOf, leavesWithoutHeld, withoutHeld } from './hold-out.ts';
import { leavesAsTheyCount } from './rights.ts';
import { toMessage } from './screen.ts';
import { hasMessages, type ConversationState } from './state.ts';
import { readLeaves, readRoot } from './timeline-log.ts';
import { viewItems } from './window.ts';

/** Opened without a pause that anybody could notice. */
const PAGE = 40;

type Read = HistoryPage & { readonly last: Place | undefined };

/** Ends without a page that is the last when the conversation cannot be read any more. */
export async function* readHistory(
  conversation: Pick<Conversation, 'read' | 'card'>,
): AsyncGenerator<HistoryPage, void> {
  let after: Place | undefined;
  for (;;) {
    const from = after;
    const read = await conversation.read((context, work, state) =>
      readPage(context, work, state, conversation.card(), from),
    );
    if (!read) return;
    const { last, ...page } = read;
    yield page;
    if (page.isLast) return;
    after = last;
  }
}

const readPage = async (
  context: Context,
  work: Work,
  state: ConversationState,
  card: Card,
  after: Place | undefined,
): Promise<Read> => {
  const { localId } = context;
  const root = await readRoot(work, localId, hasMessages(state));
  const counting = leavesAsTheyCount(
    state,
    await readLeaves(work, localId, stepLeaves(root, after, PAGE)),
  );
  const { items, isLast } = cutStep(root, counting, after, PAGE);
  const hold = holdOf(context, state);
  const leaves = leavesWithoutHeld(counting, hold);
  const part = { root, leaves, items: withoutHeld(items, hold) };
  const { views } = await viewItems(context, work, state, part, new Map());
  return {
    messages: views.map((view) => toMessage(state, view, card)),
    total: countVisible(root),
    isLast,
    last: items.at(-1)?.place ?? after,
  };
};
