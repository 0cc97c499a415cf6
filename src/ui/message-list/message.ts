/** One message as a template: its bubble, what it answers, its state, and what can be done with it. */

import { msg, str } from '@lit/localize';
import { html, nothing } from 'lit';
import type { Message, Quote, Reaction } from '../../app/snapshot.ts';
import { icons } from '../icons.ts';
import { getLocale } from '../words/locale.ts';
import { reactionName } from '../words/reaction-names.ts';
import { deliveryWords } from '../words/states.ts';
import { fullTime, machineTime, timeOfDay } from '../words/times.ts';
import { isFewEmoji, textToParts } from './linkify.ts';
import type { Row } from './rows.ts';

/** What the composer is asked to do. */
export type MessageAction = { readonly kind: 'reply' | 'edit'; readonly message: string };

/** What a row can ask of its list. */
export type RowHandlers = {
  readonly activate: (id: string) => void;
  readonly reply: (message: Message) => void;
  readonly edit: (message: Message) => void;
  readonly remove: (message: Message) => void;
  readonly chooseReaction: (message: Message, from: HTMLElement) => void;
  readonly react: (message: Message, emoji: string) => void;
  readonly showQuoted: (id: string) => void;
};

export type RowView = {
  /** The message that the keyboard, the pointer or a tap is on: its tools are shown. */
  readonly active: boolean;
  /** The one that Tab reaches. */
  readonly reachable: boolean;
  /** The newest own one says its state in words. */
  readonly spellsState: boolean;
  readonly canAct: boolean;
};

type MessageRow = Extract<Row, { kind: 'message' }>;

export function messageTemplate(row: MessageRow, view: RowView, handlers: RowHandlers) {
  const { message } = row;
  const id = message.id;
  return html`<article
    class="message ${message.own ? 'own' : 'other'}"
    data-id=${id}
    data-starts=${row.startsRun}
    data-ends=${row.endsRun}
    tabindex=${view.reachable ? 0 : -1}
    aria-labelledby="author-${id} body-${id} meta-${id}"
    aria-describedby=${message.replyTo === undefined ? nothing : `quote-${id}`}
    @pointerenter=${(event: PointerEvent) => {
      if (event.pointerType === 'mouse') handlers.activate(id);
    }}
    @click=${() => handlers.activate(id)}
    @focusin=${() => handlers.activate(id)}
  >
    <span class="hidden-text" id="author-${id}" dir="auto"
      >${message.own ? msg('You') : message.author}</span
    >
    <div class="bubble" data-kind=${bubbleKind(message)}>
      ${message.replyTo === undefined ? nothing : quote(message, message.replyTo, view, handlers)}
      ${body(message, view)} ${meta(message)}
    </div>
    ${message.reactions.length > 0 ? reactions(message, view, handlers) : nothing}
    ${message.clockAhead ? clockNote(message) : nothing}
    ${
      view.spellsState && message.state !== undefined
        ? html`<p class="state small" aria-hidden="true">${deliveryWords(message.state)}</p>`
        : nothing
    }
    ${view.active && view.canAct ? tools(message, handlers) : nothing}
  </article>`;
}

function bubbleKind(message: Message): string {
  if (message.body.kind !== 'text') return message.body.kind;
  return message.replyTo === undefined && isFewEmoji(message.body.text) ? 'emoji' : 'text';
}

function body(message: Message, view: RowView) {
  const { body } = message;
  const id = `body-${message.id}`;
  switch (body.kind) {
    case 'deleted':
      return html`<p class="gone" id=${id}>${icons.remove()}${msg('This message was deleted')}</p>`;
    case 'sealed':
      return html`<p class="gone" id=${id}>
        ${icons.lock()}${msg('Here, but still sealed: waiting for its key')}
      </p>`;
    case 'text':
      return html`<p class="words" id=${id} dir="auto">${linked(body.text, view)}</p>`;
  }
}

