/** What holds for a person on this device: the name, what contacts are told, what is kept. */

import { msg, str, updateWhenLocaleChanges } from '@lit/localize';
import { html, LitElement } from 'lit';
import type { AppCommands } from '../../app/commands.ts';
import type { LockView } from '../../app/lock/lock-screen.ts';
import { QUIET_PARTS } from '../../app/quiet.ts';
import type {
  DevicesView,
  ProfileSummary,
  ProfileView,
  StorageNotice,
} from '../../app/snapshot.ts';
import '../devices/element.ts';
import '../backup/back-up.ts';
import '../backup/delete-everything.ts';
import { keepFocus } from '../focus-keeper.ts';
import { icons } from '../icons.ts';
import type { Platform } from '../platform.ts';
import '../profiles/this-profile.ts';
import { dataAmount } from '../words/amounts.ts';
import { quietExplained, quietName } from '../words/quiet.ts';
import '../lock/settings.ts';
import './notifying.ts';
import { styles } from './styles.ts';
import { switchRow } from './switch.ts';
import './your-name.ts';
import './your-picture.ts';

export class GvSettings extends LitElement {
  static override properties = {
    commands: { attribute: false },
    platform: { attribute: false },
    profile: { attribute: false },
    profiles: { attribute: false },
    hiddenId: { attribute: false },
    storage: { attribute: false },
    lock: { attribute: false },
    devices: { attribute: false },
  };
  static override styles = styles;

  declare commands: AppCommands;
  declare platform: Platform;
  declare profile: ProfileView;
  declare profiles: readonly ProfileSummary[];
  declare hiddenId: string | undefined;
  declare storage: StorageNotice;
  declare lock: LockView;
  declare devices: DevicesView;

  constructor() {
    super();
    updateWhenLocaleChanges(this);
    keepFocus(this, () => void this.focusStart());
  }

  async focusStart() {
    await this.updateComplete;
    this.renderRoot.querySelector('h2')?.focus();
  }

  override firstUpdated() {
    void this.commands.reviewStorage();
  }

  override render() {
    return html`<div class="sheet" role="region" aria-labelledby="heading">
      <div class="head">
        <h2 id="heading" tabindex="-1">${msg('Settings')}</h2>
        <button class="icon-button" title=${msg('Close')} @click=${this.#close}>
          ${icons.close()}<span class="hidden-text">${msg('Close')}</span>
        </button>
      </div>
      <section aria-labelledby="you">
        <h3 id="you">${msg('You')}</h3>
        <gv-your-name .commands=${this.commands} .name=${this.profile.name}></gv-your-name>
        <gv-your-picture .commands=${this.commands} .profile=${this.profile}></gv-your-picture>
      </section>
      <section aria-labelledby="devices">
        <h3 id="devices">${msg('Devices')}</h3>
        <gv-devices
          .commands=${this.commands}
          .platform=${this.platform}
          .devices=${this.devices}
          .profiles=${this.profiles}
          .isHidden=${this.hiddenId !== undefined}
        ></gv-devices>
      </section>
      <section aria-labelledby="quiet">
        <h3 id="quiet">${msg('Quiet')}</h3>
        <p class="small soft">
          ${msg('What your contacts are told. A conversation can do otherwise: see its details.')}
        </p>
        ${this.#quiet()}
      </section>
      <section aria-labelledby="notifying">
        <h3 id="notifying">${msg('Notifications')}</h3>
        <gv-notifying
          .commands=${this.commands}
          .platform=${this.platform}
          .chosen=${this.profile.notifications}
        ></gv-notifying>
      </section>
      <section aria-labelledby="lock">
        <h3 id="lock">${msg('Lock')}</h3>
        <gv-lock-settings .commands=${this.commands} .lock=${this.lock}></gv-lock-settings>
      </section>
      <section aria-labelledby="storage">
        <h3 id="storage">${msg('Storage')}</h3>
        ${this.#storage()}
      </section>
      <section aria-labelledby="this-profile">
        <h3 id="this-profile">${msg('This profile')}</h3>
        <gv-this-profile
          .commands=${this.commands}
          .profiles=${this.profiles}
          .hiddenId=${this.hiddenId}
          .name=${this.profile.name}
        ></gv-this-profile>
      </section>
      <section aria-labelledby="backup">
        <h3 id="backup">${msg('Backup')}</h3>
        <gv-back-up .commands=${this.commands} .platform=${this.platform}></gv-back-up>
      </section>
      <section aria-labelledby="everything">
        <h3 id="everything">${msg('Delete')}</h3>
        <gv-delete-everything .platform=${this.platform}></gv-delete-everything>
      </section>
      <section aria-labelledby="about">
        <h3 id="about">${msg('About')}</h3>
        <p><span translate="no">Grapevine ${this.platform.version}</span></p>
        <p class="small soft">
          ${msg(
            'Your messages live on your devices and those of your contacts, and nowhere else. The server introduces devices to each other: it sees which network addresses meet, when, and how much they send, but no name, no message and no key, and it keeps nothing.',
          )}
        </p>
      </section>
    </div>`;
  }

  #quiet() {
    return QUIET_PARTS.map((part) =>
      switchRow({
        id: part,
        name: quietName(part),
        explained: quietExplained(part),
        isOn: this.profile.told[part],
        changed: (isOn) => void this.commands.setTold(part, isOn),
      }),
    );
  }

  #storage() {
    const { usedBytes, persisted } = this.storage;
    const used = usedBytes === undefined ? undefined : dataAmount(usedBytes);
    return html`${used === undefined ? '' : html`<p>${msg(str`${used} are used here.`)}</p>`}
      <p class="small soft" aria-live="polite">${keptWords(persisted)}</p>
      ${
        persisted === false
          ? html`<div class="actions">
              <button class="button" @click=${() => void this.commands.keepStorage('yes')}>
                ${msg('Ask the browser to keep it')}
              </button>
            </div>`
          : ''
      }`;
  }

  #close = () => {
    this.dispatchEvent(new CustomEvent('settings-closed'));
  };
}

function keptWords(persisted: boolean | undefined): string {
  switch (persisted) {
    case true:
      return msg('The browser has promised to keep it.');
    case false:
      return msg(
        'The browser has not promised to keep it, and may delete it when space runs short.',
      );
    case undefined:
      return msg('This browser does not say whether it keeps it.');
  }
}

customElements.define('gv-settings', GvSettings);

declare global {
  interface HTMLElementTagNameMap {
    'gv-settings': GvSettings;
  }
}
