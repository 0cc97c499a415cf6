/**
 * Where a message is written. What is typed is kept as a draft while it is
 * typed, and stays in the field when it could not be made durable.
 *
 * Enter sends where there is a keyboard for it and makes a line on touch; a
 * key that belongs to an input method is never ours: during a composition
 * `isComposing` is true, and the key that ends one has code 229
 * (W3C UI Events, 4.3 and annex on legacy key codes).
 */

import { msg, str, updateWhenLocaleChanges } from '@lit/localize';
import { html, LitElement, type PropertyValues } from 'lit';
import type { Commands } from '../../app/commands.ts';
import type { Message, OpenConversation } from '../../app/snapshot.ts';
import { icons } from '../icons.ts';
import { beforeLeaving } from '../leaving.ts';
import { listen } from '../listen.ts';
import { whileConnected } from '../store-controller.ts';
import { byteLength, limitWords, TEXT_LIMIT } from './limit.ts';
import { styles } from './styles.ts';

const SAVE_AFTER = 400;
const KEY_OF_INPUT_METHOD = 229;

type Context = { readonly replyTo?: string; readonly editing?: string };

export class GvComposer extends LitElement {
  static override properties = {
    commands: { attribute: false },
    conversation: { attribute: false },
    coarsePointer: { attribute: false },
    text: { state: true },
    context: { state: true },
  };
  static override styles = styles;

  declare commands: Commands;
  declare conversation: OpenConversation;
  declare coarsePointer: boolean;
  declare text: string;
  declare context: Context;

  /** What was being written before an edit began. */
  #aside: { text: string; context: Context } | undefined;
  #timer: number | undefined;
  #unsaved = false;
  #sending = 0;
  /** The newest message on its way into the store. */
  #sent: Promise<void> = Promise.resolve();

  constructor() {
    super();
    updateWhenLocaleChanges(this);
    this.text = '';
    this.context = {};
    whileConnected(this, () => [
      // Of all that tells of a leaving page only this comes while a write can still be finished.
      listen(window, 'beforeunload', () => void this.#saveNow()),
      listen(window, 'pagehide', () => void this.#saveNow()),
      listen(document, 'visibilitychange', () => void this.#saveNow()),
      beforeLeaving(window, () => this.#saveAll()),
      () => void this.#saveNow(),
    ]);
  }

  override willUpdate(changed: PropertyValues) {
    if (!changed.has('conversation')) return;
    const before = changed.get('conversation') as OpenConversation | undefined;
    if (before?.id === this.conversation.id) return this.#leaveDeleted();
    const { text, replyTo, editing } = this.conversation.draft;
    this.text = text;
    this.context = { replyTo, editing };
  }

  focusText() {
    this.#field?.focus();
  }

  replyTo(message: string) {
    if (this.context.editing !== undefined) this.#leaveEdit();
    this.context = { replyTo: message };
    this.#changed();
    this.focusText();
  }

  edit(id: string) {
    const body = this.#message(id)?.body;
    if (body?.kind !== 'text') return;
    if (this.context.editing === undefined) {
      this.#aside = { text: this.text, context: this.context };
    }
    this.text = body.text;
    this.context = { editing: id };
    this.#changed();
    this.focusText();
  }

  override render() {
    const over = byteLength(this.text) > TEXT_LIMIT;
    const limit = limitWords(this.text);
    return html`<form novalidate @submit=${this.#submitted} @keydown=${this.#formKey}>
      ${this.#contextBar()}
      <div class="write">
        <textarea
          rows="1"
          autocomplete="off"
          dir="auto"
          enterkeyhint=${this.coarsePointer ? 'enter' : 'send'}
          autocapitalize="sentences"
          aria-label=${msg('Message')}
          placeholder=${msg('Message')}
          aria-describedby="limit"
          aria-invalid=${over ? 'true' : 'false'}
          .value=${this.text}
          @input=${this.#typed}
          @keydown=${this.#textKey}
        ></textarea>
        <button class="send" ?disabled=${over} aria-label=${msg('Send')}>${icons.send()}</button>
      </div>
      <p id="limit" class="limit small ${over ? 'over' : ''}" role="status">${limit}</p>
    </form>`;
  }

  #contextBar() {
    const { replyTo, editing } = this.context;
    if (editing !== undefined) {
      return bar(icons.edit(), msg('Editing your message'), '', () => this.#cancelContext());
    }
    if (replyTo === undefined) return '';
    const message = this.#message(replyTo);
    const text = message?.body.kind === 'text' ? message.body.text : '';
    const words =
      message === undefined
        ? msg('Replying')
        : message.own
          ? msg('Replying to yourself')
          : msg(str`Replying to ${message.author}`);
    return bar(icons.reply(), words, text, () => this.#cancelContext());
  }

  override updated(changed: PropertyValues) {
    if (changed.has('text')) this.#grow();
  }

  /** For browsers without `field-sizing`. */
  #grow() {
    const field = this.#field;
    if (field === null || CSS.supports('field-sizing', 'content')) return;
    field.style.height = 'auto';
    field.style.height = `${field.scrollHeight}px`;
  }

  #typed = () => {
    this.text = this.#field?.value ?? '';
    this.#changed();
    if (this.text.trim() !== '') this.commands.typing();
  };

  #textKey = (event: KeyboardEvent) => {
    if (event.isComposing || event.keyCode === KEY_OF_INPUT_METHOD) return;
    if (event.key === 'ArrowUp' && this.text === '' && !hasModifier(event)) {
      event.preventDefault();
      this.dispatchEvent(new Event('edit-newest'));
      return;
    }
    if (event.key !== 'Enter' || event.shiftKey) return;
    const always = event.ctrlKey || event.metaKey;
    if (this.coarsePointer && !always) return;
    event.preventDefault();
    this.#sent = this.#send();
  };

  #formKey = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || event.isComposing) return;
    if (this.context.replyTo === undefined && this.context.editing === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    this.#cancelContext();
  };

  #submitted = (event: Event) => {
    event.preventDefault();
    this.#sent = this.#send();
  };

  /**
   * The field is free for the next message at once; it gets the text back when
   * the message could not be made durable. Until then no draft is written, so
   * that the one in the store, which holds this text, is not lost.
   */
  async #send() {
    const { text, context } = this;
    if (text.trim() === '' || byteLength(text) > TEXT_LIMIT) return this.focusText();
    this.#stopTimer();
    this.#sending += 1;
    this.#clear();
    this.focusText();
    const durable = await this.#commit(text, context);
    this.#sending -= 1;
    if (!durable) this.#giveBack(text, context);
    if (this.#unsaved) this.#saveSoon();
  }

  #commit(text: string, context: Context): Promise<boolean> {
    return context.editing === undefined
      ? this.commands.send(text, context.replyTo)
      : this.commands.edit(context.editing, text);
  }

