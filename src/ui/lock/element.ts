/** The screen of an installation that is locked: a way in, and nothing about what is behind it. */

import { msg, updateWhenLocaleChanges } from '@lit/localize';
import { html, LitElement } from 'lit';
import type { AppCommands } from '../../app/commands.ts';
import type { LockAnswer, LockView } from '../../app/lock/lock-screen.ts';
import { icons, mark } from '../icons.ts';
import type { Platform } from '../platform.ts';
import { whileConnected } from '../store-controller.ts';
import { passphraseField } from './passphrase-field.ts';
import { styles } from './styles.ts';
import { answerWords, countdownWords, forgottenWords, lostPasskeyWords } from './words.ts';

export class GvLock extends LitElement {
  static override properties = {
    commands: { attribute: false },
    platform: { attribute: false },
    lock: { attribute: false },
    isShown: { state: true },
    isBusy: { state: true },
    answer: { state: true },
    left: { state: true },
    deleting: { state: true },
  };
  static override styles = styles;

  declare commands: AppCommands;
  declare platform: Platform;
  declare lock: LockView;
  declare isShown: boolean;
  declare isBusy: boolean;
  declare answer: LockAnswer | 'missing' | undefined;
  /** Milliseconds until the next try. */
  declare left: number;
  /** The code that deletes everything: fetched when somebody looks for it. */
  declare deleting: 'unasked' | 'loaded' | 'failed';

  #timer: number | undefined;

  constructor() {
    super();
    updateWhenLocaleChanges(this);
    this.isShown = false;
    this.isBusy = false;
    this.answer = undefined;
    this.left = 0;
    this.deleting = 'unasked';
    whileConnected(this, () => [() => window.clearTimeout(this.#timer)]);
  }

  /** Here also on touch: there is nothing else to do. */
  focusStart() {
    const start = this.renderRoot.querySelector<HTMLElement>('input, .passkey');
    start?.focus();
  }

  override willUpdate() {
    window.clearTimeout(this.#timer);
    this.left = Math.max(0, (this.lock.waitUntil ?? 0) - Date.now());
    if (this.left > 0) this.#timer = window.setTimeout(() => this.requestUpdate(), 500);
  }

  override render() {
    const { hasPassphrase, hasPasskey } = this.lock;
    return html`<main aria-busy=${this.isBusy ? 'true' : 'false'}>
      <header>
        ${mark()}
        <h1 translate="no">Grapevine</h1>
      </header>
      <div class="card">
        <h2>${icons.lock()}${msg('Locked')}</h2>
        ${hasPassphrase ? this.#passphrase() : ''} ${hasPasskey ? this.#passkey() : ''}
        <p id="said" class="small said ${this.#isWrong ? 'wrong' : ''}" aria-live="polite">
          ${this.#words()}
        </p>
        ${
          this.left > 0
            ? html`<p class="small wait" role="timer">${countdownWords(this.left)}</p>`
            : ''
        }
      </div>
      <details @toggle=${this.#loadDeleting}>
        <summary>
          ${hasPassphrase ? msg('Forgotten the passphrase?') : msg('Lost the passkey?')}
        </summary>
        <p class="small soft">${hasPassphrase ? forgottenWords() : lostPasskeyWords()}</p>
        ${this.#deleteEverything()}
      </details>
    </main>`;
  }

  /** The one thing that can be done without a way in. */
  #deleteEverything() {
    switch (this.deleting) {
      case 'unasked':
        return '';
      case 'loaded':
        return html`<section aria-labelledby="anew">
          <h3 id="anew">${msg('Begin anew on this device')}</h3>
          <gv-delete-everything .platform=${this.platform}></gv-delete-everything>
        </section>`;
      case 'failed':
        return html`<p class="small wrong">
          ${msg('This could not be loaded. Check the connection and reload.')}
        </p>`;
    }
  }

  #loadDeleting = () => {
    if (this.deleting === 'loaded') return;
    import('../backup/delete-everything.ts').then(
      () => (this.deleting = 'loaded'),
      () => (this.deleting = 'failed'),
    );
  };

  get #isWrong(): boolean {
    return this.answer === 'wrong' || this.answer === 'missing';
  }

  #passphrase() {
    return html`<form novalidate @submit=${this.#submit}>
      ${passphraseField({
        id: 'passphrase',
        label: msg('Passphrase'),
        isShown: this.isShown,
        isWrong: this.#isWrong,
        describedBy: 'said',
        toggled: () => (this.isShown = !this.isShown),
        typed: () => (this.answer = undefined),
      })}
      <button class="button main" aria-disabled=${this.isBusy || this.left > 0 ? 'true' : 'false'}>
        ${msg('Unlock')}
      </button>
    </form>`;
  }

  #passkey() {
    return html`<button
      class="button passkey ${this.lock.hasPassphrase ? '' : 'main'}"
      aria-disabled=${this.isBusy ? 'true' : 'false'}
      @click=${() => void this.#try(() => this.commands.unlockWithPasskey())}
    >
      ${icons.key()}${msg('Unlock with a passkey')}
    </button>`;
  }

  #words(): string {
    if (this.isBusy) return msg('Opening…');
    if (this.answer === 'missing') return msg('Type the passphrase first.');
    if (this.answer === 'wait' && this.left === 0) return '';
    if (this.left > 0 && this.answer === undefined) return answerWords('wait');
    return answerWords(this.answer);
  }

  #submit = (event: Event) => {
    event.preventDefault();
    const input = this.renderRoot.querySelector('input');
    if (!input || this.left > 0) return;
    if (input.value === '') {
      this.answer = 'missing';
      input.focus();
      return;
    }
    void this.#try(() => this.commands.unlock(input.value));
  };

  async #try(open: () => Promise<LockAnswer>) {
    if (this.isBusy) return;
    this.isBusy = true;
    this.answer = undefined;
    try {
      this.answer = await open();
    } finally {
      this.isBusy = false;
    }
    const input = this.renderRoot.querySelector('input');
    if (this.answer === 'done' && input) input.value = '';
    else if (this.answer === 'wrong') input?.select();
  }
}

customElements.define('gv-lock', GvLock);

declare global {
  interface HTMLElementTagNameMap {
    'gv-lock': GvLock;
  }
}
