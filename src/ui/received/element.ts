/** An invitation that was opened: who says to invite, and the choice. Nothing was claimed yet. */

import { msg, str, updateWhenLocaleChanges } from '@lit/localize';
import { html, LitElement } from 'lit';
import type { AppCommands } from '../../app/commands.ts';
import type { ProfileSummary, ReceivedInvitation } from '../../app/snapshot.ts';
import '../devices/take-link.ts';
import { face } from '../face.ts';
import { keepFocus } from '../focus-keeper.ts';
import { machineTime, soonTime } from '../words/times.ts';
import { styles } from './styles.ts';
import { whoAccepts } from './who-accepts.ts';

export class GvReceived extends LitElement {
  static override properties = {
    commands: { attribute: false },
    invitation: { attribute: false },
    profiles: { attribute: false },
    busy: { state: true },
    chosen: { state: true },
    missing: { state: true },
  };
  static override styles = styles;

  declare commands: AppCommands;
  declare invitation: ReceivedInvitation;
  declare profiles: readonly ProfileSummary[];
  declare busy: boolean;
  /** Which profile accepts this one, once the person has said so. */
  declare chosen: string | undefined;
  declare missing: boolean;

  #about = '';

  constructor() {
    super();
    updateWhenLocaleChanges(this);
    keepFocus(this, () => void this.focusStart());
    this.busy = false;
    this.missing = false;
  }

  override willUpdate() {
    const about = `${this.invitation.inviter} ${this.invitation.expires}`;
    if (this.#about !== about) this.chosen = undefined;
    this.#about = about;
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
    const { inviter, state, mode } = this.invitation;
    if (mode === 'device') return this.#forDevice();
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
    return html`${heading(this.#isAgain ? msg(str`${inviter} asks you back into your conversation`) : msg(str`${inviter} invites you to talk`))}
      <p>
        ${
          this.#isAgain
            ? msg(
                'For somebody who lost every device. That is the name the link gives; anybody can write any name. Accept if you know who sent it to you: you compare seven emoji before anything is handed over.',
              )
            : msg(
                'That is the name the link gives; anybody can write any name. Accept if you know who sent it to you.',
              )
        }
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
      ${this.#asks ? whoAccepts(this.#candidates, this.chosen, this.missing, this.#choose) : ''}
      <div class="actions">
        <button
          class="button main"
          aria-disabled=${this.busy ? 'true' : 'false'}
          @click=${() => this.#accept()}
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

  /** Never taken for a contact's: it makes a further profile. */
  #forDevice() {
    const { state, inviter } = this.invitation;
    if (state === 'own') {
      return html`${heading(msg('This is your own device link'))}
        <p>
          ${msg('Open it on the other device: scan the code there, or open the link in its browser.')}
        </p>
        ${this.#close()}`;
    }
    return html`${heading(inviter === '' ? msg('Link this device') : msg(str`Link this device to ${inviter}`))}
      <gv-take-link
        .commands=${this.commands}
        .invitation=${this.invitation}
        .isBeside=${true}
      ></gv-take-link>`;
  }

  /** Said to the program too, so that nothing else is accepted than what is shown. */
  get #isAgain(): boolean {
    return this.invitation.mode === 'again';
  }

  #close() {
    return html`<div class="actions">
      <button class="button main" @click=${() => this.commands.dismissInvitation()}>
        ${msg('Close')}
      </button>
    </div>`;
  }

  /** Not where a profile is shown that is not among them. */
  get #asks(): boolean {
    return this.#candidates.length > 1 && this.#candidates.some(({ isShown }) => isShown);
  }

  /** Not one that is still on its way from another device. */
  get #candidates(): readonly ProfileSummary[] {
    return this.profiles.filter(({ name }) => name !== '');
  }

  #choose = (id: string) => {
    this.chosen = id;
    this.missing = false;
  };

  #accept() {
    const { chosen } = this;
    const mode = this.#isAgain ? 'again' : 'contact';
    if (!this.#asks) return void this.#decide(() => this.commands.acceptInvitation(mode));
    this.missing = chosen === undefined;
    if (chosen !== undefined) {
      void this.#decide(() => this.commands.acceptInvitationAs(chosen, mode));
    } else this.renderRoot.querySelector<HTMLElement>('input[type="radio"]')?.focus();
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
