/** Saving the address book as a file, and taking one in. */

import { msg, str, updateWhenLocaleChanges } from '@lit/localize';
import { css, html, LitElement } from 'lit';
import type { Commands } from '../../app/commands.ts';
import type { BookFailure, BookLoaded } from '../../app/contacts/book-file.ts';
import type { Platform } from '../platform.ts';
import { controls } from '../theme/controls.ts';
import { plural } from '../words/plural.ts';

type Loaded = BookLoaded | BookFailure | 'not-kept';

const MAX_FILE_BYTES = 8_000_000;

export class GvBookFile extends LitElement {
  static override properties = {
    commands: { attribute: false },
    platform: { attribute: false },
    loaded: { state: true },
  };
  static override styles = [
    controls,
    css`
      p {
        margin-block-start: 0.6rem;
      }
    `,
  ];

  declare commands: Commands;
  declare platform: Platform;
  declare loaded: Loaded | undefined;

  constructor() {
    super();
    updateWhenLocaleChanges(this);
    this.loaded = undefined;
  }

  override render() {
    return html`<div class="actions">
        <button class="button" @click=${this.#save}>${msg('Save contacts')}</button>
        <button class="button" @click=${() => this.#file?.click()}>${msg('Load contacts')}</button>
        <input
          type="file"
          accept=".json,application/json"
          hidden
          aria-label=${msg('Load contacts')}
          @change=${this.#chosen}
        />
      </div>
      <p class="small soft">
        ${msg(
          'The file has names, nicknames and who is blocked, in clear, and no keys: nobody can read or write messages with it. Loading one changes nothing that you have noted here.',
        )}
      </p>
      <p class="small" role="status">${loadedWords(this.loaded)}</p>`;
  }

  #save = () => {
    const now = new Date().toISOString();
    const day = now.slice(0, 10);
    const content = new Blob([this.commands.saveContacts(now)], { type: 'application/json' });
    this.platform.saveFile(`Grapevine - contacts - ${day}.json`, content);
  };

  #chosen = async () => {
    const file = this.#file?.files?.[0];
    if (!file) return;
    const text = file.size > MAX_FILE_BYTES ? '' : await file.text().catch(() => '');
    if (this.#file) this.#file.value = '';
    this.loaded = await this.commands.loadContacts(text);
  };

  get #file() {
    return this.renderRoot.querySelector<HTMLInputElement>('input[type="file"]');
  }
}

function loadedWords(loaded: Loaded | undefined): string {
  switch (loaded) {
    case undefined:
      return '';
    case 'malformed':
      return msg('This file is no address book of Grapevine. Nothing was changed.');
    case 'newer':
      return msg('This file is of a newer version. Update Grapevine and load it again.');
    case 'not-kept':
      return msg('It could not be kept now. Nothing was changed.');
    default:
      return addedWords(loaded);
  }
}

function addedWords({ named, blocked, kept }: BookLoaded): string {
  const parts = [
    named > 0
      ? plural(named, {
          one: () => msg(str`${named} nickname added.`),
          other: () => msg(str`${named} nicknames added.`),
        })
      : '',
    blocked > 0
      ? plural(blocked, {
          one: () => msg(str`${blocked} contact blocked.`),
          other: () => msg(str`${blocked} contacts blocked.`),
        })
      : '',
    kept > 0
      ? plural(kept, {
          one: () => msg(str`${kept} nickname is kept for a contact that is not here yet.`),
          other: () => msg(str`${kept} nicknames are kept for contacts that are not here yet.`),
        })
      : '',
  ].filter(Boolean);
  return parts.length > 0 ? parts.join(' ') : msg('Nothing in it was new.');
}

customElements.define('gv-book-file', GvBookFile);

declare global {
  interface HTMLElementTagNameMap {
    'gv-book-file': GvBookFile;
  }
}
