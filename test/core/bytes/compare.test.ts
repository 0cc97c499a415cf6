import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  compareBytes,
  concatBytes,
  equalBytes,
  equalSecrets,
} from '../../../src/core/bytes/compare.ts';
import { toHex } from '../../vectors/hex.ts';

const bytes = fc.uint8Array({ maxLength: 6, max: 3 });
const compareHex = (a: Uint8Array, b: Uint8Array): number => {
  const [left, right] = [toHex(a) ?? '', toHex(b) ?? ''];
  return left < right ? -1 : left > right ? 1 : 0;
};

describe('compareBytes', () => {
  it('B-6: orders as hex does', () => {
    fc.assert(
      fc.property(bytes, bytes, (a, b) => {
        expect(Math.sign(compareBytes(a, b))).toBe(compareHex(a, b));
      }),
      { numRuns: 1_000 },
    );
    expect(compareBytes(Uint8Array.of(0x7f), Uint8Array.of(0x80))).toBeLessThan(0);
    expect(compareBytes(Uint8Array.of(1), Uint8Array.of(1, 0))).toBeLessThan(0);
  });

  it('B-6: both kinds of equality agree with the order', () => {
    fc.assert(
      fc.property(bytes, bytes, (a, b) => {
        const isEqual = compareBytes(a, b) === 0;
        expect(equalBytes(a, b)).toBe(isEqual);
        expect(equalSecrets(a, b)).toBe(isEqual);
        expect(equalSecrets(a, a.slice())).toBe(true);
      }),
      { numRuns: 1_000 },
    );
  });
});

describe('concatBytes', () => {
  it('B-2: keeps every byte in order', () => {
    fc.assert(
      fc.property(fc.array(bytes), (parts) => {
        expect([...concatBytes(...parts)]).toEqual(parts.flatMap((part) => [...part]));
      }),
    );
  });
});
