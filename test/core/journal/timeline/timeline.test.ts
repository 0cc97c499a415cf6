import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { writeStamp } from '../../../../src/core/clock/hlc.ts';
import { createWriter } from '../../../../src/core/bytes/writer.ts';
import { applyArrivals, type Arrivals } from '../../../../src/core/journal/timeline/arrivals.ts';
import type { Item } from '../../../../src/core/journal/timeline/item.ts';
import { asItCounts, type MayAct } from '../../../../src/core/journal/timeline/rights.ts';
import { encodeLeaf, parseLeaf } from '../../../../src/core/journal/timeline/leaf.ts';
import type { OpenedEntry } from '../../../../src/core/journal/timeline/opened-entry.ts';
import { MAX_RESTAMPS } from '../../../../src/core/journal/timeline/restamps.ts';
import { EMPTY_ROOT, encodeRoot, parseRoot } from '../../../../src/core/journal/timeline/root.ts';
import { countUnread, unreadLeaves } from '../../../../src/core/journal/timeline/unread.ts';
import { createDevice, entryOf, post, targetOf, writerKey } from './device.ts';

const ALICE = 0;
const BOB = 1;

const texts = (device: ReturnType<typeof createDevice>, count = 1000) =>
  device
    .show({ at: 'newest' }, count)
    .messages.map(({ content }) => (content.kind === 'text' ? content.text : content.kind));

const posts = (writer: number, count: number, start: number, step: number): OpenedEntry[] =>
  Array.from({ length: count }, (_, i) => post(writer, i, start + i * step));

