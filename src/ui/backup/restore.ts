/**
 * Restoring: a file, its passphrase, how far it is, what was added. It stands
 * above everything on the page, because the screen below becomes another one
 * where there was no profile before.
 */

import { msg, updateWhenLocaleChanges } from '@lit/localize';
import { css, html, LitElement } from 'lit';
import type { RestoreOutcome } from '../../app/backup/outcomes.ts';
import type { Commands } from '../../app/commands.ts';
import { keepEscape } from '../keep-escape.ts';
import { passphraseField } from '../lock/passphrase-field.ts';
import { settingsStyles } from '../lock/settings-styles.ts';
import { sourceOf } from './files.ts';
import { questionStyles } from './question-styles.ts';
import { isGood, restoredWords } from './words.ts';

export class GvRestore extends LitElement {
  static override properties = {
    commands: { attribute: false },
    course: { state: true },
    isShown: { state: true },
    fault: { state: true },
    outcome: { state: true },
    done: { state: true },
    total: { state: true },
  };
  static override styles = [
    settingsStyles,
    questionStyles,
    css`
      form {
        display: grid;
        gap: 0.7rem;
        padding: 0;
        border: none;
      }

      input[type='file'] {
        inline-size: 100%;
        min-block-size: var(--target);
        padding: 2px;
        border: 1px solid transparent;
        border-radius: 999px;
        color: var(--ink-soft);
        font-size: var(--size-s);
      }

      input[type='file'][aria-invalid='true'] {
        border-color: var(--danger);
      }

      ::file-selector-button {
        min-block-size: calc(var(--target) - 6px);
        margin-inline-end: 0.7rem;
        padding: 0.35rem 1.1rem;
        border: 1px solid var(--edge);
        border-radius: 999px;
        background: transparent;
        color: var(--accent-ink);
        font: 600 1rem / 1.2 var(--text);
        cursor: pointer;
      }

      #said {
        margin-block: 0.7rem 0;
      }

      input[type='file']::file-selector-button {
        min-block-size: 2.75rem;
        padding-inline: 1rem;
        border: 1px solid var(--line);
        border-radius: var(--radius-l);
        background: var(--surface);
        font: inherit;
        color: inherit;
      }

      progress {
        inline-size: min(100%, 16rem);
      }
    `,
  ];

  declare commands: Commands;
  declare course: 'asking' | 'running';
  declare isShown: boolean;
  declare fault: 'file' | 'passphrase' | undefined;
  declare outcome: RestoreOutcome | undefined;
  declare done: number;
  declare total: number;

  #running = new AbortController();

  constructor() {
    super();
    updateWhenLocaleChanges(this);
    this.course = 'asking';
    this.isShown = false;
    this.done = 0;
    this.total = 1;
  }

  async open() {
    await this.updateComplete;
    this.renderRoot.querySelector('dialog')?.showModal();
  }

  override render() {
    return html`<dialog
      aria-labelledby="restore-title"
      @keydown=${keepEscape}
      @cancel=${this.#mayClose}
      @close=${() => this.remove()}
    >
      <h3 id="restore-title">${msg('Restore a backup')}</h3>
      ${this.#isAsking ? this.#explained() : ''}
      <p id="said" role="status" class=${this.#isWrong ? 'wrong' : ''}>${this.#said()}</p>
      ${this.#part()}
    </dialog>`;
  }

  #explained() {
    return html`<p class="small soft">
      ${msg(
        'It only adds: what is here stays, and what was deleted here stays deleted. In its conversations this device is a new one, which the others let in by themselves.',
      )}
    </p>`;
  }

  /** What can be done now, below the words on what was. */
  #part() {
    if (this.#isAsking) return this.#form();
    if (this.course === 'running') {
      return html`<div class="actions">
        <progress
          aria-label=${msg('Restoring')}
          max=${Math.max(1, this.total)}
          .value=${Math.min(this.done, this.total)}
        ></progress>
        <button class="button" @click=${() => this.#running.abort()}>${msg('Cancel')}</button>
      </div>`;
    }
    return html`<div class="actions">
      <button class="button main" @click=${() => this.#dialog?.close()}>${msg('Close')}</button>
    </div>`;
  }

  #form() {
    return html`<form novalidate @submit=${this.#submit}>
      <label class="label" for="file">${msg('Backup file')}</label>
      <input
        id="file"
        type="file"
        aria-describedby="said"
        aria-invalid=${this.fault === 'file' ? 'true' : 'false'}
        @change=${this.#cleared}
      />
      ${passphraseField({
        id: 'passphrase',
        label: msg('Passphrase'),
        isShown: this.isShown,
        isWrong: this.fault === 'passphrase',
        describedBy: 'said',
        toggled: () => (this.isShown = !this.isShown),
        typed: this.#cleared,
      })}
      <div class="actions">
        <button class="button main">${msg('Restore')}</button>
        <button class="button plain" type="button" @click=${() => this.#dialog?.close()}>
          ${msg('Close')}
        </button>
      </div>
    </form>`;
  }

  #said(): string {
    if (this.fault === 'file') return msg('Choose the file of a backup first.');
    if (this.fault === 'passphrase' && this.outcome === undefined) {
      return msg('Type the passphrase of the backup first.');
    }
    if (this.course === 'running') return msg('Everything is checked first, then taken in.');
    return this.outcome === undefined ? '' : restoredWords(this.outcome);
  }

  get #isAsking() {
    return this.course === 'asking' && this.outcome?.kind !== 'done';
  }

  get #isWrong() {
    return this.fault !== undefined || (this.outcome !== undefined && !isGood(this.outcome));
  }

  #cleared = () => {
    this.fault = undefined;
    this.outcome = undefined;
  };

  #submit = (event: Event) => {
    event.preventDefault();
    const file = this.renderRoot.querySelector<HTMLInputElement>('#file')?.files?.[0];
    const field = this.renderRoot.querySelector<HTMLInputElement>('#passphrase');
    const passphrase = field?.value ?? '';
    this.#cleared();
    if (!file) {
      this.fault = 'file';
      this.renderRoot.querySelector<HTMLElement>('#file')?.focus();
    } else if (passphrase === '') {
      this.fault = 'passphrase';
      field?.focus();
    } else void this.#restore(file, passphrase);
  };

  async #restore(file: File, passphrase: string) {
    const running = new AbortController();
    this.#running = running;
    this.course = 'running';
    [this.done, this.total] = [0, 1];
    await this.updateComplete;
    this.renderRoot.querySelector<HTMLElement>('.actions button')?.focus();
    this.outcome = await this.commands.restore(passphrase, sourceOf(file), {
      progress: (done, total) => ([this.done, this.total] = [done, total]),
      isCancelled: () => running.signal.aborted,
    });
    this.course = 'asking';
    if (this.outcome.kind === 'wrong-passphrase') this.fault = 'passphrase';
    await this.updateComplete;
    const next = this.outcome.kind === 'done' ? '.actions button' : '#passphrase';
    this.renderRoot.querySelector<HTMLElement>(next)?.focus();
  }

  /** What has begun is cancelled by its button only. */
  #mayClose = (event: Event) => {
    if (this.course === 'running') event.preventDefault();
  };

  get #dialog() {
    return this.renderRoot.querySelector('dialog');
  }
}

/** Opens it above the page; it goes when it is closed. */
export async function openRestore(commands: Commands): Promise<void> {
  const element = document.createElement('gv-restore');
  element.commands = commands;
  document.body.append(element);
  await element.open();
}

customElements.define('gv-restore', GvRestore);

declare global {
  interface HTMLElementTagNameMap {
    'gv-restore': GvRestore;
  }
}
