/**
 * The log of a conversation. It tells what comes and asks for older messages
 * before the reader runs out of them (older.ts); end-keeper.ts sees to what is
 * in sight meanwhile, message-cursor.ts to where the keyboard is.
 *
 * The messages stand in this element's own tree, not in elements of their own,
 * so that names and labels can refer to each other. `role=log` would read out
 * whatever is added, older messages and buttons too; so its own announcing is
 * off, and telling.ts says what is to be spoken.
 */

import { msg, updateWhenLocaleChanges } from '@lit/localize';
import { html, LitElement, nothing, type PropertyValues } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { Commands } from '../../app/commands.ts';
import type { Message, OpenConversation } from '../../app/snapshot.ts';
import { speakAfter } from '../announcer.ts';
import { keepFocus } from '../focus-keeper.ts';
import { deleteDialog, openReactions, reactionPicker } from './dialogs.ts';
import { keepEnd } from './end-keeper.ts';
import {
  changeLine,
  dayLine,
  endPill,
  nothingYet,
  olderButton,
  typingDots,
  unreadLine,
} from './log-parts.ts';
import { messageTemplate, type MessageAction, type RowHandlers } from './message.ts';
import { neighbourOf, nextMessage } from './keys.ts';
import { messageCursor } from './message-cursor.ts';
import { olderMessages } from './older.ts';
import { keepReadMark } from './read-mark.ts';
import { messagesToRows, type Row } from './rows.ts';
import { styles } from './styles.ts';
import { tellMessages } from './telling.ts';
import { walkTools } from './tool-keys.ts';

const NEAR_TOP = 300;

export class GvMessageList extends LitElement {
  static override properties = {
    commands: { attribute: false },
    conversation: { attribute: false },
    coarsePointer: { attribute: false },
    active: { state: true },
    chosen: { state: true },
  };
  static override styles = styles;

  declare commands: Commands;
  declare conversation: OpenConversation;
  declare coarsePointer: boolean;
  /** The message whose tools are shown. */
  declare active: string | undefined;
  /** The message that the dialog or the picker is about. */
  declare chosen: Message | undefined;

