/** The list of conversations with the ways to a new one, and what the network is like. */

import { msg, updateWhenLocaleChanges } from '@lit/localize';
import { html, LitElement } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { AppCommands } from '../../app/commands.ts';
import type {
  ConversationSummary,
  LinkProgress,
  NetworkStatus,
  ProfileSummary,
} from '../../app/snapshot.ts';
import { historyComing } from '../coming.ts';
import { face } from '../face.ts';
import { keepFocus } from '../focus-keeper.ts';
import { firstSteps } from '../first-steps.ts';
import { icons, mark } from '../icons.ts';
import '../paste-invitation/element.ts';
import {
  conversationTitle,
  networkWords,
  presenceWords,
  previewWords,
  unreadWords,
} from '../words/states.ts';
import { machineTime, shortTime } from '../words/times.ts';
import { styles } from './styles.ts';

export class GvConversationList extends LitElement {
  static override properties = {
    commands: { attribute: false },
    conversations: { attribute: false },
    openId: { attribute: false },
    name: { attribute: false },
    profiles: { attribute: false },
    network: { attribute: false },
    progress: { attribute: false },
    canLock: { attribute: false },
    version: { attribute: false },
  };
  static override styles = styles;

  declare commands: AppCommands;
  declare conversations: readonly ConversationSummary[];
  declare openId: string | undefined;
  declare name: string;
  declare profiles: readonly ProfileSummary[];
  declare network: NetworkStatus;
  /** While this device fetches what the person's others have. */
  declare progress: LinkProgress | undefined;
  declare canLock: boolean;
  declare version: string;

  constructor() {
    super();
    updateWhenLocaleChanges(this);
    keepFocus(this, () => this.renderRoot.querySelector<HTMLElement>('.network')?.focus());
  }

  /** After a conversation was left: its row, or the way to a new one. */
  focusConversation(id: string) {
    const row = this.renderRoot.querySelector<HTMLElement>(`[data-id="${CSS.escape(id)}"]`);
    const target = row ?? this.renderRoot.querySelector<HTMLElement>('.new');
    target?.focus();
  }

  /** After the settings or the address book were left. */
  focusPlace(place: 'settings' | 'contacts') {
    this.renderRoot.querySelector<HTMLElement>(`.${place}`)?.focus();
  }

  /** Something is written in the field for an invitation, and the person is still at it. */
  isTyping(): boolean {
    return this.renderRoot.querySelector('gv-paste-invitation')?.isTyping() === true;
  }

  override render() {
    return html`<section class="pane" aria-label=${msg('Overview')}>
      <div class="brand">
        ${mark()} ${this.#me()}
        ${
          this.canLock
            ? html`<button
                class="icon-button lock"
                title=${msg('Lock now')}
                @click=${() => void this.commands.lockNow()}
              >
                ${icons.lock()}<span class="hidden-text">${msg('Lock now')}</span>
              </button>`
            : ''
        }
        <button
          class="icon-button contacts"
          title=${msg('Contacts')}
          @click=${() => this.#say('contacts-asked')}
        >
          ${icons.people()}<span class="hidden-text">${msg('Contacts')}</span>
        </button>
        <button
          class="icon-button settings"
          title=${msg('Settings')}
          @click=${() => this.#say('settings-asked')}
        >
          ${icons.settings()}<span class="hidden-text">${msg('Settings')}</span>
        </button>
      </div>
      <h2 class="hidden-text">${msg('Conversations')}</h2>
      <div class="start">
        <button class="button main new" @click=${() => void this.commands.invite()}>
          ${icons.plus()}${msg('New conversation')}
        </button>
        <gv-paste-invitation compact .commands=${this.commands}></gv-paste-invitation>
      </div>
      <ul class="rows" role="list" aria-label=${msg('Conversations')}>
        ${repeat(
          this.conversations,
          (conversation) => conversation.id,
          (conversation) => this.#row(conversation),
        )}
        ${this.conversations.length === 0 ? noConversations() : ''}
      </ul>
      ${historyComing(this.progress)} ${this.#network()}
    </section>`;
  }

  /** Who one is here, and the way to be somebody else. */
  #me() {
    const { name } = this;
    const elsewhere = this.profiles
      .filter(({ isShown }) => !isShown)
      .reduce((sum, { unread }) => sum + unread, 0);
    return html`<button
      class="me"
      title=${msg('Profiles')}
      aria-haspopup="dialog"
      @click=${() => this.#say('profiles-asked')}
    >
      ${face(name, false, this.profiles.find(({ isShown }) => isShown)?.picture)}
      <span class="hidden-text">${msg('Profiles')}:</span>
      <span class="name" dir="auto">${name}</span>
      ${elsewhere > 0 ? unreadBadge(elsewhere) : ''}
    </button>`;
  }

  #row(conversation: ConversationSummary) {
    const { id, unread, presence } = conversation;
    const title = conversationTitle(conversation);
    const now = Date.now();
    return html`<li>
      <button
        class="conversation"
        data-id=${id}
        aria-current=${id === this.openId ? 'true' : 'false'}
        @click=${() => this.#choose(id)}
      >
        ${
          conversation.kind === 'direct' || conversation.kind === 'notes'
            ? face(title, presence !== 'away', conversation.picture)
            : html`<span class="face ${conversation.kind}" aria-hidden="true"
                >${icons.plus()}</span
              >`
        }
        <span class="text">
          <span class="line">
            <span class="title" dir="auto">${title}</span>
            ${
              presence === 'away'
                ? ''
                : html`<span class="hidden-text">${presenceWords(presence)}</span>`
            }
            <time class="small soft" datetime=${machineTime(conversation.time)}
              >${shortTime(conversation.time, now)}</time
            >
          </span>
          <span class="line">
            <span
              class="preview small"
              dir="auto"
              data-kind=${conversation.isChanged ? 'changed' : conversation.preview.kind}
              >${previewWords(conversation)}</span
            >
            ${unread > 0 ? unreadBadge(unread) : ''}
          </span>
        </span>
      </button>
    </li>`;
  }

  #choose(id: string) {
    this.#say('conversation-chosen');
    void this.commands.openConversation(id);
  }

  #say(what: 'settings-asked' | 'contacts-asked' | 'profiles-asked' | 'conversation-chosen') {
    this.dispatchEvent(new CustomEvent(what));
  }

  #network() {
    const words = networkWords(this.network);
    return html`<div class="network small" tabindex="-1">
      ${
        words === undefined
          ? html`<span class="version" translate="no">Grapevine ${this.version}</span>`
          : html`${icons.offline()}<span>${words}</span> ${
                this.network.signaling === 'waiting'
                  ? html`<button class="button plain" @click=${() => this.commands.reconnect()}>
                      ${msg('Connect now')}
                    </button>`
                  : ''
              }`
      }
    </div>`;
  }
}

function unreadBadge(count: number) {
  return html`<span class="unread" aria-hidden="true">${count > 99 ? '99+' : count}</span
    ><span class="hidden-text">${unreadWords(count)}</span>`;
}

function noConversations() {
  return html`<li class="none soft small">${msg('Your conversations will stand here.')}</li>
    <li class="alone">${firstSteps()}</li>`;
}

customElements.define('gv-conversation-list', GvConversationList);

declare global {
  interface HTMLElementTagNameMap {
    'gv-conversation-list': GvConversationList;
  }
}
