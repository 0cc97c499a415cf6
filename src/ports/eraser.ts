/**
 * All that the browser keeps for the app, to be removed at once: databases with
 * their keys, caches, the service worker, local storage.
 */
import type { Result } from '../core/bytes/result.ts';

export interface Eraser {
  /**
   * Removes everything, keys first. `held` is called when another tab keeps something open: it goes
   * on as soon as that one lets go. `unavailable`: the browser refused a part, and what it did not
   * refuse is gone.
   */
  erase(held: () => void): Promise<Result<void, 'unavailable'>>;
}
