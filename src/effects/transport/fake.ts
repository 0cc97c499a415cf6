/**
 * Direct channels in memory: two ends meet through the signals they gave each other.
 *
 * A network of them can be slow, cut, or without any way through.
 */

import { concatBytes, compareBytes } from '../../core/bytes/compare.ts';
import type { Channel, ChannelEvents, Transport } from '../../ports/transport.ts';
import type { Timers } from '../../ports/timers.ts';

export interface FakeNetwork {
  /** The transport of one device. */
  transport(available?: boolean): Transport;
  /** False: no channel opens any more, as behind firewalls. */
  setReachable(isReachable: boolean): void;
  /** False: open channels carry nothing, and do not say so. */
  setAlive(isAlive: boolean): void;
  /** Closes every open channel. */
  cut(): void;
}

type End = {
  readonly id: Uint8Array;
  readonly events: ChannelEvents;
  peer: End | null;
  isClosed: boolean;
  waiting: number;
  isFull: boolean;
};

const DELAY_MS = 5;
const HIGH_WATER = 256 * 1024;

export const createFakeNetwork = (timers: Timers): FakeNetwork => {
  const ends = new Map<number, End>();
  let isReachable = true;
  let isAlive = true;

  const shut = (end: End): void => {
    if (end.isClosed) return;
    end.isClosed = true;
    end.events.closed();
  };

  const join = (a: End, b: End): void => {
    if (!isReachable || a.peer !== null || b.peer !== null || a.isClosed || b.isClosed) return;
    a.peer = b;
    b.peer = a;
    const ids = [a.id, b.id].sort(compareBytes);
    const binding = concatBytes(...ids);
    timers.after(DELAY_MS, () => {
      for (const end of [a, b]) if (!end.isClosed) end.events.open(binding);
    });
  };

  const send = (from: End, message: Uint8Array): boolean => {
    const to = from.peer;
    if (from.isClosed || to === null) return false;
    const copy = message.slice();
    from.waiting += copy.length;
    if (from.waiting > HIGH_WATER) from.isFull = true;
    timers.after(DELAY_MS, () => {
      from.waiting -= copy.length;
      if (isAlive && !to.isClosed) to.events.received(copy);
      if (!from.isFull || from.waiting > 0 || from.isClosed) return;
      from.isFull = false;
      from.events.drained();
    });
    return !from.isFull;
  };

  const open = (isInitiator: boolean, events: ChannelEvents): Channel => {
    const number = ends.size + 1;
    const id = new Uint8Array([number >> 8, number & 255]);
    const end: End = { id, events, peer: null, isClosed: false, waiting: 0, isFull: false };
    ends.set(number, end);
    const offer = (): void => {
      if (!end.isClosed) events.signal(id);
    };
    if (isInitiator) timers.after(0, offer);
    return {
      signal: (bytes) => {
        const other = ends.get(((bytes[0] ?? 0) << 8) + (bytes[1] ?? 0));
        if (bytes.length !== 2 || other === undefined || other === end || end.isClosed) return;
        if (isInitiator) join(end, other);
        else timers.after(0, offer);
      },
      send: (message) => send(end, message),
      close: () => {
        if (end.isClosed) return;
        end.isClosed = true;
        const { peer } = end;
        if (peer !== null && isAlive) timers.after(DELAY_MS, () => shut(peer));
      },
    };
  };

  return {
    transport: (available = true) => ({ available, open }),
    setReachable: (reachable) => {
      isReachable = reachable;
    },
    setAlive: (alive) => {
      isAlive = alive;
    },
    cut: () => {
      for (const end of ends.values()) if (end.peer !== null) shut(end);
    },
  };
};
