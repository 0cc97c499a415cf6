/**
 * The safety number of a conversation: sixty digits to read out, a QR code for
 * the contact's camera, and the scanner for the contact's code.
 */

import { msg, str, updateWhenLocaleChanges } from '@lit/localize';
import { html, LitElement } from 'lit';
import type { Commands } from '../../app/commands.ts';
import { keepFocus } from '../focus-keeper.ts';
import { icons } from '../icons.ts';
import type { Platform } from '../platform.ts';
import '../qr-code/element.ts';
import '../scan/element.ts';
import { safetyStyles } from './safety-styles.ts';
import { safetyTarget } from './safety-scan.ts';

export class GvSafetyNumber extends LitElement {
  static override properties = {
    commands: { attribute: false },
    platform: { attribute: false },
    contact: { attribute: false },
    result: { state: true },
    scanning: { state: true },
  };
  static override styles = safetyStyles;

  declare commands: Commands;
  declare platform: Platform;
  declare contact: string;
  /** What comparing by camera has shown. */
  declare result: 'none' | 'same' | 'different';
  declare scanning: boolean;

  constructor() {
    super();
    updateWhenLocaleChanges(this);
    keepFocus(this, () => this.renderRoot.querySelector<HTMLElement>('ol')?.focus());
    this.result = 'none';
    this.scanning = false;
  }

  override render() {
    const number = this.commands.safetyNumber();
    if (number === undefined) return '';
    return html`<div role="group" aria-label=${msg('Compare the safety number')}>
        <p class="small">
          ${msg(
            str`Meet or call ${this.contact} and compare all the digits, or scan the code on each other’s screen. If they are the same, nobody stands between you. You can do this at any time.`,
          )}
        </p>
        <ol role="list" tabindex="-1" translate="no" aria-label=${msg('Sixty digits')}>
          ${number.groups.map((group) => html`<li>${group}</li>`)}
        </ol>
        <gv-qr-code .text=${number.code} .label=${msg('QR code of the safety number')}></gv-qr-code>
        ${this.#result()}
        <div class="actions">
          <button class="button" @click=${() => this.#scan(true)}>
            ${icons.scan()}${msg('Scan the contact’s code')}
          </button>
          <button class="button main" @click=${() => this.#judge('match')}>
            ${msg('They match')}
          </button>
          <button class="button danger" @click=${() => this.#judge('mismatch')}>
            ${msg('They do not match')}
          </button>
        </div>
      </div>
      ${
        this.scanning
          ? html`<gv-scan
              .commands=${this.commands}
              .platform=${this.platform}
              .target=${safetyTarget(this.commands, (verdict) => this.#scanned(verdict))}
              @scan-closed=${() => this.#scan(false)}
            ></gv-scan>`
          : ''
      }`;
  }

  #result() {
    switch (this.result) {
      case 'none':
        return html`<div role="status"></div>`;
      case 'same':
        return html`<div role="status" class="result same">
          <h4>${msg('The same safety number')}</h4>
          <p class="small">${msg('Nobody stands between you.')}</p>
        </div>`;
      case 'different':
        return html`<div role="alert" class="result different">
          <h4>${msg('Not the same safety number')}</h4>
          <p class="small">
            ${msg(
              'Make sure that your contact shows the safety number of the conversation with you. If so, somebody stands between you: press “They do not match”.',
            )}
          </p>
        </div>`;
    }
  }

  #scan(on: boolean) {
    this.scanning = on;
  }

  #scanned(verdict: 'same' | 'different') {
    this.result = verdict;
    if (verdict === 'same') void this.commands.compareEmoji('match');
  }

  #judge(verdict: 'match' | 'mismatch') {
    this.result = verdict === 'match' ? 'same' : 'none';
    void this.commands.compareEmoji(verdict);
    if (verdict === 'mismatch') this.dispatchEvent(new CustomEvent('mismatched'));
  }
}

customElements.define('gv-safety-number', GvSafetyNumber);

declare global {
  interface HTMLElementTagNameMap {
    'gv-safety-number': GvSafetyNumber;
  }
}
