/** Deleting a conversation on this device: the question first, with all that it means. */

import { msg, str, updateWhenLocaleChanges } from '@lit/localize';
import { css, html, LitElement } from 'lit';
import type { Commands } from '../../app/commands.ts';
import type { OpenConversation } from '../../app/snapshot.ts';
import { icons } from '../icons.ts';
import { keepEscape } from '../keep-escape.ts';
import type { Platform } from '../platform.ts';
import { controls } from '../theme/controls.ts';
import { conversationTitle } from '../words/states.ts';

export class GvDelete extends LitElement {
  static override properties = {
    commands: { attribute: false },
    platform: { attribute: false },
    conversation: { attribute: false },
    contact: { type: Boolean },
    course: { state: true },
  };
  static override styles = [
    controls,
    css`
      dialog {
        inline-size: min(100vi - 2rem, 26rem);
        max-block-size: calc(100dvh - 2rem);
        padding: 1.25rem;
        border: 1px solid var(--line);
        border-radius: var(--radius-l);
        background: var(--surface);
        color: var(--ink);
        box-shadow: var(--shadow);
        overflow-y: auto;
      }

      dialog::backdrop {
        background: rgb(20 10 26 / 60%);
      }

      h3 {
        margin: 0 0 0.6rem;
        font-size: var(--size-l);
        overflow-wrap: anywhere;
      }

      .actions {
        margin-block-start: 1.1rem;
      }

      [role='alert'] {
        margin-block-start: 0.8rem;
        color: var(--danger);
      }
    `,
  ];

  declare commands: Commands;
  declare platform: Platform;
  declare conversation: Pick<OpenConversation, 'id' | 'title'>;
  /** Asked for at a contact, which goes with its conversation. */
  declare contact: boolean;
  declare course: 'asking' | 'deleting' | 'failed';

  constructor() {
    super();
    updateWhenLocaleChanges(this);
    this.contact = false;
    this.course = 'asking';
  }

  override render() {
    const title = conversationTitle({ kind: 'direct', title: this.conversation.title });
    return html`<button class="button danger" @click=${() => this.#dialog?.showModal()}>
        ${icons.remove()}${this.contact ? msg('Delete contact') : msg('Delete conversation')}
      </button>
      <dialog aria-labelledby="delete-title" @keydown=${keepEscape}>
        <h3 id="delete-title">
          ${this.contact ? msg('Delete this contact here?') : msg('Delete this conversation here?')}
        </h3>
        <p>
          ${msg(
            str`All messages with ${title} and all keys go from this device, for good. ${title} keeps a copy and is not told. What you have not delivered is never delivered, and to talk again you need a new invitation.`,
          )}
        </p>
        ${
          this.course === 'failed'
            ? html`<p role="alert">
                ${msg('It could not be deleted now. Nothing was changed. Try again.')}
              </p>`
            : ''
        }
        <div class="actions">
          <button
            class="button main danger"
            aria-disabled=${this.course === 'deleting' ? 'true' : 'false'}
            @click=${() => void this.#delete()}
          >
            ${msg('Delete for good')}
          </button>
          <button class="button" autofocus @click=${() => this.#dialog?.close()}>
            ${msg('Keep')}
          </button>
        </div>
      </dialog>`;
  }

  async #delete() {
    if (this.course === 'deleting') return;
    this.course = 'deleting';
    const { id } = this.conversation;
    if (await this.commands.deleteConversation(id)) this.platform.forget(`compare:${id}`);
    else this.course = 'failed';
  }

  get #dialog() {
    return this.renderRoot.querySelector('dialog');
  }
}

customElements.define('gv-delete', GvDelete);

declare global {
  interface HTMLElementTagNameMap {
    'gv-delete': GvDelete;
  }
}