  #clear() {
    const aside = this.#aside;
    this.#aside = undefined;
    this.text = aside?.text ?? '';
    this.context = aside?.context ?? {};
    this.#unsaved = aside !== undefined && aside.text !== '';
  }

  #giveBack(text: string, context: Context) {
    if (context.editing !== undefined) {
      this.#aside = { text: this.text, context: this.context };
      this.text = text;
    } else {
      this.text = this.text === '' ? text : `${text}\n${this.text}`;
    }
    this.context = context;
    this.#unsaved = true;
  }

  #cancelContext() {
    if (this.context.editing !== undefined) this.#leaveEdit();
    else this.context = {};
    this.#changed();
    this.focusText();
  }

  #leaveEdit() {
    this.text = this.#aside?.text ?? '';
    this.context = this.#aside?.context ?? {};
    this.#aside = undefined;
  }

  /** The message that is being edited was deleted: its text is not kept in a draft. */
  #leaveDeleted() {
    const { editing } = this.context;
    if (editing === undefined || this.#message(editing)?.body.kind !== 'deleted') return;
    this.#leaveEdit();
    this.#changed();
  }

  #changed() {
    this.#unsaved = true;
    this.#saveSoon();
  }

  #saveSoon() {
    this.#stopTimer();
    this.#timer = window.setTimeout(() => void this.#saveNow(), SAVE_AFTER);
  }

  async #saveNow() {
    this.#stopTimer();
    if (!this.#unsaved || this.#sending > 0) return;
    this.#unsaved = false;
    const conversation = this.conversation.id;
    await this.commands.saveDraft({ text: this.text, ...this.context, conversation });
  }

  async #saveAll() {
    if (this.#sending > 0) await this.#sent;
    await this.#saveNow();
  }

  #stopTimer() {
    window.clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #message(id: string): Message | undefined {
    return this.conversation.messages.find((message) => message.id === id);
  }

  get #field() {
    return this.renderRoot.querySelector('textarea');
  }
}

function bar(icon: unknown, words: string, quote: string, cancel: () => void) {
  return html`<div class="context small">
    ${icon}
    <p><strong dir="auto">${words}</strong> <span class="soft" dir="auto">${quote}</span></p>
    <button type="button" class="icon-button" @click=${cancel}>
      ${icons.close()}<span class="hidden-text">${msg('Cancel')}</span>
    </button>
  </div>`;
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
