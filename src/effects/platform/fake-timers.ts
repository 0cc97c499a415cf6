/**
 * Virtual time: a clock and timers that a test moves by hand.
 *
 * Timers run in the order of their due time, then of their making, so a run
 * repeats exactly. A test that drives several tabs gives each a freezable view.
 */
import type { Clock } from '../../ports/clock.ts';
import type { Timers } from '../../ports/timers.ts';

export interface VirtualTime extends Clock, Timers {
  /** Runs everything that falls due in the next `ms`, with all promises settled in between. */
  advance(ms: number): Promise<void>;
  /** The same without letting promises settle, for steps that use none. */
  advanceNow(ms: number): void;
}

export interface FreezableTimers extends Timers {
  /** From now on nothing runs; what falls due meanwhile waits. */
  freeze(): void;
  /** Runs what fell due, and goes on. */
  thaw(): void;
}

type Timer = { readonly due: number; readonly made: number; readonly run: () => void };

export const createVirtualTime = (start = 1_700_000_000_000): VirtualTime => {
  const timers = new Set<Timer>();
  let now = start;
  let made = 0;

  const next = (until: number): Timer | undefined => {
    let first: Timer | undefined;
    for (const timer of timers) {
      if (timer.due <= until && (first === undefined || isBefore(timer, first))) first = timer;
    }
    return first;
  };

  const runNext = (until: number): boolean => {
    const timer = next(until);
    if (timer === undefined) {
      now = until;
      return false;
    }
    timers.delete(timer);
    now = timer.due;
    timer.run();
    return true;
  };

  return {
    now: () => now,
    after: (ms, run) => {
      const timer = { due: now + Math.max(ms, 0), made: made++, run };
      timers.add(timer);
      return () => timers.delete(timer);
    },
    advance: async (ms) => {
      const until = now + ms;
      do await settle();
      while (runNext(until));
      await settle();
    },
    advanceNow: (ms) => {
      const until = now + ms;
      while (runNext(until));
    },
  };
};

export const createFreezableTimers = (timers: Timers): FreezableTimers => {
  const overdue = new Set<() => void>();
  let frozen = false;
  return {
    after: (ms, run) => {
      const cancel = timers.after(ms, () => {
        if (frozen) overdue.add(run);
        else run();
      });
      return () => {
        cancel();
        overdue.delete(run);
      };
    },
    freeze: () => {
      frozen = true;
    },
    thaw: () => {
      frozen = false;
      const runs = [...overdue];
      overdue.clear();
      for (const run of runs) run();
    },
  };
};

/** Resolves once every promise that can go on by itself has done so. */
export const settle = (): Promise<void> =>
  new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });

const isBefore = (a: Timer, b: Timer): boolean =>
  a.due < b.due || (a.due === b.due && a.made < b.made);
