/** Turns a conversation's state and window into what the screen is given. */

import type { Content } from '../../core/journal/timeline/screen.ts';
import { findWriter } from '../../core/members/members.ts';
import { EMOJI, emojiIndices } from '../../core/pairing/emoji.ts';
import type {
  Comparison,
  ConversationSummary,
  Draft,
  Message,
  OpenConversation,
  Presence,
  Quote,
} from '../snapshot.ts';
import { deliveryOf, reachOf } from './delivery.ts';
import { isOurs, isOwn, otherMembers, type ConversationState } from './state.ts';
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
): ConversationSummary => {
  const newest = window.messages.at(-1);
  return {
    id,
    kind: aboutOf(state),
    title: titleOf(state),
    preview: previewOf(state, newest, draft),
    time: newest?.clock ?? state.createdAt,
    unread: window.unread,
    presence: contact.presence,
  };
};

export const describe = (
  id: string,
  state: ConversationState,
  window: WindowContent,
  draft: Draft,
  contact: Contact,
  firstUnread: string | undefined,
): OpenConversation => ({
  kind: 'conversation',
  about: aboutOf(state),
  id,
  title: titleOf(state),
  since: state.createdAt,
  presence: contact.presence,
  route: contact.route,
  comparison: comparisonOf(state),
  messages: window.messages.map((message) => toMessage(state, message)),
  hasOlder: window.hasOlder,
  firstUnread,
  draft,
  writable: state.verdict !== 'mismatched',
  quiet: state.quiet,
});

const aboutOf = ({ kind }: ConversationState): OpenConversation['about'] =>
  kind === 'direct' ? 'direct' : 'notes';

/** The name of the other member; empty where nobody else is. */
export const titleOf = (state: ConversationState): string =>
  otherMembers(state)
    .map((member) => nameOf(state, member))
    .join(', ');

const comparisonOf = ({ kind, verdict, emoji }: ConversationState): Comparison =>
  kind !== 'direct'
    ? { kind: 'none' }
    : verdict === 'open'
      ? {
          kind: 'open',
          emoji: emojiIndices(emoji).map((index) => ({ index, symbol: EMOJI[index] ?? '' })),
        }
      : { kind: verdict };

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
): Message => {
  const own = isOurs(state, view.target.writer);
  return {
    id: view.id,
    own,
    editable: isOwn(state, view.target.writer),
    author: nameOf(state, view.target.writer),
    body: view.content,
    time: view.clock,
    clockAhead: view.ahead,
    replyTo: view.replyTo && quoteOf(state, view.replyTo),
    reactions: view.reactions.map(({ emoji, writers }) => ({
      emoji,
      count: writers.length,
      own: writers.some((writer) => isOurs(state, writer)),
      names: writers.map((writer) => nameOf(state, writer)),
    })),
    state: own ? deliveryOf(reachOf(state, view.target.writer), view.target.sequence) : undefined,
  };
};

const quoteOf = (
  state: ConversationState,
  quote: NonNullable<WindowContent['messages'][number]['replyTo']>,
): Quote => ({
  id: quote.content && quote.content.kind !== 'deleted' ? messageId(quote.target) : undefined,
  author: nameOf(state, quote.target.writer),
  text: textOf(quote.content),
});

const textOf = (content: Content | null): string | undefined =>
  content?.kind === 'text' ? content.text : undefined;

const nameOf = ({ members }: ConversationState, writer: Uint8Array): string =>
  findWriter(members, writer)?.name ?? '';
