/** An invitation that was opened: who says to invite, and the choice. Nothing was claimed yet. */

import { msg, str, updateWhenLocaleChanges } from '@lit/localize';
import { html, LitElement } from 'lit';
import type { Commands } from '../../app/commands.ts';
import type { ReceivedInvitation } from '../../app/snapshot.ts';
import { face } from '../face.ts';
import { keepFocus } from '../focus-keeper.ts';
import { machineTime, soonTime } from '../words/times.ts';
import { styles } from './styles.ts';

export class GvReceived extends LitElement {
  static override properties = {
    commands: { attribute: false },
    invitation: { attribute: false },
    busy: { state: true },
  };
  static override styles = styles;

  declare commands: Commands;
  declare invitation: ReceivedInvitation;
  declare busy: boolean;

  constructor() {
    super();
    updateWhenLocaleChanges(this);
    keepFocus(this, () => void this.focusStart());
    this.busy = false;
  }

  async focusStart() {
    await this.updateComplete;
    this.renderRoot.querySelector('h2')?.focus();
  }

  override render() {
    return html`<section class="sheet" aria-labelledby="heading">
      ${face(this.invitation.inviter)} ${this.#content()}
    </section>`;
  }

  #content() {
    const { inviter, state } = this.invitation;
    switch (state) {
      case 'ready':
      case 'foreign-node':
        return this.#choice();
      case 'expired':
        return html`${heading(msg(str`The invitation by ${inviter} has expired`))}
          <p>${msg('An invitation lives for a day. Ask for a new one.')}</p>
          ${this.#close()}`;
      case 'own':
        return html`${heading(msg('This is your own invitation'))}
          <p>${msg('Give it to somebody else: you cannot accept it yourself.')}</p>
          ${this.#close()}`;
      case 'known':
        return html`${heading(msg('You accepted this invitation before'))}
          <div class="actions">
            <button class="button main" @click=${() => void this.#openKnown()}>
              ${msg('Open the conversation')}
            </button>
            <button class="button plain" @click=${() => this.commands.dismissInvitation()}>
              ${msg('Close')}
            </button>
          </div>`;
    }
  }

  #choice() {
    const { inviter, expires, node, state } = this.invitation;
    return html`${heading(msg(str`${inviter} invites you to talk`))}
      <p>
        ${msg(
          'That is the name the link gives; anybody can write any name. Accept if you know who sent it to you.',
        )}
      </p>
      ${
        state === 'foreign-node'
          ? html`<p class="ended" dir="auto">
              ${msg(
                str`This conversation meets at another server, ${node ?? ''}. If you accept, this device will contact it. It can read nothing.`,
              )}
            </p>`
          : ''
      }
      <div class="actions">
        <button
          class="button main"
          aria-disabled=${this.busy ? 'true' : 'false'}
          @click=${() => void this.#decide(() => this.commands.acceptInvitation())}
        >
          ${msg('Accept')}
        </button>
        <button
          class="button"
          aria-disabled=${this.busy ? 'true' : 'false'}
          @click=${() => void this.#decide(() => this.commands.declineInvitation())}
        >
          ${msg('Decline')}
        </button>
        <button class="button plain" @click=${() => this.commands.dismissInvitation()}>
          ${msg('Not now')}
        </button>
      </div>
      <p class="small soft">
        ${msg('Until you accept, nobody learns that you looked. Open until')}
        <time datetime=${machineTime(expires)}>${soonTime(expires)}</time>.
      </p>`;
  }

  #close() {
    return html`<div class="actions">
      <button class="button main" @click=${() => this.commands.dismissInvitation()}>
        ${msg('Close')}
      </button>
    </div>`;
  }

  /** Meanwhile the buttons stay where the focus is: one that is disabled would lose it. */
  async #decide(command: () => Promise<void>) {
    if (this.busy) return;
    this.busy = true;
    try {
      await command();
    } finally {
      this.busy = false;
    }
  }

  async #openKnown() {
    const { conversation } = this.invitation;
    this.commands.dismissInvitation();
    if (conversation !== undefined) await this.commands.openConversation(conversation);
  }
}

function heading(words: string) {
  return html`<h2 id="heading" tabindex="-1" dir="auto">${words}</h2>`;
}

customElements.define('gv-received', GvReceived);

declare global {
  interface HTMLElementTagNameMap {
    'gv-received': GvReceived;
  }
}
