/** A new device that was given a device link: what it is, the choice, and then the linking itself. */

import { msg, str, updateWhenLocaleChanges } from '@lit/localize';
import { css, html, LitElement } from 'lit';
import type { Commands } from '../../app/commands.ts';
import type { LinkView, ReceivedInvitation } from '../../app/snapshot.ts';
import { keepFocus } from '../focus-keeper.ts';
import { mark } from '../icons.ts';
import type { Platform } from '../platform.ts';
import { controls } from '../theme/controls.ts';
import { markStyles } from '../theme/mark.ts';
import { deviceName } from './device-name.ts';
import './linking.ts';

const NAME_LIMIT = 64;

export class GvLinkHere extends LitElement {
  static override properties = {
    commands: { attribute: false },
    platform: { attribute: false },
    invitation: { attribute: false },
    link: { attribute: false },
  };
  static override styles = [
    controls,
    markStyles,
    css`
      :host {
        display: grid;
        padding: 1.5rem 1.25rem;
      }

      main {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: 1.25rem;
        inline-size: min(100%, 30rem);
        margin: auto;
      }

      form .actions {
        margin-block-start: 1rem;
      }
    `,
  ];

  declare commands: Commands;
  declare platform: Platform;
  declare invitation: ReceivedInvitation | undefined;
  declare link: LinkView | undefined;

  constructor() {
    super();
    updateWhenLocaleChanges(this);
    keepFocus(this, () => this.focusStart());
  }

  focusStart() {
    this.renderRoot.querySelector('h2')?.focus();
  }

  override render() {
    return html`<main>
      <header>
        ${mark()}
        <h1 class="hidden-text" translate="no">Grapevine</h1>
      </header>
      <h2 tabindex="-1" dir="auto">${this.#title()}</h2>
      ${
        this.link
          ? html`<gv-linking
              .commands=${this.commands}
              .platform=${this.platform}
              .link=${this.link}
            ></gv-linking>`
          : this.#choice()
      }
    </main>`;
  }

  #title(): string {
    const who = this.invitation?.inviter ?? '';
    return who === '' ? msg('Link this device') : msg(str`Link this device to ${who}`);
  }

  #choice() {
    if (this.invitation?.state === 'expired') {
      return html`<p role="alert">
          ${msg('The link has expired: it lives for five minutes. Make a new one.')}
        </p>
        <div class="actions">${this.#notNow(msg('Close'), '')}</div>`;
    }
    return html`<p>
        ${msg(
          'This is a link for a device of your own. With it, this browser gets all your conversations, and whoever made the link can read and write everything that you do here. Go on only if you made it yourself, on a device that is in front of you.',
        )}
      </p>
      <form novalidate @submit=${this.#accept}>
        <label class="label" for="device">${msg('Name of this device')}</label>
        <div class="row">
          <input
            id="device"
            class="field"
            dir="auto"
            autocomplete="off"
            spellcheck="false"
            maxlength=${NAME_LIMIT}
            .value=${deviceName(navigator.userAgent)}
          />
        </div>
        <div class="actions">
          <button class="button main">${msg('Link this device')}</button>
          ${this.#notNow(msg('Not now'))}
        </div>
      </form>`;
  }

  #notNow(words: string, look = 'plain') {
    return html`<button
      class="button ${look}"
      type="button"
      @click=${() => this.commands.dismissInvitation()}
    >
      ${words}
    </button>`;
  }

  #accept = async (event: Event) => {
    event.preventDefault();
    const typed = this.renderRoot.querySelector('input')?.value.trim() ?? '';
    await this.commands.acceptDeviceLink(typed === '' ? deviceName(navigator.userAgent) : typed);
  };
}

customElements.define('gv-link-here', GvLinkHere);

declare global {
  interface HTMLElementTagNameMap {
    'gv-link-here': GvLinkHere;
  }
}
