/** The lock of an installation: setting, opening, changing and removing it, in one tab and in two. */
import { describe, expect, it } from 'vitest';
import { parseLock } from '../../../src/app/lock/lock-record.ts';
import { createLockTabs, KEY, suite } from './tabs.ts';

const passphrase = (text: string) => ({ kind: 'passphrase', passphrase: text }) as const;
const PASSKEY = { kind: 'passkey' } as const;

describe('the lock', () => {
  it('H-136: without one the key is there at once, and nothing waits', async () => {
    const { openTab } = createLockTabs();
    const tab = await openTab();
    expect(await tab.key()).toEqual(KEY);
    expect(tab.lock.view()).toMatchObject({ kind: 'none', hasPassphrase: false, canPasskey: true });
    await tab.lock.commands.lockNow();
    expect([await tab.key(), tab.shuts()]).toEqual([KEY, 0]);
  });

  it('H-136: with a passphrase the same key comes for it, and for nothing else', async () => {
    const { openTab, place } = createLockTabs();
    const first = await openTab();
    expect(await first.lock.commands.setPassphrase('green grapes', undefined)).toBe('done');
    expect(await first.key()).toEqual(KEY);
    expect(first.lock.view()).toMatchObject({ kind: 'open', hasPassphrase: true });
    const { held } = place.contents();
    expect(held.kind).toBe('locked');

    const tab = await openTab();
    expect(await tab.key()).toBeUndefined();
    expect(tab.lock.view().kind).toBe('locked');
    expect(await tab.lock.commands.unlock('Green grapes')).toBe('wrong');
    expect(await tab.key()).toBeUndefined();
    expect(await tab.lock.commands.unlock('green grapes')).toBe('done');
    expect(await tab.key()).toEqual(KEY);
    expect(tab.lock.view().kind).toBe('open');
  });

  it('H-136: with a passkey the same key comes for it; who says no is asked again', async () => {
    const { openTab, passkeys } = createLockTabs();
    const first = await openTab();
    expect(await first.lock.commands.setPasskey(undefined)).toBe('done');
    const tab = await openTab();
    expect(tab.lock.view()).toMatchObject({
      kind: 'locked',
      hasPasskey: true,
      hasPassphrase: false,
    });
    passkeys.fail('cancelled');
    expect(await tab.lock.commands.unlockWithPasskey()).toBe('cancelled');
    passkeys.fail(undefined);
    expect(await tab.lock.commands.unlock('anything')).toBe('unsupported');
    expect(await tab.lock.commands.unlockWithPasskey()).toBe('done');
    expect(await tab.key()).toEqual(KEY);
  });

  it('H-137: changing what opens it needs that once more, and leaves the key and the other way', async () => {
    const { openTab, place } = createLockTabs();
    const { lock } = await openTab();
    await lock.commands.setPassphrase('green grapes', undefined);
    expect(await lock.commands.setPasskey(undefined)).toBe('wrong');
    expect(await lock.commands.setPasskey(passphrase('blue grapes'))).toBe('wrong');
    expect(await lock.commands.setPasskey(passphrase('green grapes'))).toBe('done');
    expect(await lock.commands.setPassphrase('red grapes', passphrase('blue grapes'))).toBe(
      'wrong',
    );
    expect(await lock.commands.setPassphrase('red grapes', PASSKEY)).toBe('done');

    const tab = await openTab();
    expect(await tab.lock.commands.unlock('green grapes')).toBe('wrong');
    expect(await tab.lock.commands.unlock('red grapes')).toBe('done');
    expect(await tab.key()).toEqual(KEY);
    const other = await openTab();
    expect(await other.lock.commands.unlockWithPasskey()).toBe('done');
    expect(await other.key()).toEqual(KEY);
    const { held } = place.contents();
    if (held.kind !== 'locked') throw new Error(held.kind);
    expect(parseLock(suite, held.lock)?.ways.map(({ kind }) => kind)).toEqual([
      'passkey',
      'passphrase',
    ]);
  });

  it('H-137: removing the last way needs it once more, and leaves no lock in any tab', async () => {
    const { openTab, place } = createLockTabs();
    const one = await openTab();
    await one.lock.commands.setPassphrase('green grapes', undefined);
    const waiting = await openTab();
    expect(await one.lock.commands.removePassphrase(passphrase('green'))).toBe('wrong');
    expect(await one.lock.commands.removePassphrase(passphrase('green grapes'))).toBe('done');
    expect(place.contents().held).toEqual({ kind: 'open', key: KEY });
    await new Promise((resolve) => setTimeout(resolve));
    expect(await waiting.key()).toEqual(KEY);
    for (const { lock } of [one, waiting]) expect(lock.view().kind).toBe('none');
  });

  it('H-138: a lock that was damaged is told and kept as it is', async () => {
    const { openTab, place } = createLockTabs();
    await (await openTab()).lock.commands.setPassphrase('green grapes', undefined);
    const { held } = place.contents();
    if (held.kind !== 'locked') throw new Error(held.kind);
    for (let at = 0; at < held.lock.length; at += 7) {
      const lock = held.lock.map((byte, i) => (i === at ? byte ^ 1 : byte));
      place.damage({ kind: 'locked', lock });
      expect((await openTab()).failure()).toBe('broken');
      expect(place.contents().held).toEqual({ kind: 'locked', lock });
    }
    place.damage({ kind: 'locked', lock: new Uint8Array(0) });
    expect((await openTab()).failure()).toBe('broken');
    place.damage(held);
    expect((await openTab()).failure()).toBeUndefined();
  });

  it('H-138: where a passphrase cannot be turned into a key nothing is set, and no try is counted', async () => {
    const { openTab, place, passphraseKeys } = createLockTabs();
    const tab = await openTab();
    passphraseKeys.fail(true);
    expect(await tab.lock.commands.setPassphrase('green grapes', undefined)).toBe('unsupported');
    expect(place.contents().held.kind).toBe('open');
    passphraseKeys.fail(false);
    await tab.lock.commands.setPassphrase('green grapes', undefined);
    await tab.lock.commands.lockNow();
    passphraseKeys.fail(true);
    for (let i = 0; i < 10; i++) {
      expect(await tab.lock.commands.unlock('green grapes')).toBe('unsupported');
    }
    passphraseKeys.fail(false);
    expect(await tab.lock.commands.unlock('green grapes')).toBe('done');
    expect(await tab.key()).toEqual(KEY);
  });

  it('H-138: storage that fails changes nothing, and is said', async () => {
    const { openTab, place } = createLockTabs();
    const tab = await openTab();
    place.fail('unavailable');
    expect(await tab.lock.commands.setPassphrase('green grapes', undefined)).toBe('unavailable');
    place.fail(undefined);
    await tab.lock.commands.setPassphrase('green grapes', undefined);
    await tab.lock.commands.lockNow();
    place.fail('unavailable');
    expect(await tab.lock.commands.unlock('green grapes')).toBe('unavailable');
    place.fail(undefined);
    expect(await tab.lock.commands.unlock('green grapes')).toBe('done');
  });
});

