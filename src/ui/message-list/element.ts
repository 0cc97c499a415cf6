/**
 * The log of a conversation. It stays at its end while the reader is there,
 * keeps the reader's place otherwise, tells what came meanwhile, and asks for
 * older messages before the reader runs out of them.
 *
 * The messages stand in this element's own tree, not in elements of their own,
 * so that names and labels can refer to each other. `role=log` would read out
 * whatever is added, older messages and buttons too; so its own announcing is
 * off and each new message of the contact is told once in a live region.
 */

import { msg, updateWhenLocaleChanges } from '@lit/localize';
import { html, LitElement, nothing, type PropertyValues } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { Commands } from '../../app/commands.ts';
import type { Message, OpenConversation } from '../../app/snapshot.ts';
import { icons } from '../icons.ts';
import { listen } from '../listen.ts';
import { whileConnected } from '../store-controller.ts';
import { announcement, newMessagesWords } from '../words/states.ts';
import { dayName, machineTime } from '../words/times.ts';
import { deleteDialog, openReactions, reactionPicker } from './dialogs.ts';
import { messageTemplate, type MessageAction, type RowHandlers } from './message.ts';
import { nextMessage } from './keys.ts';
import { messagesToRows, type Row } from './rows.ts';
import { holdPlace, isAtEnd, lastVisible, type Place, takePlace } from './scroll.ts';
import { styles } from './styles.ts';

const NEAR_TOP = 300;

export class GvMessageList extends LitElement {
  static override properties = {
    commands: { attribute: false },
    conversation: { attribute: false },
    active: { state: true },
    reachable: { state: true },
    atEnd: { state: true },
    arrived: { state: true },
    told: { state: true },
    chosen: { state: true },
  };
  static override styles = styles;

  declare commands: Commands;
  declare conversation: OpenConversation;
  /** The message whose tools are shown. */
  declare active: string | undefined;
  /** The message that Tab reaches; the newest until an arrow key moved it. */
  declare reachable: string | undefined;
  declare atEnd: boolean;
  /** How many messages came while the reader was further up. */
  declare arrived: number;
  /** What the live region says. */
  declare told: string;
  /** The message that the dialog or the picker is about. */
  declare chosen: Message | undefined;

  #known: ReadonlySet<string> = new Set();
  #place: Place | undefined;
  #loading = false;
  #markedRead: string | undefined;
  #opened = false;
  /** Where the scroll stood when it last was at the end. */
  #endTop = 0;

