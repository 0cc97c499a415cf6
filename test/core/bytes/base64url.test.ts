import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeBase64url, encodeBase64url } from '../../../src/core/bytes/base64url.ts';

describe('base64url', () => {
  it('B-2: reads back any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        const text = encodeBase64url(bytes);
        expect(text).toMatch(/^[A-Za-z0-9_-]*$/);
        expect(decodeBase64url(text)).toEqual({ ok: true, value: bytes });
      }),
    );
  });

  it('B-3: never throws for arbitrary text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (text) => {
        expect([true, false]).toContain(decodeBase64url(text).ok);
      }),
    );
  });

  it('B-4: takes one spelling only', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[A-Za-z0-9_-]{0,12}$/), (text) => {
        const decoded = decodeBase64url(text);
        if (decoded.ok) expect(encodeBase64url(decoded.value)).toBe(text);
      }),
      { numRuns: 1_000 },
    );
    for (const text of ['AB', 'A', 'AA==', 'AA=', 'A+', 'A/', ' AA', 'AA\n', 'AAAA AAA']) {
      expect(decodeBase64url(text).ok, JSON.stringify(text)).toBe(false);
    }
  });
});
