/** An invitation that we accepted and whose inviter has not answered yet. */

import { msg, str, updateWhenLocaleChanges } from '@lit/localize';
import { html, LitElement } from 'lit';
import type { Commands } from '../../app/commands.ts';
import type { PendingAcceptance } from '../../app/snapshot.ts';
import { face } from '../face.ts';
import { keepFocus } from '../focus-keeper.ts';
import { icons } from '../icons.ts';
import { controls } from '../theme/controls.ts';
import { faceStyles } from '../theme/face.ts';
import { sheetStyles } from '../theme/sheet.ts';
import { waitingStyles } from '../theme/waiting.ts';
import { machineTime, soonTime } from '../words/times.ts';

export class GvAccepting extends LitElement {
  static override properties = {
    commands: { attribute: false },
    acceptance: { attribute: false },
  };
  static override styles = [controls, faceStyles, sheetStyles, waitingStyles];

  declare commands: Commands;
  declare acceptance: PendingAcceptance;

  constructor() {
    super();
    updateWhenLocaleChanges(this);
    keepFocus(this, () => void this.focusStart());
  }

  async focusStart() {
    await this.updateComplete;
    this.renderRoot.querySelector('h2')?.focus();
  }

  override render() {
    return html`<section class="sheet" aria-labelledby="heading">
      <button class="icon-button back" @click=${() => this.commands.closeConversation()}>
        ${icons.back()}<span class="hidden-text">${msg('Back to the conversations')}</span>
      </button>
      ${face(this.acceptance.inviter)}
      ${this.acceptance.state === 'waiting' ? this.#waiting() : this.#ended()}
    </section>`;
  }

  #waiting() {
    const { id, inviter, expires } = this.acceptance;
    return html`<h2 id="heading" tabindex="-1" dir="auto">${msg(str`Waiting for ${inviter}`)}</h2>
      <div class="waiting" role="status">
        <span class="pulse" aria-hidden="true"></span>
        <p>${this.#whatComes()}</p>
      </div>
      <p class="soft">
        ${msg('You can close this; it goes on when you come back. The invitation lives until')}
        <time datetime=${machineTime(expires)}>${soonTime(expires)}</time>.
      </p>
      <div class="actions">
        <button class="button plain danger" @click=${() => void this.commands.cancelInvitation(id)}>
          ${msg('Cancel')}
        </button>
      </div>`;
  }

  #whatComes(): string {
    const { inviter, isAgain } = this.acceptance;
    return isAgain
      ? msg(
          str`You accepted. As soon as ${inviter}’s device is connected, you compare seven emoji.`,
        )
      : msg(
          str`You accepted. As soon as ${inviter}’s device is connected, the conversation opens.`,
        );
  }

  #ended() {
    const { id, inviter, state } = this.acceptance;
    const words = endWords(state === 'waiting' ? 'expired' : state);
    return html`<h2 id="heading" tabindex="-1">${words.title}</h2>
      <p class="ended ${state}" role="alert">${words.text}</p>
      <p class="soft" dir="auto">${msg(str`Ask ${inviter} for a new link.`)}</p>
      <div class="actions">
        <button class="button main" @click=${() => void this.commands.cancelInvitation(id)}>
          ${msg('Remove')}
        </button>
      </div>`;
  }
}

function endWords(state: 'used' | 'raced' | 'expired') {
  switch (state) {
    case 'used':
      return {
        title: msg('This invitation was already used'),
        text: msg(
          'Somebody accepted it before you. If that was not you on another device, tell the inviter.',
        ),
      };
    case 'raced':
      return {
        title: msg('Two people tried to use this link'),
        text: msg('So it was made void, to keep both of you safe, and nobody was let in.'),
      };
    case 'expired':
      return {
        title: msg('The invitation has expired'),
        text: msg('The inviter was not there in time. Nothing of yours was sent to anybody.'),
      };
  }
}

customElements.define('gv-accepting', GvAccepting);

declare global {
  interface HTMLElementTagNameMap {
    'gv-accepting': GvAccepting;
  }
}
