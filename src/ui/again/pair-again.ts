/** The way to let a contact in again who lost every device, with what it means. */

import { msg, str, updateWhenLocaleChanges } from '@lit/localize';
import { css, html, LitElement } from 'lit';
import type { Commands } from '../../app/commands.ts';
import type { ContactView } from '../../app/snapshot.ts';
import { icons } from '../icons.ts';
import { keepEscape } from '../keep-escape.ts';
import { controls } from '../theme/controls.ts';
import { questionStyles } from '../theme/question.ts';
import { conversationTitle } from '../words/states.ts';

export class GvPairAgain extends LitElement {
  static override properties = {
    commands: { attribute: false },
    contact: { attribute: false },
    failed: { state: true },
  };
  static override styles = [
    controls,
    questionStyles,
    css`
      .button + p,
      p + p {
        margin-block-start: 0.6rem;
      }
    `,
  ];

  declare commands: Commands;
  declare contact: ContactView;
  declare failed: boolean;

  constructor() {
    super();
    updateWhenLocaleChanges(this);
    this.failed = false;
  }

  override render() {
    const title = conversationTitle({ kind: 'direct', title: this.contact.title });
    return html`<button class="button" @click=${() => this.#dialog?.showModal()}>
        ${icons.phone()}${msg('Pair again')}
      </button>
      ${
        this.failed
          ? html`<p class="small" role="alert">
              ${msg('Nobody can be let into this conversation now.')}
            </p>`
          : ''
      }
      <dialog aria-labelledby="again-title" @keydown=${keepEscape}>
        <h3 id="again-title">${msg(str`Has ${title} lost every device?`)}</h3>
        <p>
          ${msg(
            str`Make a link that leads ${title} back into this conversation on a new device. You compare seven emoji first. Then the devices that ${title} had are out of the conversation for good, and your safety number is another one.`,
          )}
        </p>
        <p class="small soft">
          ${msg(
            str`If ${title} still has a device, or a backup, do not use this: a device can be linked there, or the backup restored.`,
          )}
        </p>
        <div class="actions">
          <button class="button main" @click=${() => void this.#make()}>
            ${msg('Make a link')}
          </button>
          <button class="button" autofocus @click=${() => this.#dialog?.close()}>
            ${msg('Cancel')}
          </button>
        </div>
      </dialog>`;
  }

  async #make() {
    this.#dialog?.close();
    const { commands, contact } = this;
    this.failed = !(await commands.pairAgain(contact.id));
    if (!this.failed)
      this.dispatchEvent(new CustomEvent('paired', { bubbles: true, composed: true }));
  }

  get #dialog() {
    return this.renderRoot.querySelector('dialog');
  }
}

customElements.define('gv-pair-again', GvPairAgain);

declare global {
  interface HTMLElementTagNameMap {
    'gv-pair-again': GvPairAgain;
  }
}