describe('wrong passphrases', () => {
  it('H-139: after three each makes everybody wait, twice as long as the one before, up to an hour', async () => {
    const { openTab, time } = createLockTabs();
    const { lock } = await openTab();
    await lock.commands.setPassphrase('green grapes', undefined);
    await lock.commands.lockNow();
    for (const wait of [0, 0, 5, 10, 20, 40, 80, 160, 320, 640, 1280, 2560, 3600, 3600]) {
      expect(await lock.commands.unlock('wrong')).toBe('wrong');
      const until = lock.view().waitUntil;
      expect(until === undefined ? 0 : (until - time.now()) / 1000).toBe(wait);
      if (wait === 0) continue;
      await time.advance(wait * 1000 - 1);
      expect(await lock.commands.unlock('green grapes')).toBe('wait');
      await time.advance(1);
    }
    expect(await lock.commands.unlock('green grapes')).toBe('done');
    await lock.commands.lockNow();
    expect(lock.view().waitUntil).toBeUndefined();
    expect(await lock.commands.unlock('wrong')).toBe('wrong');
    expect(lock.view().waitUntil).toBeUndefined();
  });

  it('H-139: tabs count together, also at the same moment, and so do reloads', async () => {
    const { openTab, passphraseKeys } = createLockTabs();
    const first = await openTab();
    await first.lock.commands.setPassphrase('green grapes', undefined);
    const tabs = [
      await openTab(),
      await openTab(),
      await openTab(),
      await openTab(),
      await openTab(),
    ];
    const before = passphraseKeys.derived();
    const answers = await Promise.all(tabs.map(({ lock }) => lock.commands.unlock('wrong')));
    expect(answers.toSorted()).toEqual(['wait', 'wait', 'wrong', 'wrong', 'wrong']);
    expect(passphraseKeys.derived() - before).toBe(3);
    const reloaded = await openTab();
    expect(await reloaded.lock.commands.unlock('green grapes')).toBe('wait');
  });

  it('H-139: a try that a reload cut short counts', async () => {
    const { openTab, time } = createLockTabs();
    const first = await openTab();
    await first.lock.commands.setPassphrase('green grapes', undefined);
    for (let i = 0; i < 3; i++) void (await openTab()).lock.commands.unlock('wrong');
    await time.advance(0);
    expect((await openTab()).lock.view().waitUntil).toBeDefined();
  });

  it('H-139: wrong proofs for a change count like any', async () => {
    const { openTab } = createLockTabs();
    const { lock } = await openTab();
    await lock.commands.setPassphrase('green grapes', undefined);
    for (let i = 0; i < 3; i++) {
      expect(await lock.commands.removePassphrase(passphrase('wrong'))).toBe('wrong');
    }
    expect(await lock.commands.removePassphrase(passphrase('green grapes'))).toBe('wait');
    expect(lock.view().waitUntil).toBeDefined();
  });

  it('H-139: a clock that was set back makes nobody wait longer than once from now', async () => {
    const { openTab, place, time } = createLockTabs();
    const { lock } = await openTab();
    await lock.commands.setPassphrase('green grapes', undefined);
    await lock.commands.lockNow();
    for (let i = 0; i < 4; i++) {
      await lock.commands.unlock('wrong');
      await time.advance(i === 3 ? 0 : 5_000);
    }
    const { held, tries } = place.contents();
    if (!tries) throw new Error('no tries');
    const aYearOn = tries.slice();
    aYearOn[9] = (aYearOn[9] ?? 0) + 8;
    place.damage(held, aYearOn);
    expect(await lock.commands.unlock('green grapes')).toBe('wait');
    await time.advance(10_000);
    expect(await lock.commands.unlock('green grapes')).toBe('done');
  });

  it('H-139: a damaged record of tries is as after three wrong ones', async () => {
    const { openTab, place, time } = createLockTabs();
    const first = await openTab();
    await first.lock.commands.setPassphrase('green grapes', undefined);
    place.damage(place.contents().held, new Uint8Array([9]));
    const { lock } = await openTab();
    expect(await lock.commands.unlock('green grapes')).toBe('done');
    await lock.commands.lockNow();
    await time.advance(0);
    expect(await lock.commands.unlock('green grapes')).toBe('done');
  });
});

