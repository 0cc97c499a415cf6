/** The export of a conversation: what it is, in which form, how far it is, what came of it. */

import { msg, str, updateWhenLocaleChanges } from '@lit/localize';
import { css, html, LitElement } from 'lit';
import type { Commands } from '../../../app/commands.ts';
import type { OpenConversation } from '../../../app/snapshot.ts';
import { keepFocus } from '../../focus-keeper.ts';
import type { Platform } from '../../platform.ts';
import { whileConnected } from '../../store-controller.ts';
import { controls } from '../../theme/controls.ts';
import { wholeNumber } from '../../words/numbers.ts';
import { plural } from '../../words/plural.ts';
import { conversationTitle } from '../../words/states.ts';
import { zonedTime } from '../../words/times.ts';
import type { ExportFormat } from './format.ts';
import { htmlFormat } from './html.ts';
import { jsonFormat } from './json.ts';
import { textFormat } from './text.ts';
import { fileName, writeExport } from './write.ts';

type Course =
  | { readonly kind: 'asking' | 'cancelled' | 'failed' }
  | { readonly kind: 'running'; readonly done: number; readonly total: number }
  | { readonly kind: 'done'; readonly file: string; readonly count: number };

export class GvExport extends LitElement {
  static override properties = {
    commands: { attribute: false },
    platform: { attribute: false },
    conversation: { attribute: false },
    course: { state: true },
  };
  static override styles = [
    controls,
    css`
      :host {
        display: block;
        margin-block-start: 0.9rem;
      }

      .actions,
      [role='status'] {
        margin-block-start: 0.8rem;
      }

      progress {
        inline-size: 100%;
        margin-block-end: 0.6rem;
        accent-color: var(--accent);
      }

      [role='status'] {
        overflow-wrap: anywhere;
      }
    `,
  ];

  declare commands: Commands;
  declare platform: Platform;
  declare conversation: OpenConversation;
  declare course: Course;

  #running = new AbortController();

  constructor() {
    super();
    updateWhenLocaleChanges(this);
    keepFocus(this, () => this.renderRoot.querySelector<HTMLElement>('button')?.focus());
    whileConnected(this, () => [() => this.#running.abort()]);
    this.course = { kind: 'asking' };
  }

  override render() {
    return html`<p class="small">
        ${msg(
          'The whole conversation as a file. It is not encrypted: whoever has the file can read all of it.',
        )}
      </p>
      ${this.course.kind === 'running' ? this.#progress(this.course) : this.#choices()}
      <p role="status" class="small">${courseWords(this.course)}</p>`;
  }

  #choices() {
    return html`<div class="actions" role="group" aria-label=${msg('Form of the file')}>
      <button class="button" @click=${() => void this.#export(textFormat)}>${msg('Text')}</button>
      <button class="button" @click=${() => void this.#export(htmlFormat)}>
        ${msg('Web page')}
      </button>
      <button class="button" translate="no" @click=${() => void this.#export(jsonFormat)}>
        JSON
      </button>
    </div>`;
  }

  #progress({ done, total }: { done: number; total: number }) {
    return html`<div class="actions">
      <progress
        aria-label=${msg('Export')}
        max=${Math.max(1, total)}
        .value=${Math.min(done, total)}
      ></progress>
      <button class="button" @click=${() => this.#cancel()}>${msg('Cancel')}</button>
    </div>`;
  }

  #cancel() {
    this.#running.abort();
    this.course = { kind: 'cancelled' };
  }

  async #export(format: ExportFormat) {
    this.#running.abort();
    const running = new AbortController();
    this.#running = running;
    this.course = { kind: 'running', done: 0, total: 1 };
    const head = {
      contact: conversationTitle({ kind: this.conversation.about, title: this.conversation.title }),
      time: Date.now(),
    };
    const exported = await writeExport({
      pages: this.commands.readHistory(),
      format,
      head,
      signal: running.signal,
      progress: (done, total) => {
        if (!running.signal.aborted) this.course = { kind: 'running', done, total };
      },
    });
    if (running.signal.aborted) return;
    if (exported.kind !== 'done') {
      this.course = { kind: exported.kind };
      return;
    }
    const file = fileName(head, zonedTime(head.time).slice(0, 10), format.extension);
    this.platform.saveFile(file, exported.content);
    this.course = { kind: 'done', file, count: exported.count };
  }
}

function courseWords(course: Course): string {
  switch (course.kind) {
    case 'asking':
    case 'running':
      return '';
    case 'cancelled':
      return msg('Cancelled. No file was made.');
    case 'failed':
      return msg('The conversation could not be read to its end. No file was made.');
    case 'done':
      return doneWords(course);
  }
}

function doneWords({ file, count }: { file: string; count: number }): string {
  return plural(count, {
    one: () => msg(str`Saved with ${count} message: ${file}`),
    other: () => msg(str`Saved with ${wholeNumber(count)} messages: ${file}`),
  });
}

customElements.define('gv-export', GvExport);

declare global {
  interface HTMLElementTagNameMap {
    'gv-export': GvExport;
  }
}
