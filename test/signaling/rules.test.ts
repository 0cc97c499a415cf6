/** The pure parts of the node: routing, buckets, pressure, seats, addresses. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clientAddress } from '../../signaling/address.ts';
import { createSeats, fullBucket, takeToken, weighPressure } from '../../signaling/limits.ts';
import { createTopics } from '../../signaling/topics.ts';

describe('routing', () => {
  it('N-1: the table agrees with a plain list of pairs, and keeps nothing of who left', () => {
    const who = fc.constantFrom('ann', 'ben', 'cid');
    const topic = fc.constantFrom('x', 'y', '__proto__');
    const step = fc.tuple(fc.constantFrom('subscribe', 'unsubscribe', 'leave'), who, topic);
    fc.assert(
      fc.property(fc.array(step), (steps) => {
        const table = createTopics<string>(8);
        let pairs: readonly (readonly [string, string])[] = [];
        for (const [kind, w, t] of steps) {
          if (kind === 'subscribe') table.subscribe(w, [t]);
          else if (kind === 'unsubscribe') table.unsubscribe(w, [t]);
          else table.leave(w);
          pairs = pairs.filter(([a, b]) => a !== w || (kind !== 'leave' && b !== t));
          if (kind === 'subscribe') pairs = [...pairs, [w, t]];
        }
        for (const w of ['ann', 'ben', 'cid'])
          for (const t of ['x', 'y', '__proto__']) {
            const on = pairs.filter(([, b]) => b === t).map(([a]) => a);
            const expected = on.includes(w) ? new Set(on) : null;
            expect(table.receivers(w, t)).toEqual(expected);
          }
        expect(table.size()).toBe(new Set(pairs.map(([, b]) => b)).size);
      }),
    );
  });

  it('N-9: a subscriber holds at most its number of topics, however often it asks', () => {
    const table = createTopics<string>(2);
    expect(table.subscribe('ann', ['a', 'a', 'b', 'c', 'a'])).toBe(1);
    expect(table.receivers('ann', 'c')).toBeNull();
    expect(table.size()).toBe(2);
  });
});

describe('limits', () => {
  it('N-8: in any stretch of time no more than burst + rate x time frames pass', () => {
    const rate = { perSecond: 50, burst: 200 };
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 40 }), { maxLength: 600 }), (gaps) => {
        let now = 0;
        let bucket = fullBucket(rate, now);
        let passed = 0;
        for (const gap of gaps) {
          now += gap;
          const taken = takeToken(bucket, rate, now);
          bucket = taken.bucket;
          if (taken.allowed) passed += 1;
        }
        expect(passed).toBeLessThanOrEqual(rate.burst + (rate.perSecond * now) / 1000);
      }),
    );
  });

  it('N-8: 50 frames a second pass for ever', () => {
    const rate = { perSecond: 50, burst: 200 };
    let bucket = fullBucket(rate, 0);
    for (let now = 0; now < 600_000; now += 20) {
      const taken = takeToken(bucket, rate, now);
      expect(taken.allowed).toBe(true);
      bucket = taken.bucket;
    }
  });

  it('N-11: below the soft limit frames go out, above it they are withheld, then the line ends', () => {
    const limits = { soft: 100, hard: 300 };
    expect(weighPressure(90, 100, 50, limits)).toEqual({ verdict: 'send', withheld: 0 });
    expect(weighPressure(0, 101, 50, limits)).toEqual({ verdict: 'skip', withheld: 50 });
    expect(weighPressure(150, 101, 50, limits)).toEqual({ verdict: 'close', withheld: 200 });
  });

  it('N-10: seats given back can be taken again', () => {
    const seats = createSeats(1);
    expect([seats.take('a'), seats.take('a'), seats.take('b')]).toEqual([true, false, true]);
    seats.release('a');
    expect(seats.take('a')).toBe(true);
  });
});

describe('addresses', () => {
  it.each([
    ['192.0.2.1', undefined, false, '192.0.2.1'],
    ['::ffff:192.0.2.1', undefined, false, '192.0.2.1'],
    ['2001:db8:0:7::1', undefined, false, '2001:db8:0:7'],
    ['2001:db8:0000:0007:aaaa::2', undefined, false, '2001:db8:0:7'],
    ['::1', undefined, false, '0:0:0:0'],
    ['fe80::1%eth0', undefined, false, 'fe80:0:0:0'],
    ['192.0.2.1', '203.0.113.9', false, '192.0.2.1'],
    ['192.0.2.1', '10.0.0.1, 203.0.113.9', true, '203.0.113.9'],
    ['192.0.2.1', ['10.0.0.1', '203.0.113.9'], true, '203.0.113.9'],
    ['192.0.2.1', 'unknown', true, '192.0.2.1'],
    ['192.0.2.1', '', true, '192.0.2.1'],
    [undefined, undefined, true, 'unknown'],
  ])('N-10: %s with %j, proxy %s, counts as %s', (peer, forwarded, trust, counted) => {
    expect(clientAddress(peer, forwarded, trust)).toBe(counted);
  });

  it('N-10: no header makes the reading throw', () => {
    fc.assert(
      fc.property(fc.string(), (header) => {
        expect(clientAddress('192.0.2.1', header, true)).toBeTypeOf('string');
      }),
    );
  });
});
