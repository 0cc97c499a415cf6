import { describe, expect, it } from 'vitest';
import { createNobleSuite } from '../../../src/core/crypto/noble-suite.ts';
import {
  DAY_MS,
  dayOf,
  pairingTopic,
  roomTopic,
  topicDays,
} from '../../../src/core/wire/topics.ts';

const suite = createNobleSuite();
const secret = new Uint8Array(32).fill(1);
const other = new Uint8Array(32).fill(2);

describe('topics', () => {
  it('W-1: a topic is 43 characters that only the secret and the day give, and so is its key', () => {
    const topic = roomTopic(suite, secret, 20_000);
    expect(topic.name).toMatch(/^[A-Za-z0-9_-]{43}$/);
    expect(topic.key).toHaveLength(32);
    expect(roomTopic(suite, secret, 20_000)).toEqual(topic);
    const all = [topic, roomTopic(suite, secret, 20_001), roomTopic(suite, other, 20_000)];
    all.push(pairingTopic(suite, secret, 20_000), pairingTopic(suite, other, 20_000));
    all.push(pairingTopic(suite, secret, 20_001));
    expect(new Set(all.map(({ name }) => name)).size).toBe(6);
    expect(new Set(all.map(({ key }) => key.join())).size).toBe(6);
  });

  it('W-2: a device listens on the day before, today and tomorrow of its own clock and the node’s', () => {
    const now = 1_700_000_000_000;
    const today = dayOf(now);
    expect(topicDays(now, null)).toEqual([today - 1, today, today + 1]);
    expect(topicDays(now, now + DAY_MS)).toEqual([today - 1, today, today + 1, today + 2]);
    const year = 365 * DAY_MS;
    expect(topicDays(now - year, now)).toEqual(
      [-366, -365, -364, -1, 0, 1].map((days) => today + days),
    );
    expect(topicDays(5, null)).toEqual([0, 1]);
  });
});
