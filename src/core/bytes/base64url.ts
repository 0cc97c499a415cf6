/** Base64url without padding (RFC 4648, section 5), for links, topics and names of pages. */

import { fromBase64UrlEncoded, toBase64UrlEncoded } from 'lib0/buffer';
import { err, ok, type Result } from './result.ts';

export const encodeBase64url = (bytes: Uint8Array): string => toBase64UrlEncoded(bytes);

/** Refuses any character outside the alphabet and every second spelling of the same bytes. */
export const decodeBase64url = (text: string): Result<Uint8Array, 'malformed'> => {
  if (!/^[A-Za-z0-9_-]*$/.test(text) || text.length % 4 === 1) return err('malformed');
  const bytes = fromBase64UrlEncoded(text);
  return encodeBase64url(bytes) === text ? ok(bytes) : err('malformed');
};
