/**
 * The whole screen: which phase it is, which pane stands where, and where the
 * focus goes when that changes. It alone subscribes to the program; every
 * other element is handed its part of the snapshot and the commands.
 */

import { updateWhenLocaleChanges } from '@lit/localize';
import { html, LitElement, type PropertyValues } from 'lit';
import { announce, silence } from '../announcer.ts';
import type { App } from '../../app/commands.ts';
import type { Snapshot } from '../../app/snapshot.ts';
import { listen } from '../listen.ts';
import type { Platform } from '../platform.ts';
import { keepInSight } from '../visible-part.ts';
import { followStore, whileConnected } from '../store-controller.ts';
import '../conversation-list/element.ts';
import '../welcome/element.ts';
import { mainPane, paneKey, partFailed, skipToPane, type Place } from './panes.ts';
import { createSpeaker } from './speaking.ts';
import { styles } from './styles.ts';
import { blockedScreen, openingScreen } from './whole-screens.ts';
import {
  linkHereFailed,
  loadLinkHere,
  loadLock,
  loadNotices,
  loadPane,
  loadProfiles,
  loadScan,
  lockFailed,
  noticesFailed,
  profilesFailed,
  scanFailed,
  showAlerts,
} from './lazy.ts';
import { createWayBack, isPlace, LIST, placeKey } from './way-back.ts';

export class GvApp extends LitElement {
  static override properties = {
    app: { attribute: false },
    platform: { attribute: false },
    scanning: { state: true },
    choosing: { state: true },
    place: { state: true },
  };
  static override styles = styles;

  declare app: App;
  declare platform: Platform;
  declare scanning: boolean;
  /** Another profile. */
  declare choosing: boolean;
  declare place: Place;

  #shown = '';
  #speak = createSpeaker();
  #wayBack = createWayBack(history);
  /** What was open when the settings were, and of which profile: another one takes their place. */
  #under = '';
  /** A conversation was chosen, and is to have the focus. */
  #isChosen = false;

  constructor() {
    super();
    updateWhenLocaleChanges(this);
    this.scanning = false;
    this.choosing = false;
    this.place = undefined;
    followStore(this, () => this.app);
    followStore(this, () => this.platform);
    whileConnected(this, () => [
      keepInSight(this, window),
      listen(window, 'popstate', () => this.#backPressed()),
      listen(this, 'keydown', (event) => this.#keyPressed(event as KeyboardEvent)),
      listen(this, 'scan-asked', () => (this.scanning = true)),
    ]);
  }

  override willUpdate() {
    const snapshot = this.app.snapshot();
    const under = whatIsUnder(snapshot);
    if (snapshot.phase === 'locked') {
      this.place = undefined;
      this.scanning = false;
      this.choosing = false;
    }
    if (this.#under !== under) this.place = undefined;
    this.#under = under;
  }

  override render() {
    const snapshot = this.app.snapshot();
    switch (snapshot.phase) {
      case 'opening':
        return openingScreen();
      case 'locked':
        return this.#locked(snapshot);
      case 'blocked':
        return blockedScreen(snapshot);
      case 'welcome':
        return html`${this.#notices(snapshot)} ${this.#scanner()} ${this.#welcome(snapshot)}`;
      case 'ready':
        return this.#ready(snapshot);
    }
  }

  #welcome(snapshot: Snapshot) {
    const { invitation, devices, profiles } = snapshot;
    if (!isLinkedHere(snapshot)) {
      return html`<gv-welcome
        .commands=${this.app.commands}
        .invitation=${invitation}
      ></gv-welcome>`;
    }
    loadLinkHere(() => this.requestUpdate());
    if (linkHereFailed()) return partFailed();
    return html`<gv-link-here
      .commands=${this.app.commands}
      .platform=${this.platform}
      .invitation=${invitation}
      .link=${devices.link}
      .profiles=${profiles}
    ></gv-link-here>`;
  }

  #ready(snapshot: Snapshot) {
    const key = paneKey(snapshot, this.place);
    loadPane(key, () => this.requestUpdate());
    return html`<header class="hidden-text"><h1 translate="no">Grapevine</h1></header>
      ${key === 'none' ? '' : skipToPane(() => void this.#focusPane())} ${this.#notices(snapshot)}
      ${this.#scanner()} ${this.#profiles(snapshot)}
      <main class="panes" data-open=${key === 'none' ? 'list' : 'pane'}>
        <gv-conversation-list
          class="list"
          .commands=${this.app.commands}
          .conversations=${snapshot.conversations}
          .openId=${this.place === undefined ? snapshot.open?.id : undefined}
          .name=${snapshot.profile?.name ?? ''}
          .profiles=${snapshot.profiles}
          .network=${snapshot.network}
          .progress=${snapshot.devices.progress}
          .canLock=${snapshot.lock.kind === 'open' && this.place !== 'settings'}
          .version=${this.platform.version}
          @settings-asked=${() => (this.place = 'settings')}
          @contacts-asked=${() => (this.place = 'contacts')}
          @profiles-asked=${() => (this.choosing = true)}
          @conversation-chosen=${this.#chosen}
        ></gv-conversation-list>
        <div class="pane">
          ${mainPane(snapshot, this.place, this.app.commands, this.platform, this.#leavePlace)}
        </div>
      </main>`;
  }

  #locked({ lock }: Snapshot) {
    loadLock(() => this.requestUpdate());
    if (lockFailed()) return partFailed();
    return html`<gv-lock
      .commands=${this.app.commands}
      .platform=${this.platform}
      .lock=${lock}
    ></gv-lock>`;
  }

