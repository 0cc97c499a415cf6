/** Registers merge to the same whatever the order, grouping and repetition in which writes come. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  compareEntries,
  encodeEntries,
  parseEntries,
  type RegisterEntry,
} from '../../../src/app/registers/entry.ts';
import {
  entriesOf,
  mergeEntries,
  NO_REGISTERS,
  settle,
  type RegisterState,
} from '../../../src/app/registers/merge.ts';
import { MAX_AHEAD_MS } from '../../../src/core/clock/hlc.ts';

const CEILING = 1_000;

const walls = fc.oneof(
  fc.integer({ min: 0, max: 5 }),
  fc.integer({ min: CEILING + MAX_AHEAD_MS - 1, max: CEILING + MAX_AHEAD_MS + 3 }),
);

const entry: fc.Arbitrary<RegisterEntry> = fc.record({
  key: fc.constantFrom('a', 'b', 'ü'),
  value: fc.option(fc.uint8Array({ maxLength: 2 }), { nil: undefined }),
  stamp: fc.record({ wall: walls, count: fc.integer({ min: 0, max: 2 }) }),
  device: fc.integer({ min: 0, max: 2 }).map((fill) => new Uint8Array(16).fill(fill)),
});
const entries = fc.array(entry, { maxLength: 12 });

/** As plain data in one order. */
const shape = (state: RegisterState) => [...state].toSorted(([a], [b]) => (a < b ? -1 : 1));

const merged = (...lists: readonly (readonly RegisterEntry[])[]): RegisterState =>
  lists.reduce<RegisterState>((state, list) => mergeEntries(state, list, CEILING), NO_REGISTERS);

describe('the merge of registers', () => {
  it('A-240: is commutative', () => {
    fc.assert(
      fc.property(entries, entries, (a, b) => {
        expect(shape(merged(a, b))).toEqual(shape(merged(b, a)));
      }),
    );
  });

  it('A-240: is associative: what was merged elsewhere may come in any grouping', () => {
    fc.assert(
      fc.property(entries, entries, entries, (a, b, c) => {
        const left = merged(a, b, c);
        const right = merged(a, entriesOf(merged(b, c)));
        expect(shape(left)).toEqual(shape(right));
      }),
    );
  });

  it('A-240: is idempotent: what comes again changes nothing, not even the object', () => {
    fc.assert(
      fc.property(entries, (a) => {
        const once = merged(a);
        expect(mergeEntries(once, a, CEILING)).toBe(once);
        expect(mergeEntries(once, entriesOf(once), CEILING)).toBe(once);
      }),
    );
  });

  it('A-240: of each key the latest write stands, and two writes are equal only when they are the same', () => {
    fc.assert(
      fc.property(entries, (a) => {
        for (const [key, { settled, held }] of merged(a)) {
          for (const each of a.filter((one) => one.key === key)) {
            const place = each.stamp.wall > CEILING + MAX_AHEAD_MS ? held : settled;
            expect(place && compareEntries(place, each)).toBeGreaterThanOrEqual(0);
          }
        }
      }),
    );
    fc.assert(
      fc.property(entry, entry, (a, b) => {
        const isSame = compareEntries(a, { ...b, key: a.key }) === 0;
        expect(isSame).toBe(JSON.stringify(a) === JSON.stringify({ ...b, key: a.key }));
      }),
    );
  });
});

describe('a write from the future', () => {
  const near: RegisterEntry = {
    key: 'a',
    value: Uint8Array.of(1),
    stamp: { wall: CEILING, count: 0 },
    device: new Uint8Array(16).fill(1),
  };
  const far: RegisterEntry = {
    ...near,
    value: Uint8Array.of(2),
    stamp: { wall: CEILING + MAX_AHEAD_MS + 1, count: 0 },
    device: new Uint8Array(16).fill(2),
  };

  it('A-241: stands beside what counts, and keeps nobody from writing', () => {
    const state = merged([far], [near]);
    expect(state.get('a')).toEqual({ settled: near, held: far });
    const later = { ...near, value: Uint8Array.of(3), stamp: { wall: CEILING + 1, count: 0 } };
    expect(mergeEntries(state, [later], CEILING).get('a')?.settled).toEqual(later);
  });

  it('A-241: counts when its time has come, and no more when time was not what it seemed', () => {
    const state = settle(merged([far, near]), CEILING + 1);
    expect(state.get('a')).toEqual({ settled: far, held: undefined });
    expect(settle(state, CEILING).get('a')).toEqual({ settled: undefined, held: far });
    expect(settle(state, CEILING + 1)).toBe(state);
  });
});

describe('writes as bytes', () => {
  it('A-242: come back as they were', () => {
    fc.assert(
      fc.property(entries, (a) => {
        expect(parseEntries(encodeEntries(a))).toEqual({ ok: true, value: a });
      }),
    );
  });

  it('A-242: hostile bytes give a tag: too long a key or value, no key, bytes left over, bytes missing', () => {
    const one = { stamp: { wall: 1, count: 1 }, device: new Uint8Array(16), value: undefined };
    const isRefused = (list: readonly RegisterEntry[]) => !parseEntries(encodeEntries(list)).ok;
    expect(isRefused([{ ...one, key: 'k'.repeat(128) }])).toBe(false);
    expect(isRefused([{ ...one, key: 'k'.repeat(129) }])).toBe(true);
    expect(isRefused([{ ...one, key: '' }])).toBe(true);
    expect(isRefused([{ ...one, key: 'k', value: new Uint8Array(16_384) }])).toBe(false);
    expect(isRefused([{ ...one, key: 'k', value: new Uint8Array(16_385) }])).toBe(true);
    const good = encodeEntries([{ ...one, key: 'k' }]);
    expect(parseEntries(Uint8Array.of(...good, 0)).ok).toBe(false);
    expect(parseEntries(good.slice(0, -1)).ok).toBe(false);
    fc.assert(fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => void parseEntries(bytes)));
  });
});
