/** What a contact is called here, in place of the name that it tells. */

import { msg, str, updateWhenLocaleChanges } from '@lit/localize';
import { css, html, LitElement } from 'lit';
import type { Commands } from '../../app/commands.ts';
import type { ContactView } from '../../app/snapshot.ts';
import { controls } from '../theme/controls.ts';

const NAME_LIMIT = 64;

export class GvNickname extends LitElement {
  static override properties = {
    commands: { attribute: false },
    contact: { attribute: false },
    said: { state: true },
  };
  static override styles = [
    controls,
    css`
      #help {
        margin-block-start: 0.4rem;
        overflow-wrap: anywhere;
      }
    `,
  ];

  declare commands: Commands;
  declare contact: ContactView;
  declare said: 'nothing' | 'saved' | 'removed';

  constructor() {
    super();
    updateWhenLocaleChanges(this);
    this.said = 'nothing';
  }

  override render() {
    return html`<form novalidate @submit=${this.#save}>
      <label class="label" for="nickname">${msg('Nickname')}</label>
      <div class="row">
        <input
          id="nickname"
          class="field"
          dir="auto"
          autocomplete="off"
          autocapitalize="words"
          spellcheck="false"
          maxlength=${NAME_LIMIT}
          aria-describedby="help"
          .value=${this.contact.nickname ?? ''}
          @input=${this.#typed}
        />
        <button class="button">${msg('Save')}</button>
      </div>
      <p id="help" class="small soft" aria-live="polite">${this.#words()}</p>
    </form>`;
  }

  #words(): string {
    switch (this.said) {
      case 'nothing':
        return msg('Only you see it. Without one, the name that the contact chose is shown.');
      case 'saved':
        return msg('Saved.');
      case 'removed':
        return msg(str`Removed. The name is ${this.contact.name} again.`);
    }
  }

  #typed = () => {
    this.said = 'nothing';
  };

  #save = async (event: Event) => {
    event.preventDefault();
    const typed = this.renderRoot.querySelector('input')?.value.trim() ?? '';
    const isDone = await this.commands.setNickname(this.contact.id, typed);
    this.said = !isDone ? 'nothing' : typed === '' ? 'removed' : 'saved';
  };
}

customElements.define('gv-nickname', GvNickname);

declare global {
  interface HTMLElementTagNameMap {
    'gv-nickname': GvNickname;
  }
}
