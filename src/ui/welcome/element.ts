/**
 * The first screen: what this is, a name, and for who was invited, by whom.
 *
 * No field of the app lets the browser remember what was typed: its lists of
 * suggestions lie on the disk in clear.
 */

import { msg, str, updateWhenLocaleChanges } from '@lit/localize';
import { html, LitElement } from 'lit';
import type { Commands } from '../../app/commands.ts';
import type { ReceivedInvitation } from '../../app/snapshot.ts';
import { keepFocus } from '../focus-keeper.ts';
import { icons, mark } from '../icons.ts';
import '../paste-invitation/element.ts';
import { questions } from './questions.ts';
import { styles } from './styles.ts';

const NAME_LIMIT = 64;

export class GvWelcome extends LitElement {
  static override properties = {
    commands: { attribute: false },
    invitation: { attribute: false },
    missing: { state: true },
    starting: { state: true },
  };
  static override styles = styles;

  declare commands: Commands;
  declare invitation: ReceivedInvitation | undefined;
  declare missing: boolean;
  declare starting: boolean;

  constructor() {
    super();
    updateWhenLocaleChanges(this);
    // The field for an invitation goes once it has taken one.
    keepFocus(this, () => this.renderRoot.querySelector('h2')?.focus());
    this.missing = false;
    this.starting = false;
  }

  /** Not on touch, where the keyboard would hide what this is. */
  focusStart() {
    if (!matchMedia('(pointer: coarse)').matches) this.renderRoot.querySelector('input')?.focus();
  }

  override render() {
    return html`<main>
      <div class="what">
        <header>
          ${mark()}
          <h1 translate="no">Grapevine</h1>
        </header>
        ${this.invitation === undefined ? promises() : invited(this.invitation)}
      </div>
      <div class="begin">
        ${this.#nameForm()}
        ${
          this.invitation === undefined
            ? html`<section class="invited" aria-labelledby="invited">
                <h2 id="invited">${msg('Were you invited?')}</h2>
                <gv-paste-invitation .commands=${this.commands}></gv-paste-invitation>
              </section>`
            : ''
        }
        ${
          this.invitation === undefined
            ? html`<section class="invited" aria-labelledby="again">
                <h2 id="again">${msg('Have you got a backup?')}</h2>
                <button class="button" @click=${this.#restore}>${msg('Restore')}</button>
              </section>`
            : ''
        }
      </div>
      ${questions()}
    </main>`;
  }

  #nameForm() {
    return html`<form novalidate @submit=${this.#start}>
      <label class="label" for="name">${msg('Your name')}</label>
      <div class="row">
        <input
          id="name"
          class="field"
          dir="auto"
          autocomplete="off"
          autocapitalize="words"
          spellcheck="false"
          maxlength=${NAME_LIMIT}
          aria-describedby="name-help"
          aria-invalid=${this.missing ? 'true' : 'false'}
          @input=${() => (this.missing = false)}
        />
        <button class="button main" aria-disabled=${this.starting ? 'true' : 'false'}>
          ${msg('Start')}
        </button>
      </div>
      <p id="name-help" class="small ${this.missing ? 'wrong' : 'soft'}" aria-live="polite">
        ${
          this.missing
            ? msg('Type a name first: the people you talk to will see it.')
            : msg('The people you talk to see it. Nobody else does.')
        }
      </p>
    </form>`;
  }

  /** Few need it, so its code comes when it is asked for. */
  #restore = async () => {
    const { openRestore } = await import('../backup/restore.ts');
    await openRestore(this.commands);
  };

  #start = async (event: Event) => {
    event.preventDefault();
    if (this.starting) return;
    const input = this.renderRoot.querySelector('input');
    const name = input?.value.trim() ?? '';
    if (name === '') {
      this.missing = true;
      input?.focus();
      return;
    }
    this.starting = true;
    try {
      await this.commands.createProfile(name);
    } finally {
      this.starting = false;
    }
  };
}

function promises() {
  return html`<ul class="promises" role="list">
    <li>${icons.lock()}${msg('A private chat between people you invite.')}</li>
    <li>
      ${icons.phone()}${msg('No account, no phone number: your messages live on your devices.')}
    </li>
    <li>${icons.offline()}${msg('Works without a network and catches up by itself.')}</li>
  </ul>`;
}

function invited(invitation: ReceivedInvitation) {
  if (invitation.state === 'expired') {
    return html`<div class="promises">
      <h2 dir="auto" tabindex="-1">
        ${msg(str`The invitation by ${invitation.inviter} has expired`)}
      </h2>
      <p>${msg('You can start all the same, and ask for a new one.')}</p>
    </div>`;
  }
  return html`<div class="promises">
    <h2 dir="auto" tabindex="-1">
      ${
        invitation.mode === 'again'
          ? msg(str`${invitation.inviter} asks you back into your conversation`)
          : msg(str`${invitation.inviter} invites you to talk`)
      }
    </h2>
    <p>
      ${msg('That is the name the link gives. Say who you are, then you can accept or decline.')}
    </p>
  </div>`;
}

customElements.define('gv-welcome', GvWelcome);

declare global {
  interface HTMLElementTagNameMap {
    'gv-welcome': GvWelcome;
  }
}
