/**
 * The real platform of a browser window.
 *
 * What was put off is remembered for a while in localStorage: only the kind of
 * offer and opaque ids, never a name. Where storage is blocked it is remembered
 * until the window closes.
 */

import type { DeleteEverything } from '../app/backup/delete-everything.ts';
import { listen } from './listen.ts';
import type { Notifier } from './notifications/notifier.ts';
import type { AppUpdate, Offer, Platform, PlatformState } from './platform.ts';

/** Chromium's event, which the type library does not know. */
type InstallPromptEvent = Event & {
  prompt(): Promise<void>;
  readonly userChoice: Promise<{ readonly outcome: 'accepted' | 'dismissed' }>;
};

const PUT_OFF_KEY = 'grapevine.put-off';
const WEEK = 7 * 24 * 3600 * 1000;
const YEAR = 52 * WEEK;

export function createBrowserPlatform(
  view: Window,
  update: AppUpdate,
  version: string,
  { deleteEverything }: DeleteEverything,
): Platform {
  const listeners = new Set<() => void>();
  const changed = () => listeners.forEach((listener) => listener());
  const pointer = view.matchMedia('(pointer: coarse)');
  const putOff = createPutOff(view);
  let notifier: Promise<Notifier> | undefined;
  let install: InstallPromptEvent | undefined;
  let updating = false;

  listen(view, 'beforeinstallprompt', (event: Event) => {
    event.preventDefault();
    install = event as InstallPromptEvent;
    changed();
  });
  listen(view, 'appinstalled', () => {
    install = undefined;
    changed();
  });
  listen(pointer, 'change', changed);
  update.subscribe(changed);

  return {
    version,
    state: (): PlatformState => ({
      coarsePointer: pointer.matches,
      canShare: 'share' in view.navigator,
      canInstall: install !== undefined,
      update: updating ? 'updating' : update.waiting() ? 'waiting' : 'none',
    }),
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    copyText: (text) => succeeds(() => view.navigator.clipboard.writeText(text)),
    share: (content) => succeeds(() => view.navigator.share(content)),
    promptInstall: async () => {
      const offer = install;
      if (offer === undefined) return false;
      install = undefined;
      changed();
      await offer.prompt();
      return (await offer.userChoice).outcome === 'accepted';
    },
    updateNow: () => {
      updating = true;
      changed();
      void update.updateNow();
    },
    saveFile: (name, content) => {
      const url = URL.createObjectURL(content);
      const link = view.document.createElement('a');
      Object.assign(link, { href: url, download: name });
      link.click();
      // The browser has begun to read it by then.
      view.setTimeout(() => URL.revokeObjectURL(url), 60_000);
    },
    loadPickFile: async () => (await import('./backup/picked-file.ts')).createPickFile(view),
    loadCameras: async () => {
      const { createBrowserCameras } = await import('./scan/browser-cameras.ts');
      return createBrowserCameras(view);
    },
    deleteEverything,
    loadNotifier: () => (notifier ??= loadNotifier(view)),
    putOff: (offer) => {
      putOff.add(offer, Date.now());
      changed();
    },
    forget: (offer) => putOff.remove(offer, Date.now()),
    isPutOff: (offer) => putOff.has(offer, Date.now()),
  };
}

async function loadNotifier(view: Window): Promise<Notifier> {
  const { createBrowserNotifier } = await import('./notifications/browser-notifier.ts');
  return createBrowserNotifier(view);
}

/** The browser may refuse these for reasons of its own; the screen then says so in words. */
async function succeeds(act: () => Promise<unknown>): Promise<boolean> {
  try {
    await act();
    return true;
  } catch {
    return false;
  }
}

type PutOff = {
  add(offer: Offer, now: number): void;
  remove(offer: Offer, now: number): void;
  has(offer: Offer, now: number): boolean;
};

/** An update is asked again after the next start, an install after a month, a comparison not by itself. */
function createPutOff(view: Window): PutOff {
  const until = readPutOff(view);
  const lasting = (offer: Offer) => (offer === 'install' ? 4 * WEEK : YEAR);
  return {
    add: (offer, now) => {
      until.set(offer, now + lasting(offer));
      if (offer !== 'update') writePutOff(view, until, now);
    },
    remove: (offer, now) => {
      if (until.delete(offer)) writePutOff(view, until, now);
    },
    has: (offer, now) => (until.get(offer) ?? 0) > now,
  };
}

function readPutOff(view: Window): Map<string, number> {
  const text = withStorage(view, (storage) => storage.getItem(PUT_OFF_KEY)) ?? '';
  const entries = text.split('\n').map((line) => line.split(' '));
  return new Map(
    entries.flatMap(([offer, time]) => {
      const until = Number(time);
      return offer !== undefined && until > 0 ? [[offer, until] as const] : [];
    }),
  );
}

function writePutOff(view: Window, until: ReadonlyMap<string, number>, now: number): void {
  const lines = [...until]
    .filter(([offer, time]) => offer !== 'update' && time > now)
    .slice(-200)
    .map(([offer, time]) => `${offer} ${time}`);
  withStorage(view, (storage) => storage.setItem(PUT_OFF_KEY, lines.join('\n')));
}

/** Blocked or full storage throws; what is put off then lives in memory only. */
function withStorage<T>(view: Window, use: (storage: Storage) => T): T | undefined {
  try {
    return use(view.localStorage);
  } catch {
    return undefined;
  }
}
