/** A device link that was opened: what it is, what this device is called, and the choice. */

import { msg, str, updateWhenLocaleChanges } from '@lit/localize';
import { css, html, LitElement } from 'lit';
import type { Commands, DeviceLinkAnswer } from '../../app/commands.ts';
import type { ReceivedInvitation } from '../../app/snapshot.ts';
import { keepFocus } from '../focus-keeper.ts';
import { controls } from '../theme/controls.ts';
import { deviceName } from './device-name.ts';

const NAME_LIMIT = 64;

export class GvTakeLink extends LitElement {
  static override properties = {
    commands: { attribute: false },
    invitation: { attribute: false },
    isBeside: { attribute: false },
    answer: { state: true },
    busy: { state: true },
  };
  static override styles = [
    controls,
    css`
      :host {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: 1.25rem;
      }

      form .actions {
        margin-block-start: 1rem;
      }

      .wrong {
        margin-block-start: 0.8rem;
      }
    `,
  ];

  declare commands: Commands;
  declare invitation: ReceivedInvitation | undefined;
  /** Profiles are here already. */
  declare isBeside: boolean;
  declare answer: DeviceLinkAnswer;
  declare busy: boolean;

  constructor() {
    super();
    updateWhenLocaleChanges(this);
    keepFocus(this, () => this.renderRoot.querySelector<HTMLElement>('.button')?.focus());
    this.answer = 'begun';
    this.busy = false;
  }

  override render() {
    if (this.invitation?.state === 'expired') {
      return html`<p role="alert">
          ${msg('The link has expired: it lives for five minutes. Make a new one.')}
        </p>
        <div class="actions">${this.#notNow(msg('Close'), '')}</div>`;
    }
    return html`<p>${this.isBeside ? besideWords() : aloneWords()}</p>
      ${this.#foreign()}
      <form novalidate @submit=${this.#accept}>
        <label class="label" for="device">${msg('Name of this device')}</label>
        <div class="row">
          <input
            id="device"
            class="field"
            dir="auto"
            autocomplete="off"
            spellcheck="false"
            maxlength=${NAME_LIMIT}
            .value=${deviceName(navigator.userAgent)}
          />
        </div>
        <div class="actions">
          <button class="button main" aria-disabled=${this.busy ? 'true' : 'false'}>
            ${msg('Link this device')}
          </button>
          ${this.#notNow(msg('Not now'))}
        </div>
        <p class="small wrong" role="alert">${answerWords(this.answer)}</p>
      </form>`;
  }

  /** Asked about like any other invitation that meets elsewhere. */
  #foreign() {
    const { state, node } = this.invitation ?? {};
    if (state !== 'foreign-node') return '';
    return html`<p dir="auto">
      ${msg(
        str`The two devices meet at another server, ${node ?? ''}. If you go on, this one will contact it. It can read nothing.`,
      )}
    </p>`;
  }

  #notNow(words: string, look = 'plain') {
    return html`<button
      class="button ${look}"
      type="button"
      @click=${() => this.commands.dismissInvitation()}
    >
      ${words}
    </button>`;
  }

  #accept = async (event: Event) => {
    event.preventDefault();
    if (this.busy) return;
    const typed = this.renderRoot.querySelector('input')?.value.trim() ?? '';
    this.answer = 'begun';
    this.busy = true;
    try {
      const name = typed === '' ? deviceName(navigator.userAgent) : typed;
      this.answer = await this.commands.acceptDeviceLink(name);
    } finally {
      this.busy = false;
    }
  };
}

function aloneWords(): string {
  return msg(
    'This is a link for a device of your own. With it, this browser gets all your conversations, and whoever made the link can read and write everything that you do here. Go on only if you made it yourself, on a device that is in front of you.',
  );
}

function besideWords(): string {
  return msg(
    'This is a link for a device of your own. With it, one more profile comes to this browser, with all its conversations, and whoever made the link can read and write everything that you do in it. The profiles that are here stay as they are. Go on only if you made the link yourself, on a device that is in front of you.',
  );
}

function answerWords(answer: DeviceLinkAnswer): string {
  switch (answer) {
    case 'begun':
      return '';
    case 'own':
      return msg(
        'This link was made, or used, in this browser already. Open it on the other device.',
      );
    case 'full':
      return msg('There is no room for one more profile here: remove one that you no longer need.');
    case 'gone':
      return msg('This link can no longer be used. Make a new one.');
    case 'failed':
      return msg(
        'It could not be begun. See whether this device is full or without a connection, and try again.',
      );
  }
}

customElements.define('gv-take-link', GvTakeLink);

declare global {
  interface HTMLElementTagNameMap {
    'gv-take-link': GvTakeLink;
  }
}
