/** A device link under way: the code while it waits, the emoji when the two have met, the handing over. */

import { msg, str, updateWhenLocaleChanges } from '@lit/localize';
import { html, LitElement } from 'lit';
import type { Commands } from '../../app/commands.ts';
import type { LinkView } from '../../app/snapshot.ts';
import { emojiList } from '../compare/emoji-list.ts';
import { keepFocus } from '../focus-keeper.ts';
import { icons } from '../icons.ts';
import type { Platform } from '../platform.ts';
import '../qr-code/element.ts';
import { styles } from './linking-styles.ts';

type Stage<K extends LinkView['kind']> = LinkView & { kind: K };

export class GvLinking extends LitElement {
  static override properties = {
    commands: { attribute: false },
    platform: { attribute: false },
    link: { attribute: false },
    copied: { state: true },
  };
  static override styles = styles;

  declare commands: Commands;
  declare platform: Platform;
  declare link: LinkView;
  declare copied: 'no' | 'yes' | 'denied';

  #stopClock = (): void => undefined;

  constructor() {
    super();
    updateWhenLocaleChanges(this);
    keepFocus(this, () => this.focusStart());
    this.copied = 'no';
  }

  /** Where it says what is asked for now. */
  focusStart() {
    this.renderRoot.querySelector<HTMLElement>('[tabindex="-1"]')?.focus();
  }

  override connectedCallback() {
    super.connectedCallback();
    const clock = setInterval(() => this.requestUpdate(), 1_000);
    this.#stopClock = () => clearInterval(clock);
  }

  override disconnectedCallback() {
    super.disconnectedCallback();
    this.#stopClock();
  }

  override render() {
    switch (this.link.kind) {
      case 'inviting':
        return this.#inviting(this.link);
      case 'accepting':
        return this.#accepting(this.link);
      case 'linking':
        return this.#linking(this.link);
    }
  }

  #inviting({ state, link, expires }: Stage<'inviting'>) {
    if (state !== 'waiting' && state !== 'claimed') return this.#over(overWords(state));
    return html`<p tabindex="-1">
        ${msg(
          'Open this on the other device: scan the code there, or open the link in its browser. Never send it to anybody else: whoever uses it becomes a device of yours.',
        )}
      </p>
      <gv-qr-code
        .text=${link}
        .label=${msg('The device link as a QR code, to scan with the other device')}
      ></gv-qr-code>
      <div>
        <label class="label" for="link">${msg('Device link')}</label>
        <input
          id="link"
          class="field"
          readonly
          autocomplete="off"
          spellcheck="false"
          .value=${link}
          @focus=${(event: Event) => (event.target as HTMLInputElement).select()}
        />
      </div>
      <div class="actions">
        <button class="button" @click=${() => void this.#copy(link)}>
          ${icons.copy()}${msg('Copy link')}
        </button>
        ${this.#cancel(msg('Cancel'))}
      </div>
      <p class="small soft" role="status">
        ${
          this.copied === 'yes'
            ? msg('Copied.')
            : this.copied === 'denied'
              ? msg(
                  'This browser does not let Grapevine copy. Select the link and copy it yourself.',
                )
              : ''
        }
        ${state === 'claimed' ? msg('The other device is here: exchanging keys…') : ''}
      </p>
      <p class="small soft">${msg(str`The link works once, for ${minutes(expires)} more.`)}</p>`;
  }

  #accepting({ state }: Stage<'accepting'>) {
    if (state !== 'waiting') return this.#over(overWords(state));
    return this.#goesOn(msg('Looking for the other device. Keep Grapevine open on both.'));
  }

  #linking({ stage, emoji, name, isInviter }: Stage<'linking'>) {
    if (stage === 'mismatched') {
      return this.#over(
        msg(
          'They do not match: somebody may stand between your devices, or another one has used the link. Nothing was handed over. Make a new link and let nobody see it.',
        ),
      );
    }
    if (stage === 'here') {
      return this.#over(
        isInviter
          ? msg('The other device has this profile already. Nothing was changed.')
          : msg('This device has that profile already. Nothing was changed.'),
      );
    }
    if (stage === 'refused') {
      return this.#over(
        isInviter
          ? msg(
              'No device can be linked from here: this device was removed from yours, or there are as many as there can be. Link from another device.',
            )
          : msg(
              'The other device may not let this one in: it was removed from its person’s devices, or they are as many as there can be. Nothing was handed over. Make the link on another device.',
            ),
      );
    }
    if (stage === 'coming') {
      return this.#goesOn(msg('This profile is on its way. Keep Grapevine open on both devices.'));
    }
    if (stage === 'waiting') {
      return this.#goesOn(
        msg('They match here. Now say so on the other device too; then it begins.'),
      );
    }
    return html`<p tabindex="-1">
        ${
          isInviter
            ? msg(
                str`Look at the other device, which calls itself “${name}”. Does it show the same seven emoji? If so, it becomes a device of yours.`,
              )
            : msg('Look at the other device. Does it show the same seven emoji?')
        }
      </p>
      ${emojiList(emoji)}
      <div class="actions">
        <button class="button main" @click=${() => void this.commands.compareDevices('match')}>
          ${msg('They match')}
        </button>
        <button class="button danger" @click=${() => void this.commands.compareDevices('mismatch')}>
          ${msg('They do not match')}
        </button>
      </div>`;
  }

  #goesOn(words: string) {
    return html`<div class="waiting" role="status">
        <span class="pulse" aria-hidden="true"></span>
        <p tabindex="-1">${words}</p>
      </div>
      <div class="actions">${this.#cancel(msg('Cancel'), '')}</div>`;
  }

  #over(words: string) {
    return html`<p role="alert" tabindex="-1">${words}</p>
      <div class="actions">${this.#cancel(msg('Close'), '')}</div>`;
  }

  #cancel(words: string, look = 'plain') {
    return html`<button
      class="button ${look}"
      @click=${() => void this.commands.cancelDeviceLink()}
    >
      ${words}
    </button>`;
  }

  async #copy(link: string) {
    this.copied = (await this.platform.copyText(link)) ? 'yes' : 'denied';
  }
}

function overWords(state: 'raced' | 'declined' | 'expired' | 'used'): string {
  switch (state) {
    case 'raced':
      return msg(
        'Two devices tried to use this link, so it was made void and none was let in. Make a new one and let nobody see it.',
      );
    case 'used':
      return msg(
        'Another device has used this link already. If it is not yours, say “They do not match” on the first device.',
      );
    case 'declined':
      return msg('The other device has declined.');
    case 'expired':
      return msg('The link has expired: it lives for five minutes. Make a new one.');
  }
}

/** "4:05", as it is counted down. */
function minutes(until: number): string {
  const seconds = Math.max(0, Math.ceil((until - Date.now()) / 1_000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

customElements.define('gv-linking', GvLinking);

declare global {
  interface HTMLElementTagNameMap {
    'gv-linking': GvLinking;
  }
}
