/**
 * A Suite for runs that are about gossip, keys and storage and not about
 * ciphers: every primitive is one or two hashes.
 *
 * What the program relies on holds: a record opens with its key, nonce and
 * data alone; a signature verifies for its key and message alone; both ends of
 * an agreement or encapsulation get one secret. What only a cipher gives does
 * not: sealed text is legible, and whoever would call these formulas with a
 * public key could forge. The adversaries of a simulation never do.
 */
import { hash } from 'node:crypto';
import type { Suite } from '../../src/core/crypto/suite.ts';

const TAG = 16;
const KEM_PUBLIC_KEY = 1216;
const KEM_CIPHERTEXT = 1120;

export const createCheapSuite = (): Suite => ({
  hash: (bytes) => hashOf('hash', bytes),
  mac: (key, bytes) => hashOf('mac', key, bytes),
  hkdf: (secret, salt, info, length) => stretch(hashOf('hkdf', secret, salt, info), length),

  seal: (key, nonce, text, aad) => {
    own(key, 32);
    own(nonce, 24);
    const sealed = new Uint8Array(text.length + TAG);
    sealed.set(text);
    sealed.set(hashOf('tag', key, nonce, aad, text).subarray(0, TAG), text.length);
    return sealed;
  },
  open: (key, nonce, sealed, aad) => {
    own(key, 32);
    if (nonce.length !== 24 || sealed.length < TAG) return null;
    const text = sealed.slice(0, -TAG);
    const tag = hashOf('tag', key, nonce, aad, text);
    return isEqual(tag.subarray(0, TAG), sealed.subarray(-TAG)) ? text : null;
  },

  signingPublicKey: (seed) => publicOf('signing', seed),
  sign: (seed, message) => stretch(hashOf('signature', publicOf('signing', seed), message), 64),
  verify: (signature, message, publicKey) =>
    publicKey.length === 32 &&
    isEqual(signature, stretch(hashOf('signature', publicKey, message), 64)),

  agreementPublicKey: (secret) => publicOf('agreement', secret),
  agree: (secret, publicKey) => {
    if (publicKey.length !== 32 || publicKey.every((byte) => byte === 0)) return null;
    const ends = [publicOf('agreement', secret), publicKey].sort(Buffer.compare);
    return hashOf('agreed', ...ends);
  },

  kemPublicKey: (seed) => stretch(publicOf('kem', seed), KEM_PUBLIC_KEY),
  encapsulate: (publicKey, entropy) => {
    own(entropy, 64);
    const name = publicKey.slice(0, 32);
    if (!isEqual(publicKey, stretch(name, KEM_PUBLIC_KEY))) return null;
    const ciphertext = stretch(hashOf('ciphertext', entropy), KEM_CIPHERTEXT);
    return { ciphertext, secret: hashOf('shared', name, ciphertext) };
  },
  decapsulate: (seed, ciphertext) =>
    ciphertext.length === KEM_CIPHERTEXT
      ? hashOf('shared', publicOf('kem', seed), ciphertext)
      : null,
});

/** Label and lengths in front, so that no two lists of parts are the same bytes. */
const hashOf = (label: keyof typeof LABELS, ...parts: readonly Uint8Array[]): Uint8Array => {
  let length = 1 + 4 * parts.length;
  for (const part of parts) length += part.length;
  const bytes = length <= scratch.length ? scratch : new Uint8Array(length);
  let at = 0;
  bytes[at++] = LABELS[label];
  for (const part of parts) {
    for (let shift = 0; shift < 32; shift += 8) bytes[at++] = part.length >> shift;
  }
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return new Uint8Array(hash('sha256', bytes.subarray(0, length), 'buffer'));
};

/** Reused by every call: most hash little, and a new array for each would cost more than the hash. */
const scratch = new Uint8Array(16_384);

const LABELS = {
  hash: 1,
  mac: 2,
  hkdf: 3,
  tag: 4,
  signing: 5,
  signature: 6,
  agreement: 7,
  agreed: 8,
  kem: 9,
  ciphertext: 10,
  shared: 11,
} as const;

const publicOf = (use: keyof typeof LABELS, seed: Uint8Array): Uint8Array =>
  hashOf(use, own(seed, 32));

/** The first bytes are the seed itself, the rest repeats it with a counter. */
const stretch = (seed: Uint8Array, length: number): Uint8Array => {
  const out = new Uint8Array(length);
  for (let i = 0; i < length; i++) out[i] = (seed[i & 31] ?? 0) ^ (i >> 5);
  return out;
};

const isEqual = (a: Uint8Array, b: Uint8Array): boolean => Buffer.compare(a, b) === 0;

const own = (bytes: Uint8Array, length: number): Uint8Array => {
  if (bytes.length !== length) throw new RangeError(`must be ${length} bytes, is ${bytes.length}`);
  return bytes;
};
