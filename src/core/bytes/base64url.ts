/** Base64url without padding (RFC 4648, section 5), for links, topics and names of pages. */

import { fromBase64UrlEncoded } from 'lib0/buffer';
import { err, ok, type Result } from './result.ts';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/** Of each 12 bits the two letters. */
const PAIRS: readonly string[] = Array.from(
  { length: 4_096 },
  (_, bits) => ALPHABET.charAt(bits >> 6) + ALPHABET.charAt(bits & 63),
);

/** By hand: feeds and writers are named by it in every step, and btoa with its replacements takes five times as long. */
export const encodeBase64url = (bytes: Uint8Array): string => {
  const whole = bytes.length - (bytes.length % 3);
  let text = '';
  for (let at = 0; at < whole; at += 3) {
    const four = (byteAt(bytes, at) << 16) | (byteAt(bytes, at + 1) << 8) | byteAt(bytes, at + 2);
    text += pair(four >> 12) + pair(four & 4_095);
  }
  const left = bytes.length - whole;
  if (left === 0) return text;
  const four = (byteAt(bytes, whole) << 16) | (byteAt(bytes, whole + 1) << 8);
  return text + (pair(four >> 12) + pair(four & 4_095)).slice(0, left + 1);
};

/** Zero beyond the end. */
const byteAt = (bytes: Uint8Array, at: number): number => bytes[at] ?? 0;

const pair = (bits: number): string => PAIRS[bits] ?? '';

/** Refuses any character outside the alphabet and every second spelling of the same bytes. */
export const decodeBase64url = (text: string): Result<Uint8Array, 'malformed'> => {
  if (!/^[A-Za-z0-9_-]*$/.test(text) || text.length % 4 === 1) return err('malformed');
  const bytes = fromBase64UrlEncoded(text);
  return encodeBase64url(bytes) === text ? ok(bytes) : err('malformed');
};
