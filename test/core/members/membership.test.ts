import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareBytes, equalBytes } from '../../../src/core/bytes/compare.ts';
import type { Admission } from '../../../src/core/members/admission.ts';
import {
  encodeMembers,
  endingOf,
  isRoomFresh,
  memberOf,
  parseMembers,
  pendingBoxes,
  remainingWriters,
  standingOf,
  standingWriters,
  type MembersState,
} from '../../../src/core/members/members.ts';
import {
  admission,
  admit,
  certificate,
  cutAt,
  end,
  feed,
  gather,
  keep,
  key,
  SIBLING,
  succession,
  successor,
  type Said,
} from './crowd.ts';

const isThere = (state: MembersState, index: number): boolean =>
  remainingWriters(state).some((writer) => equalBytes(writer, key(index)));

const [senior, junior] = compareBytes(key(0), key(1)) < 0 ? [0, 1] : [1, 0];
const saying = (...said: readonly Said['operation'][]): readonly Said[] =>
  said.map((operation) => ({ operation }));

describe('admission', () => {
  it('M-10: a living device admits another of the same member, and so on', () => {
    const state = gather([
      feed(0, ...saying(admit(admission(2, 0)))),
      feed(1),
      feed(2, ...saying(admit(admission(3, 0)))),
      feed(3, ...saying({ type: 'name', name: 'third' })),
    ]);
    expect([0, 1, 2, 3].map((index) => isThere(state, index))).toEqual([true, true, true, true]);
    expect(memberOf(state, key(3))).toEqual(key(0));
    expect(standingOf(state, key(3))?.depth).toBe(2);
    expect(remainingWriters(state).length).toBe(4);
  });

  it('M-11: nobody makes a newcomer a device of another member, without its own word or with a forged one', () => {
    const good = admission(2, 0);
    const forged: readonly Admission[] = [
      admission(2, 1),
      { ...good, certificate: { ...good.certificate, name: 'another' } },
      { ...good, certificate: certificate(3) },
      { ...good, claim: { ...good.claim, member: key(1) } },
      { ...good, claim: { ...good.claim, successor: key(1) } },
      { ...admission(2, 2), voucher: { by: 'other', old: key(0) } },
      { ...admission(2, 2), voucher: { by: 'other', old: key(9) } },
      { ...admission(2, 0), voucher: { by: 'other', old: key(1) } },
    ];
    for (const each of forged) {
      const state = gather([feed(0, ...saying(admit(each))), feed(1)]);
      expect(standingWriters(state).length).toBe(2);
    }
    const stolen = gather([feed(0), feed(1, ...saying(admit(good)))]);
    expect(standingOf(stolen, key(2))).toBeNull();
  });

  it('M-12: strangers admit nobody, least of all themselves; nor do they end anybody', () => {
    const state = gather([
      feed(0),
      feed(1),
      feed(2, ...saying(admit(admission(2, 0)), admit(admission(3, 0)), end(0, 0))),
    ]);
    expect(standingWriters(state).length).toBe(2);
    expect(endingOf(state, key(0))).toBeNull();
    // A ring that hangs on nobody, as far as it came to be known.
    const ring = gather([
      feed(0, ...saying(admit(admission(2, 0)))),
      feed(1, { operation: end(0, 1), seen: { 0: 1 } }),
      feed(2, ...saying(admit(admission(3, 0)))),
      feed(3, ...saying(admit(admission(2, 0)))),
    ]);
    expect([2, 3].map((index) => standingOf(ring, key(index)))).toEqual([null, null]);
  });

  it('M-13: a writer that signed two introductions is let in by neither', () => {
    const twice = { ...admission(2, 0), certificate: certificate(2, 'other name') };
    const said = [admit(admission(2, 0)), admit(twice)];
    for (const order of [said, [...said].reverse()]) {
      const state = gather([feed(0, ...saying(...order)), feed(1)]);
      expect(standingOf(state, key(2))).toBeNull();
    }
  });

  it('M-14: who lost everything comes back by the word of the other, as another member in its place', () => {
    const newcomer = admission(2, 2, { by: 'other', old: key(1) });
    const state = gather([feed(0, ...saying(admit(newcomer), end(1, 1, 5))), feed(1)]);
    expect(standingOf(state, key(2))).toMatchObject({ member: key(2), follows: key(1) });
    expect(isThere(state, 1)).toBe(false);
    expect(endingOf(state, key(1))).toMatchObject({ control: 1, message: 5 });
  });

  it('M-15: the successor key admits one writer and ends the old one where it says', () => {
    const commit = { type: 'successor', commitment: successor(1) } as const;
    const follow = (newcomer: number, by = 1) =>
      admit(admission(newcomer, 1, succession(by, newcomer, 1, cutAt(2, 3))));
    const followed = gather([feed(0, ...saying(follow(2))), feed(1, ...saying(commit))]);
    expect(memberOf(followed, key(2))).toEqual(key(1));
    expect(endingOf(followed, key(1))).toMatchObject({ control: 2, message: 3, reason: 'lost' });
    for (const wrong of [
      gather([feed(0, ...saying(follow(2, 9))), feed(1, ...saying(commit))]),
      gather([feed(0, ...saying(follow(2))), feed(1)]),
    ]) {
      expect(standingOf(wrong, key(2))).toBeNull();
      expect(endingOf(wrong, key(1))).toBeNull();
    }
    const two = gather([feed(0, ...saying(follow(2), follow(3))), feed(1, ...saying(commit))]);
    expect([2, 3].map((index) => isThere(two, index))).toEqual([true, false]);
    const removed = gather([feed(0, ...saying(end(1, 2), follow(2))), feed(1, ...saying(commit))]);
    expect(isThere(removed, 2)).toBe(false);
  });

  it('M-16: at most 128 writers, the nearest to the founders', { timeout: 120_000 }, () => {
    const many = (from: number, count: number, member: number) =>
      Array.from({ length: count }, (_, i) => admit(admission(from + i, member)));
    const first = feed(0, ...saying(...many(10, 100, 0)));
    const second = feed(1, ...saying(...many(200, 40, 1)));
    const deep = feed(10, ...saying(...many(300, 5, 0)));
    const states = [
      [first, second, deep],
      [first, deep, second],
      [second, first, deep],
    ].map((feeds) => gather(feeds));
    for (const state of states) {
      expect(standingWriters(state).length).toBe(128);
      expect(standingOf(state, key(300))).toBeNull();
      expect(standingWriters(state)).toEqual(standingWriters(states[0] ?? state));
    }
  });
});

