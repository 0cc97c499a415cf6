/** A person with one device: a disk, a clock that may be wrong, and any number of tabs. */
import { createFakePassphraseKeys } from '../../src/effects/passphrase/fake.ts';
import { createProgram, type RunningApp } from '../../src/app/program.ts';
import type { ProblemTag } from '../../src/app/problems.ts';
import { ok } from '../../src/core/bytes/result.ts';
import type { Suite } from '../../src/core/crypto/suite.ts';
import { createFakeClock, type FakeClock } from '../../src/effects/platform/fake-clock.ts';
import { createFakeDeviceKey } from '../../src/effects/platform/fake-device-key.ts';
import {
  createFakeLifecycle,
  type FakeLifecycle,
} from '../../src/effects/platform/fake-lifecycle.ts';
import { createFakeLocks } from '../../src/effects/platform/fake-locks.ts';
import { createFakeRandom } from '../../src/effects/platform/fake-random.ts';
import { createFakeStorageManager } from '../../src/effects/platform/fake-storage-manager.ts';
import { createFakeTabLine } from '../../src/effects/platform/fake-tabs.ts';
import type { VirtualTime } from '../../src/effects/platform/fake-timers.ts';
import { createMemoryDisk, type MemoryDisk } from '../../src/effects/store/memory.ts';
import type { Signaling } from '../../src/ports/signaling.ts';
import type { Transport } from '../../src/ports/transport.ts';
import type { Dice } from './dice.ts';
import type { PersonPlan } from './plan.ts';
import { createProcess, type Process } from './process.ts';

export type Tab = {
  readonly app: RunningApp;
  readonly process: Process;
  readonly lifecycle: FakeLifecycle;
};

export interface Person {
  readonly number: number;
  readonly name: string;
  readonly disk: MemoryDisk;
  readonly deviceKey: Uint8Array;
  readonly clock: FakeClock;
  /** How far the clock is ahead now. */
  readonly clockError: number;
  shiftClock(ms: number): void;
  /** Those that live, the oldest first; at most three. */
  tabs(): readonly Tab[];
  /** The tab of this number, of those that live; undefined when none does. */
  tab(number: number): Tab | undefined;
  openTab(): void;
  closeTab(tab: Tab): void;
  readonly network: 'up' | 'silent' | 'down';
  setNetwork(state: 'up' | 'silent' | 'down'): void;
  setFull(isFull: boolean): void;
  /** Whether the disk ever was full. */
  readonly wasFull: boolean;
  /** Problems that were ever shown. */
  problems(): ReadonlySet<ProblemTag>;
}

export type Surroundings = {
  readonly suite: Suite;
  readonly time: VirtualTime;
  readonly dice: Dice;
  readonly signaling: Signaling;
  readonly transport: (available: boolean) => Transport;
  readonly bug: (error: unknown) => void;
};

const MAX_TABS = 3;

export const createPerson = (
  number: number,
  seed: number,
  plan: PersonPlan,
  around: Surroundings,
): Person => {
  const disk = createMemoryDisk();
  const clock = createFakeClock(around.time, plan.clock);
  const locks = createFakeLocks();
  const line = createFakeTabLine();
  const random = createFakeRandom(seed * 16 + number);
  const deviceKey = new Uint8Array(32).fill(number + 1);
  const shown = new Set<ProblemTag>();
  let tabs: Tab[] = [];
  let network: 'up' | 'silent' | 'down' = 'up';
  let clockError = plan.clock;
  let wasFull = false;

  const note = ({ app }: Tab): void => {
    for (const { tag } of app.snapshot().problems) shown.add(tag);
  };

  const living = (): readonly Tab[] => {
    tabs = tabs.filter(({ process }) => process.isAlive);
    return tabs;
  };

  const openTab = (): void => {
    if (living().length >= MAX_TABS) return;
    const lifecycle = createFakeLifecycle();
    const process = createProcess({
      timers: around.time,
      signaling: around.signaling,
      transport: around.transport(plan.webrtc),
      locks: locks.tab(),
      tabs: line.tab(),
      lifecycle,
      store: disk.open(),
      diskDelay: () => (plan.diskDelay === 0 ? 0 : around.dice.whole(0, plan.diskDelay)),
    });
    const app = createProgram({
      ...process.ports,
      suite: around.suite,
      random,
      clock,
      deviceKey: createFakeDeviceKey(deviceKey),
      storageManager: createFakeStorageManager(),
      openStore: () => Promise.resolve(ok(process.ports.store)),
      origin: 'https://chat.example',
      nodeUrl: 'wss://chat.example/',
      secure: true,
      passphraseKeys: createFakePassphraseKeys(around.suite),
      reportBug: (error) => {
        if (process.isAlive) around.bug(error);
      },
    });
    process.setNetwork(network);
    const tab = { app, process, lifecycle };
    tabs.push(tab);
    void app.start();
  };

  return {
    number,
    name: `Person ${number}`,
    disk,
    deviceKey,
    clock,
    get clockError() {
      return clockError;
    },
    shiftClock: (ms) => {
      clockError += ms;
      clock.jump(ms);
    },
    tabs: living,
    tab: (index) => {
      const all = living();
      return all[index % Math.max(1, all.length)];
    },
    openTab,
    closeTab: (tab) => {
      note(tab);
      tab.app.close();
      tab.process.kill();
    },
    get network() {
      return network;
    },
    setFull: (isFull) => {
      wasFull ||= isFull;
      disk.setFull(isFull);
    },
    get wasFull() {
      return wasFull;
    },
    setNetwork: (state) => {
      network = state;
      for (const { process } of living()) process.setNetwork(state);
    },
    problems: () => {
      living().forEach(note);
      return shown;
    },
  };
};
