import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Target } from '../../../../src/core/journal/message-operations.ts';
import type { MessageOperation } from '../../../../src/core/journal/operations.ts';
import type { OpenedEntry } from '../../../../src/core/journal/timeline/opened-entry.ts';
import type { MessageView } from '../../../../src/core/journal/timeline/screen.ts';
import { createDevice, writerKey } from './device.ts';
import { nameOf, twinForgotten, twinScreen, type Persons } from './twin.ts';

const WRITERS = 3;
const ALL = 10_000;

const rawStamp = fc.record({ wall: fc.nat(20), count: fc.nat(2) });
const command = fc.record({
  writer: fc.nat(WRITERS - 1),
  stamp: rawStamp,
  kind: fc.constantFrom(
    'post',
    'post',
    'reply',
    'edit',
    'edit',
    'redact',
    'react',
    'restamp',
    'restamp',
    'unknown',
  ),
  at: fc.record({
    writer: fc.nat(WRITERS - 1),
    own: fc.constantFrom(true, true, false),
    sequence: fc.oneof(fc.nat(2), fc.nat(12)),
  }),
  lie: fc.oneof(
    { weight: 6, arbitrary: fc.constant(undefined) },
    { weight: 1, arbitrary: rawStamp },
  ),
  emoji: fc.constantFrom('a', 'b'),
  on: fc.boolean(),
  length: fc.nat(6),
  moved: rawStamp,
});
type Command = typeof command extends fc.Arbitrary<infer T> ? T : never;

/** Feeds without gaps; targets mostly name what exists, before or after, honestly or not. */
const history = (commands: readonly Command[]): OpenedEntry[] => {
  const lengths = new Map<number, number>();
  const placed = commands.map((one) => {
    const sequence = lengths.get(one.writer) ?? 0;
    lengths.set(one.writer, sequence + 1);
    return { one, sequence };
  });
  const targetOf = ({ at, lie, writer }: Command): Target => {
    const author = at.own ? writer : at.writer;
    const length = Math.max(1, lengths.get(author) ?? 0);
    const sequence = at.sequence % length;
    const found = placed.find(
      (other) => other.one.writer === author && other.sequence === sequence,
    );
    const stamp = lie ?? found?.one.stamp ?? { wall: 0, count: 0 };
    return { writer: writerKey(author), sequence, stamp };
  };
  return placed.map(({ one, sequence }) => ({
    writer: writerKey(one.writer),
    sequence,
    body: {
      stamp: one.stamp,
      clock: one.stamp.wall + 1,
      operation: operationOf(one, targetOf(one), sequence),
    },
  }));
};

const operationOf = (one: Command, target: Target, sequence: number): MessageOperation => {
  const text = `${one.writer}/${sequence}`;
  switch (one.kind) {
    case 'reply':
      return { type: 'post', replyTo: target, text };
    case 'edit':
      return { type: 'edit', target, text };
    case 'redact':
      return { type: 'redact', target };
    case 'react':
      return { type: 'react', target, emoji: one.emoji, on: one.on };
    case 'restamp':
      return restampBefore(one, sequence);
    case 'unknown':
      return { type: 'unknown', code: 99, fields: new Uint8Array() };
    default:
      return { type: 'post', replyTo: undefined, text };
  }
};

/** Of earlier messages of the writer; where the command lies, of what is still to come. */
const restampBefore = (one: Command, sequence: number): MessageOperation => {
  const first = one.lie ? one.at.sequence : one.at.sequence % Math.max(1, sequence);
  const last = one.lie ? first + one.length : Math.min(first + one.length, sequence - 1);
  return { type: 'restamp', first, last: Math.max(first, last), stamp: one.moved };
};

const histories = fc.array(command, { maxLength: 60, size: 'max' }).map(history);

/** The same entries in some order, some of them twice, in groups. */
const deliveries = histories.chain((entries) =>
  fc.record({
    entries: fc.constant(entries),
    order: fc
      .tuple(
        fc.shuffledSubarray(entries),
        fc.shuffledSubarray(entries, { minLength: entries.length }),
      )
      .map(([some, all]) => [...some, ...all]),
    cuts: fc.array(fc.nat(9), { minLength: 1, maxLength: 20 }),
    leafItems: fc.integer({ min: 1, max: 8 }),
    /** Three people, or two of whom one has two devices. */
    who: fc.constantFrom([0, 1, 2], [0, 0, 2]),
  }),
);

