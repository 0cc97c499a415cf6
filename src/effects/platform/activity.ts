/** That a person is at work on this page, from what reaches its window. Scripts' own events do not count. */
import type { Activity } from '../../ports/activity.ts';

const SIGNS = ['keydown', 'pointerdown', 'pointermove', 'wheel', 'touchstart', 'focus', 'input'];

export const createActivity = (): Activity => ({
  subscribe: (heard) => {
    const ended = new AbortController();
    const hear = (event: Event): void => {
      if (event.isTrusted) heard();
    };
    for (const sign of SIGNS) {
      window.addEventListener(sign, hear, {
        signal: ended.signal,
        capture: true,
        passive: true,
      });
    }
    return () => ended.abort();
  },
});
