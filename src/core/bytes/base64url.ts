/** Base64url without padding (RFC 4648, section 5), for links, topics and names of pages. */

import { fromBase64UrlEncoded } from 'lib0/buffer';
import { err, ok, type Result } from './result.ts';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/** By hand: feeds are named by it in every step, and btoa with its replacements takes five times as long. */
export const encodeBase64url = (bytes: Uint8Array): string => {
  let text = '';
  for (let at = 0; at < bytes.length; at += 3) {
    const [first = 0, second = 0, third = 0] = [bytes[at], bytes[at + 1], bytes[at + 2]];
    const four = (first << 16) | (second << 8) | third;
    text += letter(four >> 18) + letter(four >> 12);
    if (at + 1 < bytes.length) text += letter(four >> 6);
    if (at + 2 < bytes.length) text += letter(four);
  }
  return text;
};

const letter = (bits: number): string => ALPHABET.charAt(bits & 63);

/** Refuses any character outside the alphabet and every second spelling of the same bytes. */
export const decodeBase64url = (text: string): Result<Uint8Array, 'malformed'> => {
  if (!/^[A-Za-z0-9_-]*$/.test(text) || text.length % 4 === 1) return err('malformed');
  const bytes = fromBase64UrlEncoded(text);
  return encodeBase64url(bytes) === text ? ok(bytes) : err('malformed');
};
