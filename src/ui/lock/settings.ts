/**
 * The settings of the lock: what opens it, how to change that, and when it
 * locks by itself. Every change of what opens it asks for it once more.
 */

import { msg, str, updateWhenLocaleChanges } from '@lit/localize';
import { html, LitElement } from 'lit';
import type { AppCommands } from '../../app/commands.ts';
import { IDLE_MINUTES, type IdleMinutes } from '../../app/lock/lock-record.ts';
import type { LockAnswer, LockView } from '../../app/lock/lock-screen.ts';
import type { Proof } from '../../app/lock/ways.ts';
import { keepFocus } from '../focus-keeper.ts';
import { icons } from '../icons.ts';
import { passphraseField } from './passphrase-field.ts';
import { settingsStyles } from './settings-styles.ts';
import { answerWords, forgottenWords, strengthWords } from './words.ts';

type Doing = 'set' | 'remove' | 'set-passkey' | 'remove-passkey';
type Fault = 'missing' | 'short' | 'different' | 'current';

/** Fewer characters keep nobody out, however slowly they can be tried. */
const SHORTEST = 8;

export class GvLockSettings extends LitElement {
  static override properties = {
    commands: { attribute: false },
    lock: { attribute: false },
    doing: { state: true },
    isShown: { state: true },
    isBusy: { state: true },
    said: { state: true },
    fault: { state: true },
    typed: { state: true },
  };
  static override styles = settingsStyles;

  declare commands: AppCommands;
  declare lock: LockView;
  declare doing: Doing | undefined;
  declare isShown: boolean;
  declare isBusy: boolean;
  declare said: string;
  declare fault: Fault | undefined;
  /** The new passphrase, as far as it is typed. */
  declare typed: string;

  constructor() {
    super();
    updateWhenLocaleChanges(this);
    keepFocus(this, () => this.renderRoot.querySelector<HTMLElement>('input, button')?.focus());
    this.doing = undefined;
    this.isShown = false;
    this.isBusy = false;
    this.said = '';
    this.fault = undefined;
    this.typed = '';
  }

  override render() {
    const { kind, hasPassphrase, hasPasskey, canPasskey } = this.lock;
    const isLocking = kind !== 'none';
    return html`<p class="small soft">${isLocking ? lockedBy(this.lock) : unlockedWords()}</p>
      ${isLocking ? this.#whenLocked() : ''}
      ${this.doing === undefined ? '' : this.#form(this.doing)}
      ${
        this.doing !== undefined
          ? ''
          : html`<div class="actions">
              ${this.#begins('set', hasPassphrase ? msg('Change passphrase') : msg('Set a passphrase'))}
              ${hasPassphrase ? this.#begins('remove', msg('Remove passphrase')) : ''}
              ${canPasskey && !hasPasskey ? this.#begins('set-passkey', msg('Use a passkey')) : ''}
              ${hasPasskey ? this.#begins('remove-passkey', msg('Remove passkey')) : ''}
            </div>`
      }
      <p id="said" class="small ${this.fault ? 'wrong' : ''}" aria-live="polite">
        ${this.isBusy ? busyWords() : this.said}
      </p>`;
  }

  #whenLocked() {
    return html`<div class="actions">
        <button class="button main" @click=${() => void this.commands.lockNow()}>
          ${icons.lock()}${msg('Lock now')}
        </button>
      </div>
      <div class="idle">
        <label class="label" for="idle">${msg('Lock by itself')}</label>
        <select id="idle" class="field" @change=${this.#choseIdle}>
          ${IDLE_MINUTES.map(
            (minutes) =>
              html`<option value=${minutes} ?selected=${minutes === this.lock.idleMinutes}>
                ${idleWords(minutes)}
              </option>`,
          )}
        </select>
      </div>`;
  }

  #begins(doing: Doing, words: string) {
    return html`<button class="button" @click=${() => this.#begin(doing)}>${words}</button>`;
  }

  #form(doing: Doing) {
    const asksCurrent = this.lock.hasPassphrase;
    return html`<form
      novalidate
      @submit=${this.#submit}
      aria-busy=${this.isBusy ? 'true' : 'false'}
    >
      <p class="small">${formWords(doing)}</p>
      ${
        asksCurrent
          ? passphraseField({
              id: 'current',
              label: msg('Current passphrase'),
              isShown: this.isShown,
              isWrong: this.fault === 'current',
              describedBy: 'said',
              toggled: this.#toggle,
              typed: this.#cleared,
            })
          : ''
      }
      ${doing === 'set' ? this.#newPassphrase(!asksCurrent) : ''}
      <div class="actions">
        <button class="button main" aria-disabled=${this.isBusy ? 'true' : 'false'}>
          ${doneWords(doing, asksCurrent)}
        </button>
        ${
          asksCurrent && this.lock.hasPasskey
            ? html`<button class="button" type="button" @click=${() => void this.#finish(PASSKEY)}>
                ${msg('Confirm with the passkey')}
              </button>`
            : ''
        }
        <button class="button plain" type="button" @click=${() => this.#end('')}>
          ${msg('Cancel')}
        </button>
      </div>
    </form>`;
  }

  #newPassphrase(isFirst: boolean) {
    return html`${passphraseField({
        id: 'passphrase',
        label: this.lock.hasPassphrase ? msg('New passphrase') : msg('Passphrase'),
        isShown: this.isShown,
        isWrong: this.fault === 'short' || this.fault === 'missing',
        describedBy: 'strength',
        toggled: isFirst ? this.#toggle : undefined,
        typed: () => {
          this.#cleared();
          this.typed = this.#value('passphrase');
        },
      })}
      <p id="strength" class="small soft">${strengthWords(this.typed)}</p>
      ${passphraseField({
        id: 'again',
        label: msg('The same once more'),
        isShown: this.isShown,
        isWrong: this.fault === 'different',
        describedBy: 'said',
        typed: this.#cleared,
      })}
      <p class="small soft">${forgottenWords()}</p>`;
  }

  #toggle = () => {
    this.isShown = !this.isShown;
  };

