/**
 * One connection to a node, shared by all conversations and pairings.
 *
 * Merges their topics, hands out what comes in, keeps the node's time, and
 * paces bulk (relayed links) so that knocks and signals always find room.
 */

import type { Clock } from '../../ports/clock.ts';
import type { Signaling, SignalingState } from '../../ports/signaling.ts';
import type { Timers } from '../../ports/timers.ts';
import { createPlaces, type Places } from './places.ts';

export type HubPorts = {
  readonly signaling: Signaling;
  readonly clock: Clock;
  readonly timers: Timers;
};

export type HubListener = {
  received(topic: string, sealed: Uint8Array): void;
  /** The connection opened or went away, or the node told for the first time its time, or that it tells none. */
  changed(): void;
};

export interface HubMember {
  /** The names to listen on from now on. */
  setTopics(names: readonly string[]): void;
  publish(topic: string, sealed: Uint8Array): boolean;
  /**
   * Calls `run` when it is this sender's turn for one bulk frame. `run` says whether it used the
   * turn. The returned function takes the request back.
   */
  turn(run: () => boolean): () => void;
  leave(): void;
}

export interface Hub {
  readonly state: SignalingState;
  /** The node's clock now, in milliseconds since 1970; null until it has told it. */
  nodeTime(): number | null;
  /** The node has answered and told no time: there is none to wait for. */
  isTimeless(): boolean;
  join(listener: HubListener): HubMember;
  /** For links, shared with the hubs of other nodes. */
  readonly places: Places;
  /** After sleep or a change of network. */
  wake(): void;
  close(): void;
}

const BULK_PER_SECOND = 35;
const BULK_BURST = 70;
const CLOCK_SET_MS = 60_000;

/** `stateChanged` is called when the connection changed, and each time the node tells its time. */
export const createHub = (
  { signaling, clock, timers }: HubPorts,
  url: string,
  stateChanged: (state: SignalingState) => void = () => undefined,
  places: Places = createPlaces({ clock, timers }),
): Hub => {
  const members = new Map<HubListener, readonly string[]>();
  const waiting = new Set<{ readonly run: () => boolean }>();
  let state: SignalingState = 'connecting';
  let offset: number | null = null;
  let isTimeless = false;
  let tokens = BULK_BURST;
  let earnedAt = clock.now();
  let cancelRun: (() => void) | null = null;

  const tellAll = (): void => {
    for (const listener of [...members.keys()]) listener.changed();
  };

  const connection = signaling.connect(url, {
    state: (now) => {
      state = now;
      // The device's clock may be set while nobody listens: ask the node anew.
      if (now !== 'open') {
        offset = null;
        isTimeless = false;
      }
      stateChanged(now);
      tellAll();
      if (now === 'open') runTurns();
    },
    received: (topic, sealed) => {
      for (const [listener, names] of [...members]) {
        if (names.includes(topic)) listener.received(topic, sealed);
      }
    },
    time: (nodeTime) => {
      if (nodeTime === null) {
        if (!isTimeless && offset === null) {
          isTimeless = true;
          tellAll();
        }
        return;
      }
      const before = offset;
      offset = nodeTime - clock.now();
      stateChanged(state);
      // A device's clock that was set anew changes which days are listened on.
      if (before === null || Math.abs(offset - before) > CLOCK_SET_MS) tellAll();
    },
  });

  const subscribe = (): void => connection.subscribe([...new Set([...members.values()].flat())]);

  const earn = (): void => {
    const now = clock.now();
    tokens = Math.min(BULK_BURST, tokens + (Math.max(0, now - earnedAt) * BULK_PER_SECOND) / 1000);
    earnedAt = now;
  };

  const runTurns = (): void => {
    cancelRun?.();
    cancelRun = null;
    earn();
    for (const request of [...waiting]) {
      if (state !== 'open' || tokens < 1) break;
      if (!waiting.delete(request)) continue;
      if (request.run()) tokens -= 1;
    }
    if (waiting.size > 0 && state === 'open') plan(1000 / BULK_PER_SECOND);
  };

  const plan = (ms: number): void => {
    cancelRun ??= timers.after(ms, runTurns);
  };

  return {
    get state() {
      return state;
    },
    nodeTime: () => (offset === null ? null : wholeTime(clock.now() + offset)),
    isTimeless: () => isTimeless,
    join: (listener) => {
      members.set(listener, []);
      return {
        setTopics: (names) => {
          members.set(listener, names);
          subscribe();
        },
        publish: (topic, sealed) => connection.publish(topic, sealed),
        turn: (run) => {
          const request = { run };
          waiting.add(request);
          if (state === 'open') plan(0);
          return () => waiting.delete(request);
        },
        leave: () => {
          members.delete(listener);
          subscribe();
        },
      };
    },
    places,
    wake: () => connection.wake(),
    close: () => {
      cancelRun?.();
      waiting.clear();
      connection.close();
    },
  };
};

/** A node may tell any time; what is kept fits the 6 bytes that times have on the wire. */
const wholeTime = (time: number): number => Math.min(2 ** 47, Math.max(0, Math.floor(time)));
