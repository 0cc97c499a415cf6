/** The rules of the Transport port, tried alike on the one in memory and on WebRTC in browsers. */
import { describe, expect, it } from 'vitest';
import type { Channel, ChannelEvents, Transport } from '../../src/ports/transport.ts';

export type TransportPlace = {
  readonly first: Transport;
  readonly second: Transport;
  /** Lets time go by. */
  pass(ms: number): Promise<void>;
};

type End = {
  readonly channel: Channel;
  readonly messages: Uint8Array[];
  binding: Uint8Array | null;
  drained: number;
  closed: number;
};

export const tryTransport = (name: string, createPlace: () => TransportPlace): void => {
  const meet = async (place: TransportPlace): Promise<readonly [End, End]> => {
    const ends = connect(place);
    await until(place, () => ends.every((end) => end.binding !== null));
    return ends;
  };

  describe(`the transport: ${name}`, () => {
    it('L-21: two ends that exchange their signals open, with the same binding on both', async () => {
      const [a, b] = await meet(createPlace());
      expect(a.binding?.length).toBeGreaterThan(0);
      expect(a.binding).toEqual(b.binding);
      a.channel.close();
    });

    it('L-26: no end of a channel is one of another channel, also of the same two devices', async () => {
      const place = createPlace();
      const meetings = [await meet(place), await meet(place)];
      const shown = meetings.flatMap(([{ binding }]) => {
        const half = (binding?.length ?? 0) / 2;
        return [binding?.slice(0, half).join(), binding?.slice(half).join()];
      });
      expect(new Set(shown).size).toBe(4);
      for (const [a] of meetings) a.channel.close();
    });

    it('L-22: messages up to 256 kB arrive whole and in order, both ways', async () => {
      const place = createPlace();
      const [a, b] = await meet(place);
      const sizes = [0, 1, 16_383, 16_384, 100_000, 256 * 1024];
      for (const size of sizes) {
        a.channel.send(pattern(size));
        b.channel.send(pattern(size));
      }
      await until(place, () => a.messages.length === 6 && b.messages.length === 6);
      for (const end of [a, b]) {
        expect(end.messages.map((message) => message.length)).toEqual(sizes);
        expect(end.messages.every((message) => isPattern(message))).toBe(true);
      }
      a.channel.close();
    });

    it('L-23: a sender that is told to wait is told when there is room, and nothing is lost', async () => {
      const place = createPlace();
      const [a, b] = await meet(place);
      let sent = 0;
      while (a.channel.send(pattern(128 * 1024)) && sent < 100) sent += 1;
      expect(sent).toBeLessThan(100);
      await until(place, () => a.drained === 1);
      a.channel.send(pattern(5));
      await until(place, () => b.messages.length === sent + 2);
      a.channel.close();
    });

    it('L-24: closing one end closes the other, once, and tells nothing to the closer', async () => {
      const place = createPlace();
      const [a, b] = await meet(place);
      a.channel.close();
      await until(place, () => b.closed === 1);
      await place.pass(100);
      expect([a.closed, b.closed]).toEqual([0, 1]);
      expect(a.channel.send(pattern(1))).toBe(false);
    });

    it('L-25: malformed signals are ignored', async () => {
      const place = createPlace();
      const ends = connect(place);
      for (const { channel } of ends) {
        channel.signal(new Uint8Array(0));
        channel.signal(new Uint8Array(5000).fill(255));
      }
      await until(place, () => ends.every((end) => end.binding !== null));
      ends[0].channel.close();
    });
  });
};

const connect = (place: TransportPlace): readonly [End, End] => {
  const ends: End[] = [];
  const open = (transport: Transport, number: number): End => {
    const events: ChannelEvents = {
      signal: (bytes) => {
        expect(bytes.length).toBeLessThanOrEqual(5000);
        ends[1 - number]?.channel.signal(bytes);
      },
      open: (binding) => (end.binding = binding),
      received: (message) => end.messages.push(message),
      drained: () => (end.drained += 1),
      closed: () => (end.closed += 1),
    };
    const channel = transport.open(number === 0, events);
    const end: End = { channel, messages: [], binding: null, drained: 0, closed: 0 };
    return end;
  };
  const first = open(place.first, 0);
  const second = open(place.second, 1);
  ends.push(first, second);
  return [first, second];
};

const until = async (place: TransportPlace, isSo: () => boolean): Promise<void> => {
  for (let i = 0; i < 200 && !isSo(); i++) await place.pass(50);
  expect(isSo()).toBe(true);
};

const pattern = (size: number): Uint8Array => Uint8Array.from({ length: size }, (_, i) => i % 251);

const isPattern = (message: Uint8Array): boolean => message.every((byte, i) => byte === i % 251);
