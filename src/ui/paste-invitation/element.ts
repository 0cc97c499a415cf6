/** Where an invitation is taken in: a field for one that came as text, and the way to the scanner. */

import { msg, updateWhenLocaleChanges } from '@lit/localize';
import { css, html, LitElement } from 'lit';
import type { Commands } from '../../app/commands.ts';
import { icons } from '../icons.ts';
import { controls } from '../theme/controls.ts';
import { problemWords } from '../words/problems.ts';

export class GvPasteInvitation extends LitElement {
  static override properties = {
    commands: { attribute: false },
    compact: { type: Boolean, reflect: true },
    wrong: { state: true },
  };
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

      .scan {
        inline-size: 100%;
        margin-block-start: 0.5rem;
      }

      /* In the list, where it is seen every day, all of it is one line. */
      :host([compact]) {
        display: flex;
        gap: 0.5rem;
      }

      :host([compact]) form {
        flex: 1;
        min-inline-size: 0;
      }

      :host([compact]) .scan {
        flex: none;
        inline-size: var(--target);
        margin: 0;
        padding: 0;
      }
    `,
  ];

  declare commands: Commands;
  /** All of it on one line, for the list. */
  declare compact: boolean;
  /** What was opened last is no invitation; a notice says more. */
  declare wrong: boolean;

  constructor() {
    super();
    updateWhenLocaleChanges(this);
    this.compact = false;
    this.wrong = false;
  }

  isTyping(): boolean {
    const input = this.renderRoot.querySelector('input');
    return input !== null && input.value !== '' && input.matches(':focus');
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
          aria-describedby="wrong"
          aria-invalid=${this.wrong ? 'true' : 'false'}
          @input=${this.#typed}
        />
        <button class="button">${msg('Open')}</button>
        <span id="wrong" class="hidden-text">${this.wrong ? notAnInvitation() : ''}</span>
      </form>
      <button class="button scan" title=${msg('Scan a QR code')} @click=${() => this.#scan()}>
        ${icons.scan()}<span class=${this.compact ? 'hidden-text' : ''}
          >${msg('Scan a QR code')}</span
        >
      </button>`;
  }

  /** The scanner stands above everything, so it is gv-app that opens it. */
  #scan() {
    this.dispatchEvent(new CustomEvent('scan-asked', { bubbles: true, composed: true }));
  }

  #typed = () => {
    this.wrong = false;
  };

  #open = async (event: Event) => {
    event.preventDefault();
    const input = this.renderRoot.querySelector('input');
    if (input === null) return;
    const text = input.value.trim();
    if (text === '') {
      input.focus();
      return;
    }
    this.wrong = !(await this.commands.readInvitation(text));
    if (this.wrong) input.select();
    else input.value = '';
  };
}

function notAnInvitation(): string {
  return problemWords('link-malformed', '').text;
}

customElements.define('gv-paste-invitation', GvPasteInvitation);

declare global {
  interface HTMLElementTagNameMap {
    'gv-paste-invitation': GvPasteInvitation;
  }
}
