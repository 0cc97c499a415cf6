/** Runs the state machine of leadership.ts on locks, tabs and timers. */
import { encodeBase64url } from '../../core/bytes/base64url.ts';
import type { Random } from '../../core/crypto/suite.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Locks } from '../../ports/locks.ts';
import type { Tabs } from '../../ports/tabs.ts';
import type { Timers } from '../../ports/timers.ts';
import { parseLeadershipNote } from './leadership-note.ts';
import {
  BEAT,
  startLeadership,
  stepLeadership,
  type LeadershipInput,
  type LeadershipOutput,
  type LeadershipStep,
} from './leadership.ts';

export type LeadershipPorts = {
  readonly locks: Locks;
  readonly tabs: Tabs;
  readonly timers: Timers;
  readonly clock: Clock;
  readonly random: Random;
};

export interface LeadershipEvents {
  /** This tab holds the network from now on. */
  lead(): void;
  /** No longer: let go of the network at once. A tab starts as a follower without being told. */
  follow(): void;
}

const LOCK = 'grapevine-leader';

export interface Leading {
  /** The page is about to be frozen: gives the lock to the next tab, and asks for it again when it thaws. */
  freeze(): void;
  /** Gives the lock to the next tab; call it also when the page goes. */
  close(): void;
}

export const createLeadership = (
  { locks, tabs, timers, clock, random }: LeadershipPorts,
  events: LeadershipEvents,
): Leading => {
  const [first = 0, second = 0] = random(2);
  const patience = (first * 256 + second) % 1_000;
  const start = startLeadership(encodeBase64url(random(8)), patience, clock.now());

  let state = start.state;
  let lock: { release(): void } | undefined;
  let cancelLook = (): void => undefined;

  const give = (input: LeadershipInput): void => run(stepLeadership(state, input));

  const run = (step: LeadershipStep): void => {
    state = step.state;
    step.outputs.forEach(perform);
  };

  const perform = (output: LeadershipOutput): void => {
    switch (output.kind) {
      case 'wait-for-lock':
        return request(false);
      case 'steal-lock':
        return request(true);
      case 'release-lock':
        return lock?.release();
      case 'tell':
        return tabs.tell(output.note);
      case 'lead':
        return events.lead();
      case 'follow':
        return events.follow();
    }
  };

  /** A request that was released says nothing any more (ports/locks.ts), so one counts at a time. */
  const request = (steal: boolean): void => {
    lock?.release();
    const tell = (kind: 'lock-held' | 'lock-lost') => (): void => give({ kind, now: clock.now() });
    lock = locks.hold(LOCK, { steal }, tell('lock-held'), tell('lock-lost'));
  };

  const look = (): void => {
    cancelLook = timers.after(BEAT, look);
    give({ kind: 'looked', now: clock.now() });
  };

  const unsubscribe = tabs.subscribe((heard) => {
    const note = parseLeadershipNote(heard);
    if (note !== null) give({ kind: 'heard', note, now: clock.now() });
  });
  cancelLook = timers.after(BEAT, look);
  run(start);

  return {
    freeze: () => give({ kind: 'froze', now: clock.now() }),
    close: () => {
      cancelLook();
      unsubscribe();
      give({ kind: 'closed' });
    },
  };
};
