/**
 * A tab as the operating system sees it: everything it asks of the world goes
 * through here, so that it can die, freeze, lose the network, or crash around a
 * write, in the middle of whatever it does.
 *
 * What a dead tab says reaches nobody, and nothing reaches it; what it asked of
 * the disk is never answered.
 */
import type { Ports } from '../../src/app/ports.ts';
import type { Batch, Store } from '../../src/ports/store.ts';
import type { Signaling, SignalingConnection, SignalingEvents } from '../../src/ports/signaling.ts';
import type { ChannelEvents, Transport } from '../../src/ports/transport.ts';
import type { FakeLifecycle } from '../../src/effects/platform/fake-lifecycle.ts';
import type { FakeTabLocks } from '../../src/effects/platform/fake-locks.ts';
import type { FakeTab } from '../../src/effects/platform/fake-tabs.ts';
import { createFreezableTimers } from '../../src/effects/platform/fake-timers.ts';

export type ProcessPorts = Pick<Ports, 'timers' | 'signaling' | 'transport'> & {
  readonly locks: FakeTabLocks;
  readonly tabs: FakeTab;
  readonly lifecycle: FakeLifecycle;
  readonly store: Store;
  /** How long the next call to the disk takes, in milliseconds. */
  readonly diskDelay: () => number;
};

export interface Process {
  readonly ports: Pick<
    Ports,
    'timers' | 'signaling' | 'transport' | 'locks' | 'tabs' | 'lifecycle'
  > & { readonly store: Store };
  readonly isAlive: boolean;
  readonly isFrozen: boolean;
  kill(): void;
  /** Dies before or after its write number `write` from now; the next one is number 0. */
  crashAt(write: number, when: 'before' | 'after'): void;
  disarm(): void;
  freeze(): void;
  thaw(): void;
  /** `silent`: what is sent vanishes; `down`: connections to the node break. */
  setNetwork(state: 'up' | 'silent' | 'down'): void;
}

export const createProcess = (outer: ProcessPorts): Process => {
  let isAlive = true;
  let isFrozen = false;
  let network: 'up' | 'silent' | 'down' = 'up';
  let crash: { write: number; when: 'before' | 'after' } | undefined;
  const timers = createFreezableTimers(outer.timers);
  const lines = new Set<Line>();
  const holds = new Set<{ release(): void }>();
  const missed: (() => void)[] = [];

  /** A frozen page gets no answer before it thaws, though the disk has given it. */
  const whenAwake = (): Promise<void> =>
    isFrozen ? new Promise((resolve) => missed.push(resolve)) : DONE;

  const kill = (): void => {
    if (!isAlive) return;
    isAlive = false;
    timers.freeze();
    for (const line of lines) line.drop();
    for (const hold of [...holds]) hold.release();
    outer.tabs.close();
  };

  /** Runs what the world tells the tab: now, when it thaws, or never. */
  const tell = (hear: () => void): void => {
    if (!isAlive) return;
    if (isFrozen) missed.push(hear);
    else hear();
  };

  const store = createDisk(outer, {
    isAlive: () => isAlive,
    whenAwake,
    write: async (commit) => {
      const isNow = crash !== undefined && crash.write-- <= 0;
      if (!isNow || !crash) return commit();
      if (crash.when === 'after') await commit();
      kill();
      return NEVER;
    },
  });

  const signaling: Signaling = {
    connect: (url, events) => {
      const line = createLine(outer.signaling, url, {
        state: (state) => tell(() => events.state(state)),
        received: (topic, sealed) => {
          if (network === 'up' && !isFrozen) tell(() => events.received(topic, sealed));
        },
        time: (time) => {
          if (network === 'up' && !isFrozen) tell(() => events.time(time));
        },
      });
      lines.add(line);
      if (network === 'down') line.drop();
      return {
        subscribe: (topics) => line.subscribe(topics),
        publish: (topic, sealed) => {
          if (!isAlive) return false;
          return network === 'silent' || line.publish(topic, sealed);
        },
        wake: () => line.wake(),
        close: () => {
          line.drop();
          lines.delete(line);
        },
      };
    },
  };

  const transport: Transport = {
    available: outer.transport.available,
    open: (initiator, events) => {
      const told: ChannelEvents = {
        signal: (bytes) => tell(() => events.signal(bytes)),
        open: (binding) => tell(() => events.open(binding)),
        received: (message) => {
          if (network === 'up') tell(() => events.received(message));
        },
        drained: () => tell(() => events.drained()),
        closed: () => tell(() => events.closed()),
      };
      const channel = outer.transport.open(initiator, told);
      return {
        signal: (bytes) => channel.signal(bytes),
        send: (message) => !isAlive || network !== 'up' || channel.send(message),
        close: () => channel.close(),
      };
    },
  };

  return {
    ports: {
      timers,
      store,
      signaling,
      transport,
      lifecycle: outer.lifecycle,
      tabs: {
        tell: (note) => {
          if (isAlive) outer.tabs.tell(note);
        },
        subscribe: (heard) => outer.tabs.subscribe((note) => isAlive && heard(note)),
      },
      locks: {
        hold: (name, options, held, lost) => {
          if (!isAlive) return { release: () => undefined };
          const hold = outer.locks.hold(
            name,
            options,
            () => isAlive && held(),
            () => isAlive && lost(),
          );
          holds.add(hold);
          return hold;
        },
      },
    },
    get isAlive() {
      return isAlive;
    },
    get isFrozen() {
      return isFrozen;
    },
    kill,
    crashAt: (write, when) => {
      crash = { write, when };
    },
    disarm: () => {
      crash = undefined;
    },
    freeze: () => {
      if (!isAlive || isFrozen) return;
      isFrozen = true;
      timers.freeze();
      outer.locks.freeze();
      outer.tabs.freeze();
    },
    thaw: () => {
      if (!isAlive || !isFrozen) return;
      isFrozen = false;
      outer.tabs.thaw();
      outer.locks.thaw();
      for (const hear of missed.splice(0)) hear();
      timers.thaw();
    },
    setNetwork: (state) => {
      network = state;
      for (const line of lines) {
        if (state === 'down') line.drop();
        else if (isAlive) line.restore();
      }
    },
  };
};

