/** Milliseconds that passed, by a clock that may be set back meanwhile. */

import type { Clock } from '../../ports/clock.ts';

export const createElapsed = (clock: Clock): (() => number) => {
  let last = clock.now();
  let total = 0;
  return () => {
    const now = clock.now();
    total += Math.max(0, now - last);
    last = now;
    return total;
  };
};
