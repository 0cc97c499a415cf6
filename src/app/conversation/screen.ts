/** Turns a conversation's state and window into what the screen is given. */

import type { Content } from '../../core/journal/timeline/screen.ts';
import { findWriter } from '../../core/members/members.ts';
import { EMOJI, emojiIndices } from '../../core/pairing/emoji.ts';
import { equalBytes } from '../../core/bytes/compare.ts';
import type {
  Comparison,
  ContactView,
  ConversationSummary,
  Draft,
  Message,
  OpenConversation,
  Presence,
  Quote,
  SafetyChange,
} from '../snapshot.ts';
import type { Card } from '../contacts/card.ts';
import { pictureType } from '../contacts/picture.ts';
import type { Presented } from '../contacts/presented.ts';
import {
  isContactChanged,
  NOTHING_TO_COMPARE,
  placeChanges,
  type Change,
} from './changed-contact.ts';
import { deliveryOf, reachOf } from './delivery.ts';
import { isClosed, ownEnd } from './endings.ts';
import { isEditable } from './rights.ts';
import { isOurs, otherMembers, type ConversationState } from './state.ts';
import { messageId, type WindowContent } from './window.ts';

export type Contact = {
  readonly presence: Presence;
  readonly route: OpenConversation['route'];
};

export const summarize = (
  id: string,
  state: ConversationState,
  window: WindowContent,
  draft: Draft,
  contact: Contact,
  card: Card,
  presented: Presented,
): ConversationSummary => {
  const newest = window.messages.at(-1);
  return {
    id,
    kind: aboutOf(state),
    title: titleOf(state, card),
    preview: previewOf(state, newest, draft),
    time: newest?.clock ?? state.createdAt,
    unread: unreadOf(window, card),
    isChanged: comparisonOf(state, card) === 'changed',
    presence: presenceOf(contact, card),
    picture: shownPicture(presented),
  };
};

/** Of a blocked contact nothing is to be read. */
export const unreadOf = ({ unread }: WindowContent, { block }: Card): number =>
  block ? 0 : unread;

export const describe = (
  id: string,
  state: ConversationState,
  window: WindowContent,
  draft: Draft,
  contact: Contact,
  firstUnread: string | undefined,
  card: Card,
  presented: Presented,
): Omit<OpenConversation, 'introductions' | 'changes'> => ({
  kind: 'conversation',
  about: aboutOf(state),
  id,
  title: titleOf(state, card),
  contact: describeContact(id, state, contact, card, presented),
  since: state.createdAt,
  presence: presenceOf(contact, card),
  route: contact.route,
  comparison: describeComparison(state, card),
  messages: window.messages.map((message) => toMessage(state, message, card)),
  hasOlder: window.hasOlder,
  firstUnread,
  draft,
  writable: !isClosed(state),
  ended: ownEnd(state) ?? undefined,
  quiet: state.quiet,
});

const aboutOf = ({ kind }: ConversationState): OpenConversation['about'] =>
  kind === 'direct' ? 'direct' : 'notes';

/** The other member as the address book has it; undefined unless there is exactly one. */
export const describeContact = (
  id: string,
  state: ConversationState,
  contact: Contact,
  card: Card,
  presented: Presented,
): ContactView | undefined => {
  const [member, ...more] = otherMembers(state);
  if (state.kind !== 'direct' || !member || more.length > 0) return undefined;
  return {
    id,
    title: titleOf(state, card),
    name: toldName(state, member),
    nickname: card.nickname,
    comparison: comparisonOf(state, card),
    status: presented.status,
    picture: shownPicture(presented),
    isBlocked: card.block !== undefined,
    since: state.createdAt,
    presence: presenceOf(contact, card),
  };
};

/** What the other member is called here; empty where nobody else is. */
export const titleOf = (state: ConversationState, card: Card): string =>
  otherMembers(state)
    .map((member) => nameOf(state, member, card))
    .join(', ');

const shownPicture = ({ picture }: Presented): Uint8Array | undefined =>
  picture && pictureType(picture) !== null ? picture : undefined;

const presenceOf = ({ presence }: Contact, { block }: Card): Presence =>
  block ? 'away' : presence;

const comparisonOf = (
  state: ConversationState,
  { verified, noticed }: Card,
): Comparison['kind'] => {
  const { kind, verdict } = state;
  if (kind !== 'direct') return 'none';
  if (verdict !== 'open') return verdict;
  if (verified !== undefined) return 'matched';
  return noticed === undefined && isContactChanged(state) ? 'changed' : 'open';
};

/** With the emoji that the two compare. */
const describeComparison = (state: ConversationState, card: Card): Comparison => {
  const kind = comparisonOf(state, card);
  if (kind !== 'open') return { kind };
  if (equalBytes(state.emoji, NOTHING_TO_COMPARE)) return { kind, emoji: [] };
  return {
    kind,
    emoji: emojiIndices(state.emoji).map((index) => ({ index, symbol: EMOJI[index] ?? '' })),
  };
};

/** Who became somebody else, and where in the log that stands. */
export const changesIn = (
  state: ConversationState,
  changes: readonly Change[],
  window: WindowContent,
  card: Card,
): readonly SafetyChange[] =>
  placeChanges(changes, window).map(({ member, ...change }) => ({
    ...change,
    name: nameOf(state, member, card),
  }));

const previewOf = (
  state: ConversationState,
  newest: WindowContent['messages'][number] | undefined,
  draft: Draft,
): ConversationSummary['preview'] => {
  if (draft.text.trim() !== '') return { kind: 'draft', text: draft.text.slice(0, 200) };
  if (!newest || newest.content.kind === 'sealed') return { kind: 'none' };
  const own = isOurs(state, newest.target.writer);
  return newest.content.kind === 'deleted'
    ? { kind: 'deleted', own }
    : { kind: 'text', own, text: newest.content.text.slice(0, 200) };
};

export const toMessage = (
  state: ConversationState,
  view: WindowContent['messages'][number],
  card: Card,
): Message => {
  const own = isOurs(state, view.target.writer);
  return {
    id: view.id,
    own,
    editable: isEditable(state, view.target.writer),
    author: nameOf(state, view.target.writer, card),
    body: view.content,
    time: view.clock,
    clockAhead: view.ahead,
    replyTo: view.replyTo && quoteOf(state, view.replyTo, card),
    reactions: view.reactions.map(({ emoji, writers }) => ({
      emoji,
      count: writers.length,
      own: writers.some((writer) => isOurs(state, writer)),
      names: writers.map((writer) => nameOf(state, writer, card)),
    })),
    state: own ? deliveryOf(reachOf(state, view.target.writer), view.target.sequence) : undefined,
  };
};

const quoteOf = (
  state: ConversationState,
  quote: NonNullable<WindowContent['messages'][number]['replyTo']>,
  card: Card,
): Quote => ({
  id: quote.content && quote.content.kind !== 'deleted' ? messageId(quote.target) : undefined,
  author: nameOf(state, quote.target.writer, card),
  text: textOf(quote.content),
});

const textOf = (content: Content | null): string | undefined =>
  content?.kind === 'text' ? content.text : undefined;

/** The nickname is that of the one other member there is. */
const nameOf = (state: ConversationState, writer: Uint8Array, { nickname }: Card): string => {
  return !isOurs(state, writer) && nickname !== undefined ? nickname : toldName(state, writer);
};

const toldName = ({ members }: ConversationState, writer: Uint8Array): string =>
  findWriter(members, writer)?.name ?? '';
