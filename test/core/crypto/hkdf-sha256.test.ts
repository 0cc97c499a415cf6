/** The derivation that every message goes through, against Node's. */
import { hkdfSync } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createNobleSuite } from '../../../src/core/crypto/noble-suite.ts';

const suite = createNobleSuite();
const bytes = (maxLength: number) => fc.uint8Array({ maxLength });

describe('HKDF', () => {
  it('C-5: gives what another implementation gives, whatever the salt, one after another', () => {
    const salts = fc.oneof(
      fc.constant(new Uint8Array(32)),
      bytes(40),
      fc.constant(new Uint8Array(64)),
    );
    const lengths = fc.oneof(fc.constant(32), fc.integer({ min: 1, max: 100 }));
    fc.assert(
      fc.property(bytes(130), salts, bytes(200), lengths, (secret, salt, info, length) => {
        const expected = new Uint8Array(hkdfSync('sha256', secret, salt, info, length));
        expect(suite.hkdf(secret, salt, info, length)).toEqual(expected);
      }),
      { numRuns: 500 },
    );
  });
});
