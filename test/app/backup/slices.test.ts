import { describe, expect, it } from 'vitest';
import { writeBackup } from '../../../src/app/backup/back-up.ts';
import { createBreather, SLICE } from '../../../src/app/backup/breather.ts';
import type { Collected } from '../../../src/app/backup/collect.ts';
import { newProfile } from '../../../src/app/profile.ts';
import { createNobleSuite } from '../../../src/core/crypto/noble-suite.ts';
import type { Suite } from '../../../src/core/crypto/suite.ts';
import { createFakePassphraseKeys } from '../../../src/effects/passphrase/fake.ts';
import { createFakeRandom } from '../../../src/effects/platform/fake-random.ts';
import type { Timers } from '../../../src/ports/timers.ts';

/** A clock that work moves on, and how long it went without a moment for the screen. */
const createWatchedClock = () => {
  let now = 1_000;
  let since = now;
  let longest = 0;
  let waits = 0;
  const timers: Timers = {
    after: (_ms, run) => {
      waits += 1;
      since = now;
      queueMicrotask(run);
      return () => undefined;
    },
  };
  return {
    clock: { now: () => now },
    timers,
    waits: () => waits,
    longest: () => longest,
    work: (ms: number) => {
      now += ms;
      longest = Math.max(longest, now - since);
    },
  };
};

describe('a breather', () => {
  it('A-520: waits when the slice is used up, not before, and where the clock was set back', async () => {
    const { clock, timers, work, waits } = createWatchedClock();
    const breathe = createBreather(clock, timers);
    for (let i = 0; i < 3; i++) {
      work(SLICE / 4);
      await breathe();
    }
    expect(waits()).toBe(0);
    work(SLICE / 4);
    await breathe();
    await breathe();
    expect(waits()).toBe(1);
    work(-5_000);
    await breathe();
    expect(waits()).toBe(2);
  });
});

describe('writing a backup', () => {
  it('A-520: no record is so long that the screen waits for it to be sealed', async () => {
    const watched = createWatchedClock();
    const noble = createNobleSuite();
    const SEALING = 4;
    const suite: Suite = {
      ...noble,
      seal: (...asked) => {
        watched.work(SEALING);
        return noble.seal(...asked);
      },
    };
    const done = await writeBackup(
      {
        suite,
        random: createFakeRandom(1),
        passphraseKeys: createFakePassphraseKeys(suite),
        breathe: createBreather(watched.clock, watched.timers),
      },
      'four words that nobody knows',
      longRecords(),
      () => Promise.resolve(true),
      { progress: () => undefined, isCancelled: () => false },
    );
    expect(done).toMatchObject({ kind: 'done', messages: 40 });
    expect(watched.waits()).toBeGreaterThan(3);
    expect(watched.longest()).toBeLessThanOrEqual(SLICE + 2 * SEALING);
  });
});

/** Two records of a megabyte each, as many small entries. */
async function* longRecords(): AsyncGenerator<Collected, void> {
  const feed = { writer: new Uint8Array(32), kind: 'message' } as const;
  const entries = Array.from({ length: 20 }, () => new Uint8Array(50_000));
  yield* await Promise.resolve<Collected[]>([
    {
      kind: 'profile',
      id: new Uint8Array(16),
      madeAt: 0,
      profile: newProfile('Alice'),
      entries: 40,
    },
    { kind: 'entries', feed, entries },
    { kind: 'entries', feed, entries },
    { kind: 'end', conversations: 0 },
  ]);
}
