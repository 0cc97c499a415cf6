/** Words for what is so now: delivery, presence, route, network, and lines of a preview. */

import { msg, str } from '@lit/localize';
import type {
  ConversationSummary,
  DeliveryState,
  Message,
  NetworkStatus,
  OpenConversation,
  Presence,
} from '../../app/snapshot.ts';
import { wholeNumber } from './numbers.ts';
import { plural } from './plural.ts';

export function deliveryWords(state: DeliveryState): string {
  switch (state) {
    case 'device':
      return msg('On this device only');
    case 'delivered':
      return msg('Delivered');
    case 'read':
      return msg('Read');
  }
}

export function presenceWords(presence: Presence): string {
  switch (presence) {
    case 'away':
      return msg('Away');
    case 'online':
      return msg('Online');
    case 'typing':
      return msg('Typing…');
  }
}

export function routeWords(route: OpenConversation['route']): string {
  switch (route) {
    case 'none':
      return msg('not connected');
    case 'connecting':
      return msg('connecting…');
    case 'relayed':
      return msg('relayed');
    case 'direct':
      return msg('direct');
  }
}

/** The same at length, for a tooltip. */
export function routeExplained(route: OpenConversation['route']): string {
  switch (route) {
    case 'none':
      return msg('The two devices are not connected now. What you write is sent when they meet.');
    case 'connecting':
      return msg('The two devices are looking for each other.');
    case 'relayed':
      return msg('The sealed messages pass through the server, which cannot read them.');
    case 'direct':
      return msg('The two devices are connected directly, without anything between them.');
  }
}

/** Undefined while there is nothing to say. */
export function networkWords(network: NetworkStatus): string | undefined {
  switch (network.signaling) {
    case 'open':
      return network.webrtc ? undefined : msg('No direct connections in this browser: relayed');
    case 'connecting':
      return msg('Connecting…');
    case 'off':
    case 'waiting':
      return network.follower
        ? undefined
        : msg('Offline. You can read and write; it is sent later.');
  }
}

export function previewWords(conversation: ConversationSummary): string {
  if (conversation.isChanged) return msg('Safety number changed');
  if (conversation.presence === 'typing') return msg('Typing…');
  const preview = conversation.preview;
  switch (preview.kind) {
    case 'none':
      return nothingYetWords(conversation.kind);
    case 'over':
      return overWords(preview.why);
    case 'text':
      return preview.own ? msg(str`You: ${preview.text}`) : preview.text;
    case 'deleted':
      return preview.own ? msg('You deleted a message') : msg('Message deleted');
    case 'draft':
      return msg(str`Draft: ${preview.text}`);
  }
}

function nothingYetWords(kind: ConversationSummary['kind']): string {
  switch (kind) {
    case 'inviting':
      return msg('Waiting for your contact');
    case 'accepting':
      return msg('Waiting for the other side');
    case 'again':
      return msg('Pairing again');
    case 'direct':
      return msg('No messages yet');
    case 'notes':
      return msg('Nothing noted yet');
  }
}

function overWords(why: 'raced' | 'declined' | 'expired' | 'used'): string {
  switch (why) {
    case 'raced':
      return msg('Void: two tried to use the link');
    case 'declined':
      return msg('Declined');
    case 'expired':
      return msg('Expired');
    case 'used':
      return msg('Already used');
  }
}

export function conversationTitle(conversation: Pick<ConversationSummary, 'kind' | 'title'>) {
  if (conversation.title) return conversation.title;
  switch (conversation.kind) {
    case 'inviting':
      return msg('Your invitation');
    case 'notes':
      return msg('Notes to self');
    default:
      return msg('Without a name');
  }
}

/** Why this device may not write in a conversation any more. */
export function endedWords(ended: NonNullable<OpenConversation['ended']>): string {
  switch (ended) {
    case 'removed':
      return msg(
        'This device was removed from the conversation. You can read what was said until then; to write again, link this device anew.',
      );
    case 'lost':
      return msg(
        'This device was reported as lost, or another one took its place in the conversation. You can read what was said until then.',
      );
    case 'forked':
      return msg(
        'This device was set back to an earlier state, so it can write no more here. You can read what was said until then.',
      );
  }
}

export function unreadWords(count: number): string {
  return plural(count, {
    one: () => msg(str`${count} unread message`),
    other: () => msg(str`${wholeNumber(count)} unread messages`),
  });
}

export function newMessagesWords(count: number): string {
  return plural(count, {
    one: () => msg(str`${count} new message`),
    other: () => msg(str`${wholeNumber(count)} new messages`),
  });
}

export function newMessagesFrom(title: string, count: number): string {
  return plural(count, {
    one: () => msg(str`New message from ${title}`),
    other: () => msg(str`${wholeNumber(count)} new messages from ${title}`),
  });
}

/** What is spoken when a message arrives that can be read. */
export function spokenMessage({ author, body }: Message): string {
  return msg(str`${author}: ${body.kind === 'text' ? body.text : ''}`);
}

/** The title of a notification; `profile`: whose it is, where there are several. */
export function alertTitle(title: string, profile: string | undefined): string {
  return profile === undefined ? title : msg(str`${title}, to ${profile}`);
}

/** Spoken; in words of the whole app, not of a conversation. */
export function newMessagesTo(profile: string): string {
  return msg(str`New messages to ${profile}`);
}
