/** Blocking a contact, with the question that says what it means; and the way back. */

import { msg, str, updateWhenLocaleChanges } from '@lit/localize';
import { css, html, LitElement } from 'lit';
import type { Commands } from '../../app/commands.ts';
import type { ContactView } from '../../app/snapshot.ts';
import { keepFocus } from '../focus-keeper.ts';
import { icons } from '../icons.ts';
import { keepEscape } from '../keep-escape.ts';
import { controls } from '../theme/controls.ts';
import { questionStyles } from '../theme/question.ts';
import { conversationTitle } from '../words/states.ts';

export class GvBlock extends LitElement {
  static override properties = {
    commands: { attribute: false },
    contact: { attribute: false },
  };
  static override styles = [
    controls,
    questionStyles,
    css`
      p + .button {
        margin-block-start: 0.6rem;
      }
    `,
  ];

  declare commands: Commands;
  declare contact: ContactView;

  constructor() {
    super();
    updateWhenLocaleChanges(this);
    keepFocus(this, () => this.#focusButton());
  }

  override render() {
    return this.contact.isBlocked ? this.#blocked() : this.#question();
  }

  #blocked() {
    return html`<p class="small">
        ${msg('Blocked. What this contact writes is kept, and shown when you unblock.')}
      </p>
      <button class="button" @click=${() => void this.#set(false)}>${msg('Unblock')}</button>`;
  }

  #question() {
    const title = conversationTitle({ kind: 'direct', title: this.contact.title });
    return html`<button class="button danger" @click=${() => this.#dialog?.showModal()}>
        ${icons.block()}${msg('Block')}
      </button>
      <dialog aria-labelledby="block-title" @keydown=${keepEscape}>
        <h3 id="block-title">${msg(str`Block ${title}?`)}</h3>
        <p>
          ${msg(
            str`The conversation leaves your list, and nothing that ${title} writes from now on is shown or announced. ${title} is not told: messages are delivered and never read, and you are never seen to be there. When you unblock, all of it is shown.`,
          )}
        </p>
        <div class="actions">
          <button class="button main danger" @click=${() => void this.#set(true)}>
            ${msg('Block now')}
          </button>
          <button class="button" autofocus @click=${() => this.#dialog?.close()}>
            ${msg('Cancel')}
          </button>
        </div>
      </dialog>`;
  }

  async #set(isBlocked: boolean) {
    this.#dialog?.close();
    await this.commands.setBlocked(this.contact.id, isBlocked);
    await this.updateComplete;
    this.#focusButton();
  }

  /** The one that undoes what was done, once the page shows that it was. */
  #focusButton() {
    this.renderRoot.querySelector<HTMLElement>('.button')?.focus();
  }

  get #dialog() {
    return this.renderRoot.querySelector('dialog');
  }
}

customElements.define('gv-block', GvBlock);

declare global {
  interface HTMLElementTagNameMap {
    'gv-block': GvBlock;
  }
}
