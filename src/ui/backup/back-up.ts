/** Backing up: a passphrase, twice; how far it is; what came of it. Beside it the way to restore. */

import { msg, str, updateWhenLocaleChanges } from '@lit/localize';
import { css, html, LitElement } from 'lit';
import type { BackUpOutcome, BackupWatch } from '../../app/backup/outcomes.ts';
import type { Commands } from '../../app/commands.ts';
import { keepFocus } from '../focus-keeper.ts';
import { passphraseField } from '../lock/passphrase-field.ts';
import { settingsStyles } from '../lock/settings-styles.ts';
import { strengthWords } from '../lock/words.ts';
import type { Platform } from '../platform.ts';
import { whileConnected } from '../store-controller.ts';
import { backupName, createBlobSink } from './files.ts';
import type { PickedFile, PickFile } from './picked-file.ts';
import { openRestore } from './restore.ts';
import { backedUpWords, isGood } from './words.ts';

/** Whoever has the file can try as long as they like. */
const SHORTEST = 8;

/** What came of it, and the name of the file. */
type Written = { readonly outcome: BackUpOutcome; readonly file: string };

export class GvBackUp extends LitElement {
  static override properties = {
    commands: { attribute: false },
    platform: { attribute: false },
    course: { state: true },
    isShown: { state: true },
    fault: { state: true },
    typed: { state: true },
    said: { state: true },
    done: { state: true },
    total: { state: true },
    pick: { state: true },
    place: { state: true },
  };
  static override styles = [
    settingsStyles,
    css`
      progress {
        inline-size: min(100%, 16rem);
      }

      .where {
        justify-self: start;
      }
    `,
  ];

  declare commands: Commands;
  declare platform: Platform;
  declare course: 'asking' | 'typing' | 'running';
  declare isShown: boolean;
  declare fault: 'short' | 'different' | undefined;
  declare typed: string;
  declare said: string;
  declare done: number;
  declare total: number;
  /** Where the browser lets a person choose. */
  declare pick: PickFile | undefined;
  /** Where the file goes; with the downloads when nothing was chosen. */
  declare place: PickedFile | undefined;

  #running = new AbortController();

  constructor() {
    super();
    updateWhenLocaleChanges(this);
    keepFocus(this, () => this.renderRoot.querySelector<HTMLElement>('input, button')?.focus());
    whileConnected(this, () => [() => this.#running.abort()]);
    this.course = 'asking';
    this.isShown = false;
    this.typed = '';
    this.said = '';
    this.done = 0;
    this.total = 1;
  }

  override render() {
    return html`<p class="small soft">
        ${msg(
          'One encrypted file with all conversations, keys and settings of this profile. It opens with a passphrase that only you know.',
        )}
      </p>
      ${this.#part()}
      <p id="said" class="small ${this.fault ? 'wrong' : ''}" role="status">${this.said}</p>`;
  }

  #part() {
    switch (this.course) {
      case 'asking':
        return html`<div class="actions">
          <button class="button" @click=${this.#begin}>${msg('Back up')}</button>
          <button class="button" @click=${() => void openRestore(this.commands)}>
            ${msg('Restore')}
          </button>
        </div>`;
      case 'typing':
        return this.#form();
      case 'running':
        return html`<div class="actions">
          <progress
            aria-label=${msg('Backup')}
            max=${Math.max(1, this.total)}
            .value=${Math.min(this.done, this.total)}
          ></progress>
          <button class="button" @click=${() => this.#running.abort()}>${msg('Cancel')}</button>
        </div>`;
    }
  }

  #form() {
    return html`<form novalidate @submit=${this.#submit}>
      ${passphraseField({
        id: 'passphrase',
        label: msg('Passphrase'),
        isShown: this.isShown,
        isWrong: this.fault === 'short',
        describedBy: 'strength',
        toggled: () => (this.isShown = !this.isShown),
        typed: () => {
          this.fault = undefined;
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
        typed: () => (this.fault = undefined),
      })}
      <p class="small soft">
        ${msg('Without the passphrase the file is lost: nobody can open it, and nothing resets it.')}
      </p>
      ${this.#where()}
      <div class="actions">
        <button class="button main">${msg('Back up')}</button>
        <button class="button plain" type="button" @click=${() => (this.course = 'asking')}>
          ${msg('Cancel')}
        </button>
      </div>
    </form>`;
  }

