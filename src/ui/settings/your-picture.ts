/** The picture and the status that contacts see beside the name. */

import { msg, updateWhenLocaleChanges } from '@lit/localize';
import { css, html, LitElement } from 'lit';
import type { Commands } from '../../app/commands.ts';
import type { ProfileView } from '../../app/snapshot.ts';
import { face } from '../face.ts';
import { keepFocus } from '../focus-keeper.ts';
import { icons } from '../icons.ts';
import { controls } from '../theme/controls.ts';
import { faceStyles } from '../theme/face.ts';
import { shrinkPicture } from './shrink-picture.ts';

const STATUS_LIMIT = 100;

export class GvYourPicture extends LitElement {
  static override properties = {
    commands: { attribute: false },
    profile: { attribute: false },
    said: { state: true },
    refused: { state: true },
  };
  static override styles = [
    controls,
    faceStyles,
    css`
      :host {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: 1rem;
      }

      .picture {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 0.7rem 1rem;
      }

      .picture > .actions {
        flex: 1 1 8rem;
      }

      .face {
        inline-size: 4.5rem;
        block-size: 4.5rem;
        font-size: 1.8rem;
      }

      .help {
        margin-block-start: 0.4rem;
      }
    `,
  ];

  declare commands: Commands;
  declare profile: ProfileView;
  declare said: boolean;
  declare refused: boolean;

  constructor() {
    super();
    updateWhenLocaleChanges(this);
    keepFocus(this, () => this.renderRoot.querySelector<HTMLElement>('.button')?.focus());
    this.said = false;
    this.refused = false;
  }

  override render() {
    return html`${this.#picture()} ${this.#status()}`;
  }

  #picture() {
    const { name, picture } = this.profile;
    return html`<div>
      <div class="picture" role="group" aria-label=${msg('Your picture')}>
        ${face(name, false, picture)}
        <div class="actions">
          <button class="button" @click=${() => this.#file?.click()}>
            ${icons.picture()}${msg('Choose a picture')}
          </button>
          ${
            picture === undefined
              ? ''
              : html`<button
                  class="button"
                  @click=${() => void this.commands.setPicture(undefined)}
                >
                  ${msg('Remove the picture')}
                </button>`
          }
        </div>
        <input
          type="file"
          accept="image/*"
          hidden
          aria-label=${msg('Choose a picture')}
          @change=${this.#chosen}
        />
      </div>
      <p class="help small ${this.refused ? 'wrong' : 'soft'}" aria-live="polite">
        ${
          this.refused
            ? msg('This file is no picture that the browser can read.')
            : msg('It is made small here. Where and when it was taken is left out.')
        }
      </p>
    </div>`;
  }

  #status() {
    return html`<form novalidate @submit=${this.#save}>
      <label class="label" for="status">${msg('Status')}</label>
      <div class="row">
        <input
          id="status"
          class="field"
          dir="auto"
          autocomplete="off"
          maxlength=${STATUS_LIMIT}
          aria-describedby="status-help"
          .value=${this.profile.status}
          @input=${this.#typed}
        />
        <button class="button">${msg('Save')}</button>
      </div>
      <p id="status-help" class="help small soft" aria-live="polite">
        ${
          this.said
            ? msg('Saved. Your contacts see it as soon as they are connected.')
            : msg('A few words that your contacts see. They may be none.')
        }
      </p>
    </form>`;
  }

  #typed = () => {
    this.said = false;
  };

  #save = async (event: Event) => {
    event.preventDefault();
    const typed = this.renderRoot.querySelector<HTMLInputElement>('#status')?.value ?? '';
    this.said = await this.commands.setStatus(typed);
  };

  #chosen = async () => {
    const file = this.#file?.files?.[0];
    if (!file) return;
    const picture = await shrinkPicture(file);
    if (this.#file) this.#file.value = '';
    this.refused = picture === null;
    if (picture !== null) await this.commands.setPicture(picture);
  };

  get #file() {
    return this.renderRoot.querySelector<HTMLInputElement>('input[type="file"]');
  }
}

customElements.define('gv-your-picture', GvYourPicture);

declare global {
  interface HTMLElementTagNameMap {
    'gv-your-picture': GvYourPicture;
  }
}
