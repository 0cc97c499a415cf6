/**
 * The only composition root: builds the real effects and the program, and puts
 * the screen on the page.
 */

import { createNobleSuite } from './core/crypto/noble-suite.ts';
import { createDeleteEverything } from './app/backup/delete-everything.ts';
import { createLock } from './app/lock/lock.ts';
import { createPasskeys } from './effects/passkey/webauthn.ts';
import { createPassphraseKeys } from './effects/passphrase/argon2.ts';
import { createInstallation } from './app/installation/installation.ts';
import { noUpdates, registerWorker } from './effects/platform/app-update.ts';
import { createClock } from './effects/platform/clock.ts';
import { createActivity } from './effects/platform/activity.ts';
import { createKeyPlace } from './effects/platform/key-place.ts';
import { createEraser } from './effects/platform/eraser.ts';
import { createLifecycle } from './effects/platform/lifecycle.ts';
import { createLocks } from './effects/platform/locks.ts';
import { createRandom } from './effects/platform/random.ts';
import { createStorageManager } from './effects/platform/storage-manager.ts';
import { createTabs } from './effects/platform/tabs.ts';
import { createTimers } from './effects/platform/timers.ts';
import { createWebSocketSignaling } from './effects/signaling/websocket.ts';
import { deleteIndexedDbStore, openIndexedDbStore } from './effects/store/indexeddb.ts';
import { createWebRtcTransport } from './effects/transport/webrtc.ts';
import { preload } from './ui/app/lazy.ts';
import { createBrowserPlatform } from './ui/browser-platform.ts';
import { saveBeforeLeaving } from './ui/leaving.ts';
import { mount } from './ui/mount.ts';
import { prepareTimes } from './ui/words/times.ts';

const clock = createClock();
const timers = createTimers();
const random = createRandom();

const suite = createNobleSuite();
const lifecycle = createLifecycle();
const passphraseKeys = createPassphraseKeys();

const lock = createLock({
  suite,
  random,
  clock,
  timers,
  lifecycle,
  activity: createActivity(),
  tabs: createTabs('grapevine-lock'),
  keyPlace: createKeyPlace('grapevine-key'),
  passphraseKeys,
  passkeys: createPasskeys(),
});

const app = createInstallation(
  {
    suite,
    random,
    clock,
    timers,
    locks: createLocks(),
    openTabs: createTabs,
    lifecycle,
    storageManager: createStorageManager(),
    passphraseKeys,
    signaling: createWebSocketSignaling({ clock, timers, jitter: () => jitter(random(2)) }),
    transport: createWebRtcTransport(timers),
    openStore: openIndexedDbStore,
    deleteStore: deleteIndexedDbStore,
    origin: location.origin,
    nodeUrl: `${location.origin.replace(/^http/, 'ws')}/`,
    secure: isSecureContext,
    saveTyped: () => saveBeforeLeaving(window),
    reportBug: (error) => reportError(error),
  },
  lock,
);

/** What is being typed comes along into the new version. */
const reload = (): void => void saveBeforeLeaving(window).then(() => location.reload());

const update = import.meta.env.PROD ? registerWorker('./sw.js', reload) : noUpdates;

/** Takes an invitation out of the address bar at once, before anything else may see it. */
const takeLink = (): string | undefined => {
  const { hash } = location;
  if (hash.length <= 1) return undefined;
  history.replaceState(null, '', location.pathname);
  return `${location.origin}/${hash}`;
};

const readLink = (link: string | undefined): void => {
  if (link !== undefined) void app.commands.readInvitation(link);
};

const link = takeLink();
void app.start().then(() => readLink(link));
const ending = createDeleteEverything({
  tabs: createTabs('grapevine-deleting'),
  eraser: createEraser(),
  timers,
  close: () => app.close(),
  restart: () => location.reload(),
});
mount(app, createBrowserPlatform(window, update, __VERSION__, ending));
// Who comes back mostly has a conversation to read: what it takes is made ready while the device opens.
if (navigator.serviceWorker?.controller) {
  preload('conversation');
  setTimeout(prepareTimes);
}
addEventListener('hashchange', () => readLink(takeLink()));
addEventListener('pagehide', (event) => {
  // A draft needs the store, so the app closes after it.
  if (!event.persisted) void saveBeforeLeaving(window).then(() => app.close());
});

function jitter([high = 0, low = 0]: Uint8Array): number {
  return (high * 256 + low) / 65_536;
}
