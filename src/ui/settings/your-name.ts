/** The name that contacts see, and another one in its place. */

import { msg, updateWhenLocaleChanges } from '@lit/localize';
import { css, html, LitElement } from 'lit';
import type { Commands } from '../../app/commands.ts';
import { controls } from '../theme/controls.ts';

const NAME_LIMIT = 64;

export class GvYourName extends LitElement {
  static override properties = {
    commands: { attribute: false },
    name: { attribute: false },
    said: { state: true },
  };
  static override styles = [
    controls,
    css`
      #name-help {
        margin-block-start: 0.4rem;
      }
    `,
  ];

  declare commands: Commands;
  declare name: string;
  declare said: 'nothing' | 'missing' | 'saved';

  constructor() {
    super();
    updateWhenLocaleChanges(this);
    this.said = 'nothing';
  }

  override render() {
    const isMissing = this.said === 'missing';
    return html`<form novalidate @submit=${this.#save}>
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
          aria-invalid=${isMissing ? 'true' : 'false'}
          .value=${this.name}
          @input=${this.#typed}
        />
        <button class="button">${msg('Save')}</button>
      </div>
      <p id="name-help" class="small ${isMissing ? 'wrong' : 'soft'}" aria-live="polite">
        ${this.#words()}
      </p>
    </form>`;
  }

  #words(): string {
    switch (this.said) {
      case 'nothing':
        return msg('The people you talk to see it. Nobody else does.');
      case 'missing':
        return msg('Type a name first: the people you talk to will see it.');
      case 'saved':
        return msg('Saved. Your contacts see the new name as soon as they are connected.');
    }
  }

  #typed = () => {
    this.said = 'nothing';
  };

  #save = async (event: Event) => {
    event.preventDefault();
    const input = this.renderRoot.querySelector('input');
    const typed = input?.value.trim() ?? '';
    if (typed === '') {
      this.said = 'missing';
      input?.focus();
      return;
    }
    this.said = (await this.commands.rename(typed)) ? 'saved' : 'nothing';
  };
}

customElements.define('gv-your-name', GvYourName);

declare global {
  interface HTMLElementTagNameMap {
    'gv-your-name': GvYourName;
  }
}
