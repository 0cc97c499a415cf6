import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  advanceFrontier,
  compareFrontiers,
  createFrontier,
  digestFrontier,
  encodeFrontier,
  MAX_FEEDS,
  parseFrontier,
} from '../../../src/core/journal/frontier.ts';
import type { Head } from '../../../src/core/journal/header.ts';
import { bytesOf, cheapSuite } from './writing.ts';

const head = (writer: number, sequence: number, kind: 'control' | 'message' = 'message'): Head => ({
  feed: { writer: bytesOf(writer), kind },
  sequence,
  hash: bytesOf(sequence % 256),
});

const anyFrontier = fc
  .uniqueArray(
    fc.record({
      feed: fc.record({
        writer: fc.nat(20).map((byte) => bytesOf(byte)),
        kind: fc.constantFrom('control' as const, 'message' as const),
      }),
      sequence: fc.nat(2 ** 32 - 1),
      hash: fc.uint8Array({ minLength: 32, maxLength: 32 }),
    }),
    { selector: (one) => `${one.feed.kind} ${one.feed.writer[0] ?? 0}` },
  )
  .map(createFrontier);

describe('frontier', () => {
  it('J-18: is read back equal', () => {
    fc.assert(
      fc.property(anyFrontier, (frontier) => {
        expect(parseFrontier(encodeFrontier(frontier))).toEqual({ ok: true, value: frontier });
      }),
    );
  });

  it('J-18: has one encoding, whatever the order it grew in', () => {
    const heads = [head(1, 5), head(2, 3), head(1, 4, 'control')];
    const grown = heads.toReversed().reduce(advanceFrontier, createFrontier([]));
    expect(encodeFrontier(grown)).toEqual(encodeFrontier(createFrontier(heads)));
    expect(digestFrontier(cheapSuite, grown)).toEqual(
      digestFrontier(cheapSuite, createFrontier(heads)),
    );
    const further = advanceFrontier(grown, head(1, 6));
    expect(digestFrontier(cheapSuite, further)).not.toEqual(digestFrontier(cheapSuite, grown));
  });

  it('J-18: names at most 256 feeds, each once and in order', () => {
    const many = Array.from({ length: MAX_FEEDS + 1 }, (_, i) =>
      head(i % 256, i, i < 256 ? 'message' : 'control'),
    );
    expect(() => encodeFrontier(createFrontier(many))).toThrow(RangeError);
    const full = encodeFrontier(createFrontier(many.slice(0, MAX_FEEDS)));
    expect(parseFrontier(full).ok).toBe(true);
    expect(parseFrontier(Uint8Array.of(0x81, 2)).ok).toBe(false);
    const one = encodeFrontier(createFrontier([head(1, 0)])).subarray(1);
    const two = encodeFrontier(createFrontier([head(2, 0)])).subarray(1);
    expect(parseFrontier(Uint8Array.from([2, ...one, ...two])).ok).toBe(true);
    expect(parseFrontier(Uint8Array.from([2, ...two, ...one])).ok).toBe(false);
    expect(parseFrontier(Uint8Array.from([2, ...one, ...one])).ok).toBe(false);
  });

  it('J-18: any bytes are read without a throw, and only in their one encoding', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        const parsed = parseFrontier(bytes);
        if (parsed.ok) expect(encodeFrontier(parsed.value)).toEqual(bytes);
      }),
    );
  });

  it('J-19: tells what each side lacks, control feeds first', () => {
    const own = createFrontier([head(1, 5), head(2, 3), head(4, 0, 'control')]);
    const other = createFrontier([head(1, 9), head(2, 1), head(3, 0, 'control')]);
    expect(compareFrontiers(own, other)).toEqual({
      lacking: [
        { feed: head(3, 0, 'control').feed, from: 0, to: 0 },
        { feed: head(1, 0).feed, from: 6, to: 9 },
      ],
      offering: [
        { feed: head(4, 0, 'control').feed, from: 0, to: 0 },
        { feed: head(2, 0).feed, from: 2, to: 3 },
      ],
      conflicting: [],
    });
    expect(compareFrontiers(own, own)).toEqual({ lacking: [], offering: [], conflicting: [] });
  });

  it('J-19: what one side lacks is what the other offers', () => {
    fc.assert(
      fc.property(anyFrontier, anyFrontier, (a, b) => {
        expect(compareFrontiers(a, b).lacking).toEqual(compareFrontiers(b, a).offering);
      }),
    );
  });

  it('J-19: tells of feeds as long as ours that end otherwise', () => {
    const bent = { ...head(1, 5), hash: bytesOf(99) };
    expect(
      compareFrontiers(createFrontier([head(1, 5)]), createFrontier([bent])).conflicting,
    ).toEqual([bent.feed]);
  });
});