describe('timeline', () => {
  it('J-111: two people who wrote 1,000 messages each while apart merge into one order, for a few leaves', () => {
    const device = createDevice();
    device.receive(posts(ALICE, 1000, 1000, 10));
    device.takeReads();
    device.receive(posts(BOB, 1000, 1005, 10));
    expect(device.takeReads()).toBeLessThanOrEqual(1000 / 128);
    const shown = texts(device, 3000);
    expect(shown.slice(0, 4)).toEqual(['0/0', '1/0', '0/1', '1/1']);
    expect(shown.length).toBe(2000);
    expect(device.arrived.length).toBe(2000);
  });

  it('J-117: opening reads as many leaves after 20,000 messages as after 1,000', () => {
    const device = createDevice();
    for (let start = 0; start < 20_000; start += 1000) {
      device.receive(Array.from({ length: 1000 }, (_, i) => post(ALICE, start + i, start + i)));
    }
    device.takeReads();
    expect(texts(device, 50).length).toBe(50);
    expect(device.takeReads()).toBeLessThanOrEqual(2);
    device.receive([post(BOB, 0, 30_000)]);
    expect(device.takeReads()).toBe(1);
    expect(encodeRoot(device.root()).length).toBeLessThan(2000);
  });

  it('J-113: a deleted message keeps its place and clock, and needs no key', () => {
    const message = post(ALICE, 0, 5);
    const edit = entryOf(ALICE, 1, 6, { type: 'edit', target: targetOf(message), text: 'new' });
    const like = entryOf(BOB, 0, 7, {
      type: 'react',
      target: targetOf(message),
      on: true,
      emoji: 'x',
    });
    const redact = entryOf(ALICE, 2, 8, { type: 'redact', target: targetOf(message) });
    const late = entryOf(ALICE, 3, 9, { type: 'edit', target: targetOf(message), text: 'late' });
    const device = createDevice();
    device.receive([message, edit, like]);
    expect(texts(device)).toEqual(['new']);
    device.receive([redact]);
    expect(device.forgotten).toEqual(new Set(['1/0', '1/1']));
    device.receive([late]);
    expect(device.forgotten).toEqual(new Set(['1/0', '1/1', '1/3']));
    expect(device.show({ at: 'newest' }, 9).messages).toMatchObject([
      { clock: 12, content: { kind: 'deleted' }, reactions: [], replyTo: undefined },
    ]);
  });

  it('J-112: nobody edits or deletes what another wrote', () => {
    const message = post(ALICE, 0, 5);
    const device = createDevice();
    device.receive([
      message,
      entryOf(BOB, 0, 6, { type: 'edit', target: targetOf(message), text: 'forged' }),
      entryOf(BOB, 1, 7, { type: 'redact', target: targetOf(message) }),
    ]);
    expect(texts(device)).toEqual(['0/0']);
    expect(device.forgotten.size).toBe(0);
  });

  it('J-115: what comes before its target waits; a wrong stamp never matches', () => {
    const message = post(ALICE, 0, 5);
    const lie = { ...targetOf(message), stamp: { wall: 4, count: 0 } };
    const device = createDevice();
    device.receive([
      entryOf(ALICE, 2, 7, { type: 'edit', target: targetOf(message), text: 'edited' }),
      entryOf(ALICE, 3, 8, { type: 'redact', target: lie }),
    ]);
    expect(texts(device)).toEqual([]);
    device.receive([message]);
    expect(texts(device)).toEqual(['edited']);
    expect(device.arrived).toEqual(['1/0']);
  });

  it('J-116: after a clock that was a year ahead, restamped messages stand where they belong', () => {
    const YEAR = 365 * 86_400_000;
    const wrong = [post(ALICE, 0, YEAR), post(ALICE, 1, YEAR + 1), post(ALICE, 2, YEAR + 2)];
    const bob = [post(BOB, 0, 1000), post(BOB, 1, 3000)];
    const device = createDevice();
    device.receive([...wrong, ...bob]);
    expect(texts(device)).toEqual(['1/0', '1/1', '0/0', '0/1', '0/2']);
    const restamp = entryOf(ALICE, 3, 2500, {
      type: 'restamp',
      first: 0,
      last: 2,
      stamp: { wall: 2000, count: 0 },
    });
    device.receive([restamp]);
    expect(texts(device)).toEqual(['1/0', '0/0', '0/1', '0/2', '1/1']);
    expect(device.arrived.length).toBe(5);

    const old = targetOf(wrong[1] ?? post(ALICE, 1, 0));
    device.receive([
      entryOf(BOB, 2, 4000, { type: 'react', target: old, on: true, emoji: '👍' }),
      entryOf(ALICE, 4, 4001, { type: 'edit', target: old, text: 'found' }),
      entryOf(BOB, 3, 4002, { type: 'post', replyTo: old, text: 'reply' }),
    ]);
    const { messages } = device.show({ at: 'newest' }, 9);
    expect(messages[2]).toMatchObject({
      target: old,
      place: { stamp: { wall: 2000, count: 1 } },
      content: { text: 'found', edited: true },
      reactions: [{ emoji: '👍', writers: [writerKey(BOB)] }],
    });
    expect(messages[5]?.replyTo?.content).toMatchObject({ text: 'found' });
  });

  it('J-116: a restamp of 20,000 messages moves them all and no one elses', () => {
    const device = createDevice();
    device.receive(posts(ALICE, 20_000, 1_000_000, 1));
    device.receive([post(BOB, 0, 1_005_000)]);
    const stamp = { wall: 5, count: 0 };
    device.receive([entryOf(ALICE, 20_000, 9, { type: 'restamp', first: 0, last: 19_999, stamp })]);
    expect(texts(device, 2)).toEqual(['0/19999', '1/0']);
    expect(device.root().leaves.every(({ count }) => count <= 512)).toBe(true);
    expect(device.leafIds().length).toBe(device.root().leaves.length);
  });

  it('J-116: a flood of restamps is bounded, whatever its order', () => {
    const flood = Array.from({ length: MAX_RESTAMPS + 50 }, (_, i) =>
      entryOf(ALICE, 1 + i, 10 + i, {
        type: 'restamp',
        first: 0,
        last: 0,
        stamp: { wall: i, count: 0 },
      }),
    );
    const forward = createDevice();
    const backward = createDevice();
    for (const entry of [post(ALICE, 0, 5), ...flood]) forward.receive([entry]);
    for (const entry of [...flood].reverse()) backward.receive([entry]);
    backward.receive([post(ALICE, 0, 5)]);
    expect(forward.root().restamps).toEqual(backward.root().restamps);
    expect(forward.root().restamps.length).toBe(MAX_RESTAMPS);
    const all = { at: 'newest' } as const;
    expect(forward.show(all, 9).messages).toEqual(backward.show(all, 9).messages);
  });

  it('J-118: a message whose key is lost is shown as sealed, in its place', () => {
    const device = createDevice();
    device.receive([post(ALICE, 0, 1), post(ALICE, 1, 2)]);
    device.lose('1/0');
    expect(texts(device)).toEqual(['sealed', '0/1']);
  });

  it('J-119: unread are posts of others beyond the read mark, also those written long ago', () => {
    const device = createDevice(4);
    device.receive(posts(ALICE, 20, 100, 10));
    device.receive([post(BOB, 0, 105), post(BOB, 1, 290)]);
    const unread = (bobRead: number) => {
      const readLength = (writer: Uint8Array) => (writer[0] === 1 ? Infinity : bobRead);
      const root = device.root();
      return countUnread(root, device.load(unreadLeaves(root, readLength)), readLength);
    };
    expect(unread(0)).toMatchObject({ count: 2, first: { place: { sequence: 0 } } });
    expect(unread(1)).toMatchObject({ count: 1, first: { place: { sequence: 1 } } });
    expect(unread(2)).toEqual({ count: 0, first: null });
    const target = targetOf(post(BOB, 1, 290));
    device.receive([entryOf(BOB, 2, 300, { type: 'redact', target }), post(BOB, 3, 50)]);
    expect(unread(1)).toMatchObject({ count: 1, first: { place: { sequence: 3 } } });
  });

  it('J-114: reactions to one message are bounded for each writer, whatever their order', () => {
    const message = post(ALICE, 0, 5);
    const flood = Array.from({ length: 50 }, (_, i) =>
      entryOf(BOB, i, 6 + i, {
        type: 'react',
        target: targetOf(message),
        on: true,
        emoji: `e${i % 40}`,
      }),
    );
    const forward = createDevice();
    const backward = createDevice();
    forward.receive([message]);
    for (const entry of flood) forward.receive([entry]);
    backward.receive([...flood].reverse());
    backward.receive([message]);
    const all = { at: 'newest' } as const;
    const [shown] = forward.show(all, 9).messages;
    expect(shown?.reactions.length).toBe(32);
    expect(backward.show(all, 9).messages).toEqual([shown]);
  });

  it('J-120: a page of version 1 is read, its edits as those of the author', () => {
    const { stamp } = post(ALICE, 0, 50).body;
    const writers = createWriter().u8(1).varint(1).fixed(writerKey(ALICE));
    const item = writeStamp(writers.varint(1), stamp).varint(0).varint(0).u8(0).u8(1).u48(57);
    const page = item.varint(2).varint(3).varint(5).varint(0).finish();
    const parsed = parseLeaf(page);
    const [read] = parsed.ok ? parsed.value.items : [];
    expect(read?.edits).toEqual(
      [3, 5].map((at) => ({ writer: writerKey(ALICE), sequence: at, stamp })),
    );
    expect(read?.erasures).toEqual([]);
    expect(parsed.ok && parseLeaf(encodeLeaf(parsed.value))).toEqual(parsed);
  });

  it('J-112: what another did counts once it is known that both are one person', () => {
    const message = post(ALICE, 0, 5);
    const edit = entryOf(BOB, 0, 6, { type: 'edit', target: targetOf(message), text: 'new' });
    const redact = entryOf(BOB, 1, 7, { type: 'redact', target: targetOf(message) });
    const open: MayAct = ({ writer }, author) => (writer[0] === author[0] ? 'yes' : 'open');
    const one: MayAct = () => 'yes';
    const apply = (entries: readonly OpenedEntry[], mayAct: MayAct, before?: Arrivals) =>
      applyArrivals(before?.root ?? EMPTY_ROOT, before?.changed ?? new Map(), entries, mayAct);
    const itemOf = (after: Arrivals): Item => {
      const [item] = [...after.changed.values()].flatMap(({ items }) => items);
      if (!item) throw new Error('nothing is there');
      return item;
    };
    const waiting = itemOf(apply([message, edit, redact], open));
    expect(asItCounts(waiting, open)).toMatchObject({ deleted: false, edits: [] });
    expect(asItCounts(waiting, one)).toMatchObject({ deleted: true, edits: [] });
    const early = apply([edit, redact], open);
    const late = apply([message], one, early);
    expect(itemOf(late)).toMatchObject({ deleted: true, edits: [], erasures: [] });
    expect(late.forget).toEqual(
      [message, edit].map(({ writer, sequence }) => ({ writer, sequence })),
    );
    expect(late.arrived).toEqual([]);
  });

  it('J-120: damaged leaves and roots are malformed or another valid one, and nothing throws', () => {
    const device = createDevice(4);
    device.receive(posts(ALICE, 6, 100, 10));
    device.receive([
      entryOf(ALICE, 6, 9, { type: 'restamp', first: 0, last: 1, stamp: { wall: 7, count: 0 } }),
    ]);
    const root = encodeRoot(device.root());
    const [ref] = device.root().leaves;
    const leaf = ref && device.load([ref.id]).get(ref.id);
    const leafBytes = leaf ? encodeLeaf(leaf) : new Uint8Array();
    for (const [whole, parse] of [
      [root, parseRoot],
      [leafBytes, parseLeaf],
    ] as const) {
      expect(parse(whole).ok).toBe(true);
      expect(parse(whole.subarray(0, -1)).ok).toBe(false);
      expect(parse(new Uint8Array([3, ...whole.subarray(1)])).ok).toBe(false);
      fc.assert(
        fc.property(fc.nat(whole.length - 1), fc.nat(255), (at, byte) => {
          const damaged = whole.slice();
          damaged[at] = byte;
          expect(() => parse(damaged)).not.toThrow();
        }),
      );
    }
  });
});
