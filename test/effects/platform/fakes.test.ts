/** The fakes of the platform keep the rules of their ports; the real ones are tried in browsers. */
import { describe, expect, it } from 'vitest';
import { createFakeDeviceKey } from '../../../src/effects/platform/fake-device-key.ts';
import { createFakeLifecycle } from '../../../src/effects/platform/fake-lifecycle.ts';
import { createFakeLocks } from '../../../src/effects/platform/fake-locks.ts';
import { createFakeRandom } from '../../../src/effects/platform/fake-random.ts';
import { createFakeStorageManager } from '../../../src/effects/platform/fake-storage-manager.ts';
import { createFakeTabLine } from '../../../src/effects/platform/fake-tabs.ts';
import {
  createFreezableTimers,
  createVirtualTime,
  settle,
} from '../../../src/effects/platform/fake-timers.ts';
import { createClock } from '../../../src/effects/platform/clock.ts';
import { createRandom } from '../../../src/effects/platform/random.ts';
import { createTimers } from '../../../src/effects/platform/timers.ts';
import { err } from '../../../src/core/bytes/result.ts';
import { tryDeviceKey } from '../../contract/device-key.ts';
import { tryLocks } from '../../contract/locks.ts';
import { tryRandom } from '../../contract/random.ts';
import { tryTabs } from '../../contract/tabs.ts';
import { tryTime } from '../../contract/time.ts';

tryLocks(
  'fake',
  () => {
    const manager = createFakeLocks();
    return [manager.tab(), manager.tab()];
  },
  settle,
);

tryTabs(
  'fake',
  () => {
    const line = createFakeTabLine();
    return () => line.tab();
  },
  settle,
);

tryDeviceKey('fake', () => {
  const key = createFakeDeviceKey();
  return () => key;
});

tryRandom('fake', createFakeRandom());
tryRandom('in Node', createRandom());

tryTime('virtual', () => {
  const time = createVirtualTime();
  return { clock: time, timers: time, pass: (ms) => time.advance(ms) };
});

tryTime('in Node', () => ({
  clock: createClock(),
  timers: createTimers(),
  pass: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
}));

describe('fakes driven by hand', () => {
  it('T-20: virtual timers run in the order of their due times, those of one time in that of their making', async () => {
    const time = createVirtualTime(0);
    const log: string[] = [];
    const note = (name: string) => () => log.push(`${name} at ${time.now()}`);
    time.after(20, note('late'));
    time.after(10, note('first'));
    time.after(10, () => {
      note('second')();
      time.after(5, note('nested'));
    });
    await time.advance(30);
    expect(log).toEqual(['first at 10', 'second at 10', 'nested at 15', 'late at 20']);
    expect(time.now()).toBe(30);
  });

  it('T-20: promises settle between virtual timers', async () => {
    const time = createVirtualTime(0);
    const ticks: number[] = [];
    const tick = async (): Promise<void> => {
      for (let i = 0; i < 100; i++) await Promise.resolve();
      ticks.push(time.now());
      time.after(10, () => void tick());
    };
    void tick();
    await time.advance(30);
    expect(ticks).toEqual([0, 10, 20, 30]);
  });

  it('T-20: timers of a frozen tab run when it thaws', () => {
    const time = createVirtualTime(0);
    const timers = createFreezableTimers(time);
    let ran = 0;
    timers.after(10, () => ran++);
    const cancel = timers.after(10, () => ran++);
    timers.freeze();
    time.advanceNow(20);
    expect(ran).toBe(0);
    cancel();
    timers.thaw();
    expect(ran).toBe(1);
  });

  it('H-27: a device key fails on demand', async () => {
    const key = createFakeDeviceKey();
    key.fail('broken');
    expect(await key.open()).toEqual(err('broken'));
  });

  it('T-22: a played life of the page is heard until unsubscribed', () => {
    const page = createFakeLifecycle();
    const heard: string[] = [];
    const end = page.subscribe((event) => heard.push(event));
    (['hidden', 'offline', 'online', 'resumed'] as const).forEach((event) => page.play(event));
    expect(page.visible).toBe(false);
    end();
    page.play('visible');
    expect(page.visible).toBe(true);
    expect(heard).toEqual(['hidden', 'offline', 'online', 'resumed']);
  });

  it('T-23: the promise to keep storage is counted, given or refused', async () => {
    const storage = createFakeStorageManager(() => false);
    expect(await storage.persist()).toBe(false);
    expect(storage.asked).toBe(1);
    storage.set({ usedBytes: 5 });
    expect(await storage.status()).toEqual({
      persisted: false,
      usedBytes: 5,
      quotaBytes: 1_000_000_000,
    });
  });
});
