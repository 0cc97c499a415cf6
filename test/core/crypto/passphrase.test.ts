import { describe, expect, it } from 'vitest';
import { parseBytes } from '../../../src/core/bytes/reader.ts';
import { err, ok } from '../../../src/core/bytes/result.ts';
import { createWriter } from '../../../src/core/bytes/writer.ts';
import {
  isAllowedCost,
  LEAST_COST,
  MOST_COST,
  passphraseBytes,
  readCost,
  writeCost,
} from '../../../src/core/crypto/passphrase.ts';

describe('a passphrase', () => {
  it('H-130: is the same however its letters and spaces were composed, and else is not', () => {
    expect(passphraseBytes('caf\u00e9 au\u00a0lait')).toEqual(
      passphraseBytes('cafe\u0301 au lait'),
    );
    expect(passphraseBytes('Vine')).not.toEqual(passphraseBytes('vine'));
    expect(passphraseBytes('vine ')).not.toEqual(passphraseBytes('vine'));
    expect(passphraseBytes('葡萄')).toHaveLength(6);
  });

  it('H-131: costs within limits come back, others stop the parse', () => {
    const stored = (cost: typeof LEAST_COST) =>
      parseBytes(writeCost(createWriter(), cost).finish(), readCost);
    for (const cost of [LEAST_COST, MOST_COST]) expect(stored(cost)).toEqual(ok(cost));
    const wrong = [
      { ...LEAST_COST, memoryKiB: LEAST_COST.memoryKiB - 1 },
      { ...LEAST_COST, iterations: 1 },
      { ...LEAST_COST, parallelism: 0 },
      { ...MOST_COST, memoryKiB: MOST_COST.memoryKiB + 1 },
      { ...MOST_COST, iterations: 65 },
      { ...MOST_COST, parallelism: 5 },
    ];
    for (const cost of wrong) expect(stored(cost)).toEqual(err('malformed'));
    expect(isAllowedCost({ ...LEAST_COST, iterations: 2.5 })).toBe(false);
  });
});