/** Text nodes and links alone: whatever was written, it is never markup. */
function linked(text: string, view: RowView) {
  return textToParts(text).map((part) =>
    part.kind === 'text'
      ? part.text
      : html`<a
          href=${part.href}
          tabindex=${view.reachable ? 0 : -1}
          target="_blank"
          rel="noopener noreferrer"
          >${part.text}</a
        >`,
  );
}

function meta(message: Message) {
  const { body, state } = message;
  const edited = body.kind === 'text' && body.edited;
  return html`<p class="meta" id="meta-${message.id}">
    ${edited ? html`<span>${msg('edited')}</span>` : nothing}
    <time datetime=${machineTime(message.time)} title=${fullTime(message.time)}
      >${timeOfDay(message.time)}</time
    >
    ${
      state === undefined
        ? nothing
        : html`<span class="tick" data-state=${state} title=${deliveryWords(state)}
            >${icons[state]()}<span class="hidden-text">${deliveryWords(state)}</span></span
          >`
    }
  </p>`;
}

function quote(message: Message, quoted: Quote, view: RowView, handlers: RowHandlers) {
  const { id, author, text } = quoted;
  const name = `quote-${message.id}`;
  const content = html`<strong dir="auto">${author}</strong> <span dir="auto">${text ?? ''}</span>${
      text === undefined ? html`<em>${msg('This message is not here')}</em>` : nothing
    }`;
  return id === undefined
    ? html`<blockquote id=${name} class="quote small">${content}</blockquote>`
    : html`<button
        id=${name}
        class="quote small"
        tabindex=${view.reachable ? 0 : -1}
        title=${msg('Show the message')}
        @click=${() => handlers.showQuoted(id)}
      >
        ${content}
      </button>`;
}

function reactions(message: Message, view: RowView, handlers: RowHandlers) {
  return html`<div class="reactions" role="group" aria-label=${msg('Reactions')}>
    ${message.reactions.map((reaction) => reactionButton(reaction, message, view, handlers))}
  </div>`;
}

function reactionButton(
  reaction: Reaction,
  message: Message,
  view: RowView,
  handlers: RowHandlers,
) {
  const name = reactionName(reaction.emoji);
  const names = new Intl.ListFormat(getLocale()).format(reaction.names);
  const label = msg(str`${name}, ${reaction.count}: ${names}`);
  return html`<button
    class="reaction"
    tabindex=${view.reachable ? 0 : -1}
    aria-pressed=${reaction.own ? 'true' : 'false'}
    aria-label=${label}
    title=${label}
    ?disabled=${!view.canAct}
    @click=${() => handlers.react(message, reaction.emoji)}
  >
    <span aria-hidden="true">${reaction.emoji}</span>
    ${reaction.count > 1 ? html`<span aria-hidden="true">${reaction.count}</span>` : nothing}
  </button>`;
}

function clockNote(message: Message) {
  const words = message.own
    ? msg('The clock of this device was far ahead when this was written.')
    : msg(str`The clock of ${message.author}’s device was far ahead when this was written.`);
  return html`<p class="clock-note small">${words} <time>${fullTime(message.time)}</time></p>`;
}

function tools(message: Message, handlers: RowHandlers) {
  const canEdit = message.editable && message.body.kind === 'text';
  const canReply = message.body.kind === 'text';
  if (!canEdit && !canReply) return nothing;
  return html`<div class="tools" role="toolbar" aria-label=${msg('With this message')}>
    ${tool(msg('Reply'), icons.reply(), () => handlers.reply(message))}
    ${tool(msg('React'), icons.react(), (from) => handlers.chooseReaction(message, from))}
    ${canEdit ? tool(msg('Edit'), icons.edit(), () => handlers.edit(message)) : nothing}
    ${canEdit ? tool(msg('Delete'), icons.remove(), () => handlers.remove(message)) : nothing}
  </div>`;
}

function tool(name: string, icon: unknown, act: (from: HTMLElement) => void) {
  return html`<button
    class="icon-button"
    title=${name}
    aria-label=${name}
    @click=${(event: Event) => {
      event.stopPropagation();
      act(event.currentTarget as HTMLElement);
    }}
  >
    ${icon}
  </button>`;
}
