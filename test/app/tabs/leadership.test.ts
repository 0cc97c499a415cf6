/** One leader among tabs, in virtual time: closing, freezing, throttling, wrong clocks. */
import { describe, expect, it } from 'vitest';
import {
  BEAT,
  SILENCE,
  startLeadership,
  stepLeadership,
  type Leadership,
} from '../../../src/app/tabs/leadership.ts';
import { createLeadership } from '../../../src/app/tabs/leadership-runner.ts';
import { createFakeClock } from '../../../src/effects/platform/fake-clock.ts';
import { createFakeLocks } from '../../../src/effects/platform/fake-locks.ts';
import { createFakeRandom } from '../../../src/effects/platform/fake-random.ts';
import { createFakeTabLine } from '../../../src/effects/platform/fake-tabs.ts';
import {
  createFreezableTimers,
  createVirtualTime,
} from '../../../src/effects/platform/fake-timers.ts';
import type { Timers } from '../../../src/ports/timers.ts';

/** Beats, the patience of a follower, and its next look at the clock. */
const TAKEN_OVER = SILENCE + 1_000 + 2 * BEAT;

const createBrowser = () => {
  const time = createVirtualTime();
  const manager = createFakeLocks();
  const line = createFakeTabLine();
  const leading = new Set<string>();
  const log: string[] = [];

  const openTab = (name: string, throttle: (timers: Timers) => Timers = (timers) => timers) => {
    const locks = manager.tab();
    const tabs = line.tab();
    const timers = createFreezableTimers(throttle(time));
    const clock = createFakeClock(time);
    const leadership = createLeadership(
      { locks, tabs, timers, clock, random: createFakeRandom(name.charCodeAt(0)) },
      {
        lead: () => {
          leading.add(name);
          log.push(`${name} leads`);
        },
        follow: () => {
          leading.delete(name);
          log.push(`${name} follows`);
        },
      },
    );
    return {
      clock,
      tabs,
      freeze: () => [timers, locks, tabs].forEach((part) => part.freeze()),
      /** As Chromium does it: it says so, and the frozen page goes on hearing notes. */
      freezeTold: () => {
        leadership.freeze();
        [timers, locks].forEach((part) => part.freeze());
      },
      /** Untold, and the page goes on hearing notes. */
      freezeTimers: () => timers.freeze(),
      thaw: () => [timers, locks, tabs].forEach((part) => part.thaw()),
      close: () => {
        leadership.close();
        tabs.close();
        leading.delete(name);
      },
      /** Gone without a word; the browser frees what it held. */
      crash: () => {
        [timers, tabs].forEach((part) => part.freeze());
        leadership.close();
        leading.delete(name);
      },
    };
  };

  return { time, openTab, log, leaders: () => [...leading].sort() };
};