describe('ends', () => {
  it('M-20: of an ended writer counts what its end names, and nothing it says beyond', () => {
    const state = gather([
      feed(0, ...saying(admit(admission(2, 0)), end(2, 1, 7))),
      feed(1),
      feed(2, ...saying(admit(admission(3, 0)), admit(admission(4, 0)), end(1, 0))),
    ]);
    expect(endingOf(state, key(2))).toMatchObject({ control: 1, message: 7, reason: 'removed' });
    expect([1, 2, 3, 4].map((index) => isThere(state, index))).toEqual([true, false, true, false]);
  });

  it('M-21: of several ends of a writer the lowest counts; then what others keep, never it itself', () => {
    const feeds = [
      feed(0, ...saying(admit(admission(2, 0)), admit(admission(3, 0)), end(3, 2, 9))),
      feed(1, ...saying(end(3, 4, 5))),
      feed(2),
      feed(3, ...saying(keep(3, 9, 9))),
    ];
    expect(endingOf(gather(feeds), key(3))).toMatchObject({ control: 2, message: 5 });
    const kept = gather(feeds.with(2, feed(2, ...saying(keep(3, 3, 8), keep(3, 1, 1)))));
    expect(endingOf(kept, key(3))).toMatchObject({ control: 3, message: 8 });
  });

  it('M-22: nobody ends a writer before what it has said to hold of it', () => {
    const state = gather([
      feed(0, ...saying(admit(admission(2, 0)))),
      feed(1, { operation: end(2, 0, 0), seen: { 2: 3 }, messages: { 2: 40 } }),
      feed(2, ...saying(admit(admission(3, 0)))),
    ]);
    expect(endingOf(state, key(2))).toMatchObject({ control: 3, message: 40 });
    expect(isThere(state, 3)).toBe(true);
  });

  it('M-23: an end at heads that nobody has ends a writer for boxes and links at once', () => {
    const state = gather([
      feed(0, ...saying(admit(admission(2, 0)), end(2, 1000, 1000))),
      feed(1, ...saying(end(2, 0, 2))),
      feed(2, ...saying({ type: 'name', name: 'x' })),
    ]);
    expect(isThere(state, 2)).toBe(false);
    expect(endingOf(state, key(2))).toMatchObject({ control: 0, message: 2 });
  });

  it('M-24: of two ends of each other, written apart, the one by the senior counts; known ones count as they stand', () => {
    const apart = gather([
      feed(0, { operation: end(1, 1), seen: { 1: 1 } }),
      feed(1, { operation: end(0, 1), seen: { 0: 1 } }),
    ]);
    expect([senior, junior].map((index) => isThere(apart, index))).toEqual([true, false]);
    const answered = gather([
      feed(senior, { operation: end(junior, 1), seen: { [junior]: 2 } }),
      feed(junior, { operation: end(senior, 1), seen: { [senior]: 1 } }),
    ]);
    expect([senior, junior].map((index) => isThere(answered, index))).toEqual([false, true]);
    // Between devices of one member the shorter chain of admission goes first.
    const devices = gather([
      feed(1, ...saying(admit(admission(2, 1)), end(2, 0))),
      feed(2, ...saying(end(1, 1))),
      feed(0),
    ]);
    expect([1, 2].map((index) => isThere(devices, index))).toEqual([true, false]);
  });

  it('M-24: a ring of ends is cut where the senior speaks', () => {
    const ring = gather([
      feed(0, ...saying(admit(admission(2, 0)), admit(admission(3, 0)), end(2, 0))),
      feed(1),
      feed(2, ...saying(end(3, 0))),
      feed(3, ...saying(end(0, 3))),
    ]);
    expect([0, 2, 3].map((index) => isThere(ring, index))).toEqual([true, false, true]);
  });

  it('M-25: an end by who was ended before does not count, unless it is kept', () => {
    const feeds = [
      feed(0, ...saying(admit(admission(2, 0)))),
      feed(1, ...saying(end(2, 0))),
      feed(2, ...saying(end(0, 3))),
    ];
    expect(isThere(gather(feeds), 0)).toBe(true);
    const kept = feeds.with(0, feed(0, ...saying(admit(admission(2, 0)), keep(2, 1))));
    expect(isThere(gather(kept), 2)).toBe(false);
    expect(isThere(gather(kept), 0)).toBe(false);
  });

  it('M-26: boxes are carried for those who remain, and a room secret is fresh when its maker knew all ends', () => {
    const room = (fill: number) => new Uint8Array(8).fill(fill);
    const box = (recipient: number) => ({
      mode: 'kept' as const,
      recipient: key(recipient),
      number: 0,
      kemKeyId: room(0),
      hash: key(recipient),
    });
    const made = (fill: number, ...to: readonly number[]): Said['operation'] => ({
      type: 'room',
      room: room(fill),
      boxes: to.map(box),
    });
    const before = [feed(0, ...saying(admit(admission(2, 0)), made(1, 1, 2))), feed(1), feed(2)];
    const first = gather(before);
    expect(pendingBoxes(first)).toEqual([box(1), box(2)]);
    expect([1, 9].map((fill) => isRoomFresh(first, room(fill)))).toEqual([true, true]);
    const ended = gather(before.with(1, feed(1, ...saying(end(2, 0), made(2, 0)))));
    expect(pendingBoxes(ended)).toEqual(senior === 0 ? [box(1), box(0)] : [box(0), box(1)]);
    expect([1, 2, 9].map((fill) => isRoomFresh(ended, room(fill)))).toEqual([false, true, false]);
  });
});

