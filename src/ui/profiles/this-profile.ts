/** What a person can do with the profile that is shown, in the settings: hide it, or remove it. */

import { msg, str, updateWhenLocaleChanges } from '@lit/localize';
import { css, html, LitElement } from 'lit';
import type { AppCommands } from '../../app/commands.ts';
import { FIRST_PROFILE } from '../../app/installation/profile-list.ts';
import type { ProfileSummary } from '../../app/snapshot.ts';
import { keepFocus } from '../focus-keeper.ts';
import { icons } from '../icons.ts';
import { keepEscape } from '../keep-escape.ts';
import { controls } from '../theme/controls.ts';
import { dialogStyles } from './dialog-styles.ts';
import './hide.ts';

export class GvThisProfile extends LitElement {
  static override properties = {
    commands: { attribute: false },
    profiles: { attribute: false },
    hiddenId: { attribute: false },
    name: { attribute: false },
    course: { state: true },
  };
  static override styles = [
    controls,
    dialogStyles,
    css`
      h3 {
        margin: 0 0 0.6rem;
        font-size: var(--size-l);
        overflow-wrap: anywhere;
      }

      .actions {
        margin-block-start: 1.1rem;
      }

      .actions.outside {
        margin-block-start: 0.7rem;
      }

      [role='alert'] {
        margin-block-start: 0.8rem;
        color: var(--danger);
      }
    `,
  ];

  declare commands: AppCommands;
  declare profiles: readonly ProfileSummary[];
  /** Its id, where it is a hidden one. */
  declare hiddenId: string | undefined;
  declare name: string;
  declare course: 'asking' | 'removing' | 'failed';

  constructor() {
    super();
    updateWhenLocaleChanges(this);
    keepFocus(this, () => this.renderRoot.querySelector<HTMLElement>('button')?.focus());
    this.course = 'asking';
  }

  override render() {
    const id = this.hiddenId ?? this.profiles.find(({ isShown }) => isShown)?.id;
    if (id === undefined) return '';
    const canGo = this.hiddenId !== undefined || this.profiles.length > 1;
    return html`<p class="small soft">${this.#words()}</p>
      ${canGo ? this.#choices(id) : ''}`;
  }

  #words(): string {
    if (this.hiddenId !== undefined) {
      return msg('This profile is hidden. It is open until you go to another one.');
    }
    return this.profiles.length > 1
      ? msg('Each profile has contacts and conversations of its own.')
      : msg(
          'The only profile on this device. Add another one at your name above the conversations.',
        );
  }

  /** The profile that came with the app has no key of its own to be hidden with. */
  #hiding(id: string) {
    if (this.hiddenId !== undefined) {
      return html`<button class="button" @click=${() => void this.commands.unhideProfile()}>
        ${msg('Show it in the list again')}
      </button>`;
    }
    if (id === FIRST_PROFILE) return '';
    return html`<gv-hide-profile .commands=${this.commands} .name=${this.name}></gv-hide-profile>`;
  }

  #choices(id: string) {
    return html`<div class="actions outside">
        ${this.#hiding(id)}
        <button class="button danger" @click=${() => this.#dialog?.showModal()}>
          ${icons.remove()}${msg('Remove this profile')}
        </button>
      </div>
      <dialog aria-labelledby="remove-title" @keydown=${keepEscape}>
        <h3 id="remove-title" dir="auto">${msg(str`Remove ${this.name} from this device?`)}</h3>
        <p>
          ${msg(
            'All its contacts, conversations and keys go from this device, for good. The contacts keep their copies and are not told. To talk to them again in that profile you need new invitations.',
          )}
        </p>
        ${
          this.course === 'failed'
            ? html`<p role="alert">${msg('It could not be removed now. Try again.')}</p>`
            : ''
        }
        <div class="actions">
          <button
            class="button main danger"
            aria-disabled=${this.course === 'removing' ? 'true' : 'false'}
            @click=${() => void this.#remove(id)}
          >
            ${msg('Remove for good')}
          </button>
          <button class="button" autofocus @click=${() => this.#dialog?.close()}>
            ${msg('Keep')}
          </button>
        </div>
      </dialog>`;
  }

  async #remove(id: string) {
    if (this.course === 'removing') return;
    this.course = 'removing';
    this.course = (await this.commands.removeProfile(id)) ? 'asking' : 'failed';
    if (this.course === 'asking') this.#dialog?.close();
  }

  get #dialog() {
    return this.renderRoot.querySelector('dialog');
  }
}

customElements.define('gv-this-profile', GvThisProfile);

declare global {
  interface HTMLElementTagNameMap {
    'gv-this-profile': GvThisProfile;
  }
}
