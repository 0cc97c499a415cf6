/** How long a message may be, in bytes of UTF-8, and what is said when it comes near. */

import { msg, str } from '@lit/localize';
import { plural } from '../words/plural.ts';

export const TEXT_LIMIT = 16_384;
const NEAR = TEXT_LIMIT * 0.9;

const encoder = new TextEncoder();

export function byteLength(text: string): number {
  return encoder.encode(text).length;
}

/** Empty while there is plenty of room. */
export function limitWords(text: string): string {
  // No text has more bytes than three for each UTF-16 unit: most need no counting.
  if (text.length * 3 < NEAR) return '';
  const left = TEXT_LIMIT - byteLength(text);
  if (left < 0) return tooLongWords(-left);
  return left < TEXT_LIMIT - NEAR ? leftWords(left) : '';
}

function tooLongWords(bytes: number): string {
  return plural(bytes, {
    one: () => msg(str`Too long by ${bytes} byte. Send it in two parts.`),
    other: () => msg(str`Too long by ${bytes} bytes. Send it in two parts.`),
  });
}

function leftWords(bytes: number): string {
  return plural(bytes, {
    one: () => msg(str`${bytes} byte left`),
    other: () => msg(str`${bytes} bytes left`),
  });
}