  #end = keepEnd(this, () => this.#log);
  #telling = tellMessages(this);
  #cursor = messageCursor(this);
  #read = keepReadMark(
    this,
    () => this.#log,
    () => this.conversation.messages,
    (id) => void this.commands.markRead(id),
  );
  #older = olderMessages(
    () => this.conversation,
    async () => {
      await this.commands.loadOlder();
      await this.updateComplete;
    },
  );
  /** The message that has or had the focus, itself or by something in it. */
  #focused: string | undefined;

  constructor() {
    super();
    updateWhenLocaleChanges(this);
    keepFocus(this, () => this.#cursor.moveTo(this.#focused ?? this.#newest() ?? '', 'nearest'));
  }

  override willUpdate(changed: PropertyValues) {
    this.#focused = this.#cursor.focused();
    if (!changed.has('conversation')) return;
    const fresh = this.#end.willDraw(this.conversation.messages);
    this.#telling.look(fresh, this.conversation.messages);
  }

  override render() {
    const { conversation } = this;
    const rows = messagesToRows(
      conversation.messages,
      conversation.firstUnread,
      conversation.changes,
    );
    const newestOwn = conversation.messages.findLast((message) => message.own)?.id;
    const reachable = this.#cursor.reachable(conversation.messages);
    return html`<div
        class="log"
        role="log"
        aria-label=${msg('Messages')}
        aria-live="off"
        tabindex=${rows.length === 0 ? 0 : nothing}
        @scroll=${this.#scrolled}
        @keydown=${this.#key}
        @pointerleave=${this.#left}
      >
        ${conversation.hasOlder ? olderButton(() => this.#older.ask()) : nothing}
        ${rows.length === 0 ? nothingYet() : nothing}
        ${repeat(
          rows,
          (row) => row.key,
          (row) => this.#row(row, newestOwn, reachable),
        )}
        ${conversation.presence === 'typing' ? typingDots() : nothing}
      </div>
      ${this.#end.atEnd ? nothing : endPill(this.#end.arrived, this.#showNewest)}
      ${deleteDialog(this.chosen, () => void this.#deleteChosen())}
      ${reactionPicker(this.chosen, this.#handlers.react, this.#pickerToggled)}`;
  }

  #row(row: Row, newestOwn: string | undefined, reachable: string | undefined) {
    switch (row.kind) {
      case 'day':
        return dayLine(row.time, Date.now());
      case 'unread':
        return unreadLine();
      case 'change':
        return changeLine(row.change);
      case 'message':
        return messageTemplate(
          row,
          {
            active: row.message.id === this.active,
            reachable: row.message.id === reachable,
            spellsState: row.message.id === newestOwn,
            canAct: this.conversation.writable,
          },
          this.#handlers,
        );
    }
  }

  override updated(changed: PropertyValues) {
    if (!changed.has('conversation')) return;
    this.#end.drawn();
    const above = this.#older.asked();
    if (above !== undefined) this.#cursor.moveTo(above, 'nearest');
    this.#read.look();
  }

  #handlers: RowHandlers = {
    activate: (id) => (this.active = id),
    reply: (message) => this.#ask({ kind: 'reply', message: message.id }),
    edit: (message) => this.#ask({ kind: 'edit', message: message.id }),
    remove: (message) => void this.#confirmDelete(message),
    chooseReaction: (message, from) => void this.#chooseReaction(message, from),
    react: (message, emoji) => void this.commands.react(message.id, emoji),
    showQuoted: (id) => this.#cursor.moveTo(id, 'center'),
  };

  #ask(action: MessageAction) {
    this.active = undefined;
    this.dispatchEvent(new CustomEvent('message-action', { detail: action }));
  }

  async #confirmDelete(message: Message) {
    this.chosen = message;
    await this.updateComplete;
    const dialog = this.renderRoot.querySelector('dialog');
    if (dialog === null) return;
    dialog.showModal();
    speakAfter(dialog);
  }

  /** The focus goes to the message after the one that goes, so that arrows lead on from there. */
  async #deleteChosen() {
    const message = this.chosen;
    if (message === undefined) return;
    const neighbour = neighbourOf(this.conversation.messages, message.id);
    const isGone = await this.commands.deleteMessage(message.id);
    await this.updateComplete;
    this.#cursor.moveTo((isGone ? neighbour : undefined) ?? message.id, 'nearest');
  }

  async #chooseReaction(message: Message, from: HTMLElement) {
    this.chosen = message;
    await this.updateComplete;
    const picker = this.renderRoot.querySelector<HTMLElement>('.picker');
    if (picker !== null) openReactions(picker, from);
  }

  /** The picker gives the focus back to the message, unless the person went elsewhere. */
  #pickerToggled = (event: Event) => {
    const closed = (event as ToggleEvent).newState === 'closed';
    // The hidden choice may still have the focus: browsers take it away only when they next paint.
    const isOurs = document.activeElement === document.body || this.matches(':focus-within');
    if (closed && isOurs && this.chosen) this.#cursor.moveTo(this.chosen.id, 'nearest');
  };

  #key = (event: KeyboardEvent) => {
    const target = event.target as HTMLElement;
    if (!target.matches('.message, .tools *, .reaction')) return;
    if (event.key === 'Escape') {
      event.preventDefault();
      this.dispatchEvent(new Event('leave-to-composer'));
      return;
    }
    const current = target.closest<HTMLElement>('.message')?.dataset['id'];
    if (current === undefined) return;
    if (this.#toolKey(event, current)) return;
    const next = nextMessage(event, this.conversation.messages, current);
    if (next === undefined) return;
    event.preventDefault();
    this.#cursor.moveTo(next, 'nearest');
  };

  /** The tools are walked through; Delete acts on the focused message. */
  #toolKey(event: KeyboardEvent, id: string): boolean {
    if (event.ctrlKey || event.metaKey || event.altKey) return false;
    const focused = (this.renderRoot as ShadowRoot).activeElement;
    if (!walkTools(event, this.#cursor.row(id), focused)) {
      if (event.key !== 'Delete' || focused?.matches('.tools *')) return false;
      const message = this.conversation.messages.find((each) => each.id === id);
      if (!message?.editable || message.body.kind !== 'text' || !this.conversation.writable)
        return false;
      this.#handlers.remove(message);
    }
    event.preventDefault();
    return true;
  }

  /** The focused message keeps its tools when the pointer leaves. */
  #left = () => {
    this.active = this.#cursor.focused();
  };

  #scrolled = () => {
    const log = this.#log;
    if (log === null) return;
    this.#end.scrolled(log);
    // Who has come to the button for it decides when; the button must not go from under the focus.
    const isOnButton = log.querySelector('.older:focus') !== null;
    if (log.scrollTop < NEAR_TOP && !isOnButton) void this.#older.load();
    this.#read.look();
  };

  /** On touch the composer would call up the keyboard, which nobody asked for. */
  #showNewest = () => {
    this.#end.goToEnd();
    const newest = this.#newest();
    if (!this.coarsePointer || newest === undefined) {
      this.dispatchEvent(new Event('leave-to-composer'));
      return;
    }
    this.#cursor.moveTo(newest, 'end');
    this.active = undefined;
  };

  #newest(): string | undefined {
    return this.conversation.messages.at(-1)?.id;
  }

  get #log(): HTMLElement | null {
    return this.renderRoot.querySelector('.log');
  }
}

customElements.define('gv-message-list', GvMessageList);

declare global {
  interface HTMLElementTagNameMap {
    'gv-message-list': GvMessageList;
  }
}
