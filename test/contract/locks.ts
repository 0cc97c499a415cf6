/** The rules of the Locks port: one holder at a time, a queue, and theft that is told. */
import { describe, expect, it } from 'vitest';
import type { Locks } from '../../src/ports/locks.ts';

/** `createTabs` gives the locks of two tabs; `settle` waits until news had time to arrive. */
export const tryLocks = (
  name: string,
  createTabs: () => readonly [Locks, Locks],
  settle: () => Promise<void>,
): void => {
  const start = () => {
    const log: string[] = [];
    const lock = `lock-${Math.random()}`;
    const hold = (locks: Locks, who: string, options: { readonly steal?: boolean } = {}) =>
      locks.hold(
        lock,
        options,
        () => log.push(`${who} holds`),
        () => log.push(`${who} lost`),
      );
    return { log, hold, tabs: createTabs() };
  };

  describe(`locks: ${name}`, () => {
    it('T-10: a lock is one holder’s at a time, and the next in line gets it on release', async () => {
      const { log, hold, tabs } = start();
      const first = hold(tabs[0], 'first');
      const second = hold(tabs[1], 'second');
      const third = hold(tabs[0], 'third');
      await settle();
      expect(log).toEqual(['first holds']);
      first.release();
      await settle();
      expect(log).toEqual(['first holds', 'second holds']);
      second.release();
      await settle();
      expect(log).toEqual(['first holds', 'second holds', 'third holds']);
      third.release();
    });

    it('T-10: locks of different names do not hinder each other', async () => {
      const { log, hold, tabs } = start();
      const other = start();
      const held = [hold(tabs[0], 'a'), other.hold(tabs[1], 'b')];
      await settle();
      expect([log, other.log]).toEqual([['a holds'], ['b holds']]);
      held.forEach((lock) => lock.release());
    });

    it('T-11: a theft takes the lock at once, and tells who lost it', async () => {
      const { log, hold, tabs } = start();
      const robbed = hold(tabs[0], 'robbed');
      const waiting = hold(tabs[0], 'waiting');
      await settle();
      const thief = hold(tabs[1], 'thief', { steal: true });
      await settle();
      expect([...log].sort()).toEqual(['robbed holds', 'robbed lost', 'thief holds']);
      robbed.release();
      await settle();
      expect(log).toHaveLength(3);
      thief.release();
      await settle();
      expect(log[3]).toBe('waiting holds');
      waiting.release();
    });

    it('T-11: a theft from nobody is an ordinary hold', async () => {
      const { log, hold, tabs } = start();
      const thief = hold(tabs[0], 'thief', { steal: true });
      await settle();
      expect(log).toEqual(['thief holds']);
      thief.release();
      const next = hold(tabs[1], 'next');
      await settle();
      expect(log).toEqual(['thief holds', 'next holds']);
      next.release();
    });

    it('T-12: who gave up waiting never holds and hears nothing', async () => {
      const { log, hold, tabs } = start();
      const first = hold(tabs[0], 'first');
      await settle();
      const gone = hold(tabs[1], 'gone');
      gone.release();
      gone.release();
      const next = hold(tabs[1], 'next');
      first.release();
      await settle();
      expect(log).toEqual(['first holds', 'next holds']);
      next.release();
    });
  });
};
