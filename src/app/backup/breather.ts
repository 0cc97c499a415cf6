/**
 * Divides long work into slices, so that the screen can be drawn between them:
 * whoever works calls it after each small piece, and it waits for a moment when
 * the slice is used up.
 *
 * Waiting after every piece would be simpler, but browsers stretch each wait to
 * milliseconds, and pieces are many and short.
 */

import type { Clock } from '../../ports/clock.ts';
import type { Timers } from '../../ports/timers.ts';

/** Milliseconds of work in one go: well below the 50 from which people notice. */
export const SLICE = 12;

export const createBreather = (clock: Clock, timers: Timers): (() => Promise<void>) => {
  let begun = clock.now();
  return async () => {
    const used = clock.now() - begun;
    // A clock that was set back says nothing.
    if (used >= 0 && used < SLICE) return;
    await new Promise<void>((resolve) => void timers.after(0, resolve));
    begun = clock.now();
  };
};
