/** One contact: who it says to be, what is noted of it, and what can be done about it. */

import { msg, updateWhenLocaleChanges } from '@lit/localize';
import { html, LitElement } from 'lit';
import type { Commands } from '../../app/commands.ts';
import type { ContactView } from '../../app/snapshot.ts';
import '../details/delete.ts';
import { comparisonWords } from '../details/words.ts';
import { face } from '../face.ts';
import type { Platform } from '../platform.ts';
import { conversationTitle, presenceWords } from '../words/states.ts';
import { fullTime, machineTime } from '../words/times.ts';
import '../again/pair-again.ts';
import './block.ts';
import './introduce.ts';
import './nickname.ts';
import { toldName } from './told-name.ts';
import { contactStyles } from './styles.ts';

export class GvContact extends LitElement {
  static override properties = {
    commands: { attribute: false },
    platform: { attribute: false },
    contact: { attribute: false },
    contacts: { attribute: false },
  };
  static override styles = contactStyles;

  declare commands: Commands;
  declare platform: Platform;
  declare contact: ContactView;
  declare contacts: readonly ContactView[];

  constructor() {
    super();
    updateWhenLocaleChanges(this);
  }

  override render() {
    const { contact } = this;
    const title = conversationTitle({ kind: 'direct', title: contact.title });
    return html`<div class="who">
        ${face(title, contact.presence !== 'away', contact.picture)}
        <div>
          <p dir="auto"><strong>${title}</strong></p>
          ${contact.status === '' ? '' : html`<p class="small soft" dir="auto">${contact.status}</p>`}
        </div>
      </div>
      <dl>
        ${contact.nickname === undefined ? '' : toldName(contact)}
        <div>
          <dt>${msg('In touch since')}</dt>
          <dd>
            <time datetime=${machineTime(contact.since)}>${fullTime(contact.since)}</time>
          </dd>
        </div>
        <div>
          <dt>${msg('Connection')}</dt>
          <dd>${presenceWords(contact.presence)}</dd>
        </div>
        <div>
          <dt>${msg('Compared')}</dt>
          <dd>${comparisonWords(contact.comparison)}</dd>
        </div>
      </dl>
      <div class="actions">
        <button class="button main" @click=${() => this.dispatchEvent(new CustomEvent('write'))}>
          ${msg('Open conversation')}
        </button>
      </div>
      <section>
        <gv-nickname .commands=${this.commands} .contact=${contact}></gv-nickname>
      </section>
      <section class="doing">
        <gv-introduce
          .commands=${this.commands}
          .contact=${contact}
          .contacts=${this.contacts}
        ></gv-introduce>
        <gv-pair-again
          .commands=${this.commands}
          .contact=${contact}
          @paired=${() => this.dispatchEvent(new CustomEvent('left'))}
        ></gv-pair-again>
        <gv-block .commands=${this.commands} .contact=${contact}></gv-block>
        <gv-delete
          contact
          .commands=${this.commands}
          .platform=${this.platform}
          .conversation=${contact}
        ></gv-delete>
      </section>`;
  }
}

customElements.define('gv-contact', GvContact);

declare global {
  interface HTMLElementTagNameMap {
    'gv-contact': GvContact;
  }
}
