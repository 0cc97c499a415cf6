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

type Timer = { readonly due: number; readonly made: number; run: (() => void) | undefined };

/** `rest` resolves once every promise that can go on by itself has done so. */
export const createVirtualTime = (start = 1_700_000_000_000, rest = settle): VirtualTime => {
  /** A heap; a cancelled timer stays in it, with nothing to run, until it is due. */
  const timers: Timer[] = [];
  let now = start;
  let made = 0;

  const runNext = (until: number): boolean => {
    while (timers[0] !== undefined && timers[0].run === undefined) takeFirst(timers);
    const timer = timers[0];
    if (timer === undefined || timer.due > until) {
      now = until;
      return false;
    }
    takeFirst(timers);
    now = timer.due;
    timer.run?.();
    return true;
  };

  return {
    now: () => now,
    after: (ms, run) => {
      // Clocks show whole milliseconds.
      const timer: Timer = { due: now + Math.max(Math.ceil(ms), 0), made: made++, run };
      insert(timers, timer);
      return () => {
        timer.run = undefined;
      };
    },
    advance: async (ms) => {
      const until = now + ms;
      do await rest();
      while (runNext(until));
      await rest();
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

const insert = (heap: Timer[], timer: Timer): void => {
  let at = heap.length;
  while (at > 0) {
    const parent = heap[(at - 1) >> 1];
    if (parent === undefined || !isBefore(timer, parent)) break;
    heap[at] = parent;
    at = (at - 1) >> 1;
  }
  heap[at] = timer;
};

const takeFirst = (heap: Timer[]): void => {
  const last = heap.pop();
  if (last === undefined || heap.length === 0) return;
  let at = 0;
  for (;;) {
    const [left, right] = [heap[2 * at + 1], heap[2 * at + 2]];
    const isLeft = left !== undefined && (right === undefined || isBefore(left, right));
    const child = isLeft ? left : right;
    if (child === undefined || !isBefore(child, last)) break;
    heap[at] = child;
    at = 2 * at + (isLeft ? 1 : 2);
  }
  heap[at] = last;
};

const isBefore = (a: Timer, b: Timer): boolean =>
  a.due < b.due || (a.due === b.due && a.made < b.made);
