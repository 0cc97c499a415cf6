/** Puts the parts of the program together as the screen sees them. */

import type { Conversation } from './conversation/conversation.ts';
import type { PendingPairing } from './pairings/views.ts';
import type { ConversationSummary, ProfileSnapshot } from './snapshot.ts';

export type SnapshotParts = Omit<ProfileSnapshot, 'conversations' | 'contacts' | 'open'> & {
  readonly conversations: readonly Conversation[];
  readonly pending: readonly PendingPairing[];
  readonly openId: string | undefined;
};

export const makeSnapshot = (parts: SnapshotParts): ProfileSnapshot => {
  const { conversations, pending, openId, ...rest } = parts;
  const founded = new Set(conversations.map(({ id }) => id));
  const waiting = pending.filter(({ view }) => !founded.has(view.id));
  const opened = conversations.find(({ id }) => id === openId)?.view();
  return {
    ...rest,
    conversations: [
      ...conversations
        .filter((each) => !each.contact()?.isBlocked)
        .flatMap((each) => each.summary() ?? []),
      ...waiting.map(summarizePending),
    ].toSorted((a, b) => b.time - a.time),
    contacts: conversations
      .flatMap((each) => each.contact() ?? [])
      .toSorted((a, b) => (a.title.toLowerCase() < b.title.toLowerCase() ? -1 : 1)),
    open: opened ?? waiting.find(({ view }) => view.id === openId)?.view,
  };
};

const summarizePending = ({ view, created }: PendingPairing): ConversationSummary => ({
  id: view.id,
  kind: view.kind,
  title: view.kind === 'accepting' ? view.inviter : '',
  preview: isOver(view.state) ? { kind: 'over', why: view.state } : { kind: 'none' },
  time: created,
  unread: 0,
  presence: 'away',
  picture: undefined,
});

const isOver = <State extends string>(
  state: State,
): state is Exclude<State, 'waiting' | 'claimed'> => state !== 'waiting' && state !== 'claimed';
