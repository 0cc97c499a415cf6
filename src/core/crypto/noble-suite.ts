/**
 * The shipped Suite, made of the audited noble libraries.
 *
 * Ed25519 is checked by the strict rules of RFC 8032 (5.1.7), not by the looser
 * ZIP 215: engines differ on edge cases, and a verdict that all share must not
 * depend on the engine. X-Wing is noble's ml_kem768_x25519
 * (draft-connolly-cfrg-xwing-kem).
 *
 * Foreign bytes of any size or value give null or false. Own keys, seeds,
 * nonces and entropy of a wrong size are our mistake and throw.
 */

import { xchacha20poly1305 } from '@noble/ciphers/chacha.js';
import { ed25519, x25519 } from '@noble/curves/ed25519.js';
import { hkdf } from '@noble/hashes/hkdf.js';
import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { ml_kem768_x25519 } from '@noble/post-quantum/hybrid.js';
import { createHkdf } from './hkdf-sha256.ts';
import type { Suite } from './suite.ts';

const KEY = 32;
const NONCE = 24;
const TAG = 16;
const SIGNATURE = 64;
const KEM_PUBLIC_KEY = 1216;
const KEM_CIPHERTEXT = 1120;
const KEM_ENTROPY = 64;

export const createNobleSuite = (): Suite => ({
  hash: (bytes) => sha256(bytes),
  mac: (key, bytes) => hmac(sha256, key, bytes),
  hkdf: (secret, salt, info, length) =>
    length === KEY && isEmptySalt(salt)
      ? deriveKey(secret, info)
      : hkdf(sha256, secret, salt, info, length),

  seal: (key, nonce, text, aad) => {
    own('key', key, KEY);
    own('nonce', nonce, NONCE);
    return xchacha20poly1305(key, nonce, aad).encrypt(text);
  },
  open: (key, nonce, sealed, aad) => {
    own('key', key, KEY);
    if (nonce.length !== NONCE || sealed.length < TAG) return null;
    return nullOnRefusal(() => xchacha20poly1305(key, nonce, aad).decrypt(sealed));
  },

  signingPublicKey: (seed) => ed25519.getPublicKey(own('seed', seed, KEY)),
  sign: (seed, message) => ed25519.sign(message, own('seed', seed, KEY)),
  verify: (signature, message, publicKey) =>
    signature.length === SIGNATURE &&
    publicKey.length === KEY &&
    nullOnRefusal(() => ed25519.verify(signature, message, publicKey, { zip215: false })) === true,

  agreementPublicKey: (secret) => x25519.getPublicKey(own('secret', secret, KEY)),
  agree: (secret, publicKey) => {
    own('secret', secret, KEY);
    if (publicKey.length !== KEY) return null;
    return nullOnRefusal(() => x25519.getSharedSecret(secret, publicKey));
  },

  kemPublicKey: (seed) => ml_kem768_x25519.getPublicKey(own('seed', seed, KEY)),
  encapsulate: (publicKey, entropy) => {
    own('entropy', entropy, KEM_ENTROPY);
    if (publicKey.length !== KEM_PUBLIC_KEY) return null;
    return nullOnRefusal(() => {
      const { cipherText, sharedSecret } = ml_kem768_x25519.encapsulate(publicKey, entropy);
      return { ciphertext: cipherText, secret: sharedSecret };
    });
  },
  decapsulate: (seed, ciphertext) => {
    own('seed', seed, KEY);
    if (ciphertext.length !== KEM_CIPHERTEXT) return null;
    return nullOnRefusal(() => ml_kem768_x25519.decapsulate(ciphertext, seed));
  },
});

const deriveKey = createHkdf();

const isEmptySalt = (salt: Uint8Array): boolean =>
  salt.length === KEY && salt.every((byte) => byte === 0);

const own = (name: string, bytes: Uint8Array, length: number): Uint8Array => {
  if (bytes.length !== length) {
    throw new RangeError(`"${name}" must be ${length} bytes, is ${bytes.length}`);
  }
  return bytes;
};

/** noble says no by throwing; everything of our own was checked before the call. */
const nullOnRefusal = <T>(call: () => T): T | null => {
  try {
    return call();
  } catch {
    return null;
  }
};
