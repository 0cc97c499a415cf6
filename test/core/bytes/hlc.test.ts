import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseBytes } from '../../../src/core/bytes/reader.ts';
import { createWriter } from '../../../src/core/bytes/writer.ts';
import {
  compareStamps,
  MAX_AHEAD_MS,
  merge,
  readStamp,
  tick,
  writeStamp,
  ZERO_STAMP,
  type Stamp,
} from '../../../src/core/clock/hlc.ts';

const DAY = 24 * 60 * 60 * 1000;
const wall = fc.nat({ max: 2 ** 47 });
const stamp: fc.Arbitrary<Stamp> = fc.record({ wall, count: fc.nat(2 ** 16 - 1) });

describe('hybrid logical clock', () => {
  it('B-2: a stamp is read back from its 8 bytes', () => {
    fc.assert(
      fc.property(stamp, (value) => {
        const bytes = writeStamp(createWriter(), value).finish();
        expect(bytes).toHaveLength(8);
        expect(parseBytes(bytes, readStamp)).toEqual({ ok: true, value });
      }),
    );
  });

  it('B-7: each own stamp is later than the last, whatever the clock shows', () => {
    fc.assert(
      fc.property(stamp, fc.array(fc.integer({ min: -DAY, max: 2 ** 47 })), (start, clock) => {
        let latest = start;
        for (const now of clock) {
          const next = tick(latest, now);
          expect(compareStamps(next, latest)).toBeGreaterThan(0);
          latest = next;
        }
      }),
    );
  });

  it('B-7: a stamp follows the clock when that is ahead, and counts when it is not', () => {
    expect(tick(ZERO_STAMP, 5)).toEqual({ wall: 5, count: 0 });
    expect(tick({ wall: 9, count: 3 }, 5)).toEqual({ wall: 9, count: 4 });
    expect(tick({ wall: 9, count: 2 ** 16 - 1 }, 5)).toEqual({ wall: 10, count: 0 });
  });

  it('B-7: what was read is before what is written next', () => {
    fc.assert(
      fc.property(stamp, wall, fc.integer({ min: -DAY, max: MAX_AHEAD_MS }), (own, now, ahead) => {
        const seen = { wall: Math.max(0, now + ahead), count: 7 };
        const next = tick(merge(own, seen, now), now);
        expect(compareStamps(next, own)).toBeGreaterThan(0);
        expect(compareStamps(next, seen)).toBeGreaterThan(0);
      }),
    );
  });

  it('B-8: a stamp too far ahead changes nothing, any other moves only forward', () => {
    fc.assert(
      fc.property(stamp, stamp, wall, (own, seen, now) => {
        const merged = merge(own, seen, now);
        expect(compareStamps(merged, own)).toBeGreaterThanOrEqual(0);
        if (seen.wall > now + MAX_AHEAD_MS) expect(merged).toEqual(own);
        else expect(compareStamps(merged, seen)).toBeGreaterThanOrEqual(0);
      }),
    );
  });
});
