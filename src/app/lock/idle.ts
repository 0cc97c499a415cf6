/**
 * Tells when nobody has been at work on any tab for a while.
 *
 * Tabs tell each other of a person's work, with its time. A machine that slept
 * runs no timers, so the time is looked at again and again and at whatever
 * wakes the page, before what a person does then can count as work.
 */

import type { Activity } from '../../ports/activity.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Lifecycle } from '../../ports/lifecycle.ts';
import type { Timers } from '../../ports/timers.ts';

export interface IdleWatch {
  /** Begins anew, as if somebody had just been at work; 0 minutes end it. */
  watch(minutes: number): void;
  /** Somebody was at work on another tab at this time. */
  workedElsewhere(at: number): void;
  /** Looks at the time now. */
  check(): void;
  close(): void;
}

export type IdlePorts = {
  readonly activity: Activity;
  readonly clock: Clock;
  readonly lifecycle: Lifecycle;
  readonly timers: Timers;
};

export type IdleEvents = {
  /** Nobody was at work for so long; said once for each `watch`. */
  readonly idle: () => void;
  /** Somebody is at work on this tab: for the others. */
  readonly worked: (at: number) => void;
};

const MINUTE = 60_000;
const LOOK_EVERY = 10_000;
const TELL_EVERY = 5_000;

export const createIdleWatch = (ports: IdlePorts, events: IdleEvents): IdleWatch => {
  let limit = 0;
  let last = 0;
  let told = 0;
  let stop: () => void = () => undefined;

  /** Whether there is still somebody. A clock that was set back begins anew. */
  const check = (): boolean => {
    if (limit === 0) return false;
    const now = ports.clock.now();
    last = Math.min(last, now);
    if (now - last < limit) return true;
    end();
    events.idle();
    return false;
  };

  const end = (): void => {
    limit = 0;
    stop();
  };

  const look = (): void => {
    if (!check()) return;
    const left = last + limit - ports.clock.now();
    stop = ports.timers.after(Math.min(left, LOOK_EVERY), look);
  };

  const worked = (): void => {
    if (!check()) return;
    last = ports.clock.now();
    if (Math.abs(last - told) < TELL_EVERY) return;
    told = last;
    events.worked(last);
  };

  const endings = [
    ports.activity.subscribe(worked),
    ports.lifecycle.subscribe((event) => {
      if (event === 'visible' || event === 'resumed' || event === 'online') check();
    }),
  ];

  return {
    watch: (minutes) => {
      end();
      if (minutes === 0) return;
      limit = minutes * MINUTE;
      last = ports.clock.now();
      look();
    },
    workedElsewhere: (at) => {
      if (check()) last = Math.max(last, Math.min(at, ports.clock.now()));
    },
    check: () => void check(),
    close: () => {
      end();
      for (const each of endings) each();
    },
  };
};
