/**
 * A sealed record: 24-byte random nonce, then XChaCha20-Poly1305.
 *
 * Used wherever a key seals more than one text; random nonces keep that safe
 * across tabs and after a restored copy.
 */

import { concatBytes } from '../bytes/compare.ts';
import type { Random, Suite } from './suite.ts';

const NONCE = 24;
const TAG = 16;

/** How many bytes longer than the text a sealed record is. */
export const SEALED_OVERHEAD = NONCE + TAG;

export const sealRecord = (
  suite: Suite,
  random: Random,
  key: Uint8Array,
  text: Uint8Array,
  aad: Uint8Array,
): Uint8Array => {
  const nonce = random(NONCE);
  return concatBytes(nonce, suite.seal(key, nonce, text, aad));
};

/** The text, or null when the record is too short, was changed, or is for another key or place. */
export const openRecord = (
  suite: Suite,
  key: Uint8Array,
  record: Uint8Array,
  aad: Uint8Array,
): Uint8Array | null =>
  record.length < SEALED_OVERHEAD
    ? null
    : suite.open(key, record.subarray(0, NONCE), record.subarray(NONCE), aad);
