import { argon2id } from '@noble/hashes/argon2.js';
import { describe, expect, it } from 'vitest';
import { isAllowedCost, LEAST_COST, MOST_COST } from '../../../src/core/crypto/passphrase.ts';
import { calibrate, LEAST_TIME } from '../../../src/effects/passphrase/calibrate.ts';
import { derive } from '../../../src/effects/passphrase/derive.ts';

describe('a key from a passphrase', () => {
  it('H-132: is Argon2id of version 1.3, as another implementation makes it', async () => {
    const salt = Uint8Array.from({ length: 16 }, (_, i) => i);
    const cost = { memoryKiB: 64, iterations: 3, parallelism: 1 };
    const theirs = argon2id('correct horse', salt, { m: 64, t: 3, p: 1, dkLen: 32 });
    expect(await derive('correct horse', salt, cost)).toEqual(theirs);
    expect(await derive('correct horses', salt, cost)).not.toEqual(theirs);
  });
});

describe('calibrating', () => {
  const speeds = [0.01, 0.5, 1, 7, 40, 400];

  it('H-133: finds a cost that takes a quarter of a second or more, and not much more', async () => {
    for (const speed of speeds) {
      const time = ({ memoryKiB, iterations }: typeof LEAST_COST) =>
        (memoryKiB * iterations * speed) / 10_000;
      const cost = await calibrate(async (tried) => time(tried));
      expect(isAllowedCost(cost)).toBe(true);
      const isMost = cost.iterations === MOST_COST.iterations;
      expect(isMost || time(cost) >= LEAST_TIME, `${speed}`).toBe(true);
      const isLeast = time(LEAST_COST) >= LEAST_TIME;
      if (isLeast) expect(cost).toEqual(LEAST_COST);
      else expect(time(cost)).toBeLessThan(2 * LEAST_TIME);
    }
  });

  it('H-133: ends with a clock that stands still', async () => {
    const cost = await calibrate(async () => 0);
    expect(isAllowedCost(cost)).toBe(true);
    expect(cost.iterations).toBe(MOST_COST.iterations);
  });
});