  /** A long history is best written to its place as it is read: it never lies in memory as a whole. */
  #where() {
    const { pick, place } = this;
    if (!pick) return '';
    return html`<p class="small soft">
        ${
          place
            ? msg(str`It is written to ${place.name}.`)
            : msg('It goes with your downloads, unless you choose another place.')
        }
      </p>
      <button class="button where" type="button" @click=${() => void this.#choosePlace(pick)}>
        ${msg('Choose a place')}
      </button>`;
  }

  async #choosePlace(pick: PickFile) {
    this.place = (await pick(backupName(new Date()))) ?? this.place;
  }

  async #loadPick() {
    this.pick = await this.platform.loadPickFile?.();
  }

  #begin = () => {
    // Without its code the file goes with the downloads.
    this.#loadPick().catch(() => (this.pick = undefined));
    this.place = undefined;
    this.course = 'typing';
    this.typed = '';
    this.said = '';
    this.fault = undefined;
    void this.updateComplete.then(() => this.renderRoot.querySelector('input')?.focus());
  };

  #submit = (event: Event) => {
    event.preventDefault();
    const passphrase = this.#value('passphrase');
    if ([...passphrase].length < SHORTEST) {
      const words = msg(str`Too short to keep anybody out: ${SHORTEST} characters at least.`);
      return this.#refuse('short', 'passphrase', words);
    }
    if (passphrase !== this.#value('again')) {
      return this.#refuse('different', 'again', msg('The two are not the same.'));
    }
    void this.#backUp(passphrase);
  };

  #refuse(fault: 'short' | 'different', id: string, said: string) {
    this.fault = fault;
    this.said = said;
    this.renderRoot.querySelector<HTMLElement>(`#${id}`)?.focus();
  }

  async #backUp(passphrase: string) {
    const running = new AbortController();
    this.#running = running;
    this.course = 'running';
    this.typed = '';
    [this.done, this.total, this.said] = [0, 1, ''];
    const watch = {
      progress: (done: number, total: number) => ([this.done, this.total] = [done, total]),
      isCancelled: () => running.signal.aborted,
    };
    const { outcome, file } = this.place
      ? await this.#writeTo(this.place, passphrase, watch)
      : await this.#download(passphrase, watch);
    this.place = undefined;
    this.course = isGood(outcome) ? 'asking' : 'typing';
    this.said = backedUpWords(outcome, file);
  }

  async #download(passphrase: string, watch: BackupWatch): Promise<Written> {
    const sink = createBlobSink();
    const outcome = await this.commands.backUp(passphrase, sink.write, watch);
    const file = backupName(new Date());
    if (outcome.kind === 'done') this.platform.saveFile(file, sink.finish());
    return { outcome, file };
  }

  async #writeTo(place: PickedFile, passphrase: string, watch: BackupWatch): Promise<Written> {
    const file = place.name;
    const writer = await place.open();
    if (!writer) return { outcome: { kind: 'failed' }, file };
    const outcome = await this.commands.backUp(passphrase, writer.write, watch);
    if (outcome.kind !== 'done') await writer.discard();
    else if (!(await writer.finish())) return { outcome: { kind: 'failed' }, file };
    return { outcome, file };
  }

  #value(id: string): string {
    return this.renderRoot.querySelector<HTMLInputElement>(`#${id}`)?.value ?? '';
  }
}

customElements.define('gv-back-up', GvBackUp);

declare global {
  interface HTMLElementTagNameMap {
    'gv-back-up': GvBackUp;
  }
}
