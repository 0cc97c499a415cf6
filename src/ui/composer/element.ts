/**
 * Where a message is written. What is typed is kept as a draft
 * (draft-keeper.ts), and comes back when it could not be made durable.
 *
 * Enter sends where there is a keyboard for it and makes a line on touch; a
 * key that belongs to an input method is never ours: during a composition
 * `isComposing` is true, and the key that ends one has code 229
 * (W3C UI Events, 4.3 and annex on legacy key codes).
 */

import { msg, updateWhenLocaleChanges } from '@lit/localize';
import { html, LitElement, type PropertyValues } from 'lit';
import type { Commands } from '../../app/commands.ts';
import type { Message, OpenConversation } from '../../app/snapshot.ts';
import { icons } from '../icons.ts';
import { contextBar } from './context-bar.ts';
import { keepDraft } from './draft-keeper.ts';
import { byteLength, limitWords, TEXT_LIMIT } from './limit.ts';
import { styles } from './styles.ts';
import {
  cancelContext,
  giveBack,
  NOTHING_WRITTEN,
  startEdit,
  startReply,
  takeBack,
  type Writing,
  type Written,
} from './writing.ts';

const KEY_OF_INPUT_METHOD = 229;

export class GvComposer extends LitElement {
  static override properties = {
    commands: { attribute: false },
    conversation: { attribute: false },
    coarsePointer: { attribute: false },
    writing: { state: true },
  };
  static override styles = styles;

  declare commands: Commands;
  declare conversation: OpenConversation;
  declare coarsePointer: boolean;
  declare writing: Writing;

  #draft = keepDraft(this, () => {
    const { text, context } = this.writing;
    return this.commands.saveDraft({ text, ...context, conversation: this.conversation.id });
  });

  constructor() {
    super();
    updateWhenLocaleChanges(this);
    this.writing = NOTHING_WRITTEN;
  }

  override willUpdate(changed: PropertyValues) {
    if (!changed.has('conversation')) return;
    const before = changed.get('conversation') as OpenConversation | undefined;
    if (before?.id === this.conversation.id) return this.#leaveDeleted();
    const { text, replyTo, editing } = this.conversation.draft;
    this.writing = { text, context: { replyTo, editing }, aside: undefined };
  }

  focusText() {
    this.#field?.focus();
  }

  replyTo(message: string) {
    this.#change(startReply(this.writing, message));
    this.focusText();
  }

  edit(id: string) {
    const body = this.#message(id)?.body;
    if (body?.kind !== 'text') return;
    this.#change(startEdit(this.writing, id, body.text));
    this.focusText();
  }

  override render() {
    const { text, context } = this.writing;
    const over = byteLength(text) > TEXT_LIMIT;
    const answered = context.replyTo === undefined ? undefined : this.#message(context.replyTo);
    return html`<form novalidate @submit=${this.#submitted} @keydown=${this.#formKey}>
      ${contextBar(context, answered, this.#cancel)}
      <div class="write">
        <textarea
          rows="1"
          autocomplete="off"
          dir="auto"
          enterkeyhint=${this.coarsePointer ? 'enter' : 'send'}
          autocapitalize="sentences"
          aria-label=${msg('Message')}
          placeholder=${msg('Message')}
          aria-describedby="context limit"
          aria-invalid=${over ? 'true' : 'false'}
          .value=${text}
          @input=${this.#typed}
          @keydown=${this.#textKey}
        ></textarea>
        <button class="send" ?disabled=${over} aria-label=${msg('Send')}>${icons.send()}</button>
      </div>
      <p id="limit" class="limit small ${over ? 'over' : ''}" role="status">${limitWords(text)}</p>
    </form>`;
  }

  override updated(changed: PropertyValues) {
    const before = changed.get('writing') as Writing | undefined;
    if (changed.has('writing') && before?.text !== this.writing.text) this.#grow();
  }

  /** For browsers without `field-sizing`. */
  #grow() {
    const field = this.#field;
    if (field === null || CSS.supports('field-sizing', 'content')) return;
    field.style.height = 'auto';
    field.style.height = `${field.scrollHeight}px`;
  }

  #typed = () => {
    this.#change({ ...this.writing, text: this.#field?.value ?? '' });
    if (this.writing.text.trim() !== '') this.commands.typing();
  };

  #textKey = (event: KeyboardEvent) => {
    if (event.isComposing || event.keyCode === KEY_OF_INPUT_METHOD) return;
    if (event.key === 'ArrowUp' && this.writing.text === '' && !hasModifier(event)) {
      event.preventDefault();
      this.dispatchEvent(new Event('edit-newest'));
      return;
    }
    if (event.key !== 'Enter' || event.shiftKey) return;
    const always = event.ctrlKey || event.metaKey;
    if (this.coarsePointer && !always) return;
    event.preventDefault();
    this.#send();
  };

  #formKey = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || event.isComposing) return;
    const { replyTo, editing } = this.writing.context;
    if (replyTo === undefined && editing === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    this.#cancel();
  };

  #submitted = (event: Event) => {
    event.preventDefault();
    this.#send();
  };

  /** The field is free for the next message at once. */
  #send() {
    const sent = this.writing;
    if (sent.text.trim() === '' || byteLength(sent.text) > TEXT_LIMIT) return this.focusText();
    this.writing = takeBack(sent);
    this.focusText();
    this.#draft.whileSending(this.writing.text !== '', () => this.#commit(sent));
  }

  async #commit(sent: Written) {
    const { text, context } = sent;
    const durable = await (context.editing === undefined
      ? this.commands.send(text, context.replyTo)
      : this.commands.edit(context.editing, text));
    if (!durable) this.#change(giveBack(this.writing, sent));
  }

  #cancel = () => {
    this.#change(cancelContext(this.writing));
    this.focusText();
  };

  /** The message that is being edited was deleted: its text is not kept in a draft. */
  #leaveDeleted() {
    const { editing } = this.writing.context;
    if (editing === undefined || this.#message(editing)?.body.kind !== 'deleted') return;
    this.#change(takeBack(this.writing));
  }

  #change(writing: Writing) {
    this.writing = writing;
    this.#draft.changed();
  }

  #message(id: string): Message | undefined {
    return this.conversation.messages.find((message) => message.id === id);
  }

  get #field() {
    return this.renderRoot.querySelector('textarea');
  }
}

function hasModifier(event: KeyboardEvent): boolean {
  return event.shiftKey || event.ctrlKey || event.metaKey || event.altKey;
}

customElements.define('gv-composer', GvComposer);

declare global {
  interface HTMLElementTagNameMap {
    'gv-composer': GvComposer;
  }
}
