/**
 * The service worker seen from the page: registered once, and a new version
 * that waits until a person says so.
 *
 * All tabs of an installation move together: when the new worker takes over,
 * each reloads, so no tab ever runs one version's page with another's parts.
 */

export interface AppUpdate {
  waiting(): boolean;
  subscribe(changed: () => void): () => void;
  /** Asks the waiting worker to take over; the page reloads when it has. */
  updateNow(): Promise<void>;
}

/** How often a page that stays open looks for a new version. */
const LOOK_MS = 60 * 60 * 1000;

/** `reload` is called once, when another version has taken over from the one this page came from. */
export const registerWorker = (script: string, reload: () => void): AppUpdate => {
  const listeners = new Set<() => void>();
  let registration: ServiceWorkerRegistration | undefined;
  let isOutdated = false;

  const changed = (): void => {
    for (const listener of listeners) listener();
  };

  const outdated = (): void => {
    if (!isOutdated) reload();
    isOutdated = true;
  };

  /** A page that was loaded past the worker has no controller to see change, so it looks here. */
  const follow = (worker: ServiceWorker): void =>
    worker.addEventListener('statechange', () => {
      if (worker.state === 'activated') outdated();
      else changed();
    });

  const watch = (found: ServiceWorkerRegistration): void => {
    registration = found;
    const followNew = (): void => {
      // Without an active worker the new one is the first: the version of this very page.
      if (!found.active) return;
      for (const worker of [found.installing, found.waiting]) if (worker) follow(worker);
    };
    // The browser may have found the new version while this page was still loading.
    followNew();
    found.addEventListener('updatefound', followNew);
    setInterval(() => void found.update().catch(stayWithThisVersion), LOOK_MS);
    changed();
  };

  if ('serviceWorker' in navigator) {
    const container = navigator.serviceWorker;
    // The first worker of an installation takes over a page that came from the network: the same
    // version, so nothing is to be reloaded.
    let isControlled = container.controller !== null;
    container.addEventListener('controllerchange', () => {
      if (isControlled) outdated();
      isControlled = true;
    });
    container.register(script).then(watch, stayWithThisVersion);
  }

  return {
    waiting: () => Boolean(registration?.active && registration.waiting),
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    updateNow: () => {
      registration?.waiting?.postMessage({ type: 'SKIP_WAITING' });
      return Promise.resolve();
    },
  };
};

/** For a browser without workers: the app runs, but does not open offline. */
export const noUpdates: AppUpdate = {
  waiting: () => false,
  subscribe: () => () => undefined,
  updateNow: () => Promise.resolve(),
};

/** Offline, or workers are forbidden here: the page goes on as it is. */
const stayWithThisVersion = (reason: unknown): void => {
  console.info('The app could not look for a new version.', reason);
};
