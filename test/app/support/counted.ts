/** A transport whose channels are counted, and whose messages are recorded. */
import type { Channel, Transport } from '../../../src/ports/transport.ts';

export type Counted = {
  readonly transport: Transport;
  /** Channels that were ever opened, and those that were not closed since. */
  made(): number;
  open(): number;
  /** Every message that was sent over them. */
  readonly sent: Uint8Array[];
};

export const createCounted = (real: Transport): Counted => {
  const sent: Uint8Array[] = [];
  const open = new Set<object>();
  let made = 0;
  const transport: Transport = {
    available: real.available,
    open: (isInitiator, events) => {
      const token = {};
      open.add(token);
      made += 1;
      const channel: Channel = real.open(isInitiator, {
        ...events,
        closed: () => {
          open.delete(token);
          events.closed();
        },
      });
      return {
        signal: (bytes) => channel.signal(bytes),
        send: (message) => {
          sent.push(message.slice());
          return channel.send(message);
        },
        close: () => {
          open.delete(token);
          channel.close();
        },
      };
    },
  };
  return { transport, made: () => made, open: () => open.size, sent };
};
