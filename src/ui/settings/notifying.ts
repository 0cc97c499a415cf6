/** Whether the system shows new messages while the app is out of sight, and how much of them. */

import { msg, updateWhenLocaleChanges } from '@lit/localize';
import { html, LitElement } from 'lit';
import type { Commands } from '../../app/commands.ts';
import type { ProfileView } from '../../app/snapshot.ts';
import type { Notifier, NotifierPermission } from '../notifications/notifier.ts';
import type { Platform } from '../platform.ts';
import { controls } from '../theme/controls.ts';
import { switchStyles } from './switch-styles.ts';
import { switchRow } from './switch.ts';

export class GvNotifying extends LitElement {
  static override properties = {
    commands: { attribute: false },
    platform: { attribute: false },
    chosen: { attribute: false },
    permission: { state: true },
  };
  static override styles = [controls, switchStyles];

  declare commands: Commands;
  declare platform: Platform;
  declare chosen: ProfileView['notifications'];
  /** Undefined until it is known. */
  declare permission: NotifierPermission | undefined;

  #notifier: Notifier | undefined;

  constructor() {
    super();
    updateWhenLocaleChanges(this);
  }

  override firstUpdated() {
    void this.#load();
  }

  override render() {
    const isOn = this.chosen !== 'off' && this.permission === 'granted';
    return html`${switchRow({
        id: 'notify',
        name: msg('Notify me of new messages'),
        explained: msg(
          'While the app is open and out of sight. Browsers tell an app that is closed nothing, unless a server knows of its messages; ours does not.',
        ),
        isOn,
        changed: (wanted) => void this.#choose(wanted),
      })}
      ${
        isOn
          ? switchRow({
              id: 'whole',
              name: msg('Show what is written'),
              explained: msg(
                'Off: only who wrote. On: everybody who sees this screen can read it, and the system may keep it.',
              ),
              isOn: this.chosen === 'whole',
              changed: (whole) => void this.commands.setNotifications(whole ? 'whole' : 'named'),
            })
          : ''
      }
      <p class="small wrong" aria-live="polite">${refusal(this.permission)}</p>`;
  }

  async #load() {
    this.#notifier = await this.platform.loadNotifier();
    this.permission = this.#notifier.permission();
  }

  async #choose(wanted: boolean) {
    this.permission = wanted ? await this.#notifier?.ask() : this.permission;
    const isOn = wanted && this.permission === 'granted';
    await this.commands.setNotifications(isOn ? 'named' : 'off');
    // Where it was refused the switch goes back by itself.
    const box = this.renderRoot.querySelector<HTMLInputElement>('#notify');
    if (box) box.checked = isOn;
  }
}

function refusal(permission: NotifierPermission | undefined): string {
  switch (permission) {
    case 'denied':
      return msg(
        'The browser does not allow it. You can change that in its settings for this page.',
      );
    case 'unavailable':
      return msg('This browser shows no notifications of a page.');
    default:
      return '';
  }
}

customElements.define('gv-notifying', GvNotifying);

declare global {
  interface HTMLElementTagNameMap {
    'gv-notifying': GvNotifying;
  }
}
