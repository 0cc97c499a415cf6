/**
 * On the way back into a conversation that one side has lost with all devices: the
 * emoji to compare, and what is handed over. Nothing happens before both have said
 * that they match.
 */

import { msg, str, updateWhenLocaleChanges } from '@lit/localize';
import { html, LitElement } from 'lit';
import type { Commands } from '../../app/commands.ts';
import type { AgainView } from '../../app/snapshot.ts';
import { emojiList } from '../compare/emoji-list.ts';
import { face } from '../face.ts';
import { keepFocus } from '../focus-keeper.ts';
import { icons } from '../icons.ts';
import { styles } from './styles.ts';

export class GvAgain extends LitElement {
  static override properties = {
    commands: { attribute: false },
    way: { attribute: false },
    gives: { state: true },
  };
  static override styles = styles;

  declare commands: Commands;
  declare way: AgainView;
  /** The person hands over what was written so far. */
  declare gives: boolean;

  constructor() {
    super();
    updateWhenLocaleChanges(this);
    keepFocus(this, () => void this.focusStart());
    this.gives = false;
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
      ${face(this.way.name)} ${this.#stage()}
    </section>`;
  }

  #stage() {
    const { name, stage } = this.way;
    switch (stage) {
      case 'compare':
        return this.#compare();
      case 'waiting':
        return html`${heading(msg('They match here'))}
          <div class="waiting" role="status">
            <span class="pulse" aria-hidden="true"></span>
            <p>
              ${msg(
                str`As soon as ${name} has said so too and both devices are connected, the conversation opens.`,
              )}
            </p>
          </div>
          ${this.#drop(msg('Cancel'))}`;
      case 'mismatched':
        return html`${heading(msg('They did not match'))}
          <p class="ended raced" role="alert">
            ${msg(
              'Somebody may have stood between you, or somebody else used the link. Nobody was let in, and nothing was handed over. Make a new link, and give it in a way that nobody else can see.',
            )}
          </p>
          ${this.#drop(msg('Remove'))}`;
      case 'refused':
        return html`${heading(msg('This does not lead back into the conversation'))}
          <p class="ended" role="alert">
            ${msg(
              'The conversation is on this device already, somebody has taken that place meanwhile, or the link was made for another conversation. Nobody was let in.',
            )}
          </p>
          ${this.#drop(msg('Remove'))}`;
    }
  }

  #compare() {
    const { name, emoji, isInviter } = this.way;
    return html`${heading(msg(str`Is it really ${name}?`))}
      <p>
        ${
          isInviter
            ? msg(
                str`Call or meet ${name}, and see whether both devices show the same seven emoji. If they do, ${name} comes back into this conversation, and all devices that were lost are out of it.`,
              )
            : msg(
                str`Call or meet ${name}, and see whether both devices show the same seven emoji. If they do, your conversation opens here again.`,
              )
        }
      </p>
      ${emojiList(emoji)} ${isInviter ? this.#giving() : ''}
      <div class="actions">
        <button class="button main" @click=${() => this.#say('match')}>${msg('They match')}</button>
        <button class="button danger" @click=${() => this.#say('mismatch')}>
          ${msg('They do not match')}
        </button>
        <button class="button plain" @click=${() => this.#cancel()}>${msg('Cancel')}</button>
      </div>`;
  }

  #giving() {
    return html`<div class="giving">
      <label>
        <input
          type="checkbox"
          aria-describedby="gives-what"
          .checked=${this.gives}
          @change=${(event: Event) => (this.gives = (event.target as HTMLInputElement).checked)}
        />
        <span>${msg('Hand over the messages written so far')}</span>
      </label>
      <p id="gives-what" class="small soft">
        ${msg('What was deleted stays deleted. Without this only what is written from now on can be read there.')}
      </p>
    </div>`;
  }

  #drop(words: string) {
    return html`<div class="actions">
      <button class="button" @click=${() => this.#cancel()}>${words}</button>
    </div>`;
  }

  #say(verdict: 'match' | 'mismatch') {
    void this.commands.compareAgain(this.way.id, verdict, this.gives);
  }

  #cancel() {
    void this.commands.dropAgain(this.way.id);
  }
}

function heading(words: string) {
  return html`<h2 id="heading" tabindex="-1" dir="auto">${words}</h2>`;
}

customElements.define('gv-again', GvAgain);

declare global {
  interface HTMLElementTagNameMap {
    'gv-again': GvAgain;
  }
}
