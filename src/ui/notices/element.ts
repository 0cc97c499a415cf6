/**
 * What a person must be told, calmly and above everything: what went wrong
 * and stands, and one offer at a time.
 */

import { msg, updateWhenLocaleChanges } from '@lit/localize';
import { html, LitElement, nothing } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { Commands } from '../../app/commands.ts';
import type { Problem } from '../../app/problems.ts';
import type { Snapshot } from '../../app/snapshot.ts';
import { keepFocus } from '../focus-keeper.ts';
import { icons } from '../icons.ts';
import type { Platform, PlatformState } from '../platform.ts';
import { problemWords } from '../words/problems.ts';
import { nextOffer } from './offers.ts';
import { styles } from './styles.ts';

const AT_ONCE = 3;

export class GvNotices extends LitElement {
  static override properties = {
    snapshot: { attribute: false },
    platform: { attribute: false },
    platformState: { attribute: false },
    commands: { attribute: false },
  };
  static override styles = styles;

  declare snapshot: Snapshot;
  declare platform: Platform;
  declare platformState: PlatformState;
  declare commands: Commands;

  constructor() {
    super();
    updateWhenLocaleChanges(this);
    keepFocus(this, () => this.#focusNext());
  }

  override render() {
    const problems = this.snapshot.problems.slice(0, AT_ONCE);
    const offer = this.#offer();
    return html`<aside aria-label=${msg('Notices')} ?hidden=${problems.length === 0 && !offer}>
      <div role="alert">
        ${repeat(
          problems,
          (problem) => problem.id,
          (problem) => this.#problem(problem),
        )}
      </div>
      <div role="status">${offer ?? nothing}</div>
    </aside>`;
  }

  /** After a notice went: to the next one, or back to what the person was at. */
  #focusNext() {
    const next = this.renderRoot.querySelector('button');
    if (next === null) this.dispatchEvent(new Event('notices-left'));
    else next.focus();
  }

  #problem(problem: Problem) {
    const where = this.snapshot.conversations.find((each) => each.id === problem.conversation);
    const words = problemWords(problem.tag, where?.title ?? '', problem.count);
    return html`<section class="notice problem">
      ${icons.notice()}
      <div class="words">
        <strong>${words.title}</strong>
        <p class="small" dir="auto">${words.text}</p>
      </div>
      <div class="actions">
        ${
          words.remedy === 'reload'
            ? html`<button class="button" @click=${() => location.reload()}>
                ${msg('Reload')}
              </button>`
            : nothing
        }
        ${
          problem.lasting
            ? nothing
            : html`<button
                class="icon-button dismiss"
                @click=${() => this.commands.dismissProblem(problem.id)}
              >
                ${icons.close()}<span class="hidden-text">${msg('Dismiss')}</span>
              </button>`
        }
      </div>
    </section>`;
  }

  #offer() {
    switch (nextOffer(this.snapshot, this.platformState, this.platform)) {
      case 'updating':
        return notice(msg('Updating…'), msg('All tabs of Grapevine change together.'), nothing);
      case 'update':
        return notice(
          msg('A new version is ready'),
          msg('It takes a moment and touches no message.'),
          html`<button class="button main" @click=${() => this.platform.updateNow()}>
              ${msg('Update now')}
            </button>
            ${this.#later(() => this.platform.putOff('update'))}`,
        );
      case 'storage':
        return notice(
          msg('Shall this browser keep your messages?'),
          msg(
            'They are on this device. Browsers may clear the storage of pages when space runs out; with your yes, Grapevine asks it not to.',
          ),
          html`<button class="button main" @click=${() => void this.commands.keepStorage('yes')}>
              ${msg('Keep them')}
            </button>
            ${this.#later(() => void this.commands.keepStorage('later'))}`,
        );
      case 'refused':
        return notice(
          msg('This browser makes no promise to keep your messages'),
          msg(
            'They stay on this device while it has room. Browsers often promise it once Grapevine is installed or used often; free space on the device helps too.',
          ),
          html`<button class="button" @click=${() => void this.commands.keepStorage('later')}>
            ${msg('Understood')}
          </button>`,
        );
      case 'install':
        return notice(
          msg('Grapevine can be an app of its own'),
          msg('With its own window and icon, and it opens without a network.'),
          html`<button class="button main" @click=${() => void this.#install()}>
              ${msg('Install')}
            </button>
            ${this.#later(() => this.platform.putOff('install'))}`,
        );
      case undefined:
        return undefined;
    }
  }

  #later(act: () => void) {
    return html`<button class="button plain" @click=${act}>${msg('Later')}</button>`;
  }

  async #install() {
    const installed = await this.platform.promptInstall();
    if (!installed) this.platform.putOff('install');
  }
}

function notice(title: string, text: string, actions: unknown) {
  return html`<section class="notice">
    <div class="words">
      <strong>${title}</strong>
      <p class="small">${text}</p>
    </div>
    <div class="actions">${actions}</div>
  </section>`;
}

customElements.define('gv-notices', GvNotices);

declare global {
  interface HTMLElementTagNameMap {
    'gv-notices': GvNotices;
  }
}
