/** What stands in the main pane: the received invitation before all, else what is open. */

import { html } from 'lit';
import { msg } from '@lit/localize';
import { keyed } from 'lit/directives/keyed.js';
import type { AppCommands } from '../../app/commands.ts';
import type { Snapshot } from '../../app/snapshot.ts';
import { firstSteps } from '../first-steps.ts';
import { mark } from '../icons.ts';
import type { Platform } from '../platform.ts';
import { paneFailed } from './lazy.ts';

export type PaneKey =
  | 'none'
  | 'received'
  | 'settings'
  | 'contacts'
  | 'conversation'
  | 'inviting'
  | 'accepting'
  | 'again';

/** A place of the screen alone, of which the program knows nothing. */
export type Place = 'settings' | 'contacts' | undefined;

export function paneKey(snapshot: Snapshot, place: Place): PaneKey {
  if (snapshot.invitation !== undefined) return 'received';
  if (place !== undefined) return place;
  return snapshot.open?.kind ?? 'none';
}

export function mainPane(
  snapshot: Snapshot,
  place: Place,
  commands: AppCommands,
  platform: Platform,
  leavePlace: () => void,
) {
  const { open, invitation } = snapshot;
  if (paneFailed(paneKey(snapshot, place))) return partFailed();
  if (invitation !== undefined) {
    return html`<gv-received
      .commands=${commands}
      .invitation=${invitation}
      .profiles=${snapshot.profiles}
    ></gv-received>`;
  }
  if (place === 'settings') {
    return html`<gv-settings
      .commands=${commands}
      .platform=${platform}
      .profile=${snapshot.profile}
      .profiles=${snapshot.profiles}
      .hiddenId=${snapshot.hidden}
      .storage=${snapshot.storage}
      .lock=${snapshot.lock}
      .devices=${snapshot.devices}
      @settings-closed=${leavePlace}
    ></gv-settings>`;
  }
  if (place === 'contacts') {
    return html`<gv-contacts
      .commands=${commands}
      .platform=${platform}
      .contacts=${snapshot.contacts}
      @contacts-closed=${leavePlace}
    ></gv-contacts>`;
  }
  switch (open?.kind) {
    case 'conversation':
      return keyed(
        open.id,
        html`<gv-conversation
          .commands=${commands}
          .platform=${platform}
          .platformState=${platform.state()}
          .conversation=${open}
          .network=${snapshot.network}
          .progress=${snapshot.devices.progress}
          .contacts=${snapshot.contacts}
        ></gv-conversation>`,
      );
    case 'inviting':
      return html`<gv-inviting
        .commands=${commands}
        .platform=${platform}
        .invitation=${open}
      ></gv-inviting>`;
    case 'accepting':
      return html`<gv-accepting .commands=${commands} .acceptance=${open}></gv-accepting>`;
    case 'again':
      return keyed(open.id, html`<gv-again .commands=${commands} .way=${open}></gv-again>`);
    case undefined:
      return nothingOpen(snapshot.conversations.length === 0);
  }
}

/** The first thing that Tab reaches: past the list, however long it is. */
export function skipToPane(skip: () => void) {
  return html`<button class="skip button main" @click=${skip}>
    ${msg('Skip to what is open')}
  </button>`;
}

function nothingOpen(noneYet: boolean) {
  if (noneYet) return html`<div class="empty">${firstSteps()}</div>`;
  return html`<div class="empty">
    ${mark()}
    <h2>${msg('No conversation is open')}</h2>
    <p class="soft">${msg('Choose one from the list, or start a new one.')}</p>
  </div>`;
}

/** In place of a part whose code did not come: without a worker, or after an update elsewhere. */
export function partFailed() {
  return html`<div class="empty" role="alert">
    <h2>${msg('This part of Grapevine could not be loaded')}</h2>
    <p class="soft">${msg('Check the connection and reload. Your messages are safe.')}</p>
    <button class="button main" @click=${() => location.reload()}>${msg('Reload')}</button>
  </div>`;
}
