/** A transport of which one channel stops carrying in the middle, until it is told to go on. */
import type { Channel, Transport } from '../../../src/ports/transport.ts';

export type Stalling = {
  readonly transport: Transport;
  isStalled(): boolean;
  /** The most bytes that ever waited in it. */
  most(): number;
  flow(): void;
};

const HIGH_WATER = 256 * 1024;

/** The first channel that has carried so many bytes stalls. */
export const createStalling = (real: Transport, after: number): Stalling => {
  let stalled: { readonly queue: Uint8Array[]; readonly flow: () => void } | undefined;
  let hasStalled = false;
  let most = 0;

  const transport: Transport = {
    available: real.available,
    open: (isInitiator, events) => {
      const queue: Uint8Array[] = [];
      let sent = 0;
      const channel: Channel = real.open(isInitiator, events);
      const flow = (): void => {
        stalled = undefined;
        for (const message of queue.splice(0)) channel.send(message);
        events.drained();
      };
      const waits = (): number => queue.reduce((sum, { length }) => sum + length, 0);
      return {
        signal: (bytes) => channel.signal(bytes),
        send: (message) => {
          sent += message.length;
          if (!hasStalled && sent > after) {
            hasStalled = true;
            stalled = { queue, flow };
          }
          if (stalled?.queue !== queue) return channel.send(message);
          queue.push(message);
          most = Math.max(most, waits());
          return waits() <= HIGH_WATER;
        },
        close: () => {
          queue.length = 0;
          channel.close();
        },
      };
    },
  };
  return {
    transport,
    isStalled: () => stalled !== undefined,
    most: () => most,
    flow: () => stalled?.flow(),
  };
};
