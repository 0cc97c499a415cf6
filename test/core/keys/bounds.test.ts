/** What one hostile sender can make a recipient keep. */
import { describe, expect, it } from 'vitest';
import { addAnnouncement, type Announcement } from '../../../src/core/members/announcements.ts';
import {
  encodeReceiver,
  MAX_OPEN_GENERATIONS,
  noteAnnouncement,
  parseReceiver,
  takeMessageKey,
} from '../../../src/core/keys/receiver.ts';
import { MAX_SKIPPED_KEYS } from '../../../src/core/keys/receiver-generation.ts';
import { announce, noteAll, openAll, pairWriters, START, suite } from './two-writers.ts';

const boxFor = (recipient: Uint8Array, number: number) =>
  ({
    mode: 'rolling',
    recipient,
    number,
    kemKeyId: new Uint8Array(8),
    hash: suite.hash(recipient),
  }) as const;

describe('bounds of keys', () => {
  it('K-17: of one sender at most 4,096 generations and waiting boxes are kept, and the state stays readable', () => {
    const { bob } = pairWriters('flood');
    let state = bob.receiver;
    for (let i = 0; i < MAX_OPEN_GENERATIONS + 10; i++) {
      const boxes = [boxFor(bob.key, i)];
      state = noteAnnouncement(state, bob.key, i, { firstMessage: i * 50, boxes }, 1);
    }
    expect(state.waiting.length).toBe(MAX_OPEN_GENERATIONS);
    expect(parseReceiver(encodeReceiver(state))).toEqual({ ok: true, value: state });
    expect(
      takeMessageKey(suite, state, { announcement: MAX_OPEN_GENERATIONS + 5, index: 0 }),
    ).toEqual({ ok: false, error: 'gone' });
  });

  it('K-18: skipped message keys are counted over all generations of a sender', () => {
    const { alice, bob } = pairWriters('skips');
    for (let i = 0; i < 3; i++) announce(alice, bob, START);
    noteAll(bob, alice);
    openAll(bob, alice);
    const [first, second] = bob.receiver.generations;
    const jump = MAX_SKIPPED_KEYS - 10;
    const one = takeMessageKey(suite, bob.receiver, {
      announcement: first?.sequence ?? 0,
      index: jump,
    });
    if (!one.ok) throw new Error(one.error);
    const reference = { announcement: second?.sequence ?? 0, index: 20 };
    expect(takeMessageKey(suite, one.value.state, reference)).toEqual({
      ok: false,
      error: 'too-far',
    });
    expect(takeMessageKey(suite, one.value.state, { ...reference, index: 5 }).ok).toBe(true);
  });

  it('K-19: of one writer at most 4,096 announcements and 16,384 boxes wait for acknowledgement', () => {
    const { bob } = pairWriters('announcements');
    let kept: readonly Announcement[] = [];
    for (let i = 0; i < 4_200; i++) {
      const boxes = [boxFor(bob.key, i)];
      kept = addAnnouncement(kept, {
        sequence: i,
        kind: 'announce',
        firstMessage: i,
        at: 0,
        boxes,
      });
    }
    expect(kept.length).toBe(4_096);
    const many = Array.from({ length: 128 }, (_, i) => boxFor(new Uint8Array(32).fill(i), i));
    let wide: readonly Announcement[] = [];
    for (let i = 0; i < 200; i++) {
      wide = addAnnouncement(wide, {
        sequence: i,
        kind: 'announce',
        firstMessage: i,
        at: 0,
        boxes: many,
      });
    }
    expect(wide.flatMap(({ boxes }) => boxes).length).toBe(16_384);
  });
});
