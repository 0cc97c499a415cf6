/** The rules of the Signaling port, tried alike on the one in memory and on WebSockets with a real node. */
import { afterEach, describe, expect, it } from 'vitest';
import type { Signaling, SignalingConnection, SignalingState } from '../../src/ports/signaling.ts';

export type SignalingPlace = {
  readonly signaling: Signaling;
  readonly url: string;
  pass(ms: number): Promise<void>;
  stopNode(): Promise<void>;
  startNode(): Promise<void>;
  end(): Promise<void>;
};

type Client = {
  readonly connection: SignalingConnection;
  readonly states: SignalingState[];
  readonly received: { readonly topic: string; readonly sealed: Uint8Array }[];
  readonly times: (number | null)[];
};

export const trySignaling = (name: string, createPlace: () => Promise<SignalingPlace>): void => {
  const places: SignalingPlace[] = [];
  const clients: Client[] = [];

  const enter = async (): Promise<SignalingPlace> => {
    const place = await createPlace();
    places.push(place);
    return place;
  };

  const join = async (place: SignalingPlace, topics: readonly string[]): Promise<Client> => {
    const client = connect(place, topics);
    clients.push(client);
    await until(place, () => client.states.at(-1) === 'open' && client.times.length > 0);
    return client;
  };

  afterEach(async () => {
    for (const { connection } of clients.splice(0)) connection.close();
    for (const place of places.splice(0)) await place.end();
  });

  describe(`signalling: ${name}`, () => {
    it('W-21: what one publishes every other subscriber of the topic receives, bytes unchanged', async () => {
      const place = await enter();
      const [a, b, c] = [
        await join(place, ['x']),
        await join(place, ['x']),
        await join(place, ['y']),
      ];
      const sealed = Uint8Array.from({ length: 5600 }, (_, i) => i % 256);
      expect(a.connection.publish('x', sealed)).toBe(true);
      await until(place, () => b.received.length > 0);
      await place.pass(50);
      expect(b.received).toEqual([{ topic: 'x', sealed }]);
      expect(c.received).toEqual([]);
    });

    it('W-22: the topics wanted are those of the last subscribe', async () => {
      const place = await enter();
      const [a, b] = [await join(place, ['x', 'y', 'z']), await join(place, ['x'])];
      b.connection.subscribe(['y', 'z']);
      await place.pass(100);
      for (const topic of ['x', 'y', 'z']) a.connection.publish(topic, new Uint8Array([1]));
      await until(place, () => b.received.length >= 2);
      await place.pass(50);
      expect(b.received.map(({ topic }) => topic)).toEqual(['y', 'z']);
    });

    it('W-23: the node tells its time in milliseconds', async () => {
      const place = await enter();
      const client = await join(place, []);
      expect(client.times[0]).toBeGreaterThan(1_600_000_000_000);
    });

    it('W-24: after a restart of the node the connection comes back by itself, with its topics', async () => {
      const place = await enter();
      const [a, b] = [await join(place, ['x']), await join(place, ['x'])];
      await place.stopNode();
      await until(place, () => a.states.at(-1) !== 'open' && b.states.at(-1) !== 'open');
      expect(a.connection.publish('x', new Uint8Array([1]))).toBe(false);
      await place.startNode();
      await until(place, () => a.states.at(-1) === 'open' && b.states.at(-1) === 'open');
      await place.pass(100);
      a.connection.publish('x', new Uint8Array([2]));
      await until(place, () => b.received.length > 0);
      expect(b.received[0]?.sealed).toEqual(new Uint8Array([2]));
    });

    it('W-25: a closed connection tells nothing any more', async () => {
      const place = await enter();
      const [a, b] = [await join(place, ['x']), await join(place, ['x'])];
      b.connection.close();
      const told = b.states.length;
      a.connection.publish('x', new Uint8Array([1]));
      await place.pass(200);
      expect(b.received).toEqual([]);
      expect(b.states).toHaveLength(told);
    });
  });
};

const connect = (place: SignalingPlace, topics: readonly string[]): Client => {
  const states: SignalingState[] = [];
  const received: Client['received'] = [];
  const times: (number | null)[] = [];
  const connection = place.signaling.connect(place.url, {
    state: (state) => states.push(state),
    received: (topic, sealed) => received.push({ topic, sealed }),
    time: (time) => times.push(time),
  });
  connection.subscribe(topics);
  return { connection, states, received, times };
};

export const until = async (
  { pass }: Pick<SignalingPlace, 'pass'>,
  isSo: () => boolean,
): Promise<void> => {
  for (let i = 0; i < 1_500 && !isSo(); i++) await pass(30);
  expect(isSo()).toBe(true);
};
