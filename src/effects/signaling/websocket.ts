/**
 * A connection to a node that stays up: y-webrtc's signalling protocol over a WebSocket.
 *
 * Reconnects with back-off and jitter, notices a dead socket by its missing
 * pong, subscribes again, and stays below the node's limits by a budget of its
 * own. Data travels as base64, as stock clients with a password send theirs.
 */

import { fromBase64, toBase64 } from 'lib0/buffer';
import {
  encodeSignal,
  encodeTopicFrames,
  parseSignal,
  type Signal,
} from '../../core/wire/signal.ts';
import type {
  Signaling,
  SignalingConnection,
  SignalingEvents,
  SignalingState,
} from '../../ports/signaling.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Timers } from '../../ports/timers.ts';

/** The part of a WebSocket that is used here; `ws` for Node has it too. */
export type SocketLike = Pick<
  WebSocket,
  'readyState' | 'send' | 'close' | 'onopen' | 'onmessage' | 'onclose' | 'onerror'
>;

export type WebSocketSignalingOptions = {
  readonly clock: Clock;
  readonly timers: Timers;
  /** Evenly between 0 and 1: spreads reconnects after a node's restart. */
  readonly jitter: () => number;
  readonly socket?: (url: string) => SocketLike;
};

const FIRST_RETRY_MS = 500;
const LONGEST_RETRY_MS = 30_000;
const CONNECT_MS = 10_000;
const PING_MS = 25_000;
const PONG_MS = 10_000;
/** After a sleep the socket is either alive or not: no reason to wait long. */
const WAKE_PONG_MS = 3_000;
/** The node allows 50 a second and a burst of 200. */
const FRAMES_PER_SECOND = 40;
const FRAMES_BURST = 150;
const OPEN = 1;

export const createWebSocketSignaling = (options: WebSocketSignalingOptions): Signaling => ({
  connect: (url, events) => connect(url, events, options),
});

const connect = (
  url: string,
  events: SignalingEvents,
  {
    clock,
    timers,
    jitter,
    socket: open = (address) => new WebSocket(address),
  }: WebSocketSignalingOptions,
): SignalingConnection => {
  let socket: SocketLike | null = null;
  let topics = new Set<string>();
  let attempts = 0;
  let isClosed = false;
  let pingedAt = 0;
  let cancelRetry = (): void => undefined;
  let cancelDeadline = (): void => undefined;
  let cancelPing = (): void => undefined;
  const budget = createBudget(clock);

  const tell = (state: SignalingState): void => {
    if (!isClosed) events.state(state);
  };

  const start = (): void => {
    cancelRetry();
    tell('connecting');
    const mine = open(url);
    socket = mine;
    cancelDeadline = timers.after(CONNECT_MS, () => drop(mine));
    mine.onopen = () => {
      if (socket === mine) opened(mine);
    };
    mine.onmessage = (event: MessageEvent) => {
      if (socket === mine && typeof event.data === 'string') received(event.data);
    };
    mine.onclose = () => drop(mine);
    mine.onerror = () => drop(mine);
  };

  const opened = (mine: SocketLike): void => {
    cancelDeadline();
    budget.refill();
    for (const frame of encodeTopicFrames('subscribe', [...topics])) post(mine, frame);
    ping(mine, PONG_MS);
    tell('open');
  };

  const drop = (mine: SocketLike): void => {
    if (socket !== mine) return;
    socket = null;
    cancelDeadline();
    cancelPing();
    mine.close();
    if (isClosed) return;
    const wait = Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** attempts) * (0.5 + jitter() / 2);
    attempts += 1;
    tell('waiting');
    cancelRetry = timers.after(wait, start);
  };

  const ping = (mine: SocketLike, patience: number): void => {
    cancelPing();
    cancelDeadline();
    pingedAt = clock.now();
    post(mine, encodeSignal({ type: 'ping' }));
    cancelDeadline = timers.after(patience, () => drop(mine));
    cancelPing = timers.after(PING_MS, () => ping(mine, PONG_MS));
  };

  const received = (text: string): void => {
    const signal = parseSignal(text);
    // A node may be of another version or hostile: what is not understood is left alone.
    if (signal.ok) heard(signal.value);
  };

  const heard = (signal: Signal): void => {
    if (signal.type === 'pong') {
      cancelDeadline();
      attempts = 0;
      const roundTrip = Math.max(0, clock.now() - pingedAt);
      events.time(signal.time === undefined ? null : signal.time + Math.floor(roundTrip / 2));
    }
    if (signal.type === 'publish' && typeof signal.data === 'string' && topics.has(signal.topic)) {
      const sealed = decodeBase64(signal.data);
      if (sealed !== null) events.received(signal.topic, sealed);
    }
    if (signal.type === 'ping' && isOpen()) send({ type: 'pong' });
  };

  const isOpen = (): boolean => socket?.readyState === OPEN;

  const post = (mine: SocketLike, frame: string): void => {
    budget.spend();
    mine.send(frame);
  };

  const send = (signal: Signal): boolean => {
    if (socket === null || !isOpen() || !budget.has()) return false;
    post(socket, encodeSignal(signal));
    return true;
  };

  // After the caller has its connection: events must not come before it.
  cancelRetry = timers.after(0, start);

  return {
    subscribe: (wanted) => {
      const after = new Set(wanted);
      const added = [...after].filter((topic) => !topics.has(topic));
      const removed = [...topics].filter((topic) => !after.has(topic));
      topics = after;
      if (socket === null || !isOpen()) return;
      for (const frame of encodeTopicFrames('unsubscribe', removed)) post(socket, frame);
      for (const frame of encodeTopicFrames('subscribe', added)) post(socket, frame);
    },
    publish: (topic, sealed) => send({ type: 'publish', topic, data: toBase64(sealed) }),
    wake: () => {
      if (isClosed) return;
      attempts = 0;
      if (socket === null) start();
      else if (isOpen()) ping(socket, WAKE_PONG_MS);
    },
    close: () => {
      isClosed = true;
      cancelRetry();
      if (socket !== null) drop(socket);
    },
  };
};

/** Pings and subscriptions are sent whatever the budget says, and paid for by what comes after. */
const createBudget = (clock: Clock): { has(): boolean; spend(): void; refill(): void } => {
  let tokens = FRAMES_BURST;
  let at = clock.now();
  const earn = (): void => {
    const now = clock.now();
    tokens = Math.min(FRAMES_BURST, tokens + (Math.max(0, now - at) * FRAMES_PER_SECOND) / 1000);
    at = now;
  };
  return {
    has: () => {
      earn();
      return tokens >= 1;
    },
    spend: () => {
      tokens -= 1;
    },
    refill: () => {
      tokens = FRAMES_BURST;
    },
  };
};

/** Null for text that is not base64. */
const decodeBase64 = (text: string): Uint8Array | null => {
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(text) || text.length % 4 !== 0) return null;
  return fromBase64(text);
};
