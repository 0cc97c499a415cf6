import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isFewEmoji, textToParts } from '../../../src/ui/message-list/linkify.ts';

const links = (text: string) =>
  textToParts(text).flatMap((part) => (part.kind === 'link' ? [part.text] : []));

describe('links in a text', () => {
  it('U-9: finds web addresses and leaves the sentence around them', () => {
    expect(links('See https://example.org/a?b=c#d, and (http://example.com/x_(y)).')).toEqual([
      'https://example.org/a?b=c#d',
      'http://example.com/x_(y)',
    ]);
  });

  it.each([
    'javascript:alert(1)',
    'data:text/html,hello',
    'ftp://example.org',
    'https://bank.example@evil.example/',
    'https://',
    'http://[::bad',
    `https://example.org/${'a'.repeat(3000)}`,
    'xhttps://example.org',
  ])('U-9: makes no link of %s', (text) => {
    expect(links(text)).toEqual([]);
  });

  it('U-9: stops at characters that turn the direction of a text', () => {
    expect(links('https://example.org/\u202egpj.exe')).toEqual(['https://example.org/']);
  });

  it('U-9: the parts together are the text, whatever it is', () => {
    const piece = fc.oneof(fc.string(), fc.constantFrom('https://', 'http://a.b/', ')', '.', ' '));
    fc.assert(
      fc.property(fc.array(piece), (pieces) => {
        const text = pieces.join('');
        expect(
          textToParts(text)
            .map((part) => part.text)
            .join(''),
        ).toBe(text);
      }),
    );
  });

  it('U-9: tells one to three emoji from words and digits', () => {
    expect(['🍇', '👍🏽 🎉', '👨‍👩‍👧', '🇨🇭'].map(isFewEmoji)).toEqual([true, true, true, true]);
    expect(['🍇 yes', '12', '', '🍇🍇🍇🍇'].map(isFewEmoji)).toEqual([false, false, false, false]);
  });
});
