import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { equalBytes } from '../../../src/core/bytes/compare.ts';
import { createNobleSuite } from '../../../src/core/crypto/noble-suite.ts';
import { createWriter } from '../../../src/core/bytes/writer.ts';
import type { Head } from '../../../src/core/journal/feed.ts';
import {
  writeBoxReference,
  type BoxReference,
} from '../../../src/core/journal/control-operations.ts';
import type { ControlOperation } from '../../../src/core/journal/operations.ts';
import { writeCertificate, type Certificate } from '../../../src/core/members/certificate.ts';
import {
  applyControl,
  createMembers,
  encodeMembers,
  findAnnouncement,
  findWriter,
  newestKemKey,
  parseMembers,
  remainingWriters,
  type ControlEntry,
  type MembersState,
} from '../../../src/core/members/members.ts';

const key = (index: number): Uint8Array => new Uint8Array(32).fill(index + 1);
const kemKey = (fill: number): Uint8Array => new Uint8Array(1216).fill(fill);

const certificate = (index: number, name = `name ${index}`): Certificate => ({
  writer: key(index),
  kemKey: kemKey(100 + index),
  name,
  signature: new Uint8Array(64).fill(index),
});

const trio = [certificate(0), certificate(1), certificate(2)];
const pair = [certificate(0), certificate(1)];
const found = (certificates: readonly Certificate[]): ControlOperation => ({
  type: 'found',
  certificates,
});

const boxFor = (recipient: number): BoxReference => ({
  mode: 'rolling',
  recipient: key(recipient),
  number: 0,
  kemKeyId: new Uint8Array(8),
  hash: key(200),
});

const entry = (
  writer: number,
  sequence: number,
  operation: ControlOperation,
  heads: readonly Head[] = [],
): ControlEntry => ({
  writer: key(writer),
  sequence,
  body: { stamp: { wall: 1, count: 0 }, clock: 1, operation },
  heads,
});

const checks = { suite: createNobleSuite(), conversationId: key(99) };

const apply = (state: MembersState, one: ControlEntry): MembersState =>
  applyControl(state, one, checks);

const applyAll = (state: MembersState, entries: readonly ControlEntry[]): MembersState =>
  entries.reduce(apply, state);

const writers = fc.nat(3);
const operation: fc.Arbitrary<ControlOperation> = fc.oneof(
  fc.nat(9).map((fill): ControlOperation => ({ type: 'kem', key: kemKey(fill) })),
  fc.constantFrom('x', 'y').map((name): ControlOperation => ({ type: 'name', name })),
  fc
    .record({ firstMessage: fc.nat(9), to: fc.array(writers, { maxLength: 4 }) })
    .map(({ firstMessage, to }): ControlOperation => {
      return { type: 'announce', firstMessage, boxes: to.map(boxFor) };
    }),
  fc
    .array(fc.record({ writer: writers.map(key), sequence: fc.nat(9) }), { maxLength: 6 })
    .map((acknowledgements): ControlOperation => ({ type: 'acknowledge', acknowledgements })),
  fc.constant<ControlOperation>({ type: 'unknown', code: 50, fields: new Uint8Array(3) }),
  fc.constant(found(trio)),
);
const heads = fc.array(
  fc.record({
    feed: fc.record({
      writer: writers.map(key),
      kind: fc.constantFrom('control' as const, 'message' as const),
    }),
    sequence: fc.nat(20),
    hash: fc.constant(key(9)),
  }),
  { maxLength: 3 },
);
const feedOf = (writer: number) =>
  fc
    .record({
      first: fc.constantFrom(found(trio), found([...trio].reverse()), found(pair)),
      rest: fc.array(fc.record({ operation, heads }), { maxLength: 8 }),
    })
    .map(({ first, rest }) => [
      entry(writer, 0, first),
      ...rest.map((one, i) => entry(writer, i + 1, one.operation, one.heads)),
    ]);
/** Three members and a stranger. */
const feeds = fc.tuple(feedOf(0), feedOf(1), feedOf(2), feedOf(3));

/** Takes the next entry of the feed that each pick names; now and then one again. */
const interleave = (all: readonly ControlEntry[][], picks: readonly number[]): ControlEntry[] => {
  const lengths = all.map(() => 0);
  const order: ControlEntry[] = [];
  for (const pick of picks) {
    const feed = pick % all.length;
    const next = all[feed]?.[lengths[feed] ?? 0];
    if (next === undefined) continue;
    order.push(next);
    lengths[feed] = (lengths[feed] ?? 0) + 1;
    const again = order[pick % order.length];
    if (pick % 3 === 0 && again) order.push(again);
  }
  return [...order, ...all.flatMap((feed, i) => feed.slice(lengths[i]))];
};