  #cleared = () => {
    this.said = '';
    this.fault = undefined;
  };

  #value(id: string): string {
    return this.renderRoot.querySelector<HTMLInputElement>(`#${id}`)?.value ?? '';
  }

  #begin(doing: Doing) {
    this.doing = doing;
    this.typed = '';
    this.isShown = false;
    this.#cleared();
    void this.updateComplete.then(() => {
      this.renderRoot.querySelector<HTMLElement>('form input, form button')?.focus();
    });
  }

  #end(said: string) {
    this.doing = undefined;
    this.typed = '';
    this.fault = undefined;
    this.said = said;
  }

  #submit = (event: Event) => {
    event.preventDefault();
    const current = this.#value('current');
    if (this.lock.hasPassphrase && current === '') {
      return this.#refuse('current', msg('Type the current passphrase first.'));
    }
    if (this.lock.hasPassphrase) {
      return void this.#finish({ kind: 'passphrase', passphrase: current });
    }
    void this.#finish(this.lock.hasPasskey ? PASSKEY : undefined);
  };

  #refuse(fault: Fault, said: string) {
    this.fault = fault;
    this.said = said;
    const id = fault === 'current' ? 'current' : fault === 'different' ? 'again' : 'passphrase';
    this.renderRoot.querySelector<HTMLElement>(`#${id}`)?.focus();
  }

  async #finish(proof: Proof | undefined) {
    const { doing } = this;
    if (this.isBusy || doing === undefined) return;
    const passphrase = this.#value('passphrase');
    if (doing === 'set' && [...passphrase].length < SHORTEST) {
      return this.#refuse(
        'short',
        msg(str`Too short to keep anybody out: ${SHORTEST} characters at least.`),
      );
    }
    if (doing === 'set' && passphrase !== this.#value('again')) {
      return this.#refuse('different', msg('The two are not the same.'));
    }
    this.isBusy = true;
    this.said = '';
    try {
      this.#tell(doing, await this.#change(doing, passphrase, proof));
    } finally {
      this.isBusy = false;
    }
  }

  #change(doing: Doing, passphrase: string, proof: Proof | undefined): Promise<LockAnswer> {
    if (doing === 'set') return this.commands.setPassphrase(passphrase, proof);
    if (doing === 'set-passkey') return this.commands.setPasskey(proof);
    if (doing === 'remove') return this.commands.removePassphrase(proof ?? PASSKEY);
    return this.commands.removePasskey(proof ?? PASSKEY);
  }

  #tell(doing: Doing, answer: LockAnswer) {
    if (answer === 'done') this.#end(changedWords(doing));
    else if (answer === 'wrong') this.#refuse('current', answerWords(answer));
    else this.said = answerWords(answer);
  }

  #choseIdle = (event: Event) => {
    const chosen = Number((event.target as HTMLSelectElement).value);
    const minutes = IDLE_MINUTES.find((each) => each === chosen);
    if (minutes !== undefined) void this.commands.setIdleMinutes(minutes);
  };
}

const PASSKEY = { kind: 'passkey' } as const;

function unlockedWords(): string {
  return msg(
    'Whoever can use this device can open Grapevine. With a lock it asks every time it is opened, and nothing stored here can be read without what opens it.',
  );
}

function lockedBy({ hasPassphrase, hasPasskey }: LockView): string {
  if (hasPassphrase && hasPasskey) return msg('A passphrase or a passkey opens Grapevine here.');
  return hasPassphrase
    ? msg('A passphrase opens Grapevine here.')
    : msg('A passkey opens Grapevine here. If it is lost, nothing else does.');
}

function formWords(doing: Doing): string {
  switch (doing) {
    case 'set':
      return msg('It is asked for whenever Grapevine is opened on this device.');
    case 'remove':
    case 'remove-passkey':
      return msg('If nothing else opens it, whoever can use this device can open Grapevine again.');
    case 'set-passkey':
      return msg(
        'The system asks for your finger, face, PIN or security key. Grapevine keeps a secret that only this passkey gives.',
      );
  }
}

function doneWords(doing: Doing, asksCurrent: boolean): string {
  switch (doing) {
    case 'set':
      return asksCurrent ? msg('Change passphrase') : msg('Set passphrase');
    case 'remove':
      return msg('Remove passphrase');
    case 'set-passkey':
      return msg('Make a passkey');
    case 'remove-passkey':
      return msg('Remove passkey');
  }
}

function changedWords(doing: Doing): string {
  switch (doing) {
    case 'set':
      return msg('Saved. Grapevine asks for it the next time it is opened.');
    case 'set-passkey':
      return msg('Saved. The passkey opens Grapevine from now on.');
    case 'remove':
      return msg('Removed. The passphrase opens nothing any more.');
    case 'remove-passkey':
      return msg(
        'Removed. The passkey opens nothing any more; delete it in the system’s settings too.',
      );
  }
}

function busyWords(): string {
  return msg('This takes a moment, on purpose: it makes guessing slow.');
}

function idleWords(minutes: IdleMinutes): string {
  switch (minutes) {
    case 0:
      return msg('Only when it is closed');
    case 1:
      return msg('After one minute without you');
    case 60:
      return msg('After an hour without you');
    default:
      return msg(str`After ${minutes} minutes without you`);
  }
}

customElements.define('gv-lock-settings', GvLockSettings);

declare global {
  interface HTMLElementTagNameMap {
    'gv-lock-settings': GvLockSettings;
  }
}
