/**
 * The panes that are not needed for the first usable screen, loaded when they
 * are first shown. Until its code is here an element stands empty with its
 * properties set; it comes to life by itself.
 */

import type { Snapshot } from '../../app/snapshot.ts';
import type { App } from '../../app/commands.ts';
import type { Platform, PlatformState } from '../platform.ts';
import type { PaneKey } from './panes.ts';

type Part = Exclude<PaneKey, 'none'> | 'notices' | 'scan' | 'lock' | 'link-here' | 'profiles';

const loaders: Record<Part, () => Promise<unknown>> = {
  conversation: () => import('../conversation/element.ts'),
  inviting: () => import('../inviting/element.ts'),
  accepting: () => import('../accepting/element.ts'),
  again: () => import('../again/element.ts'),
  received: () => import('../received/element.ts'),
  notices: () => import('../notices/element.ts'),
  scan: () => import('../scan/element.ts'),
  settings: () => import('../settings/element.ts'),
  contacts: () => import('../contacts/element.ts'),
  lock: () => import('../lock/element.ts'),
  profiles: () => import('../profiles/element.ts'),
  'link-here': () => import('../devices/link-here.ts'),
};

const asked = new Map<Part, 'loading' | 'loaded' | 'failed'>();

/** Begins to load; `settled` is called when that changes what is to be shown. */
export function loadPane(key: PaneKey, settled: () => void): void {
  if (key !== 'none') load(key, settled);
}

export function paneFailed(key: PaneKey): boolean {
  return key !== 'none' && asked.get(key) === 'failed';
}

/** Fetches what will probably be shown; whoever shows it hears of a failure then. */
export function preload(key: Exclude<PaneKey, 'none'>): void {
  loaders[key]().catch(() => undefined);
}

/** Notices come with the first thing there is to say. */
export function loadNotices(
  snapshot: Snapshot,
  platform: PlatformState,
  settled: () => void,
): void {
  const somethingToSay =
    snapshot.problems.length > 0 ||
    ['ask', 'refused'].includes(snapshot.storage.persistence) ||
    platform.update !== 'none' ||
    platform.canInstall;
  if (somethingToSay) load('notices', settled);
}

export function noticesFailed(): boolean {
  return asked.get('notices') === 'failed';
}

let areAlertsFollowed = false;

/** With the first notification there is to show. Without its code there is none; it is tried again. */
export function showAlerts(app: App, platform: Platform, open: (id: string) => void): void {
  if (areAlertsFollowed || app.snapshot().alerts.length === 0) return;
  areAlertsFollowed = true;
  Promise.all([import('../notifications/alerts.ts'), platform.loadNotifier()]).then(
    ([{ followAlerts }, notifier]) => followAlerts(app, notifier, open),
    () => (areAlertsFollowed = false),
  );
}

/** The screen of the lock. */
export function loadLock(settled: () => void): void {
  load('lock', settled);
}

export function lockFailed(): boolean {
  return asked.get('lock') === 'failed';
}

export function loadScan(settled: () => void): void {
  load('scan', settled);
}

/** On a device without a profile that was given a link for a device. */
export function loadLinkHere(settled: () => void): void {
  load('link-here', settled);
}

export function linkHereFailed(): boolean {
  return asked.get('link-here') === 'failed';
}

export function scanFailed(): boolean {
  return asked.get('scan') === 'failed';
}

export function loadProfiles(settled: () => void): void {
  load('profiles', settled);
}

export function profilesFailed(): boolean {
  return asked.get('profiles') === 'failed';
}

function load(part: Part, settled: () => void): void {
  if (asked.has(part)) return;
  asked.set(part, 'loading');
  loaders[part]().then(
    () => asked.set(part, 'loaded'),
    () => {
      asked.set(part, 'failed');
      settled();
    },
  );
}
