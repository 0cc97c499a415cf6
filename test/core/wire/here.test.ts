import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createNobleSuite } from '../../../src/core/crypto/noble-suite.ts';
import {
  encodeHere,
  hereTag,
  isHereFor,
  MAX_HERE_TAGS,
  parseHere,
} from '../../../src/core/wire/here.ts';

const suite = createNobleSuite();
const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length });
const fill = (byte: number, length = 32): Uint8Array => new Uint8Array(length).fill(byte);

describe('the word of being still there', () => {
  it('W-10: is read back equal, and nothing else is read', () => {
    const here = fc.record({
      count: fc.integer({ min: 0, max: 2 ** 48 - 1 }),
      tags: fc.array(bytes(8), { maxLength: MAX_HERE_TAGS }),
    });
    fc.assert(
      fc.property(here, (sent) => {
        expect(parseHere(encodeHere(sent))).toEqual(sent);
      }),
    );
    expect(parseHere(new Uint8Array(6))).toBeNull();
    expect(parseHere(concat(encodeHere({ count: 1, tags: [fill(1, 8)] }), [0]))).toBeNull();
  });

  it('L-80: is believed for its key, its speaker and its count alone', () => {
    const [key, session] = [fill(1), fill(2, 16)];
    const tags = [fill(9, 8), hereTag(suite, key, session, 7)];
    expect(isHereFor(suite, { count: 7, tags }, key, session)).toBe(true);
    expect(isHereFor(suite, { count: 8, tags }, key, session)).toBe(false);
    expect(isHereFor(suite, { count: 7, tags }, fill(3), session)).toBe(false);
    expect(isHereFor(suite, { count: 7, tags }, key, fill(4, 16))).toBe(false);
    expect(isHereFor(suite, { count: 7, tags: [] }, key, session)).toBe(false);
  });
});

const concat = (bytes: Uint8Array, more: readonly number[]): Uint8Array =>
  new Uint8Array([...bytes, ...more]);