const deliver = (
  order: readonly OpenedEntry[],
  cuts: readonly number[],
  leafItems: number,
  who: Persons,
) => {
  const device = createDevice(leafItems, who);
  let at = 0;
  for (let i = 0; at < order.length; i++) {
    const size = 1 + (cuts[i % cuts.length] ?? 0);
    device.receive(order.slice(at, at + size));
    at += size;
  }
  return device;
};

const asTwin = ({ target, place, clock, content, replyTo, reactions }: MessageView) => ({
  target,
  stamp: place.stamp,
  clock,
  content,
  replyTo,
  reactions,
});

describe('timeline laws', () => {
  it('J-110: any order, grouping and repetition of arrival shows the screen of the slow twin', () => {
    fc.assert(
      fc.property(deliveries, ({ entries, order, cuts, leafItems, who }) => {
        const device = deliver(order, cuts, leafItems, who);
        const { messages, hasOlder, hasNewer } = device.show({ at: 'newest' }, ALL);
        expect(messages.map(asTwin)).toEqual(twinScreen(entries, who));
        expect([hasOlder, hasNewer]).toEqual([false, false]);
      }),
      { numRuns: 250 },
    );
  });

  it('J-113: whatever the order of arrival, the same keys are destroyed', () => {
    fc.assert(
      fc.property(deliveries, ({ entries, order, cuts, leafItems, who }) => {
        const device = deliver(order, cuts, leafItems, who);
        expect(device.forgotten).toEqual(twinForgotten(entries, who));
      }),
      { numRuns: 150 },
    );
  });

  it('J-111: leaves stay within their size, in order and without overlap, and the root tells what they hold', () => {
    fc.assert(
      fc.property(deliveries, ({ order, cuts, leafItems, who }) => {
        const device = deliver(order, cuts, leafItems, who);
        const root = device.root();
        const ids = root.leaves.map(({ id }) => id);
        expect([...ids].sort((a, b) => a - b)).toEqual(device.leafIds());
        for (const ref of root.leaves) {
          const items = device.load([ref.id]).get(ref.id)?.items ?? [];
          expect(items.length).toBeLessThanOrEqual(leafItems);
          expect(items.length).toBe(ref.count);
          expect(items[0]?.place).toEqual(ref.first);
          expect(items.filter(({ present }) => present).length).toBe(ref.visible);
        }
      }),
      { numRuns: 100 },
    );
  });

  it('J-117: going back window by window shows every message once, in order', () => {
    fc.assert(
      fc.property(deliveries, fc.integer({ min: 1, max: 7 }), (delivery, count) => {
        const { entries, order, cuts, leafItems, who } = delivery;
        const device = deliver(order, cuts, leafItems, who);
        let window = device.show({ at: 'newest' }, count);
        const seen = [...window.messages];
        while (window.hasOlder) {
          const [first] = window.messages;
          if (first === undefined) throw new Error('an empty window says there is more');
          window = device.show({ at: 'before', place: first.place }, count);
          seen.unshift(...window.messages);
        }
        expect(seen.map(asTwin)).toEqual(twinScreen(entries, who));
      }),
      { numRuns: 100 },
    );
  });

  it('J-117: a window around a message holds it and up to as many neighbours as asked', () => {
    fc.assert(
      fc.property(deliveries, fc.integer({ min: 1, max: 9 }), fc.nat(), (delivery, count, pick) => {
        const { order, cuts, leafItems, who } = delivery;
        const device = deliver(order, cuts, leafItems, who);
        const all = device.show({ at: 'newest' }, ALL).messages;
        const middle = all[pick % Math.max(1, all.length)];
        if (middle === undefined) return;
        const window = device.show({ at: 'around', place: middle.place }, count);
        expect(window.messages.map((view) => nameOf(view.target))).toContain(nameOf(middle.target));
        expect(window.messages.length).toBe(Math.min(count, all.length));
        const start = all.findIndex(
          (view) => nameOf(view.target) === nameOf(window.messages[0]?.target ?? middle.target),
        );
        expect(window.messages).toEqual(all.slice(start, start + window.messages.length));
        expect(window.hasOlder).toBe(start > 0);
        expect(window.hasNewer).toBe(start + window.messages.length < all.length);
      }),
      { numRuns: 150 },
    );
  });
});
