/** The devices of this profile: which there are, another one, and the end of one that is lost. */

import { msg, str, updateWhenLocaleChanges } from '@lit/localize';
import { css, html, LitElement } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { Commands } from '../../app/commands.ts';
import type { DevicesView, LinkProgress, ProfileSummary } from '../../app/snapshot.ts';
import { keepFocus } from '../focus-keeper.ts';
import { icons } from '../icons.ts';
import type { Platform } from '../platform.ts';
import { checkBoxStyles } from '../theme/check-box.ts';
import { controls } from '../theme/controls.ts';
import { faceStyles } from '../theme/face.ts';
import { wholeNumber } from '../words/numbers.ts';
import { deviceName } from './device-name.ts';
import './device.ts';
import './linking.ts';
import { whoComesAlong, whoComesAlongStyles } from './who-comes-along.ts';

export class GvDevices extends LitElement {
  static override properties = {
    commands: { attribute: false },
    platform: { attribute: false },
    devices: { attribute: false },
    profiles: { attribute: false },
    isHidden: { attribute: false },
    along: { state: true },
  };
  static override styles = [
    controls,
    faceStyles,
    checkBoxStyles,
    whoComesAlongStyles,
    css`
      :host {
        display: grid;
        gap: 0.8rem;
      }

      ul {
        display: grid;
        gap: 0.6rem;
        margin: 0;
        padding: 0;
        list-style: none;
      }

      progress {
        inline-size: 100%;
        accent-color: var(--accent);
      }
    `,
  ];

  declare commands: Commands;
  declare platform: Platform;
  declare devices: DevicesView;
  declare profiles: readonly ProfileSummary[];
  /** The profile that is shown is in no list here. */
  declare isHidden: boolean;
  /** Which others come along with the next link. */
  declare along: ReadonlySet<string>;

  constructor() {
    super();
    updateWhenLocaleChanges(this);
    this.along = new Set();
    keepFocus(this, () => void this.#goOn());
  }

  /** A link that came is read first; one that went leads back to where it was asked for. */
  async #goOn() {
    const linking = this.renderRoot.querySelector('gv-linking');
    await linking?.updateComplete;
    if (linking) linking.focusStart();
    else this.renderRoot.querySelector<HTMLElement>('.actions .button')?.focus();
  }

  override render() {
    const { list, link, progress } = this.devices;
    return html`<p class="small soft">
        ${msg(
          'All your devices have the same conversations. What you write on one is on all of them, as soon as they meet each other or somebody you talk to.',
        )}
      </p>
      ${progress ? progressBar(progress) : ''}
      ${
        list.length > 0
          ? html`<ul role="list" aria-label=${msg('Your devices')}>
              ${repeat(
                list,
                ({ id }) => id,
                (device) =>
                  html`<li>
                    <gv-device
                      .commands=${this.commands}
                      .device=${device}
                      .otherProfiles=${this.#others.map(({ name }) => name)}
                    ></gv-device>
                  </li>`,
              )}
            </ul>`
          : ''
      }
      ${
        link
          ? html`<gv-linking
              .commands=${this.commands}
              .platform=${this.platform}
              .link=${link}
            ></gv-linking>`
          : html`${this.#comingAlong()}
              <div class="actions">
                <button class="button" @click=${this.#linkDevice}>
                  ${icons.phone()}${msg('Link a device')}
                </button>
                <button class="button plain" @click=${this.#openNotes}>
                  ${msg('Notes to self')}
                </button>
              </div>`
      }`;
  }

  #comingAlong() {
    const others = this.#others;
    return html`${others.length > 0 ? whoComesAlong(others, this.along, this.#choose) : ''}
    ${
      this.isHidden
        ? html`<p class="small soft">
            ${msg(
              'This profile is hidden here. On the other device it stands in the list until you hide it there too; where Grapevine is new there, it cannot be hidden.',
            )}
          </p>`
        : ''
    }`;
  }

  /** Those that there are; one that is on its way here itself has nothing to give. */
  get #others(): readonly ProfileSummary[] {
    return this.profiles.filter(({ isShown, name }) => !isShown && name !== '');
  }

  #choose = (id: string, comes: boolean) => {
    this.along = new Set([...this.along].filter((each) => each !== id).concat(comes ? id : []));
  };

  #linkDevice = () => {
    const ids = this.#others.flatMap(({ id }) => (this.along.has(id) ? [id] : []));
    this.along = new Set();
    void this.commands.linkDevice(deviceName(navigator.userAgent), ids);
  };

  #openNotes = () => void this.commands.openNotes();
}

function progressBar({ conversations, messages }: LinkProgress) {
  return html`<div role="status">
    <p class="small">
      ${msg(
        str`Fetching what your other devices have: ${wholeNumber(conversations.done)} of ${wholeNumber(conversations.total)} conversations, ${wholeNumber(messages.done)} of ${wholeNumber(messages.total)} messages. It goes on by itself whenever one of them is there.`,
      )}
    </p>
    <progress
      aria-label=${msg('Fetching what your other devices have')}
      max=${Math.max(1, messages.total + conversations.total)}
      value=${messages.done + conversations.done}
    ></progress>
  </div>`;
}

customElements.define('gv-devices', GvDevices);

declare global {
  interface HTMLElementTagNameMap {
    'gv-devices': GvDevices;
  }
}
