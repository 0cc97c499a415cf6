/** A name for one more profile. */

import { msg, updateWhenLocaleChanges } from '@lit/localize';
import { html, LitElement } from 'lit';
import type { AppCommands } from '../../app/commands.ts';
import { formStyles } from './form-styles.ts';

const NAME_LIMIT = 64;

export class GvAddProfile extends LitElement {
  static override properties = {
    commands: { attribute: false },
    course: { state: true },
  };
  static override styles = formStyles;

  declare commands: AppCommands;
  declare course: 'asking' | 'missing' | 'adding' | 'failed';

  constructor() {
    super();
    updateWhenLocaleChanges(this);
    this.course = 'asking';
  }

  override firstUpdated() {
    this.renderRoot.querySelector('input')?.focus();
  }

  override render() {
    const isWrong = this.course === 'missing' || this.course === 'failed';
    return html`<form novalidate @submit=${this.#add}>
      <label class="label" for="name">${msg('Name of the new profile')}</label>
      <input
        id="name"
        class="field"
        dir="auto"
        autocomplete="off"
        autocapitalize="words"
        spellcheck="false"
        maxlength=${NAME_LIMIT}
        aria-describedby="name-help"
        aria-invalid=${isWrong ? 'true' : 'false'}
        @input=${this.#typed}
      />
      <p id="name-help" class="small ${isWrong ? 'wrong' : 'soft'}" aria-live="polite">
        ${this.#words()}
      </p>
      <div class="actions">
        <button class="button main" aria-disabled=${this.course === 'adding' ? 'true' : 'false'}>
          ${msg('Add')}
        </button>
        <button type="button" class="button" @click=${this.#leave}>${msg('Cancel')}</button>
      </div>
    </form>`;
  }

  #words(): string {
    switch (this.course) {
      case 'asking':
      case 'adding':
        return msg(
          'It has contacts and conversations of its own. Nobody you talk to in one profile is told of another.',
        );
      case 'missing':
        return msg('Type a name first: the people you talk to will see it.');
      case 'failed':
        return msg('It could not be added: there is no room for another profile here.');
    }
  }

  #typed = () => {
    this.course = 'asking';
  };

  #add = async (event: Event) => {
    event.preventDefault();
    if (this.course === 'adding') return;
    const input = this.renderRoot.querySelector('input');
    const name = input?.value.trim() ?? '';
    if (name === '') {
      this.course = 'missing';
      input?.focus();
      return;
    }
    this.course = 'adding';
    const isAdded = await this.commands.addProfile(name);
    if (isAdded) this.dispatchEvent(new CustomEvent('profile-added'));
    else this.course = 'failed';
  };

  #leave = () => {
    this.dispatchEvent(new CustomEvent('profile-left'));
  };
}

customElements.define('gv-add-profile', GvAddProfile);

declare global {
  interface HTMLElementTagNameMap {
    'gv-add-profile': GvAddProfile;
  }
}
