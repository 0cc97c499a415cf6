/**
 * Locks between tabs, on the Web Locks API.
 *
 * Where a browser has no such locks, or refuses them, every tab holds at once:
 * tabs then do some work twice, and nothing is at risk.
 */
import type { Locks } from '../../ports/locks.ts';

export const createLocks = (): Locks => ({
  hold: (name, { steal = false }, held, lost) => {
    const waiting = new AbortController();
    let state: 'waiting' | 'held' | 'over' = 'waiting';
    let free = (): void => undefined;

    const take = (): void => {
      if (state !== 'waiting') return;
      state = 'held';
      held();
    };

    /** Steal and signal exclude each other; a stolen lock is not waited for anyway. */
    const options: LockOptions = steal ? { steal } : { signal: waiting.signal };
    request(name, options, () => {
      take();
      return state === 'over' ? undefined : new Promise<void>((resolve) => (free = resolve));
    }).catch(() => {
      if (state === 'waiting') take();
      else if (state === 'held') {
        state = 'over';
        lost();
      }
    });

    return {
      release: () => {
        const was = state;
        state = 'over';
        if (was === 'waiting') waiting.abort();
        free();
      },
    };
  },
});

/** Async, so that a browser without locks rejects instead of throwing. */
const request = async (
  name: string,
  options: LockOptions,
  held: () => Promise<void> | undefined,
): Promise<void> => {
  await navigator.locks.request(name, options, held);
};
