/** What this tab has on its screen, said to the leader as long as it is so. */

import type { Lifecycle } from '../ports/lifecycle.ts';
import type { Timers } from '../ports/timers.ts';

export interface Gaze {
  /** The conversation that is open now; it counts only while the page can be seen. */
  turnTo(id: string | undefined): void;
  close(): void;
}

/** Shorter than what attention forgets after (attention.ts). */
const AGAIN_MS = 30_000;

export const createGaze = (
  { lifecycle, timers }: { readonly lifecycle: Lifecycle; readonly timers: Timers },
  say: (id: string, on: boolean) => void,
): Gaze => {
  let said: string | undefined;
  let cancelAgain = (): void => undefined;

  const turnTo = (id: string | undefined): void => {
    cancelAgain();
    const seen = lifecycle.visible ? id : undefined;
    if (said !== undefined && said !== seen) say(said, false);
    said = seen;
    if (seen === undefined) return;
    say(seen, true);
    cancelAgain = timers.after(AGAIN_MS, () => turnTo(id));
  };

  return { turnTo, close: () => cancelAgain() };
};