describe('locking', () => {
  it('H-140: now locks every tab, and each asks for itself', async () => {
    const { openTab, time } = createLockTabs();
    const one = await openTab();
    await one.lock.commands.setPassphrase('green grapes', undefined);
    const other = await openTab();
    await other.lock.commands.unlock('green grapes');
    await one.lock.commands.lockNow();
    await time.advance(0);
    for (const tab of [one, other]) {
      expect([await tab.key(), tab.shuts(), tab.lock.view().kind]).toEqual([
        undefined,
        1,
        'locked',
      ]);
    }
    await other.lock.commands.unlock('green grapes');
    expect([await one.key(), await other.key()]).toEqual([undefined, KEY]);
  });

  it('H-140: a tab that set no lock itself is locked with the others', async () => {
    const { openTab, time } = createLockTabs();
    const [one, other] = [await openTab(), await openTab()];
    await one.lock.commands.setPassphrase('green grapes', undefined);
    await time.advance(0);
    expect(other.lock.view().kind).toBe('open');
    await one.lock.commands.lockNow();
    await time.advance(0);
    expect(await other.key()).toBeUndefined();
  });

  it('H-140: a tab that slept, and heard nothing, is locked when it wakes', async () => {
    const { openTab, time } = createLockTabs();
    const [one, other] = [await openTab(), await openTab()];
    await one.lock.commands.setPassphrase('green grapes', undefined);
    await time.advance(0);
    other.line.close();
    await one.lock.commands.lockNow();
    await one.lock.commands.unlock('green grapes');
    await time.advance(0);
    expect(await other.key()).toEqual(KEY);
    other.lifecycle.play('resumed');
    await time.advance(0);
    expect(await other.key()).toBeUndefined();
    expect(await one.key()).toEqual(KEY);
  });
});

describe('locking by itself', () => {
  const MINUTE = 60_000;

  const opened = async (minutes: 0 | 1 | 5 | 15 | 60) => {
    const world = createLockTabs();
    const one = await world.openTab();
    await one.lock.commands.setPassphrase('green grapes', undefined);
    await one.lock.commands.setIdleMinutes(minutes);
    const other = await world.openTab();
    await other.lock.commands.unlock('green grapes');
    return { ...world, one, other };
  };

  it('H-141: after as long without a person at any tab, in every tab', async () => {
    const { time, one, other } = await opened(5);
    expect(other.lock.view().idleMinutes).toBe(5);
    await time.advance(5 * MINUTE - 1000);
    expect([await one.key(), await other.key()]).toEqual([KEY, KEY]);
    await time.advance(1000);
    expect([await one.key(), await other.key()]).toEqual([undefined, undefined]);
  });

  it('H-141: work at one tab keeps all open', async () => {
    const { time, one, other } = await opened(1);
    for (let i = 0; i < 30; i++) {
      await time.advance(20_000);
      one.activity.work();
    }
    expect([await one.key(), await other.key()]).toEqual([KEY, KEY]);
    await time.advance(MINUTE);
    expect([await one.key(), await other.key()]).toEqual([undefined, undefined]);
  });

  it('H-141: after a sleep the first thing is to lock, whatever a person does first', async () => {
    for (const wake of ['activity', 'visible', 'resumed', 'online'] as const) {
      const { time, one, other } = await opened(15);
      for (const tab of [one, other]) tab.timers.freeze();
      await time.advance(16 * MINUTE);
      expect(await one.key()).toEqual(KEY);
      if (wake === 'activity') one.activity.work();
      else one.lifecycle.play(wake);
      expect(one.lock.view().kind, wake).toBe('locked');
    }
  });

  it('H-141: never, where that was chosen; another choice counts in every tab at once', async () => {
    const { time, one, other } = await opened(0);
    await time.advance(24 * 60 * MINUTE);
    expect([await one.key(), await other.key()]).toEqual([KEY, KEY]);
    await other.lock.commands.setIdleMinutes(1);
    await time.advance(MINUTE);
    expect([await one.key(), await other.key()]).toEqual([undefined, undefined]);
  });
});