const NEVER: Promise<never> = new Promise(() => undefined);
const DONE = Promise.resolve();

type Line = SignalingConnection & { drop(): void; restore(): void };

/** A connection to the node that can break and be made again with the same topics. */
const createLine = (signaling: Signaling, url: string, events: SignalingEvents): Line => {
  let topics: readonly string[] = [];
  let inner: SignalingConnection | undefined;
  const restore = (): void => {
    if (inner) return;
    inner = signaling.connect(url, events);
    inner.subscribe(topics);
  };
  const drop = (): void => {
    if (!inner) return;
    inner.close();
    inner = undefined;
    events.state('waiting');
  };
  restore();
  return {
    subscribe: (wanted) => {
      topics = wanted;
      inner?.subscribe(wanted);
    },
    publish: (topic, sealed) => inner?.publish(topic, sealed) ?? false,
    wake: () => inner?.wake(),
    close: drop,
    drop,
    restore,
  };
};

/** One call after the other, as transactions on the same tables are; each takes its time. */
const createDisk = (
  { store, timers, diskDelay }: ProcessPorts,
  tab: {
    readonly isAlive: () => boolean;
    readonly whenAwake: () => Promise<void>;
    readonly write: <T>(commit: () => Promise<T>) => Promise<T>;
  },
): Store => {
  let last: Promise<unknown> = Promise.resolve();
  const pause = (): Promise<void> => {
    const ms = diskDelay();
    return ms === 0 ? Promise.resolve() : new Promise((resolve) => timers.after(ms, resolve));
  };
  const call = <T>(work: () => Promise<T>): Promise<T> => {
    const turn = last.then(async () => {
      await pause();
      return tab.isAlive() ? work() : NEVER;
    });
    last = turn;
    return turn.then(async (answer) => {
      await tab.whenAwake();
      return tab.isAlive() ? answer : NEVER;
    });
  };
  return {
    get: (table, key) => call(() => store.get(table, key)),
    list: (table, prefix, options) => call(() => store.list(table, prefix, options)),
    commit: (batch) => {
      const taken = copyBatch(batch);
      return call(() => tab.write(() => store.commit(taken)));
    },
    close: () => store.close(),
  };
};

/** What is written is what stood in the batch when the call was made. */
const copyBatch = (batch: Batch): Batch => ({
  expect: batch.expect?.map((step) => ({ ...step, value: step.value?.slice() })),
  put: batch.put?.map((step) => ({ ...step, value: step.value.slice() })),
  remove: batch.remove && [...batch.remove],
  removeAll: batch.removeAll && [...batch.removeAll],
});
