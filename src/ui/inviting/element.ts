/** An invitation of ours: the link in every form in which it can be handed on, and how it fares. */

import { msg, str, updateWhenLocaleChanges } from '@lit/localize';
import { html, LitElement, type PropertyValues } from 'lit';
import type { Commands } from '../../app/commands.ts';
import type { PendingInvitation } from '../../app/snapshot.ts';
import { keepFocus } from '../focus-keeper.ts';
import { icons } from '../icons.ts';
import type { Platform } from '../platform.ts';
import '../qr-code/element.ts';
import { machineTime, soonTime } from '../words/times.ts';
import { endWords } from './end-words.ts';
import { styles } from './styles.ts';

type Copied = 'no' | 'yes' | 'denied';

export class GvInviting extends LitElement {
  static override properties = {
    commands: { attribute: false },
    platform: { attribute: false },
    invitation: { attribute: false },
    copied: { state: true },
  };
  static override styles = styles;

  declare commands: Commands;
  declare platform: Platform;
  declare invitation: PendingInvitation;
  declare copied: Copied;

  constructor() {
    super();
    updateWhenLocaleChanges(this);
    keepFocus(this, () => void this.focusStart());
    this.copied = 'no';
  }

  async focusStart() {
    await this.updateComplete;
    const link = this.#link;
    if (link === null) this.renderRoot.querySelector('h2')?.focus();
    else {
      link.focus({ preventScroll: true });
      link.select();
    }
  }

  override willUpdate(changed: PropertyValues) {
    const before = changed.get('invitation') as PendingInvitation | undefined;
    if (before !== undefined && before.link !== this.invitation.link) this.copied = 'no';
  }

  override render() {
    const { state } = this.invitation;
    const live = state === 'waiting' || state === 'claimed';
    return html`<section class="sheet" aria-labelledby="heading">
      <button class="icon-button back" @click=${() => this.commands.closeConversation()}>
        ${icons.back()}<span class="hidden-text">${msg('Back to the conversations')}</span>
      </button>
      ${live ? this.#waiting() : this.#ended(state)}
    </section>`;
  }

  #waiting() {
    const { link, expires, state } = this.invitation;
    return html`<h2 id="heading" tabindex="-1" dir="auto">${this.#title()}</h2>
      <p class="soft" dir="auto">${this.#purpose()}</p>
      <div class="ways">
        <gv-qr-code
          .text=${link}
          .label=${msg('The link as a QR code, to scan with a camera')}
        ></gv-qr-code>
        <div class="handing">
          <label class="label" for="link">${msg('Invitation link')}</label>
          <input
            id="link"
            class="field"
            readonly
            autocomplete="off"
            spellcheck="false"
            .value=${link}
            @focus=${(event: Event) => (event.target as HTMLInputElement).select()}
          />
          <div class="actions">
            <button class="button main" @click=${() => void this.#copy()}>
              ${icons.copy()}${msg('Copy link')}
            </button>
            ${
              this.platform.state().canShare
                ? html`<button class="button" @click=${() => void this.#share()}>
                    ${icons.share()}${msg('Share')}
                  </button>`
                : ''
            }
          </div>
          <p class="small told" role="status">${this.#copyWords()}</p>
        </div>
      </div>
      <div class="waiting" role="status">
        <span class="pulse" aria-hidden="true"></span>
        <p>
          <strong
            >${
              state === 'claimed'
                ? msg('Your contact is here: exchanging keys…')
                : msg('Waiting for your contact')
            }</strong
          ><br />
          <span class="small soft">
            ${msg('You can close this; it goes on. The link works once, until')}
            <time datetime=${machineTime(expires)}>${soonTime(expires)}</time>.
          </span>
        </p>
      </div>
      <div class="actions">
        <button
          class="button"
          @click=${() => void this.commands.renewInvitation(this.invitation.id)}
        >
          ${msg('New link')}
        </button>
        <button
          class="button plain danger"
          @click=${() => void this.commands.cancelInvitation(this.invitation.id)}
        >
          ${msg('Cancel')}
        </button>
      </div>`;
  }

  #title(): string {
    const { again } = this.invitation;
    if (again === undefined) return msg('Invite somebody');
    return again === '' ? msg('Pair again') : msg(str`Pair again with ${again}`);
  }

  #purpose(): string {
    const { again } = this.invitation;
    return again === undefined
      ? msg('Give this link to one person, in a way that only the two of you see.')
      : msg(
          'Give this link to the person who lost every device, in a way that only the two of you see. It leads back into your conversation once you have compared the emoji.',
        );
  }

  #ended(state: 'raced' | 'declined' | 'expired') {
    const words = endWords(state);
    return html`<h2 id="heading" tabindex="-1">${words.title}</h2>
      <p class="ended ${state}" role="alert">${words.text}</p>
      <div class="actions">
        ${this.invitation.again === undefined ? this.#newLink() : ''}
        <button
          class="button plain"
          @click=${() => void this.commands.cancelInvitation(this.invitation.id)}
        >
          ${msg('Remove')}
        </button>
      </div>`;
  }

  #newLink() {
    return html`<button
      class="button main"
      @click=${() => void this.commands.renewInvitation(this.invitation.id)}
    >
      ${msg('New link')}
    </button>`;
  }

  #copyWords(): string {
    switch (this.copied) {
      case 'no':
        return '';
      case 'yes':
        return msg('Copied. Now paste it where only your contact reads it.');
      case 'denied':
        return msg(
          'This browser does not let Grapevine copy. The link is selected: copy it with the keyboard or by a long press.',
        );
    }
  }

  async #copy() {
    const copied = await this.platform.copyText(this.invitation.link);
    this.copied = copied ? 'yes' : 'denied';
    if (copied) return;
    this.#link?.focus();
    this.#link?.select();
  }

  async #share() {
    await this.platform.share({
      text: msg('Talk with me on Grapevine:'),
      url: this.invitation.link,
    });
  }

  get #link() {
    return this.renderRoot.querySelector('input');
  }
}

customElements.define('gv-inviting', GvInviting);

declare global {
  interface HTMLElementTagNameMap {
    'gv-inviting': GvInviting;
  }
}