describe('leadership between tabs', () => {
  it('T-1: a single tab leads at once', async () => {
    const { time, openTab, leaders } = createBrowser();
    openTab('a');
    await time.advance(0);
    expect(leaders()).toEqual(['a']);
  });

  it('T-1: of three tabs one leads, and stays while it lives', async () => {
    const { time, openTab, log } = createBrowser();
    ['a', 'b', 'c'].forEach((name) => openTab(name));
    await time.advance(10 * 60_000);
    expect(log).toEqual(['a leads']);
  });

  it('T-2: when the leader closes or crashes, another leads at once', async () => {
    const { time, openTab, leaders } = createBrowser();
    const [a, b] = [openTab('a'), openTab('b')];
    openTab('c');
    await time.advance(30_000);
    a.close();
    await time.advance(0);
    expect(leaders()).toEqual(['b']);
    b.crash();
    await time.advance(0);
    expect(leaders()).toEqual(['c']);
  });

  it('T-3: a frozen leader hinders no other: a follower takes over within 11 seconds', async () => {
    const { time, openTab, leaders } = createBrowser();
    const a = openTab('a');
    openTab('b');
    openTab('c');
    await time.advance(30_000);
    a.freeze();
    await time.advance(SILENCE - BEAT);
    expect(leaders()).toEqual(['a']);
    await time.advance(TAKEN_OVER - (SILENCE - BEAT));
    expect(leaders().filter((name) => name !== 'a')).toHaveLength(1);
  });

  it('T-3: followers that take over at the same time end with one leader', async () => {
    const { time, openTab, leaders } = createBrowser();
    const a = openTab('a');
    ['b', 'c', 'd', 'e'].forEach((name) => openTab(name));
    await time.advance(30_000);
    a.freeze();
    await time.advance(2 * TAKEN_OVER);
    expect(leaders().filter((name) => name !== 'a')).toHaveLength(1);
  });

  it('T-9: a leader that is told of its freezing hands over at once, and keeps quiet', async () => {
    const { time, openTab, leaders } = createBrowser();
    const a = openTab('a');
    await time.advance(10);
    const b = openTab('b');
    await time.advance(10);
    a.freezeTold();
    await time.advance(10);
    expect(leaders()).toEqual(['b']);
    await time.advance(60_000);
    expect(leaders()).toEqual(['b']);
    a.thaw();
    await time.advance(3 * BEAT);
    expect(leaders()).toEqual(['b']);
    b.close();
    await time.advance(10);
    expect(leaders()).toEqual(['a']);
  });

  it('T-9: a lone tab that was frozen leads again when it thaws', async () => {
    const { time, openTab, leaders } = createBrowser();
    const a = openTab('a');
    await time.advance(10);
    a.freezeTold();
    await time.advance(3_600_000);
    expect(leaders()).toEqual([]);
    a.thaw();
    await time.advance(BEAT + 10);
    expect(leaders()).toEqual(['a']);
  });

  it('T-9: a page whose timers stand still stops answering for the lead', async () => {
    const { time, openTab, leaders, log } = createBrowser();
    const a = openTab('a');
    await time.advance(10);
    openTab('b');
    a.freezeTimers();
    await time.advance(75_000 + TAKEN_OVER);
    expect(log).toContain('b leads');
    a.thaw();
    await time.advance(3 * BEAT);
    expect(leaders()).toEqual(['b']);
  });

  it('T-4: a leader that wakes after it was robbed steps down at once', async () => {
    const { time, openTab, leaders, log } = createBrowser();
    const a = openTab('a');
    openTab('b');
    await time.advance(10_000);
    a.freeze();
    await time.advance(60 * 60_000);
    a.thaw();
    await time.advance(0);
    expect(leaders()).toEqual(['b']);
    await time.advance(60_000);
    expect(log).toEqual(['a leads', 'b leads', 'a follows']);
  });

  it('T-4: a leader that wakes before anybody took over goes on', async () => {
    const { time, openTab, log } = createBrowser();
    const a = openTab('a');
    openTab('b');
    await time.advance(10_000);
    a.freeze();
    await time.advance(SILENCE - BEAT);
    a.thaw();
    await time.advance(60_000);
    expect(log).toEqual(['a leads']);
  });

  it('T-5: a follower that slept takes over from nobody on waking', async () => {
    const { time, openTab, log } = createBrowser();
    openTab('a');
    const b = openTab('b');
    await time.advance(10_000);
    b.freeze();
    await time.advance(60 * 60_000);
    b.thaw();
    await time.advance(60_000);
    expect(log).toEqual(['a leads']);
  });

  it('T-5: when the whole machine slept, the leader stays', async () => {
    const { time, openTab, log } = createBrowser();
    const tabs = [openTab('a'), openTab('b'), openTab('c')];
    await time.advance(10_000);
    tabs.forEach((tab) => tab.freeze());
    await time.advance(8 * 60 * 60_000);
    [...tabs].reverse().forEach((tab) => tab.thaw());
    await time.advance(60_000);
    expect(log).toEqual(['a leads']);
  });

  it('T-5: clocks that jump by a year in either direction change nothing, and later freezes are met', async () => {
    for (const jump of [1, -1]) {
      const { time, openTab, log, leaders } = createBrowser();
      const [a, b] = [openTab('a'), openTab('b')];
      await time.advance(10_000);
      [a, b].forEach((tab) => tab.clock.jump(jump * 365 * 86_400_000));
      await time.advance(60_000);
      expect(log).toEqual(['a leads']);
      a.freeze();
      await time.advance(TAKEN_OVER);
      expect(leaders()).toEqual(['a', 'b']);
      a.thaw();
      await time.advance(0);
      expect(leaders()).toEqual(['b']);
    }
  });

  it('T-5: a clock set back a year does not make a follower wait a year for a frozen leader', async () => {
    const { time, openTab, leaders } = createBrowser();
    const [a, b] = [openTab('a'), openTab('b')];
    await time.advance(10_000);
    a.freeze();
    b.clock.jump(-365 * 86_400_000);
    await time.advance(TAKEN_OVER + BEAT);
    expect(leaders()).toEqual(['a', 'b']);
  });

  it('T-6: a leader whose timers are throttled to one a minute keeps the lead by answering', async () => {
    const { time, openTab, log } = createBrowser();
    openTab('a', (timers) => ({ after: (ms, run) => timers.after(Math.max(ms, 60_000), run) }));
    openTab('b');
    await time.advance(10 * 60_000);
    expect(log).toEqual(['a leads']);
  });

  it('T-7: notes about other things, or malformed ones, are not heard', async () => {
    const { time, openTab, log } = createBrowser();
    openTab('a');
    const b = openTab('b');
    await time.advance(10_000);
    const noise = [
      null,
      'leader',
      {},
      { kind: 'leader' },
      { kind: 'leader', tab: 'x', term: '9' },
      { kind: 'leader', tab: 'x', term: NaN },
      { kind: 'leader', tab: 7, term: 9e15 },
      { kind: 'changed', conversation: 7 },
    ];
    noise.forEach((note) => b.tabs.tell(note));
    await time.advance(60_000);
    expect(log).toEqual(['a leads']);
  });

  it('T-8: a closed tab neither leads nor answers any more', async () => {
    const { time, openTab, leaders, log } = createBrowser();
    const a = openTab('a');
    const b = openTab('b');
    await time.advance(10_000);
    b.close();
    a.close();
    await time.advance(60_000);
    expect(leaders()).toEqual([]);
    expect(log).toEqual(['a leads']);
  });
});

