/** Deleting all that this browser keeps: the question first, with all that it means. */

import { msg, updateWhenLocaleChanges } from '@lit/localize';
import { css, html, LitElement } from 'lit';
import { icons } from '../icons.ts';
import { keepEscape } from '../keep-escape.ts';
import type { Platform } from '../platform.ts';
import { controls } from '../theme/controls.ts';
import { questionStyles } from './question-styles.ts';

export class GvDeleteEverything extends LitElement {
  static override properties = {
    platform: { attribute: false },
    course: { state: true },
  };
  static override styles = [
    controls,
    questionStyles,
    css`
      :host {
        display: grid;
        gap: 0.7rem;
        justify-items: start;
      }
    `,
  ];

  declare platform: Platform;
  declare course: 'asking' | 'deleting' | 'held' | 'failed';

  constructor() {
    super();
    updateWhenLocaleChanges(this);
    this.course = 'asking';
  }

  override render() {
    return html`<p class="small soft">
        ${msg(
          'Removes all conversations, keys, names and settings of all profiles from this browser, and the app itself.',
        )}
      </p>
      <button class="button danger" @click=${() => this.#dialog?.showModal()}>
        ${icons.remove()}${msg('Delete everything')}
      </button>
      <dialog aria-labelledby="everything" @keydown=${keepEscape} @cancel=${this.#mayClose}>
        <h3 id="everything">${msg('Delete everything on this device?')}</h3>
        <p>
          ${msg(
            'All conversations with their messages, all keys, your names and settings go from this browser for good, in every tab. Without a backup or another device of yours nobody can bring them back, and what you have not delivered is never delivered.',
          )}
        </p>
        <p>
          ${msg(
            'Your contacts keep their copies and are not told. The app is fetched anew afterwards, which needs the network.',
          )}
        </p>
        <p role="status">${this.#status()}</p>
        <div class="actions">
          <button
            class="button main danger"
            aria-disabled=${this.#isRunning ? 'true' : 'false'}
            @click=${() => void this.#delete()}
          >
            ${msg('Delete everything for good')}
          </button>
          ${
            this.#isRunning
              ? ''
              : html`<button class="button" autofocus @click=${() => this.#dialog?.close()}>
                  ${msg('Keep')}
                </button>`
          }
        </div>
      </dialog>`;
  }

  #status() {
    switch (this.course) {
      case 'asking':
        return '';
      case 'deleting':
        return msg('Deleting…');
      case 'held':
        return msg('Another tab of Grapevine stands in the way. Close all others to go on.');
      case 'failed':
        return html`<span class="wrong"
          >${msg(
            'The browser refused to delete a part of it. Delete the data of this page in the settings of the browser.',
          )}</span
        >`;
    }
  }

  async #delete() {
    if (this.#isRunning) return;
    this.course = 'deleting';
    const isGone = await this.platform.deleteEverything(() => (this.course = 'held'));
    if (!isGone) this.course = 'failed';
  }

  get #isRunning() {
    return this.course === 'deleting' || this.course === 'held';
  }

  /** What has begun goes on, whatever is on the screen. */
  #mayClose = (event: Event) => {
    if (this.#isRunning) event.preventDefault();
  };

  get #dialog() {
    return this.renderRoot.querySelector('dialog');
  }
}

customElements.define('gv-delete-everything', GvDeleteEverything);

declare global {
  interface HTMLElementTagNameMap {
    'gv-delete-everything': GvDeleteEverything;
  }
}
