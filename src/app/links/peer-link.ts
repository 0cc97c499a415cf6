/**
 * One link from its first byte to its last: runs core/link over a pipe and watches that it lives.
 *
 * A silent other end is asked, and given up after 45 seconds. Time is counted
 * in ticks of a timer, not read off a clock, so that a tab that was frozen for
 * an hour, or a clock that was set, ends nothing by itself.
 */

import type { Random, Suite } from '../../core/crypto/suite.ts';
import type { HandshakeConfig } from '../../core/link/handshake.ts';
import {
  startLink,
  stepLink,
  type LinkError,
  type LinkInput,
  type LinkState,
  type LinkStep,
  type Pulse,
} from '../../core/link/link.ts';
import type { Timers } from '../../ports/timers.ts';

export type PeerLinkPorts = {
  readonly suite: Suite;
  readonly random: Random;
  readonly timers: Timers;
};

/** What carries the link. */
export interface Pipe {
  send(message: Uint8Array): boolean;
  close(): void;
}

export type DownReason =
  | LinkError
  | 'silent'
  | 'timeout'
  | 'pipe-closed'
  | 'closed'
  | 'idle'
  /** Its place was needed, here or at the other side. */
  | 'yielded';

export type PeerLinkEvents = {
  /** `hereKey`: 32 bytes that only the two ends have. */
  up(peer: Uint8Array, hereKey: Uint8Array): void;
  message(message: Uint8Array): void;
  /** What the other side says about itself. */
  pulse(pulse: Pulse): void;
  /** Once, last. */
  down(reason: DownReason): void;
  /** What to tell the other side about us. */
  ownPulse(): { readonly attending: boolean; readonly digest: Uint8Array };
  /** Nothing was said for five minutes. May close. */
  idle(): void;
};

export interface PeerLink {
  readonly isUp: boolean;
  /** Nothing was said for about as long as makes a link idle: the other side may come first. */
  readonly isResting: boolean;
  /** The pipe stands. `binding` names both its ends. */
  start(binding: Uint8Array): void;
  received(bytes: Uint8Array): void;
  /** False: queued, but send no more before the pipe drained. Ignored while not up. */
  send(message: Uint8Array): boolean;
  /** Tells the other side what ownPulse says now. */
  pulse(): void;
  /** The same, and that this link closes because its place is needed. */
  bow(): void;
  /** Asks for a sign of life, and closes when none comes within 5 to 10 seconds. */
  probe(): void;
  close(reason: DownReason): void;
}

const TICK_MS = 5_000;
const ASK_TICKS = 4;
const SILENT_TICKS = 9;
const PROBE_TICKS = 2;
const IDLE_TICKS = 60;
const RESTING_TICKS = 48;
/** Pulses that are answered in one tick; nobody who is well asks more. */
const MAX_ANSWERS = 4;

export const createPeerLink = (
  { suite, random, timers }: PeerLinkPorts,
  config: Omit<HandshakeConfig, 'binding'>,
  pipe: Pipe,
  patience: number,
  events: PeerLinkEvents,
): PeerLink => {
  let bound: HandshakeConfig | null = null;
  let state: LinkState | null = null;
  let quiet = 0;
  let idle = 0;
  let probing = 0;
  let answers = 0;
  let hasRoom = true;
  let isDown = false;
  let cancelTimer = timers.after(patience, () => close('timeout'));

  const isUp = (): boolean => !isDown && state?.phase === 'open';

  const perform = (step: LinkStep): void => {
    state = step.state;
    for (const output of step.outputs) {
      if (isDown) return;
      switch (output.type) {
        case 'send':
          hasRoom = pipe.send(output.bytes);
          break;
        case 'open':
          cancelTimer();
          cancelTimer = timers.after(TICK_MS, tick);
          events.up(output.peer, output.hereKey);
          break;
        case 'message':
          idle = 0;
          events.message(output.message);
          break;
        case 'pulse':
          events.pulse(output.pulse);
          if (output.pulse.asks && !isDown && answers < MAX_ANSWERS) {
            answers += 1;
            pulse();
          }
          break;
        case 'close':
          close(output.reason);
      }
    }
  };

  const input = (given: LinkInput): void => {
    if (bound !== null && state !== null && !isDown) perform(stepLink(suite, bound, state, given));
  };

  const pulse = (says: Partial<Pulse> = {}): void => {
    const own = { ...events.ownPulse(), asks: false, rests: false };
    if (isUp()) input({ type: 'pulse', pulse: { ...own, ...says } });
  };

  const tick = (): void => {
    cancelTimer = timers.after(TICK_MS, tick);
    quiet += 1;
    idle += 1;
    answers = 0;
    if (quiet >= SILENT_TICKS) return close('silent');
    if (probing > 0) {
      probing -= 1;
      if (probing === 0) return close('silent');
    }
    if (quiet === ASK_TICKS || quiet === ASK_TICKS + 2) pulse({ asks: true });
    if (idle >= IDLE_TICKS) events.idle();
  };

  const close = (reason: DownReason): void => {
    if (isDown) return;
    isDown = true;
    cancelTimer();
    pipe.close();
    events.down(reason);
  };

  return {
    get isUp() {
      return isUp();
    },
    get isResting() {
      return idle >= RESTING_TICKS;
    },
    start: (binding) => {
      if (isDown || bound !== null) return;
      bound = { ...config, binding };
      perform(startLink(suite, bound, random(32)));
    },
    received: (bytes) => {
      quiet = 0;
      probing = 0;
      input({ type: 'received', bytes });
    },
    send: (message) => {
      if (!isUp()) return false;
      idle = 0;
      input({ type: 'send', message });
      return hasRoom;
    },
    pulse: () => pulse(),
    bow: () => pulse({ rests: true }),
    probe: () => {
      probing = PROBE_TICKS;
      pulse({ asks: true });
    },
    close,
  };
};
