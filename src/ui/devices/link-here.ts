/** A new device that was given a device link: what it is, the choice, and then the linking itself. */

import { msg, str, updateWhenLocaleChanges } from '@lit/localize';
import { css, html, LitElement } from 'lit';
import type { AppCommands } from '../../app/commands.ts';
import type { LinkView, ProfileSummary, ReceivedInvitation } from '../../app/snapshot.ts';
import { keepFocus } from '../focus-keeper.ts';
import { mark } from '../icons.ts';
import type { Platform } from '../platform.ts';
import { controls } from '../theme/controls.ts';
import { markStyles } from '../theme/mark.ts';
import './linking.ts';
import './take-link.ts';

export class GvLinkHere extends LitElement {
  static override properties = {
    commands: { attribute: false },
    platform: { attribute: false },
    invitation: { attribute: false },
    link: { attribute: false },
    profiles: { attribute: false },
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
    `,
  ];

  declare commands: AppCommands;
  declare platform: Platform;
  declare invitation: ReceivedInvitation | undefined;
  declare link: LinkView | undefined;
  declare profiles: readonly ProfileSummary[];

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
          : html`<gv-take-link
              .commands=${this.commands}
              .invitation=${this.invitation}
              .isBeside=${false}
            ></gv-take-link>`
      }
      ${this.#others()}
    </main>`;
  }

  #title(): string {
    const who = this.invitation?.inviter ?? '';
    return who === '' ? msg('Link this device') : msg(str`Link this device to ${who}`);
  }

  /** Meanwhile the others are still there. */
  #others() {
    const other = this.profiles.find(({ isShown, name }) => !isShown && name !== '');
    if (!other || !this.link) return '';
    return html`<div class="actions">
      <button class="button" @click=${() => void this.commands.showProfile(other.id)}>
        ${msg('Back to the other profiles')}
      </button>
    </div>`;
  }
}

customElements.define('gv-link-here', GvLinkHere);

declare global {
  interface HTMLElementTagNameMap {
    'gv-link-here': GvLinkHere;
  }
}
