/** The profiles of this device: a dialog to go from one to another, and to add one. */

import { msg, updateWhenLocaleChanges } from '@lit/localize';
import { html, LitElement } from 'lit';
import type { AppCommands } from '../../app/commands.ts';
import type { ProfileSummary } from '../../app/snapshot.ts';
import { speakAfter } from '../announcer.ts';
import { face } from '../face.ts';
import { icons } from '../icons.ts';
import { keepEscape } from '../keep-escape.ts';
import { unreadWords } from '../words/states.ts';
import './add.ts';
import './open-hidden.ts';
import { styles } from './styles.ts';

export class GvProfiles extends LitElement {
  static override properties = {
    commands: { attribute: false },
    profiles: { attribute: false },
    shown: { state: true },
  };
  static override styles = styles;

  declare commands: AppCommands;
  declare profiles: readonly ProfileSummary[];
  /** What was asked for below the list. */
  declare shown: 'none' | 'add' | 'hidden';

  constructor() {
    super();
    updateWhenLocaleChanges(this);
    this.shown = 'none';
  }

  override firstUpdated() {
    const dialog = this.#dialog;
    dialog?.showModal();
    if (dialog) speakAfter(dialog);
  }

  override render() {
    return html`<dialog
      aria-labelledby="title"
      @close=${() => this.dispatchEvent(new CustomEvent('profiles-closed'))}
      @keydown=${keepEscape}
    >
      <div class="head">
        <h2 id="title">${msg('Profiles')}</h2>
        <button class="icon-button" title=${msg('Close')} @click=${this.#close}>
          ${icons.close()}<span class="hidden-text">${msg('Close')}</span>
        </button>
      </div>
      <ul role="list" aria-label=${msg('Profiles')}>
        ${this.profiles.map((profile) => this.#row(profile))}
      </ul>
      ${this.#more()}
    </dialog>`;
  }

  #row({ id, name, unread, isShown, picture }: ProfileSummary) {
    return html`<li>
      <button
        class="profile"
        aria-current=${isShown ? 'true' : 'false'}
        ?autofocus=${isShown}
        @click=${() => this.#show(id)}
      >
        ${
          name === ''
            ? html`<span class="face coming" aria-hidden="true">${icons.phone()}</span>
                <span class="name later">${msg('On its way from another device')}</span>`
            : html`${face(name, false, picture)}<span class="name" dir="auto">${name}</span>`
        }
        ${unread > 0 ? unreadBadge(unread) : ''} ${isShown ? icons.delivered() : ''}
      </button>
    </li>`;
  }

  #more() {
    if (this.shown === 'add') {
      return html`<gv-add-profile
        .commands=${this.commands}
        @profile-added=${this.#close}
        @profile-left=${() => void this.#back('.add')}
      ></gv-add-profile>`;
    }
    if (this.shown === 'hidden') {
      return html`<gv-open-hidden
        .commands=${this.commands}
        @profile-opened=${this.#close}
        @profile-left=${() => void this.#back('.unseen')}
      ></gv-open-hidden>`;
    }
    return html`<div class="actions">
      <button class="button add" @click=${() => (this.shown = 'add')}>
        ${icons.plus()}${msg('Add a profile')}
      </button>
      <button class="button unseen" @click=${() => (this.shown = 'hidden')}>
        ${msg('Open a hidden profile')}
      </button>
    </div>`;
  }

  async #back(to: string) {
    this.shown = 'none';
    await this.updateComplete;
    this.renderRoot.querySelector<HTMLElement>(to)?.focus();
  }

  #show(id: string) {
    this.#close();
    void this.commands.showProfile(id);
  }

  #close = () => this.#dialog?.close();

  get #dialog() {
    return this.renderRoot.querySelector('dialog');
  }
}

function unreadBadge(count: number) {
  return html`<span class="unread" aria-hidden="true">${count > 99 ? '99+' : count}</span
    ><span class="hidden-text">${unreadWords(count)}</span>`;
}

customElements.define('gv-profiles', GvProfiles);

declare global {
  interface HTMLElementTagNameMap {
    'gv-profiles': GvProfiles;
  }
}
