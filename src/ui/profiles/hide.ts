/** Hiding the profile that is shown: what that means, and a passphrase, typed twice. */

import { msg, str, updateWhenLocaleChanges } from '@lit/localize';
import { css, html, LitElement } from 'lit';
import type { AppCommands } from '../../app/commands.ts';
import type { HidingAnswer } from '../../app/installation/hiding-answer.ts';
import { icons } from '../icons.ts';
import { keepEscape } from '../keep-escape.ts';
import { dialogStyles } from './dialog-styles.ts';
import { formStyles } from './form-styles.ts';
import { hidingWords } from './hiding-words.ts';

export class GvHideProfile extends LitElement {
  static override properties = {
    commands: { attribute: false },
    name: { attribute: false },
    busy: { state: true },
    answer: { state: true },
  };
  static override styles = [
    formStyles,
    dialogStyles,
    css`
      h3 {
        margin: 0 0 0.6rem;
        font-size: var(--size-l);
        overflow-wrap: anywhere;
      }

      form {
        margin-block-start: 0.9rem;
      }
    `,
  ];

  declare commands: AppCommands;
  declare name: string;
  declare busy: boolean;
  declare answer: HidingAnswer | 'missing' | 'different' | undefined;

  constructor() {
    super();
    updateWhenLocaleChanges(this);
    this.busy = false;
  }

  override render() {
    const isWrong = this.answer !== undefined;
    return html`<button class="button" @click=${this.#ask}>
        ${icons.lock()}${msg('Hide this profile')}
      </button>
      <dialog aria-labelledby="hide-title" @keydown=${keepEscape}>
        <h3 id="hide-title" dir="auto">${msg(str`Hide ${this.name}?`)}</h3>
        <p>
          ${msg(
            'It goes from every list and count, and gets no messages until you open it with its passphrase. Nobody can find that out or replace it: without it the profile is lost. Who examines the storage of this device can see that something is hidden, not what.',
          )}
        </p>
        <form novalidate @submit=${this.#hide}>
          ${this.#field('passphrase', msg('Passphrase'))} ${this.#field('again', msg('Once more'))}
          <p id="hide-help" class="small ${isWrong ? 'wrong' : 'soft'}" aria-live="polite">
            ${this.#words()}
          </p>
          <div class="actions">
            <button class="button main" aria-disabled=${this.busy ? 'true' : 'false'}>
              ${msg('Hide it')}
            </button>
            <button type="button" class="button" @click=${this.#close}>${msg('Cancel')}</button>
          </div>
        </form>
      </dialog>`;
  }

  #field(id: string, label: string) {
    return html`<label class="label" for=${id}>${label}</label>
      <input
        id=${id}
        class="field"
        type="password"
        autocomplete="off"
        spellcheck="false"
        aria-describedby="hide-help"
        aria-invalid=${this.answer === undefined ? 'false' : 'true'}
        @input=${this.#typed}
      />`;
  }

  #words(): string {
    switch (this.answer) {
      case undefined:
        return msg('Several words that nobody would guess are good.');
      case 'missing':
        return msg('Type a passphrase first.');
      case 'different':
        return msg('The two are not the same.');
      default:
        return hidingWords(this.answer);
    }
  }

  #ask = () => this.#dialog?.showModal();

  #close = () => this.#dialog?.close();

  #typed = () => {
    this.answer = undefined;
  };

  #hide = async (event: Event) => {
    event.preventDefault();
    if (this.busy) return;
    const [first, second] = this.renderRoot.querySelectorAll('input');
    const passphrase = first?.value ?? '';
    if (passphrase === '' || passphrase !== second?.value) {
      this.answer = passphrase === '' ? 'missing' : 'different';
      (passphrase === '' ? first : second)?.focus();
      return;
    }
    this.busy = true;
    const answer = await this.commands.hideProfile(passphrase);
    this.busy = false;
    if (answer === 'done') this.#close();
    else this.answer = answer;
  };

  get #dialog() {
    return this.renderRoot.querySelector('dialog');
  }
}

customElements.define('gv-hide-profile', GvHideProfile);

declare global {
  interface HTMLElementTagNameMap {
    'gv-hide-profile': GvHideProfile;
  }
}