describe('members', () => {
  it('M-1: however feeds interleave and repeat, the state is the same; M-6: and is read back equal', () => {
    fc.assert(
      fc.property(feeds, fc.array(fc.nat(1000), { maxLength: 60, size: 'max' }), (all, picks) => {
        const inTurn = applyAll(createMembers(trio), all.flat());
        const mixed = applyAll(createMembers(trio), interleave(all, picks));
        const bytes = encodeMembers(mixed);
        expect(equalBytes(bytes, encodeMembers(inTurn))).toBe(true);
        const read = parseMembers(bytes);
        expect(read.ok && equalBytes(encodeMembers(read.value), bytes)).toBe(true);
      }),
      { numRuns: 150 },
    );
  });

  it('M-1: an entry that skips one is a mistake of the caller', () => {
    expect(() => apply(createMembers(pair), entry(0, 1, found(pair)))).toThrow(RangeError);
  });

  it('M-3: a writer counts once it repeats the pair that pairing told', () => {
    const name: ControlOperation = { type: 'name', name: 'new' };
    const state = applyAll(createMembers(pair), [
      entry(0, 0, name),
      entry(0, 1, found([...pair].reverse())),
      entry(1, 0, found([certificate(0), certificate(1, 'other')])),
      entry(1, 1, name),
      entry(1, 2, found(pair)),
      entry(1, 3, name),
    ]);
    expect(findWriter(state, key(0))).toMatchObject({ founding: 'agreed', name: 'name 0' });
    expect(findWriter(state, key(1))).toMatchObject({ founding: 'different', name: 'name 1' });
    const renamed = apply(state, entry(0, 2, name));
    expect(findWriter(renamed, key(0))?.name).toBe('new');
  });

  it('M-4: name and KEM key are those that the writer itself set last', () => {
    const state = applyAll(createMembers(pair), [
      entry(0, 0, found(pair)),
      entry(0, 1, { type: 'kem', key: kemKey(7) }),
      entry(5, 0, found(pair)),
      entry(5, 1, { type: 'kem', key: kemKey(8) }),
    ]);
    expect(newestKemKey(state, key(0))).toEqual(kemKey(7));
    expect(newestKemKey(state, key(1))).toEqual(kemKey(101));
    expect(newestKemKey(state, key(5))).toBeNull();
    expect(findWriter(state, key(0))?.kemKey.sequence).toBe(1);
  });

  it('M-5: an announcement goes with its last acknowledgement, also one that came first', () => {
    const announce: ControlOperation = {
      type: 'announce',
      firstMessage: 0,
      boxes: [boxFor(1), boxFor(2), boxFor(9)],
    };
    const acknowledge: ControlOperation = {
      type: 'acknowledge',
      acknowledgements: [{ writer: key(0), sequence: 1 }],
    };
    const before = applyAll(createMembers(trio), [
      entry(1, 0, found(trio)),
      entry(2, 0, found(trio)),
      entry(1, 1, acknowledge),
      entry(0, 0, found(trio)),
      entry(0, 1, announce),
    ]);
    expect(findAnnouncement(before, key(0), 1)?.boxes).toEqual([boxFor(2)]);
    const after = apply(before, entry(2, 1, acknowledge));
    expect(findAnnouncement(after, key(0), 1)).toBeNull();
    expect(encodeMembers(after).length).toBeLessThan(encodeMembers(before).length);
  });

  it('M-7: what a writer said it holds of another feed is never taken back', () => {
    const feed = { writer: key(1), kind: 'message' } as const;
    const own = { writer: key(0), kind: 'message' } as const;
    const state = applyAll(createMembers(pair), [
      entry(0, 0, found(pair), [{ feed, sequence: 8, hash: key(9) }]),
      entry(0, 1, { type: 'name', name: 'x' }, [
        { feed, sequence: 5, hash: key(9) },
        { feed: own, sequence: 5, hash: key(9) },
      ]),
    ]);
    expect(findWriter(state, key(0))?.seen).toEqual([{ feed, sequence: 8 }]);
  });

  it('M-6: damaged bytes are malformed or another valid state, and nothing throws', () => {
    const whole = encodeMembers(apply(createMembers(pair), entry(0, 0, found(pair))));
    for (const wrong of [whole.subarray(1), whole.subarray(0, -1), new Uint8Array([...whole, 0])]) {
      expect(parseMembers(wrong).ok).toBe(false);
    }
    fc.assert(
      fc.property(fc.nat(whole.length - 1), fc.nat(255), (at, byte) => {
        const damaged = whole.slice();
        damaged[at] = byte;
        expect(() => parseMembers(damaged)).not.toThrow();
      }),
    );
  });

  it('M-28: a state that the first version wrote is read', () => {
    const out = createWriter().u8(1).varint(2);
    for (const each of pair) {
      writeCertificate(out, each).u8(1).u32(3).text(`${each.name} now`).fixed(kemKey(7)).u32(2);
      out.varint(1).u32(2).u32(40).varint(1);
      writeBoxReference(out, boxFor(equalBytes(each.writer, key(0)) ? 1 : 0));
      out.varint(0).varint(0);
    }
    const read = parseMembers(out.finish());
    expect(read.ok).toBe(true);
    if (!read.ok) return;
    expect(findWriter(read.value, key(0))).toMatchObject({ founding: 'agreed', length: 3 });
    expect(findWriter(read.value, key(1))?.name).toBe('name 1 now');
    expect(findAnnouncement(read.value, key(1), 2)?.boxes).toEqual([boxFor(0)]);
    expect(remainingWriters(read.value)).toEqual([key(0), key(1)]);
    const again = parseMembers(encodeMembers(read.value));
    expect(again).toEqual(read);
  });
});
