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

/** `reload` is called when another version has taken over from the one this page came from. */
export const registerWorker = (script: string, reload: () => void): AppUpdate => {
  const listeners = new Set<() => void>();
  let waiting: ServiceWorker | null = null;

  const found = (worker: ServiceWorker | null): void => {
    waiting = worker;
    for (const listener of listeners) listener();
  };

  const watch = (registration: ServiceWorkerRegistration): void => {
    if (registration.waiting) found(registration.waiting);
    registration.addEventListener('updatefound', () => {
      const { installing } = registration;
      installing?.addEventListener('statechange', () => {
        if (installing.state === 'installed' && registration.active) found(installing);
      });
    });
    setInterval(() => void registration.update().catch(stayWithThisVersion), LOOK_MS);
  };

  if ('serviceWorker' in navigator) {
    const container = navigator.serviceWorker;
    // The first worker of an installation takes over a page that came from the network: the same
    // version, so nothing is to be reloaded.
    let isControlled = container.controller !== null;
    container.addEventListener('controllerchange', () => {
      if (isControlled) reload();
      isControlled = true;
    });
    container.register(script).then(watch, stayWithThisVersion);
  }

  return {
    waiting: () => waiting !== null,
    subscribe: (changed) => {
      listeners.add(changed);
      return () => listeners.delete(changed);
    },
    updateNow: () => {
      waiting?.postMessage({ type: 'SKIP_WAITING' });
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
