/**
 * The service worker keeps the app's shell, and only the shell: the page, its hashed files, icons
 * and the manifest. Messages and keys never pass through it.
 *
 * A new version installs beside the old one and waits, because two versions at work on one store
 * would be worse than an old one. When a person accepts it, a tab sends SKIP_WAITING; every tab
 * then sees its controller change and reloads.
 *
 * Sources: https://developer.chrome.com/docs/workbox (precaching, routing);
 * https://www.w3.org/TR/service-workers/ (life cycle).
 */
import {
  cleanupOutdatedCaches,
  createHandlerBoundToURL,
  precacheAndRoute,
  type PrecacheEntry,
} from 'workbox-precaching';
import { NavigationRoute, registerRoute } from 'workbox-routing';

declare const self: ServiceWorkerGlobalScope & {
  /** Replaced by scripts/build.mjs with the list of the shell's files. */
  readonly __WB_MANIFEST: readonly (PrecacheEntry | string)[];
};

/** Paths of the node that are not pages of the app. */
const notPages = [/\/healthz$/];

let isFirstInstall = false;

precacheAndRoute([...self.__WB_MANIFEST]);
cleanupOutdatedCaches();
registerRoute(
  new NavigationRoute(createHandlerBoundToURL('index.html'), { denylist: [...notPages] }),
);

self.addEventListener('install', () => {
  isFirstInstall = self.registration.active === null;
});

// The very first visit has a page that no worker controls yet: take it, so that it can go offline
// at once. Later versions take nothing by themselves. Should the browser stop this worker between
// the two events, the page is merely controlled from its next load on.
self.addEventListener('activate', (event) => {
  if (isFirstInstall) event.waitUntil(self.clients.claim());
});

self.addEventListener('message', (event) => {
  if (isSkipWaiting(event.data)) event.waitUntil(self.skipWaiting());
});

function isSkipWaiting(data: unknown): boolean {
  return (
    typeof data === 'object' && data !== null && 'type' in data && data.type === 'SKIP_WAITING'
  );
}
