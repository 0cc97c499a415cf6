/**
 * What a node could recognise two people by from one day to another. Everything it sees of them over
 * six days is written down: the topics they listen to and the bytes they publish, with direct links
 * and without.
 */
import { describe, expect, it } from 'vitest';
import type { VirtualTime } from '../../src/effects/platform/fake-timers.ts';
import type { Signaling } from '../../src/ports/signaling.ts';
import { DAY, introduceInTime, type World } from './support/two-people.ts';

const DAYS = 6;
const HOUR = DAY / 24;
/** A topic is listened to on the day before its own, on it, and on the day after. */
const TOPIC_DAYS = 3;
/** Bytes; two such windows of unrelated frames, of which 53 bits are compared, are hardly ever equal. */
const WINDOW = 7;

type Seen = { readonly topics: Set<string>; readonly frames: Uint8Array[] };

describe('what a node sees of two people', () => {
  it.each(['directly', 'through the node'])(
    'N-44: linked %s, over six days, repeats nothing from day to day but topics for three days',
    async (way) => {
      const days = new Map<number, Seen>();
      const world = await introduceInTime({
        signaling: (node, time) => writeDown(node, time, days),
      });
      world.network.setReachable(way === 'directly');
      for (let day = 0; day < DAYS; day += 1) await liveOneDay(world, day);

      await world.bob.open();
      expect(world.bob.texts()).toHaveLength(DAYS * 2);
      expect(days.size).toBeGreaterThanOrEqual(DAYS);
      expect(Math.max(...[...topicDays(days).values()])).toBe(TOPIC_DAYS);
      expect([...topicDays(days)].filter(([, count]) => count > TOPIC_DAYS)).toEqual([]);
      expect([...days.values()].every(({ frames }) => frames.length > 2)).toBe(true);
      expect(repeatedWindows(days)).toEqual([]);
      expect(world.bugs).toEqual([]);
    },
    120_000,
  );

  it('N-44: a value that came again on another day would be found, wherever it stands', () => {
    const frame = (seed: number): Uint8Array =>
      Uint8Array.from({ length: 300 }, (_, i) => ((i + seed) * (seed * 2 + 1) * 40_503) >>> 7);
    const again = frame(2);
    again.set(frame(1).subarray(100, 100 + WINDOW), 33);
    const days = new Map([
      [1, { topics: new Set<string>(), frames: [frame(1)] }],
      [2, { topics: new Set<string>(), frames: [again] }],
    ]);
    expect(repeatedWindows(days)).toHaveLength(1);
  });
});

/** A morning with both there, an evening anew, and a night without anybody. */
const liveOneDay = async ({ time, alice, bob }: World, day: number): Promise<void> => {
  await Promise.all([alice.open(), bob.open()]);
  await alice.send(`good morning ${day}`);
  await time.advance(HOUR / 20);
  alice.close();
  bob.close();
  await time.advance(10 * HOUR);
  await Promise.all([alice.open(), bob.open()]);
  await bob.send(`good night ${day}`);
  await time.advance(HOUR / 20);
  alice.close();
  bob.close();
  await time.advance(DAY - 10 * HOUR - 2 * (HOUR / 20));
};

const writeDown = (node: Signaling, time: VirtualTime, days: Map<number, Seen>): Signaling => {
  const today = (): Seen => {
    const day = Math.floor(time.now() / DAY);
    const seen = days.get(day) ?? { topics: new Set(), frames: [] };
    days.set(day, seen);
    return seen;
  };
  return {
    connect: (url, events) => {
      const connection = node.connect(url, events);
      return {
        ...connection,
        subscribe: (topics) => {
          for (const topic of topics) today().topics.add(topic);
          connection.subscribe(topics);
        },
        publish: (topic, sealed) => {
          today().topics.add(topic);
          today().frames.push(sealed.slice());
          return connection.publish(topic, sealed);
        },
      };
    },
  };
};

/** On how many days each topic was seen. */
const topicDays = (days: ReadonlyMap<number, Seen>): Map<string, number> => {
  const counts = new Map<string, number>();
  for (const { topics } of days.values()) {
    for (const topic of topics) counts.set(topic, (counts.get(topic) ?? 0) + 1);
  }
  return counts;
};

/** Every run of bytes that stands in frames of two days, wherever in them. */
const repeatedWindows = (days: ReadonlyMap<number, Seen>): string[] => {
  const before = new Set<number>();
  const repeated = new Set<string>();
  for (const { frames } of days.values()) {
    const today = new Set<number>();
    for (const frame of frames) {
      const bytes = Buffer.from(frame);
      for (let at = 0; at + WINDOW <= bytes.length; at += 1) {
        const window = bytes.readUIntBE(at, 6) * 32 + ((bytes[at + 6] ?? 0) >> 3);
        if (before.has(window)) repeated.add(bytes.toString('hex', at, at + WINDOW));
        today.add(window);
      }
    }
    for (const window of today) before.add(window);
  }
  return [...repeated];
};
