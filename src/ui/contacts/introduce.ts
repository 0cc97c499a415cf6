/** Introducing a contact to another one: who it shall be, and what happens then. */

import { msg, str, updateWhenLocaleChanges } from '@lit/localize';
import { css, html, LitElement } from 'lit';
import type { Commands } from '../../app/commands.ts';
import type { ContactView } from '../../app/snapshot.ts';
import { icons } from '../icons.ts';
import { controls } from '../theme/controls.ts';
import { conversationTitle } from '../words/states.ts';

export class GvIntroduce extends LitElement {
  static override properties = {
    commands: { attribute: false },
    contact: { attribute: false },
    contacts: { attribute: false },
    course: { state: true },
  };
  static override styles = [
    controls,
    css`
      .choice {
        display: grid;
        gap: 0.5rem;
        margin-block-start: 0.8rem;
      }

      select.field {
        inline-size: 100%;
        font: inherit;
        color: inherit;
      }
    `,
  ];

  declare commands: Commands;
  declare contact: ContactView;
  declare contacts: readonly ContactView[];
  declare course: 'closed' | 'choosing' | 'offered';

  constructor() {
    super();
    updateWhenLocaleChanges(this);
    this.course = 'closed';
  }

  override render() {
    const others = this.contacts.filter(
      ({ id, isBlocked }) => id !== this.contact.id && !isBlocked,
    );
    return html`<button
        class="button"
        aria-expanded=${this.course === 'choosing' ? 'true' : 'false'}
        @click=${this.#toggle}
      >
        ${icons.people()}${msg('Introduce')}
      </button>
      ${this.course === 'choosing' ? this.#choice(others) : ''}
      <p class="small soft" role="status">
        ${
          this.course === 'offered'
            ? msg('Offered. Each of them is asked in your conversation, one after the other.')
            : ''
        }
      </p>`;
  }

  #choice(others: readonly ContactView[]) {
    const title = titleOf(this.contact);
    if (others.length === 0) {
      return html`<p class="choice small soft">
        ${msg(str`You have no other contact that ${title} could be introduced to.`)}
      </p>`;
    }
    return html`<div class="choice">
      <label for="other">${msg(str`Introduce ${title} to`)}</label>
      <select id="other" class="field">
        ${others.map((each) => html`<option value=${each.id}>${titleOf(each)}</option>`)}
      </select>
      <p class="small soft">
        ${msg(
          'Both see the name that the other chose, not your nickname. You pass on their invitation and learn nothing that they write; but somebody in your place could pretend, so they should compare the emoji.',
        )}
      </p>
      <div class="actions">
        <button class="button main" @click=${() => void this.#offer()}>
          ${msg('Offer to both')}
        </button>
      </div>
    </div>`;
  }

  #toggle = () => {
    this.course = this.course === 'choosing' ? 'closed' : 'choosing';
  };

  async #offer() {
    const other = this.renderRoot.querySelector('select')?.value;
    if (other === undefined) return;
    const isOffered = await this.commands.introduce(this.contact.id, other);
    this.course = isOffered ? 'offered' : 'closed';
    this.renderRoot.querySelector<HTMLElement>('.button')?.focus();
  }
}

function titleOf({ title }: ContactView): string {
  return conversationTitle({ kind: 'direct', title });
}

customElements.define('gv-introduce', GvIntroduce);

declare global {
  interface HTMLElementTagNameMap {
    'gv-introduce': GvIntroduce;
  }
}