/** Three devices of one member and three of the other; anybody may say anything about anybody. */
const people = [0, 1, 2, 3, 4, 5];
const memberOfIndex = (index: number): number => index % 2;
const index = fc.constantFrom(...people);
const lengths = fc.nat(6);
const records = fc.dictionary(fc.constantFrom('0', '1', '2', '3', '4', '5'), lengths, {
  maxKeys: 4,
});
const operation: fc.Arbitrary<Said['operation']> = fc.oneof(
  { weight: 4, arbitrary: index.map((who) => admit(admission(who, memberOfIndex(who), SIBLING))) },
  { weight: 1, arbitrary: index.map((who) => admit(admission(who, 1 - memberOfIndex(who)))) },
  { weight: 4, arbitrary: fc.tuple(index, lengths, lengths).map((cut) => end(...cut)) },
  { weight: 2, arbitrary: fc.tuple(index, lengths, lengths).map((cut) => keep(...cut)) },
  { weight: 1, arbitrary: fc.constant({ type: 'successor', commitment: successor(1) } as const) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(fc.constantFrom(3, 5), fc.constantFrom(1, 3))
      .map(([who, old]) => admit(admission(who, 1, succession(1, who, old, cutAt(2, 2))))),
  },
  {
    weight: 1,
    arbitrary: index.map((who): Said['operation'] => ({
      type: 'acknowledge',
      acknowledgements: [{ writer: key(who), sequence: 1 }],
    })),
  },
);
const said = fc.record({ operation, seen: records, messages: records });
const feeds = fc.tuple(
  ...people.map((who) => fc.array(said, { maxLength: 5 }).map((all) => feed(who, ...all))),
);

describe('order', () => {
  it('M-1: in whatever order entries arrive, the same writers stand, end at the same places and get boxes', () => {
    fc.assert(
      fc.property(feeds, fc.infiniteStream(fc.nat(1000)), (all, picks) => {
        const inTurn = gather(all);
        const mixed = gather(all, () => picks.next().value ?? 0);
        expect(mixed.conclusion.standings.size).toBe(inTurn.conclusion.standings.size);
        expect(standingWriters(mixed)).toEqual(standingWriters(inTurn));
        expect(standingWriters(mixed).map((writer) => endingOf(mixed, writer))).toEqual(
          standingWriters(inTurn).map((writer) => endingOf(inTurn, writer)),
        );
        const bytes = encodeMembers(mixed);
        expect(equalBytes(bytes, encodeMembers(inTurn))).toBe(true);
        const read = parseMembers(bytes);
        expect(read.ok && read.value.conclusion.standings).toEqual(mixed.conclusion.standings);
      }),
      { numRuns: 120 },
    );
  });

  it('M-27: founders stand, and nothing counts that stands beyond the end of its author', () => {
    fc.assert(
      fc.property(feeds, (all) => {
        const state = gather(all);
        for (const founder of [0, 1]) expect(standingOf(state, key(founder))).not.toBeNull();
        for (const { author, sequence } of state.conclusion.ends) {
          const counted = endingOf(state, author)?.control ?? Infinity;
          expect(standingOf(state, author)).not.toBeNull();
          expect(counted).toBeGreaterThan(sequence);
        }
      }),
      { numRuns: 100 },
    );
  });
});