  constructor() {
    super();
    updateWhenLocaleChanges(this);
    this.atEnd = true;
    this.arrived = 0;
    this.told = '';
    whileConnected(this, () => [
      listen(window, 'focus', () => this.#seen()),
      listen(document, 'visibilitychange', () => this.#seen()),
      this.#watchSize(),
    ]);
  }

  override willUpdate(changed: PropertyValues) {
    if (!changed.has('conversation')) return;
    const messages = this.conversation.messages;
    this.#noticeScroll();
    const fresh = this.#opened ? this.#freshSince(messages) : [];
    this.#known = new Set(messages.map((message) => message.id));
    if (fresh.some((message) => message.own)) this.#toEnd();
    const others = fresh.filter((message) => !message.own);
    if (others.length > 0) this.told = others.slice(-3).map(announcement).join('\n');
    if (!this.atEnd) this.arrived += others.length;
    this.#place = this.#opened && !this.atEnd ? takePlace(this.#log) : undefined;
  }

  override render() {
    const { conversation } = this;
    const rows = messagesToRows(conversation.messages, conversation.firstUnread);
    const newestOwn = conversation.messages.findLast((message) => message.own)?.id;
    const reachable = this.#reachable();
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
        ${
          conversation.hasOlder
            ? html`<button class="older button plain" @click=${() => void this.#loadOlder()}>
                ${msg('Show older messages')}
              </button>`
            : nothing
        }
        ${rows.length === 0 ? nothingYet() : nothing}
        ${repeat(
          rows,
          (row) => row.key,
          (row) => this.#row(row, newestOwn, reachable),
        )}
        ${conversation.presence === 'typing' ? typingDots() : nothing}
      </div>
      ${this.atEnd ? nothing : this.#pill()}
      <div class="hidden-text" role="status" dir="auto">${this.told}</div>
      ${deleteDialog(this.chosen, () => void this.#deleteChosen())}
      ${reactionPicker(this.chosen, this.#handlers.react, this.#pickerToggled)}`;
  }

  #row(row: Row, newestOwn: string | undefined, reachable: string | undefined) {
    switch (row.kind) {
      case 'day':
        return html`<p class="day small">
          <time datetime=${machineTime(row.time)}>${dayName(row.time, Date.now())}</time>
        </p>`;
      case 'unread':
        return html`<p class="unread small" data-unread>${msg('New messages')}</p>`;
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

  #pill() {
    return html`<button class="pill" @click=${this.#showNewest}>
      ${icons.down()}
      ${
        this.arrived > 0
          ? html`<span>${newMessagesWords(this.arrived)}</span>`
          : html`<span class="hidden-text">${msg('To the newest message')}</span>`
      }
    </button>`;
  }

  override updated(changed: PropertyValues) {
    if (!changed.has('conversation')) return;
    if (!this.#opened) this.#showStart();
    else if (this.atEnd) this.#scrollToEnd();
    else if (this.#place !== undefined) holdPlace(this.#log, this.#place);
    this.#opened = true;
    this.#seen();
  }

  #handlers: RowHandlers = {
    activate: (id) => (this.active = id),
    reply: (message) => this.#ask({ kind: 'reply', message: message.id }),
    edit: (message) => this.#ask({ kind: 'edit', message: message.id }),
    remove: (message) => void this.#confirmDelete(message),
    chooseReaction: (message, from) => void this.#chooseReaction(message, from),
    react: (message, emoji) => void this.commands.react(message.id, emoji),
    showQuoted: (id) => this.#focusMessage(id, 'center'),
  };

  #ask(action: MessageAction) {
    this.active = undefined;
    this.dispatchEvent(new CustomEvent('message-action', { detail: action }));
  }

  async #confirmDelete(message: Message) {
    this.chosen = message;
    await this.updateComplete;
    this.renderRoot.querySelector('dialog')?.showModal();
  }

  /** The focus goes to the message after the one that goes, so that arrows lead on from there. */
  async #deleteChosen() {
    const message = this.chosen;
    if (message === undefined) return;
    const messages = this.conversation.messages;
    const at = messages.findIndex((each) => each.id === message.id);
    const neighbour = messages[at + 1] ?? messages[at - 1];
    await this.commands.deleteMessage(message.id);
    await this.updateComplete;
    this.#focusMessage(neighbour?.id ?? message.id, 'nearest');
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
    if (closed && isOurs && this.chosen) this.#focusMessage(this.chosen.id, 'nearest');
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
    this.#focusMessage(next, 'nearest');
  };

  /** Single letters act on the focused message; Left and Right walk through its tools. */
  #toolKey(event: KeyboardEvent, id: string): boolean {
    if (event.ctrlKey || event.metaKey || event.altKey) return false;
    const row = this.#rowElement(id);
    const tools = [...(row?.querySelectorAll<HTMLElement>('.tools button') ?? [])];
    const focused = (this.renderRoot as ShadowRoot).activeElement;
    const at = tools.findIndex((tool) => tool === focused);
    if (event.key === 'Enter' && focused === row && tools.length > 0) tools[0]?.focus();
    else if (event.key === 'ArrowRight' && at >= 0) tools[(at + 1) % tools.length]?.focus();
    else if (event.key === 'ArrowLeft' && at >= 0) tools.at(at - 1)?.focus();
    else if (event.key === 'Delete' && at < 0) {
      const message = this.#message(id);
      if (!message?.own || message.body.kind !== 'text' || !this.conversation.writable)
        return false;
      this.#handlers.remove(message);
    } else return false;
    event.preventDefault();
    return true;
  }

  #focusMessage(id: string, block: ScrollLogicalPosition) {
    const row = this.#rowElement(id);
    if (row === null) return;
    this.reachable = id;
    row.focus({ preventScroll: true });
    row.scrollIntoView({ block });
  }

  #reachable(): string | undefined {
    const { messages } = this.conversation;
    const kept = messages.some((message) => message.id === this.reachable);
    return kept ? this.reachable : messages.at(-1)?.id;
  }

  #left = () => {
    this.active = this.#focused();
  };

  /** The focused message keeps its tools when the pointer leaves. */
  #focused(): string | undefined {
    const element = (this.renderRoot as ShadowRoot).activeElement;
    return element?.closest<HTMLElement>('.message')?.dataset['id'];
  }

