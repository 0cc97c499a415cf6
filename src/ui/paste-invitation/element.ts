/** The field that takes an invitation which came as text. */

import { msg, updateWhenLocaleChanges } from '@lit/localize';
import { css, html, LitElement } from 'lit';
import type { Commands } from '../../app/commands.ts';
import { controls } from '../theme/controls.ts';

export class GvPasteInvitation extends LitElement {
  static override properties = { commands: { attribute: false } };
  static override styles = [
    controls,
    css`
      .field {
        padding-inline: 0.75rem;
        text-overflow: ellipsis;
      }

      .button {
        padding-inline: 0.95rem;
      }
    `,
  ];

  declare commands: Commands;

  constructor() {
    super();
    updateWhenLocaleChanges(this);
  }

  override render() {
    return html`<form class="row" novalidate @submit=${this.#open}>
      <input
        class="field"
        type="text"
        inputmode="url"
        autocomplete="off"
        autocapitalize="none"
        spellcheck="false"
        aria-label=${msg('Paste an invitation')}
        placeholder=${msg('Paste an invitation')}
      />
      <button class="button">${msg('Open')}</button>
    </form>`;
  }

  #open = async (event: Event) => {
    event.preventDefault();
    const input = this.renderRoot.querySelector('input');
    if (input === null) return;
    const text = input.value.trim();
    if (text === '') {
      input.focus();
      return;
    }
    await this.commands.readInvitation(text);
    input.value = '';
  };
}

customElements.define('gv-paste-invitation', GvPasteInvitation);

declare global {
  interface HTMLElementTagNameMap {
    'gv-paste-invitation': GvPasteInvitation;
  }
}
