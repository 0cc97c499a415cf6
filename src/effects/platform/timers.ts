/** The event loop's timers. */
import type { Timers } from '../../ports/timers.ts';

/** The longest delay setTimeout can carry: longer ones would fire at once. */
const LONGEST = 2 ** 31 - 1;

export const createTimers = (): Timers => ({
  after: (ms, run) => {
    let timer: ReturnType<typeof setTimeout>;
    const wait = (left: number): void => {
      timer = setTimeout(
        () => (left > LONGEST ? wait(left - LONGEST) : run()),
        Math.min(Math.max(left, 0), LONGEST),
      );
    };
    wait(ms);
    return () => clearTimeout(timer);
  },
});
