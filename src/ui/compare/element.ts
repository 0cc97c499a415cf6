/** Seven emoji to compare with the contact, offered and never in the way. */

import { msg, str, updateWhenLocaleChanges } from '@lit/localize';
import { html, LitElement } from 'lit';
import type { EmojiSymbol } from '../../app/snapshot.ts';
import { emojiList } from './emoji-list.ts';
import { styles } from './styles.ts';

export class GvCompare extends LitElement {
  static override properties = { contact: { attribute: false }, emoji: { attribute: false } };
  static override styles = styles;

  declare contact: string;
  declare emoji: readonly EmojiSymbol[];

  constructor() {
    super();
    updateWhenLocaleChanges(this);
  }

  focusStart() {
    this.renderRoot.querySelector<HTMLElement>('.emoji')?.focus();
  }

  override render() {
    return html`<div role="group" aria-label=${msg('Compare emoji')} aria-describedby="why">
      <p id="why" class="small">
        ${msg(
          str`Call or meet ${this.contact} and see whether both devices show the same seven emoji. If they do, nobody stands between you.`,
        )}
      </p>
      ${emojiList(this.emoji)}
      <div class="actions">
        <button class="button main" @click=${() => this.#tell('match')}>
          ${msg('They match')}
        </button>
        <button class="button danger" @click=${() => this.#tell('mismatch')}>
          ${msg('They do not match')}
        </button>
        <button class="button plain" @click=${() => this.dispatchEvent(new Event('later'))}>
          ${msg('Later')}
        </button>
      </div>
    </div>`;
  }

  #tell(verdict: 'match' | 'mismatch') {
    this.dispatchEvent(new CustomEvent('verdict', { detail: verdict }));
  }
}

customElements.define('gv-compare', GvCompare);

declare global {
  interface HTMLElementTagNameMap {
    'gv-compare': GvCompare;
  }
}
