/** Random bytes from the browser's cryptographic generator (Web Cryptography API, getRandomValues). */
import type { Random } from '../../core/crypto/suite.ts';

/** getRandomValues refuses more at once. */
const CHUNK = 65_536;

export const createRandom = (): Random => (length) => {
  const bytes = new Uint8Array(length);
  for (let at = 0; at < length; at += CHUNK) {
    crypto.getRandomValues(bytes.subarray(at, at + CHUNK));
  }
  return bytes;
};
