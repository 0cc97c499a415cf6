/**
 * What there is to know and to do about one conversation: a dialog, on a phone
 * the whole screen. Each section is a part of its own; what a person seldom
 * needs is only drawn when it is asked for.
 */

import { msg, updateWhenLocaleChanges } from '@lit/localize';
import { html, LitElement } from 'lit';
import type { Commands } from '../../app/commands.ts';
import type { ContactView, OpenConversation } from '../../app/snapshot.ts';
import { speakAfter } from '../announcer.ts';
import '../again/pair-again.ts';
import '../contacts/block.ts';
import '../contacts/introduce.ts';
import '../contacts/nickname.ts';
import { toldName } from '../contacts/told-name.ts';
import { face } from '../face.ts';
import { icons } from '../icons.ts';
import { keepEscape } from '../keep-escape.ts';
import type { Platform } from '../platform.ts';
import { conversationTitle, presenceWords, routeExplained } from '../words/states.ts';
import { fullTime, machineTime } from '../words/times.ts';
import './delete.ts';
import './export/element.ts';
import './quiet-choices.ts';
import './safety-number.ts';
import { styles } from './styles.ts';
import { comparisonWords } from './words.ts';

type Part = 'safety' | 'export';

export class GvDetails extends LitElement {
  static override properties = {
    commands: { attribute: false },
    platform: { attribute: false },
    conversation: { attribute: false },
    contacts: { attribute: false },
    shown: { state: true },
    first: { attribute: false },
  };
  static override styles = styles;

  declare commands: Commands;
  declare platform: Platform;
  declare conversation: OpenConversation;
  declare contacts: readonly ContactView[];
  /** Which part was asked for. */
  declare shown: 'none' | Part;
  /** Which part is shown at once. */
  declare first: 'none' | Part;

  constructor() {
    super();
    updateWhenLocaleChanges(this);
    this.shown = 'none';
    this.first = 'none';
  }

  override firstUpdated() {
    const dialog = this.#dialog;
    this.shown = this.first;
    dialog?.showModal();
    if (dialog) speakAfter(dialog);
  }

  override render() {
    return html`<dialog
      aria-labelledby="title"
      @close=${() => this.dispatchEvent(new CustomEvent('details-closed'))}
      @keydown=${keepEscape}
    >
      <div class="head">
        <h2 id="title">${msg('Details')}</h2>
        <button class="icon-button" title=${msg('Close')} @click=${() => this.#dialog?.close()}>
          ${icons.close()}<span class="hidden-text">${msg('Close')}</span>
        </button>
      </div>
      ${this.#facts()} ${this.#safety()} ${this.#contact()} ${this.#quiet()} ${this.#export()}
      <section>
        <gv-delete
          .commands=${this.commands}
          .platform=${this.platform}
          .conversation=${this.conversation}
        ></gv-delete>
      </section>
    </dialog>`;
  }

  #facts() {
    const { conversation } = this;
    const title = conversationTitle({ kind: conversation.about, title: conversation.title });
    const status = conversation.contact?.status;
    return html`<div class="who">
        ${face(title, conversation.presence !== 'away', conversation.contact?.picture)}
        <div>
          <p dir="auto">${title}</p>
          ${status ? html`<p class="status small soft" dir="auto">${status}</p>` : ''}
        </div>
      </div>
      <dl>
        <div>
          <dt>${conversation.about === 'notes' ? msg('Begun') : msg('In touch since')}</dt>
          <dd>
            <time datetime=${machineTime(conversation.since)}>${fullTime(conversation.since)}</time>
          </dd>
        </div>
        ${conversation.contact?.nickname === undefined ? '' : toldName(conversation.contact)}
        ${conversation.about === 'direct' ? connection(conversation) : ''}
      </dl>`;
  }

  #opener(part: Part, content: unknown) {
    const isShown = this.shown === part;
    return html`<button
      class="button"
      aria-expanded=${isShown ? 'true' : 'false'}
      @click=${() => this.#show(isShown ? 'none' : part)}
    >
      ${content}
    </button>`;
  }

  #show(part: Part | 'none') {
    this.shown = part;
  }

  #export() {
    return html`<section>
      ${this.#opener('export', html`${icons.share()}${msg('Export conversation')}`)}
      ${
        this.shown === 'export'
          ? html`<gv-export
              .commands=${this.commands}
              .platform=${this.platform}
              .conversation=${this.conversation}
            ></gv-export>`
          : ''
      }
    </section>`;
  }

  #safety() {
    if (this.commands.safetyNumber() === undefined) return '';
    return html`<section>
      ${this.#opener('safety', html`${icons.shield()}${msg('Safety number')}`)}
      ${
        this.shown === 'safety'
          ? html`<gv-safety-number
              .commands=${this.commands}
              .platform=${this.platform}
              .contact=${this.conversation.title}
              @mismatched=${() => this.#dialog?.close()}
            ></gv-safety-number>`
          : ''
      }
    </section>`;
  }

  #contact() {
    const { contact } = this.conversation;
    if (!contact) return '';
    return html`<section>
        <gv-nickname .commands=${this.commands} .contact=${contact}></gv-nickname>
      </section>
      <section>
        <gv-introduce
          .commands=${this.commands}
          .contact=${contact}
          .contacts=${this.contacts}
        ></gv-introduce>
      </section>
      ${
        this.conversation.writable
          ? html`<section>
              <gv-pair-again
                .commands=${this.commands}
                .contact=${contact}
                @paired=${() => this.#dialog?.close()}
              ></gv-pair-again>
            </section>`
          : ''
      }
      <section><gv-block .commands=${this.commands} .contact=${contact}></gv-block></section>`;
  }

  #quiet() {
    if (this.conversation.about !== 'direct') return '';
    return html`<section aria-labelledby="quiet">
      <h3 id="quiet">${msg('Quiet')}</h3>
      <gv-quiet-choices
        .commands=${this.commands}
        .chosen=${this.conversation.quiet}
      ></gv-quiet-choices>
    </section>`;
  }

  get #dialog() {
    return this.renderRoot.querySelector('dialog');
  }
}

/** What there is to say where somebody else is. */
function connection(conversation: OpenConversation) {
  return html`<div>
      <dt>${msg('Connection')}</dt>
      <dd>${presenceWords(conversation.presence)}. ${routeExplained(conversation.route)}</dd>
    </div>
    <div>
      <dt>${msg('Compared')}</dt>
      <dd>${comparisonWords(conversation.comparison.kind)}</dd>
    </div>`;
}

customElements.define('gv-details', GvDetails);

declare global {
  interface HTMLElementTagNameMap {
    'gv-details': GvDetails;
  }
}
