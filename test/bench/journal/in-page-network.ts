/** Direct channels between two ends in one page, as quick as messages between tabs. */
import type { Channel, ChannelEvents, Transport } from '../../../src/ports/transport.ts';

type End = { readonly events: ChannelEvents; peer: End | undefined; isClosed: boolean };

/** Opens channels that find each other by number. */
export const createInPageNetwork = (): Transport => {
  const ends: End[] = [];
  const later = createQueue();

  const meet = (a: End, b: End): void => {
    if (a.peer || b.peer) return;
    [a.peer, b.peer] = [b, a];
    const binding = Uint8Array.from([ends.indexOf(a), ends.indexOf(b)].sort());
    for (const end of [a, b]) later(() => end.isClosed || end.events.open(binding));
  };

  const open = (isInitiator: boolean, events: ChannelEvents): Channel => {
    const end: End = { events, peer: undefined, isClosed: false };
    const id = Uint8Array.of(ends.push(end) - 1);
    const offer = (): void => later(() => end.isClosed || events.signal(id));
    if (isInitiator) offer();
    return {
      signal: ([number = -1]) => {
        const other = ends[number];
        if (!other || other === end || end.isClosed) return;
        if (isInitiator) meet(end, other);
        else offer();
      },
      send: (message) => {
        const copy = message.slice();
        later(() => end.peer?.isClosed === false && end.peer.events.received(copy));
        return true;
      },
      close: () => {
        end.isClosed = true;
        const { peer } = end;
        if (peer && !peer.isClosed) {
          later(() => {
            if (peer.isClosed) return;
            peer.isClosed = true;
            peer.events.closed();
          });
        }
      },
    };
  };

  return { available: true, open };
};

/** Runs things one after another, each as a task of its own and without the delay of timers. */
const createQueue = (): ((run: () => void) => void) => {
  const { port1, port2 } = new MessageChannel();
  const waiting: (() => void)[] = [];
  port2.onmessage = () => waiting.shift()?.();
  return (run) => {
    waiting.push(run);
    port1.postMessage(null);
  };
};
