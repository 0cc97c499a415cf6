/** Puts the parts of the program together as the screen sees them. */

import type { Conversation } from './conversation/conversation.ts';
import type { PendingPairing } from './pairings/views.ts';
import { isWayBack } from './pairings/pairings.ts';
import type { AgainView, ConversationSummary, ProfileSnapshot } from './snapshot.ts';

export type SnapshotParts = Omit<ProfileSnapshot, 'conversations' | 'contacts' | 'open'> & {
  readonly conversations: readonly Conversation[];
  readonly pending: readonly PendingPairing[];
  /** Ways back into a conversation on which the two have met. */
  readonly ways: readonly PendingPairing<AgainView>[];
  /** The title of the conversation that an invitation of ours leads back into. */
  readonly leadsInto: (id: string) => string | undefined;
  readonly openId: string | undefined;
};

export const makeSnapshot = (parts: SnapshotParts): ProfileSnapshot => {
  const { conversations, pending, ways, leadsInto, openId, ...rest } = parts;
  const founded = new Set(conversations.map(({ id }) => id));
  const waiting = pending
    .filter(({ view }) => !founded.has(view.id))
    .map((each) => (isWayBack(each.view.id) ? asWayBack(each, leadsInto) : each));
  const opened = conversations.find(({ id }) => id === openId)?.view();
  return {
    ...rest,
    conversations: [
      ...conversations
        .filter((each) => !each.contact()?.isBlocked)
        .flatMap((each) => each.summary() ?? []),
      ...waiting.map(summarizePending),
      ...ways.map(summarizeWay),
    ].toSorted((a, b) => b.time - a.time),
    contacts: conversations
      .flatMap((each) => each.contact() ?? [])
      .toSorted((a, b) => (a.title.toLowerCase() < b.title.toLowerCase() ? -1 : 1)),
    open: opened ?? [...ways, ...waiting].find(({ view }) => view.id === openId)?.view,
  };
};

const asWayBack = (
  { created, view }: PendingPairing,
  leadsInto: SnapshotParts['leadsInto'],
): PendingPairing =>
  view.kind === 'inviting'
    ? { created, view: { ...view, again: leadsInto(view.id) ?? '' } }
    : { created, view: { ...view, isAgain: true } };

const summarizeWay = ({ view, created }: PendingPairing<AgainView>): ConversationSummary => ({
  ...EMPTY_SUMMARY,
  id: view.id,
  kind: view.kind,
  title: view.name,
  time: created,
});

const summarizePending = ({ view, created }: PendingPairing): ConversationSummary => ({
  ...EMPTY_SUMMARY,
  id: view.id,
  kind: isWayBack(view.id) ? 'again' : view.kind,
  title: view.kind === 'accepting' ? view.inviter : (view.again ?? ''),
  preview: isOver(view.state) ? { kind: 'over', why: view.state } : { kind: 'none' },
  time: created,
});

const EMPTY_SUMMARY = {
  preview: { kind: 'none' },
  unread: 0,
  isChanged: false,
  presence: 'away',
  picture: undefined,
} as const;

const isOver = <State extends string>(
  state: State,
): state is Exclude<State, 'waiting' | 'claimed'> => state !== 'waiting' && state !== 'claimed';
