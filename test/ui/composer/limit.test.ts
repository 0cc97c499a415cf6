import { describe, expect, it } from 'vitest';
import { byteLength, limitWords, TEXT_LIMIT } from '../../../src/ui/composer/limit.ts';

describe('the length of a message', () => {
  it('U-13: is counted in bytes of UTF-8', () => {
    expect(byteLength('añ🍇')).toBe(7);
  });

  it('U-13: is spoken of only near the limit', () => {
    expect(limitWords('')).toBe('');
    expect(limitWords('a'.repeat(14_000))).toBe('');
    expect(limitWords('a'.repeat(16_000))).toBe('384 bytes left');
    expect(limitWords('🍇'.repeat(TEXT_LIMIT / 4))).toBe('0 bytes left');
    expect(limitWords('a'.repeat(TEXT_LIMIT + 5))).toContain('Too long by 5 bytes');
  });
});