  #notices(snapshot: Snapshot) {
    const state = this.platform.state();
    loadNotices(snapshot, state, () => this.requestUpdate());
    if (noticesFailed()) return partFailed();
    return html`<gv-notices
      .snapshot=${snapshot}
      .platform=${this.platform}
      .platformState=${state}
      .commands=${this.app.commands}
      @notices-left=${() => void this.#focusMain()}
    ></gv-notices>`;
  }

  #scanner() {
    if (!this.scanning) return '';
    loadScan(() => this.requestUpdate());
    if (scanFailed()) return partFailed();
    return html`<gv-scan
      .commands=${this.app.commands}
      .platform=${this.platform}
      @scan-closed=${() => (this.scanning = false)}
    ></gv-scan>`;
  }

  #profiles({ profiles }: Snapshot) {
    if (!this.choosing) return '';
    loadProfiles(() => this.requestUpdate());
    if (profilesFailed()) return partFailed();
    return html`<gv-profiles
      .commands=${this.app.commands}
      .profiles=${profiles}
      @profiles-closed=${() => (this.choosing = false)}
    ></gv-profiles>`;
  }

  /** A pane that has just come takes the focus; one that has gone gives it back to the list. */
  override updated(changed: PropertyValues) {
    super.updated(changed);
    const snapshot = this.app.snapshot();
    document.title = pageTitle(snapshot);
    const spoken = this.place === undefined ? snapshot : { ...snapshot, open: undefined };
    for (const words of this.#speak(spoken)) announce(this, words);
    if (changed.has('place')) this.app.commands.cover(this.place !== undefined);
    showAlerts(this.app, this.platform, this.#openAlerted);
    const shown = shownKey(snapshot, this.place);
    const before = this.#shown;
    if (shown === before) return;
    this.#shown = shown;
    if (shown === 'locked') silence(this);
    this.#wayBack.moved(before, shown);
    void this.#moveFocus(before, shown);
  }

  async #moveFocus(before: string, shown: string) {
    const list = this.renderRoot.querySelector('gv-conversation-list');
    const isChosen = this.#isChosen;
    this.#isChosen = false;
    if (isPlace(before) && shown === this.#wayBack.under && !isChosen) {
      await list?.updateComplete;
      return list?.focusPlace(before === placeKey('contacts') ? 'contacts' : 'settings');
    }
    if (shown === LIST) {
      await list?.updateComplete;
      if (before.startsWith('ready ')) list?.focusConversation(before.split(' ')[2] ?? '');
      return;
    }
    // Where an invitation became a conversation by itself, who is typing elsewhere goes on typing.
    if (cameByItself(before, shown) && list?.isTyping()) return;
    await this.#focusPane();
  }

  /** To the beginning of what stands in the main pane; false when nothing does. */
  async #focusPane(): Promise<boolean> {
    const shown = this.#shown;
    const pane = this.renderRoot.querySelector<Pane>(
      'gv-welcome, gv-link-here, gv-lock, .pane > :not(.empty)',
    );
    if (pane === null) return false;
    await customElements.whenDefined(pane.localName);
    await pane.updateComplete;
    if (this.#shown === shown) pane.focusStart();
    return true;
  }

  async #focusMain() {
    if (await this.#focusPane()) return;
    this.renderRoot.querySelector('gv-conversation-list')?.focusConversation('');
  }

  #leavePlace = () => {
    this.place = undefined;
  };

  #openAlerted = (id: string) => {
    this.#chosen();
    void this.app.commands.openConversation(id);
  };

  #chosen = () => {
    this.#isChosen = this.place !== undefined;
    this.place = undefined;
  };

  /** On a phone the system's "back" leads from a conversation to the list; anywhere out of the settings. */
  #backPressed() {
    const snapshot = this.app.snapshot();
    if (snapshot.phase !== 'ready' || this.#wayBack.isInSettings) return;
    if (this.place !== undefined) return this.#leavePlace();
    if (this.#wayBack.isInPane) return;
    if (snapshot.invitation !== undefined) this.app.commands.dismissInvitation();
    else if (snapshot.open !== undefined && isNarrow()) this.app.commands.closeConversation();
  }

  /** Escape, where nothing nearer took it, leads out of a received invitation and back to the list. */
  #keyPressed(event: KeyboardEvent) {
    if (event.key !== 'Escape' || event.defaultPrevented || event.isComposing) return;
    const snapshot = this.app.snapshot();
    if (snapshot.phase !== 'ready') return;
    if (snapshot.invitation !== undefined) this.app.commands.dismissInvitation();
    else if (this.place !== undefined) this.#leavePlace();
    else if (snapshot.open !== undefined && isNarrow()) this.app.commands.closeConversation();
  }
}

