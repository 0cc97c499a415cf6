/** An installation whose tabs have nothing but a lock, in virtual time. */
import { createNobleSuite } from '../../../src/core/crypto/noble-suite.ts';
import type { Gate } from '../../../src/app/installation/gate.ts';
import { createLock } from '../../../src/app/lock/lock.ts';
import { createFakePasskeys } from '../../../src/effects/passkey/fake.ts';
import { createFakePassphraseKeys } from '../../../src/effects/passphrase/fake.ts';
import {
  createFakeActivity,
  type FakeActivity,
} from '../../../src/effects/platform/fake-activity.ts';
import { createFakeKeyPlace } from '../../../src/effects/platform/fake-key-place.ts';
import {
  createFakeLifecycle,
  type FakeLifecycle,
} from '../../../src/effects/platform/fake-lifecycle.ts';
import { createFakeRandom } from '../../../src/effects/platform/fake-random.ts';
import { createFakeTabLine, type FakeTab } from '../../../src/effects/platform/fake-tabs.ts';
import {
  createFreezableTimers,
  createVirtualTime,
  type FreezableTimers,
} from '../../../src/effects/platform/fake-timers.ts';

export const suite = createNobleSuite();
export const KEY = new Uint8Array(32).fill(7);

export type LockTab = {
  readonly lock: Gate;
  readonly activity: FakeActivity;
  readonly lifecycle: FakeLifecycle;
  readonly line: FakeTab;
  readonly timers: FreezableTimers;
  /** The key, while this tab has it, once all is quiet. */
  key(): Promise<Uint8Array | undefined>;
  /** What opening ended with, where it is no key. */
  failure(): string | undefined;
  /** How often everything was closed. */
  shuts(): number;
};

export const createLockTabs = (seed = 1) => {
  const time = createVirtualTime();
  const place = createFakeKeyPlace(KEY.slice());
  const passphraseKeys = createFakePassphraseKeys(suite);
  const passkeys = createFakePasskeys(suite);
  const random = createFakeRandom(seed);
  const tabLine = createFakeTabLine();

  /** Opens one more tab, which asks for the key at once and again whenever it was locked. */
  const openTab = async (): Promise<LockTab> => {
    const activity = createFakeActivity();
    const lifecycle = createFakeLifecycle();
    const line = tabLine.tab();
    const timers = createFreezableTimers(time);
    const ports = { suite, random, passphraseKeys, passkeys, clock: time, keyPlace: place };
    const lock = createLock({ ...ports, timers, activity, lifecycle, tabs: line });
    let key: Uint8Array | undefined;
    let failure: string | undefined;
    let shuts = 0;
    const ask = async (): Promise<void> => {
      const opened = await lock.key(() => undefined);
      if (opened.ok) key = opened.value;
      else failure = opened.error;
    };
    lock.whenLocked(() => {
      shuts += 1;
      key = undefined;
      void ask();
    });
    void ask();
    await time.advance(0);
    return {
      lock,
      activity,
      lifecycle,
      line,
      timers,
      key: async () => {
        await time.advance(0);
        return key;
      },
      failure: () => failure,
      shuts: () => shuts,
    };
  };
  return { time, place, passphraseKeys, passkeys, openTab };
};
