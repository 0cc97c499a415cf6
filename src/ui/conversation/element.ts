/**
 * One conversation: who it is and how it is connected, the messages, the
 * composer, and the comparison of emoji for as long as it is offered.
 */

import { msg, str, updateWhenLocaleChanges } from '@lit/localize';
import { html, LitElement, nothing } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { Commands } from '../../app/commands.ts';
import type {
  ContactView,
  LinkProgress,
  NetworkStatus,
  OpenConversation,
} from '../../app/snapshot.ts';
import { historyComing } from '../coming.ts';
import '../compare/element.ts';
import '../composer/element.ts';
import { face } from '../face.ts';
import { keepFocus } from '../focus-keeper.ts';
import { icons } from '../icons.ts';
import '../message-list/element.ts';
import type { MessageAction } from '../message-list/message.ts';
import type { Platform, PlatformState } from '../platform.ts';
import {
  conversationTitle,
  endedWords,
  presenceWords,
  routeExplained,
  routeWords,
} from '../words/states.ts';
import { changedNotice } from './changed.ts';
import { introductionCard } from './introduction.ts';
import { styles } from './styles.ts';

export class GvConversation extends LitElement {
  static override properties = {
    commands: { attribute: false },
    platform: { attribute: false },
    platformState: { attribute: false },
    conversation: { attribute: false },
    network: { attribute: false },
    progress: { attribute: false },
    contacts: { attribute: false },
    comparing: { state: true },
    details: { state: true },
    first: { state: true },
  };
  static override styles = styles;

  declare commands: Commands;
  declare platform: Platform;
  declare platformState: PlatformState;
  declare conversation: OpenConversation;
  declare network: NetworkStatus;
  /** While older messages are on their way from another device of this person. */
  declare progress: LinkProgress | undefined;
  /** Everybody whom this one could be introduced to. */
  declare contacts: readonly ContactView[];
  /** The person asked to compare now, though it was put off. */
  declare comparing: boolean;
  declare details: 'closed' | 'open' | 'failed';
  /** Which part of the details was asked for. */
  declare first: 'none' | 'safety';

  constructor() {
    super();
    updateWhenLocaleChanges(this);
    keepFocus(this, () => void this.focusStart());
    this.comparing = false;
    this.details = 'closed';
    this.first = 'none';
  }

  /** To the composer on a desk; on touch to the heading, so that no keyboard jumps up. */
  async focusStart() {
    await this.updateComplete;
    const composer = this.renderRoot.querySelector('gv-composer');
    if (composer !== null && !this.platformState.coarsePointer) {
      await composer.updateComplete;
      composer.focusText();
    } else {
      this.renderRoot.querySelector('h2')?.focus({ preventScroll: true });
    }
  }

  override render() {
    const { conversation } = this;
    return html`<section aria-label=${msg(str`Conversation with ${titleOf(conversation)}`)}>
      ${this.#header()} ${this.#details()} ${this.#changed()} ${this.#comparison()}
      ${historyComing(this.progress)}
      <gv-message-list
        .commands=${this.commands}
        .conversation=${conversation}
        .coarsePointer=${this.platformState.coarsePointer}
        @message-action=${this.#act}
        @leave-to-composer=${() => this.#toComposer()}
      ></gv-message-list>
      ${this.#introductions()}
      ${
        conversation.contact?.isBlocked
          ? this.#blocked()
          : conversation.writable
            ? html`<gv-composer
                .commands=${this.commands}
                .conversation=${conversation}
                .coarsePointer=${this.platformState.coarsePointer}
                @edit-newest=${this.#editNewest}
              ></gv-composer>`
            : closed(conversation)
      }
    </section>`;
  }

  #introductions() {
    const { conversation } = this;
    if (conversation.introductions.length === 0) return '';
    return html`<div class="introductions">
      ${repeat(
        conversation.introductions,
        ({ id }) => id,
        (each) => introductionCard(this.commands, titleOf(conversation), each),
      )}
    </div>`;
  }