function whatIsUnder({ open, profiles, hidden }: Snapshot): string {
  const shown = profiles.find(({ isShown }) => isShown)?.id;
  return `${shown ?? hidden ?? ''} ${open?.id ?? ''}`;
}

/** What every element in the main pane offers. */
type Pane = LitElement & { focusStart(): void };

/** A new device that was given a device link, or follows one. */
function isLinkedHere({ invitation, devices }: Snapshot): boolean {
  return devices.link !== undefined || invitation?.mode === 'device';
}

/** Changes when another thing takes the main pane. */
function shownKey(snapshot: Snapshot, place: Place): string {
  if (snapshot.phase === 'welcome' && isLinkedHere(snapshot)) return 'linking here';
  if (snapshot.phase !== 'ready') return snapshot.phase;
  const key = paneKey(snapshot, place);
  if (key === 'none') return LIST;
  if (key === 'settings' || key === 'contacts') return placeKey(key);
  return `ready ${key} ${key === 'received' ? '' : (snapshot.open?.id ?? '')}`;
}

function cameByItself(before: string, shown: string): boolean {
  return (
    /^ready (inviting|accepting|again) /.test(before) && shown.startsWith('ready conversation ')
  );
}

function pageTitle(snapshot: Snapshot): string {
  const unread = snapshot.profiles.reduce((sum, each) => sum + each.unread, 0);
  return unread > 0 ? `(${unread}) Grapevine` : 'Grapevine';
}

function isNarrow(): boolean {
  return matchMedia('(max-width: 699px)').matches;
}

customElements.define('gv-app', GvApp);

declare global {
  interface HTMLElementTagNameMap {
    'gv-app': GvApp;
  }
}
