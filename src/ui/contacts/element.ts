/** The address book: everybody a conversation is with, found by name; and one of them by itself. */

import { msg, updateWhenLocaleChanges } from '@lit/localize';
import { html, LitElement } from 'lit';
import { keyed } from 'lit/directives/keyed.js';
import { repeat } from 'lit/directives/repeat.js';
import type { Commands } from '../../app/commands.ts';
import type { ContactView } from '../../app/snapshot.ts';
import { face } from '../face.ts';
import { keepFocus } from '../focus-keeper.ts';
import { icons } from '../icons.ts';
import type { Platform } from '../platform.ts';
import { conversationTitle } from '../words/states.ts';
import './book-file.ts';
import './contact.ts';
import { findContacts } from './search.ts';
import { styles } from './styles.ts';

export class GvContacts extends LitElement {
  static override properties = {
    commands: { attribute: false },
    platform: { attribute: false },
    contacts: { attribute: false },
    chosen: { state: true },
    typed: { state: true },
  };
  static override styles = styles;

  declare commands: Commands;
  declare platform: Platform;
  declare contacts: readonly ContactView[];
  declare chosen: string | undefined;
  declare typed: string;

  constructor() {
    super();
    updateWhenLocaleChanges(this);
    keepFocus(this, () => void this.#keepStart());
    this.chosen = undefined;
    this.typed = '';
  }

  async focusStart() {
    await this.updateComplete;
    this.renderRoot.querySelector('h2')?.focus();
  }

  /** Unless the way back to a row has brought the focus there meanwhile. */
  async #keepStart() {
    await this.updateComplete;
    if (this.shadowRoot?.activeElement === null) await this.focusStart();
  }

  override render() {
    const contact = this.contacts.find(({ id }) => id === this.chosen);
    return html`<div class="sheet" role="region" aria-labelledby="heading">
      ${contact ? this.#one(contact) : this.#all()}
    </div>`;
  }

  #one(contact: ContactView) {
    return html`<button class="icon-button again" @click=${() => void this.#back(contact.id)}>
        ${icons.back()}<span class="hidden-text">${msg('Back to the contacts')}</span>
      </button>
      <h2 id="heading" class="hidden-text" tabindex="-1">${titleOf(contact)}</h2>
      ${keyed(
        contact.id,
        html`<gv-contact
          .commands=${this.commands}
          .platform=${this.platform}
          .contact=${contact}
          .contacts=${this.contacts}
          @write=${() => this.#write(contact.id)}
          @left=${this.#close}
        ></gv-contact>`,
      )}`;
  }

  #all() {
    const found = findContacts(this.contacts, this.typed);
    return html`<div class="head">
        <h2 id="heading" tabindex="-1">${msg('Contacts')}</h2>
        <button class="icon-button" title=${msg('Close')} @click=${this.#close}>
          ${icons.close()}<span class="hidden-text">${msg('Close')}</span>
        </button>
      </div>
      ${this.contacts.length === 0 ? noContacts() : this.#search()}
      <ul class="rows" role="list" aria-label=${msg('Contacts')}>
        ${repeat(
          found,
          ({ id }) => id,
          (contact) => this.#row(contact),
        )}
      </ul>
      <p class="small soft" role="status">
        ${
          this.typed.trim() !== '' && found.length === 0
            ? msg('Nobody is called that, by you or by themselves.')
            : ''
        }
      </p>
      <section>
        <gv-book-file .commands=${this.commands} .platform=${this.platform}></gv-book-file>
      </section>`;
  }

  #search() {
    return html`<div>
      <label class="label" for="search">${msg('Search contacts')}</label>
      <input
        id="search"
        class="field"
        dir="auto"
        autocomplete="off"
        spellcheck="false"
        .value=${this.typed}
        @input=${(event: Event) => (this.typed = (event.target as HTMLInputElement).value)}
      />
    </div>`;
  }

  #row(contact: ContactView) {
    const title = titleOf(contact);
    return html`<li>
      <button class="contact" data-id=${contact.id} @click=${() => void this.#choose(contact.id)}>
        ${face(title, contact.presence !== 'away', contact.picture)}
        <span class="text">
          <span class="name" dir="auto">${title}</span>
          ${
            contact.nickname === undefined
              ? ''
              : html`<span class="small soft" dir="auto">${contact.name}</span>`
          }
          ${contact.status === '' ? '' : html`<span class="small soft" dir="auto">${contact.status}</span>`}
        </span>
        ${rowMark(contact)}
      </button>
    </li>`;
  }

  async #choose(id: string) {
    this.chosen = id;
    await this.focusStart();
  }

  async #back(id: string) {
    this.chosen = undefined;
    await this.updateComplete;
    const row = this.renderRoot.querySelector<HTMLElement>(`[data-id="${CSS.escape(id)}"]`);
    (row ?? this.renderRoot.querySelector('h2'))?.focus();
  }

  #write(id: string) {
    this.#close();
    void this.commands.openConversation(id);
  }

  #close = () => {
    this.dispatchEvent(new CustomEvent('contacts-closed'));
  };
}

function titleOf({ title }: ContactView): string {
  return conversationTitle({ kind: 'direct', title });
}

function rowMark({ isBlocked, comparison }: ContactView) {
  if (isBlocked) return html`<span class="mark small">${icons.block()}${msg('Blocked')}</span>`;
  if (comparison === 'changed') {
    return html`<span class="mark changed small">${icons.notice()}${msg('Number changed')}</span>`;
  }
  return comparison === 'matched'
    ? html`<span class="mark small">${icons.compared()}${msg('Compared')}</span>`
    : '';
}

function noContacts() {
  return html`<p class="soft">
    ${msg('Everybody you have a conversation with stands here. Start one with an invitation.')}
  </p>`;
}

customElements.define('gv-contacts', GvContacts);

declare global {
  interface HTMLElementTagNameMap {
    'gv-contacts': GvContacts;
  }
}