  #scrolled = () => {
    const log = this.#log;
    if (log === null) return;
    // A scroll that does not go up was none of the reader's: the end moved away from below.
    if (this.atEnd && !this.#wentUp(log)) this.#scrollToEnd();
    this.atEnd = isAtEnd(log);
    if (this.atEnd) {
      this.arrived = 0;
      this.#endTop = log.scrollTop;
    }
    if (log.scrollTop < NEAR_TOP) void this.#loadOlder();
    this.#seen();
  };

  #wentUp(log: HTMLElement): boolean {
    return log.scrollTop < this.#endTop - 1;
  }

  /** A message may come after the reader scrolled and before the browser told of it. */
  #noticeScroll() {
    const log = this.#opened && this.atEnd ? this.#log : null;
    if (log !== null && this.#wentUp(log)) this.atEnd = isAtEnd(log);
  }

  async #loadOlder() {
    if (this.#loading || !this.conversation.hasOlder) return;
    this.#loading = true;
    try {
      await this.commands.loadOlder();
      await this.updateComplete;
    } finally {
      this.#loading = false;
    }
  }

  /** Where the unread part begins, or the end. */
  #showStart() {
    const unread = this.renderRoot.querySelector('[data-unread]');
    this.#scrollToEnd();
    if (unread === null) return;
    unread.scrollIntoView({ block: 'start' });
    const log = this.#log;
    if (log !== null) this.atEnd = isAtEnd(log);
  }

  #showNewest = () => {
    this.#toEnd();
    this.#scrollToEnd();
    this.dispatchEvent(new Event('leave-to-composer'));
  };

  #toEnd() {
    this.atEnd = true;
    this.arrived = 0;
  }

  #scrollToEnd() {
    const log = this.#log;
    if (log === null) return;
    log.scrollTop = log.scrollHeight;
    this.#endTop = log.scrollTop;
  }

  /** When the keyboard comes or the composer grows, the end stays in sight. */
  #watchSize(): () => void {
    const observer = new ResizeObserver(() => {
      if (this.atEnd) this.#scrollToEnd();
    });
    observer.observe(this);
    return () => observer.disconnect();
  }

  /** Only what stood in a focused window counts as read. */
  #seen() {
    const log = this.#log;
    if (log === null || document.visibilityState !== 'visible' || !document.hasFocus()) return;
    const others = new Set(
      this.conversation.messages.filter((message) => !message.own).map((message) => message.id),
    );
    const id = lastVisible(log, others);
    if (id === undefined || id === this.#markedRead) return;
    const { messages } = this.conversation;
    const position = (key?: string) => messages.findIndex((message) => message.id === key);
    if (position(id) <= position(this.#markedRead)) return;
    this.#markedRead = id;
    void this.commands.markRead(id);
  }

  /** Messages that were not here before and stand after what was: not older ones that were loaded. */
  #freshSince(messages: readonly Message[]): readonly Message[] {
    const first = messages.findIndex((message) => this.#known.has(message.id));
    return messages.filter((message, index) => index > first && !this.#known.has(message.id));
  }

  #message(id: string): Message | undefined {
    return this.conversation.messages.find((message) => message.id === id);
  }

  #rowElement(id: string): HTMLElement | null {
    return this.renderRoot.querySelector(`.message[data-id="${CSS.escape(id)}"]`);
  }

  get #log(): HTMLElement | null {
    return this.renderRoot.querySelector('.log');
  }
}

function nothingYet() {
  return html`<div class="nothing">
    <p>${msg('Say hello.')}</p>
    <p class="soft small">
      ${msg(
        'Only the two of you can read what is written here. You can write even while your contact is away.',
      )}
    </p>
  </div>`;
}

function typingDots() {
  return html`<div class="typing" aria-hidden="true"><i></i><i></i><i></i></div>`;
}

customElements.define('gv-message-list', GvMessageList);

declare global {
  interface HTMLElementTagNameMap {
    'gv-message-list': GvMessageList;
  }
}
