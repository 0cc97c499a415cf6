/** Locks, the line between tabs, time and random bytes as this browser gives them. */
import { describe, expect, it } from 'vitest';
import { createClock } from '../../../src/effects/platform/clock.ts';
import { createLifecycle } from '../../../src/effects/platform/lifecycle.ts';
import { createLocks } from '../../../src/effects/platform/locks.ts';
import { createRandom } from '../../../src/effects/platform/random.ts';
import { createStorageManager } from '../../../src/effects/platform/storage-manager.ts';
import { createTabs } from '../../../src/effects/platform/tabs.ts';
import { createTimers } from '../../../src/effects/platform/timers.ts';
import { createLeadership } from '../../../src/app/tabs/leadership-runner.ts';
import { tryLocks } from '../../contract/locks.ts';
import { tryRandom } from '../../contract/random.ts';
import { tryTabs } from '../../contract/tabs.ts';
import { tryTime } from '../../contract/time.ts';

const pass = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
const settle = (): Promise<void> => pass(150);

tryLocks('this browser', () => [createLocks(), createLocks()], settle);

tryTabs(
  'this browser',
  () => {
    const name = `line-${Math.random()}`;
    return () => createTabs(name);
  },
  settle,
);

tryTime('this browser', () => ({ clock: createClock(), timers: createTimers(), pass }));

tryRandom('this browser', createRandom());

describe('the page in this browser', () => {
  it('T-2: of two tabs one leads, and the other when it closes', async () => {
    const line = `line-${Math.random()}`;
    const log: string[] = [];
    const open = (name: string) =>
      createLeadership(
        {
          locks: createLocks(),
          tabs: createTabs(line),
          timers: createTimers(),
          clock: createClock(),
          random: createRandom(),
        },
        { lead: () => log.push(`${name} leads`), follow: () => log.push(`${name} follows`) },
      );
    const [a, b] = [open('a'), open('b')];
    await settle();
    expect(log).toEqual(['a leads']);
    a.close();
    await settle();
    expect(log).toEqual(['a leads', 'b leads']);
    b.close();
  });

  it('T-22: network and sight are heard until unsubscribed', () => {
    const lifecycle = createLifecycle();
    const heard: string[] = [];
    const end = lifecycle.subscribe((event) => heard.push(event));
    const play = (target: EventTarget, type: string): boolean =>
      target.dispatchEvent(new Event(type));
    play(window, 'offline');
    play(window, 'online');
    play(document, 'resume');
    play(window, 'pageshow');
    window.dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }));
    end();
    play(window, 'offline');
    expect(heard).toEqual(['offline', 'online', 'resumed', 'resumed']);
    expect(lifecycle.visible).toBe(document.visibilityState === 'visible');
  });

  it('T-23: the browser says how much it keeps', async () => {
    const status = await createStorageManager().status();
    expect(typeof status.persisted).toBe('boolean');
    expect(status.quotaBytes).toBeGreaterThan(0);
    expect(typeof status.usedBytes).toBe('number');
  });
});