describe('terms of leadership', () => {
  const lead = (tab: string, now: number) =>
    stepLeadership(startLeadership(tab, 0, now).state, { kind: 'lock-held', now }).state;
  const hear = (state: Leadership, tab: string, term: number, now = 50) =>
    stepLeadership(state, { kind: 'heard', note: { kind: 'leader', tab, term }, now });

  it('T-4: of two leaders that hear each other the later term leads, of equal ones the first name', () => {
    const leader = lead('m', 100);
    for (const [tab, term] of [
      ['x', 101],
      ['a', 100],
    ] as const) {
      const { state, outputs } = hear(leader, tab, term);
      expect(state).toMatchObject({ role: 'waiting', term });
      expect(outputs[0]).toEqual({ kind: 'follow' });
    }
    for (const [tab, term] of [
      ['a', 99],
      ['x', 100],
    ] as const) {
      const { state, outputs } = hear(leader, tab, term);
      expect(state).toEqual(leader);
      expect(outputs).toEqual([{ kind: 'tell', note: { kind: 'leader', tab: 'm', term: 100 } }]);
    }
  });

  it('T-4: a follower is not calmed by a leader of an older term', () => {
    const follower = hear(startLeadership('m', 0, 0).state, 'x', 9, 10).state;
    expect(hear(follower, 'old', 8, 20).state.heardAt).toBe(10);
    expect(hear(follower, 'x', 9, 20).state.heardAt).toBe(20);
  });

  it('T-4: terms grow, also when the clock was set back', () => {
    const follower = hear(startLeadership('m', 0, 0).state, 'x', 5_000, 10).state;
    const { state } = stepLeadership(follower, { kind: 'lock-held', now: 20 });
    expect(state.term).toBe(5_001);
  });
});
