/** Ways back into a conversation, as the screen sees them. */

import type { Suite } from '../../core/crypto/suite.ts';
import { findWriter } from '../../core/members/members.ts';
import { EMOJI, emojiIndices } from '../../core/pairing/emoji.ts';
import type { Conversation } from '../conversation/conversation.ts';
import { otherWriters } from '../conversation/state.ts';
import { isWayBack, type Pairings } from '../pairings/pairings.ts';
import type { PendingPairing } from '../pairings/views.ts';
import type { AgainView } from '../snapshot.ts';
import { findPlace } from './places.ts';

export type Ways = {
  readonly suite: Suite;
  readonly pairings: Pick<Pairings, 'invitation'>;
  readonly conversations: readonly Conversation[];
  readonly isRefused: (id: string) => boolean;
};

/** Those whose two sides have met; the newest first. */
export const waysUnderWay = (ways: Ways): readonly PendingPairing<AgainView>[] =>
  ways.conversations
    .filter(({ id }) => isWayBack(id))
    .flatMap((link) => viewOf(ways, link) ?? [])
    .toSorted((a, b) => b.created - a.created);

/** The local id and the title of the conversation that an invitation of ours leads back into. */
export const leadsInto = (
  { suite, pairings, conversations }: Omit<Ways, 'isRefused'>,
  id: string,
): { readonly id: string; readonly title: string } | undefined => {
  const invitation = isWayBack(id) ? pairings.invitation(id) : undefined;
  const found = invitation && findPlace(suite, conversations, invitation);
  const title = found?.conversation.contact()?.title ?? '';
  return found && { id: found.conversation.id, title };
};

const viewOf = (ways: Ways, link: Conversation): PendingPairing<AgainView> | undefined => {
  const { id } = link;
  const state = link.state();
  if (!state) return undefined;
  const peer = otherWriters(state)[0];
  const name = peer ? (findWriter(state.members, peer)?.name ?? '') : '';
  const emoji = emojiIndices(state.emoji).map((index) => ({ index, symbol: EMOJI[index] ?? '' }));
  const target = leadsInto(ways, id);
  const isInviter = ways.pairings.invitation(id) !== undefined;
  const stage = stageOf(state.verdict, ways.isRefused(id));
  const title = target?.title ?? '';
  const view = { kind: 'again', id, isInviter, name: title || name, stage, emoji } as const;
  return { created: state.createdAt, view };
};

const stageOf = (
  verdict: 'open' | 'matched' | 'mismatched',
  isRefused: boolean,
): AgainView['stage'] => {
  if (verdict !== 'matched') return verdict === 'open' ? 'compare' : 'mismatched';
  return isRefused ? 'refused' : 'waiting';
};
