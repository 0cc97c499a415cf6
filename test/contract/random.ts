/** The rules of Random: as many bytes as asked for, and not the same twice. */
import { describe, expect, it } from 'vitest';
import type { Random } from '../../src/core/crypto/suite.ts';

export const tryRandom = (name: string, random: Random): void => {
  describe(`random bytes: ${name}`, () => {
    it('T-21: gives as many bytes as asked for, also beyond 65,536', () => {
      for (const length of [0, 1, 32, 65_536, 65_537, 200_000]) {
        expect(random(length).length).toBe(length);
      }
    });

    it('T-21: never gives the same twice, and leaves no part unfilled', () => {
      const drawn = Array.from({ length: 100 }, () => String(random(16)));
      expect(new Set(drawn).size).toBe(100);
      expect(
        random(65_536 + 64)
          .slice(65_536)
          .some((byte) => byte !== 0),
      ).toBe(true);
    });
  });
};