  #blocked() {
    const { id } = this.conversation;
    return html`<div class="closed blocked">
      <p class="small">
        ${msg('You blocked this contact. What they write is kept, and shown when you unblock.')}
      </p>
      <button class="button" @click=${() => void this.commands.setBlocked(id, false)}>
        ${msg('Unblock')}
      </button>
    </div>`;
  }

  #header() {
    const { conversation } = this;
    const title = titleOf(conversation);
    return html`<header>
      <button class="icon-button back" @click=${() => this.commands.closeConversation()}>
        ${icons.back()}<span class="hidden-text">${msg('Back to the conversations')}</span>
      </button>
      ${face(
        title,
        conversation.about === 'direct' && conversation.presence !== 'away',
        conversation.contact?.picture,
      )}
      <div class="who">
        <h2 tabindex="-1" dir="auto" aria-describedby="presence">${title}</h2>
        <p
          id="presence"
          class="small soft"
          title=${conversation.about === 'notes' ? nothing : routeExplained(conversation.route)}
        >
          ${
            this.conversation.about === 'notes'
              ? msg('Only you, on all your devices')
              : this.#isOffline()
                ? msg('You are offline · sent later')
                : html`<span>${presenceWords(conversation.presence)}</span>
                    ${this.#route(conversation)}`
          }
        </p>
      </div>
      ${this.#badge()}
      <button
        class="icon-button"
        title=${msg('Details')}
        @click=${() => void this.#openDetails('none')}
      >
        ${icons.details()}<span class="hidden-text">${msg('Details')}</span>
      </button>
    </header>`;
  }

  /** Who is there without a link is not "not connected": one opens as soon as there is something to say. */
  #route({ presence, route }: OpenConversation) {
    if (presence !== 'away' && route === 'none') return nothing;
    return html`<span aria-hidden="true">·</span> <span>${routeWords(route)}</span>`;
  }

  #details() {
    switch (this.details) {
      case 'closed':
        return '';
      case 'failed':
        return html`<p class="failed small" role="alert">
          ${msg('The details could not be loaded. Check the connection and try again.')}
        </p>`;
      case 'open':
        return html`<gv-details
          .commands=${this.commands}
          .platform=${this.platform}
          .conversation=${this.conversation}
          .contacts=${this.contacts}
          .first=${this.first}
          @details-closed=${() => (this.details = 'closed')}
        ></gv-details>`;
    }
  }

  async #openDetails(first: 'none' | 'safety') {
    this.first = first;
    try {
      await import('../details/element.ts');
      this.details = 'open';
    } catch {
      // A browser does not say more than that the part did not come.
      this.details = 'failed';
    }
  }

  /** It is this device that has no network, and no link to the contact is left. */
  #isOffline(): boolean {
    const { signaling, follower } = this.network;
    const away = signaling === 'waiting' || signaling === 'off';
    return away && !follower && this.conversation.route === 'none';
  }

  #badge() {
    switch (this.conversation.comparison.kind) {
      case 'none':
        return '';
      case 'changed':
        return html`<p class="badge mismatched small">${icons.notice()}${msg('Changed')}</p>`;
      case 'open':
        if (this.conversation.comparison.emoji.length === 0) {
          return html`<button class="badge button" @click=${() => void this.#openDetails('safety')}>
            ${icons.shield()}${msg('Not compared')}
          </button>`;
        }
        return html`<button
          class="badge button"
          aria-expanded=${this.#offersComparison() ? 'true' : 'false'}
          @click=${() => void this.#toggleComparison()}
        >
          ${icons.shield()}${msg('Not compared')}
        </button>`;
      case 'matched':
        return html`<p class="badge matched small">${icons.compared()}${msg('Compared')}</p>`;
      case 'mismatched':
        return html`<p class="badge mismatched small">${icons.notice()}${msg('Not safe')}</p>`;
    }
  }

  /** Nothing puts it away but a person who has seen it, or compared. */
  #changed() {
    const { id, comparison } = this.conversation;
    if (comparison.kind !== 'changed') return '';
    return changedNotice(
      titleOf(this.conversation),
      () => void this.#seen(id),
      () => void this.#openDetails('safety'),
    );
  }

  async #seen(id: string) {
    await this.commands.acknowledgeChange(id);
    await this.updateComplete;
    await this.focusStart();
  }

  #comparison() {
    const { comparison } = this.conversation;
    if (comparison.kind === 'mismatched') return mismatchWords();
    if (comparison.kind !== 'open' || comparison.emoji.length === 0) return '';
    if (!this.#offersComparison()) return '';
    return html`<gv-compare
      .contact=${titleOf(this.conversation)}
      .emoji=${comparison.emoji}
      @verdict=${this.#verdict}
      @later=${() => void this.#later()}
    ></gv-compare>`;
  }

  #offersComparison(): boolean {
    return this.comparing || !this.platform.isPutOff(`compare:${this.conversation.id}`);
  }

  async #toggleComparison() {
    if (this.#offersComparison()) return this.#later();
    this.comparing = true;
    await this.updateComplete;
    this.renderRoot.querySelector('gv-compare')?.focusStart();
  }

  async #later() {
    this.comparing = false;
    this.platform.putOff(`compare:${this.conversation.id}`);
    this.requestUpdate();
    await this.updateComplete;
    await this.focusStart();
  }

  #verdict = async (event: CustomEvent<'match' | 'mismatch'>) => {
    await this.commands.compareEmoji(event.detail);
    await this.focusStart();
  };

  #act = (event: CustomEvent<MessageAction>) => {
    const composer = this.renderRoot.querySelector('gv-composer');
    const { kind, message } = event.detail;
    if (kind === 'reply') composer?.replyTo(message);
    else composer?.edit(message);
  };

  #editNewest = () => {
    const own = this.conversation.messages.filter(
      (each) => each.editable && each.body.kind === 'text',
    );
    const newest = own.at(-1);
    if (newest !== undefined) this.renderRoot.querySelector('gv-composer')?.edit(newest.id);
  };

  /** Where nothing can be written any more, to the heading, which says whose it is. */
  #toComposer() {
    const composer = this.renderRoot.querySelector('gv-composer');
    if (composer !== null) composer.focusText();
    else this.renderRoot.querySelector('h2')?.focus({ preventScroll: true });
  }
}

function titleOf(conversation: OpenConversation): string {
  return conversationTitle({ kind: conversation.about, title: conversation.title });
}

function mismatchWords() {
  return html`<div class="mismatch" role="alert">
    <h3>${msg('The keys were destroyed, because it did not match')}</h3>
    <p>
      ${msg(
        'Somebody may have stood between you. Nothing more can be sent here. Meet or call your contact, and give a new invitation in a way that nobody else can see.',
      )}
    </p>
  </div>`;
}

function closed({ ended }: OpenConversation) {
  return html`<p class="closed soft small" role="status">
    ${ended === undefined ? msg('You can read this conversation, but not write in it any more.') : endedWords(ended)}
  </p>`;
}

customElements.define('gv-conversation', GvConversation);

declare global {
  interface HTMLElementTagNameMap {
    'gv-conversation': GvConversation;
  }
}
