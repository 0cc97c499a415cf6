/** What a person can do with the profile that is shown, in the settings: remove it from this device. */

import { msg, str, updateWhenLocaleChanges } from '@lit/localize';
import { css, html, LitElement } from 'lit';
import type { AppCommands } from '../../app/commands.ts';
import type { ProfileSummary } from '../../app/snapshot.ts';
import { icons } from '../icons.ts';
import { controls } from '../theme/controls.ts';
import { dialogStyles } from './dialog-styles.ts';

export class GvThisProfile extends LitElement {
  static override properties = {
    commands: { attribute: false },
    profiles: { attribute: false },
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
  declare course: 'asking' | 'removing' | 'failed';

  constructor() {
    super();
    updateWhenLocaleChanges(this);
    this.course = 'asking';
  }

  override render() {
    const shown = this.profiles.find(({ isShown }) => isShown);
    if (shown === undefined) return '';
    return html`<p class="small soft">
        ${
          this.profiles.length > 1
            ? msg('Each profile has contacts and conversations of its own.')
            : msg(
                'The only profile on this device. Add another one at your name above the conversations.',
              )
        }
      </p>
      ${this.profiles.length > 1 ? this.#removal(shown) : ''}`;
  }

  #removal({ id, name }: ProfileSummary) {
    return html`<div class="actions outside">
        <button class="button danger" @click=${() => this.#dialog?.showModal()}>
          ${icons.remove()}${msg('Remove this profile')}
        </button>
      </div>
      <dialog aria-labelledby="remove-title" @keydown=${keepEscape}>
        <h3 id="remove-title" dir="auto">${msg(str`Remove ${name} from this device?`)}</h3>
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

/** Escape closes this question and nothing beyond it. */
function keepEscape(event: KeyboardEvent): void {
  if (event.key === 'Escape') event.stopPropagation();
}

customElements.define('gv-this-profile', GvThisProfile);

declare global {
  interface HTMLElementTagNameMap {
    'gv-this-profile': GvThisProfile;
  }
}
