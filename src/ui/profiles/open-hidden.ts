/** The passphrase of a hidden profile. Nothing here says whether there is one. */

import { msg, updateWhenLocaleChanges } from '@lit/localize';
import { html, LitElement } from 'lit';
import type { AppCommands } from '../../app/commands.ts';
import { formStyles } from './form-styles.ts';
import { hidingWords } from './hiding-words.ts';
import type { HidingAnswer } from '../../app/installation/hiding-answer.ts';

export class GvOpenHidden extends LitElement {
  static override properties = {
    commands: { attribute: false },
    busy: { state: true },
    answer: { state: true },
  };
  static override styles = formStyles;

  declare commands: AppCommands;
  declare busy: boolean;
  declare answer: HidingAnswer | undefined;

  constructor() {
    super();
    updateWhenLocaleChanges(this);
    this.busy = false;
  }

  override firstUpdated() {
    this.renderRoot.querySelector('input')?.focus();
  }

  override render() {
    const isWrong = this.answer !== undefined;
    return html`<form novalidate @submit=${this.#open}>
      <label class="label" for="passphrase">${msg('Passphrase')}</label>
      <input
        id="passphrase"
        class="field"
        type="password"
        autocomplete="off"
        spellcheck="false"
        aria-describedby="passphrase-help"
        aria-invalid=${isWrong ? 'true' : 'false'}
        @input=${this.#typed}
      />
      <p id="passphrase-help" class="small ${isWrong ? 'wrong' : 'soft'}" aria-live="polite">
        ${
          this.answer === undefined
            ? msg('It closes by itself when you go to another profile, lock or close Grapevine.')
            : hidingWords(this.answer)
        }
      </p>
      <div class="actions">
        <button class="button main" aria-disabled=${this.busy ? 'true' : 'false'}>
          ${msg('Open it')}
        </button>
        <button type="button" class="button" @click=${this.#leave}>${msg('Cancel')}</button>
      </div>
    </form>`;
  }

  #typed = () => {
    this.answer = undefined;
  };

  #open = async (event: Event) => {
    event.preventDefault();
    const input = this.renderRoot.querySelector('input');
    const passphrase = input?.value ?? '';
    if (this.busy || passphrase === '') return input?.focus();
    this.busy = true;
    const answer = await this.commands.openHiddenProfile(passphrase);
    this.busy = false;
    if (answer === 'done') {
      this.dispatchEvent(new CustomEvent('profile-opened'));
      return;
    }
    this.answer = answer;
    input?.select();
    input?.focus();
  };

  #leave = () => {
    this.dispatchEvent(new CustomEvent('profile-left'));
  };
}

customElements.define('gv-open-hidden', GvOpenHidden);

declare global {
  interface HTMLElementTagNameMap {
    'gv-open-hidden': GvOpenHidden;
  }
}
