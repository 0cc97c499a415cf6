/**
 * The primitives that everything else is built from, as one argument.
 *
 * Protocol code never imports a cipher: it is handed a Suite. The shipped one
 * is noble-suite.ts; a simulator may hand in a cheap keyed-hash suite where a
 * run is about gossip. Sizes are those of Ed25519 (RFC 8032), X25519 (RFC
 * 7748), X-Wing (draft-connolly-cfrg-xwing-kem), XChaCha20-Poly1305
 * (draft-irtf-cfrg-xchacha), HKDF and HMAC with SHA-256 (RFC 5869, RFC 2104).
 */

export type Random = (length: number) => Uint8Array;

export interface Suite {
  /** SHA-256: 32 bytes. */
  hash(bytes: Uint8Array): Uint8Array;
  /** HMAC-SHA-256: 32 bytes. */
  mac(key: Uint8Array, bytes: Uint8Array): Uint8Array;
  /** HKDF-SHA-256 extract and expand: `length` bytes. */
  hkdf(secret: Uint8Array, salt: Uint8Array, info: Uint8Array, length: number): Uint8Array;

  /** XChaCha20-Poly1305 with a 32-byte key and a 24-byte nonce: 16 bytes longer than the text. */
  seal(key: Uint8Array, nonce: Uint8Array, text: Uint8Array, aad: Uint8Array): Uint8Array;
  /** The text, or null when anything was changed. */
  open(key: Uint8Array, nonce: Uint8Array, sealed: Uint8Array, aad: Uint8Array): Uint8Array | null;

  /** Ed25519: 32-byte seed to 32-byte public key. */
  signingPublicKey(seed: Uint8Array): Uint8Array;
  /** 64-byte signature. */
  sign(seed: Uint8Array, message: Uint8Array): Uint8Array;
  /** Strict RFC 8032 verdict, the same on every engine; false for any malformed input. */
  verify(signature: Uint8Array, message: Uint8Array, publicKey: Uint8Array): boolean;

  /** X25519: 32-byte secret to 32-byte public key. */
  agreementPublicKey(secret: Uint8Array): Uint8Array;
  /** 32-byte shared secret, or null for a low-order or malformed public key. */
  agree(secret: Uint8Array, publicKey: Uint8Array): Uint8Array | null;

  /** X-Wing: 32-byte seed to 1,216-byte public key. */
  kemPublicKey(seed: Uint8Array): Uint8Array;
  /** From 64 random bytes: a 1,120-byte ciphertext and a 32-byte secret; null for a malformed key. */
  encapsulate(
    publicKey: Uint8Array,
    entropy: Uint8Array,
  ): { readonly ciphertext: Uint8Array; readonly secret: Uint8Array } | null;
  /** 32 bytes, or null for a malformed ciphertext. A wrong one gives a wrong secret, not null. */
  decapsulate(seed: Uint8Array, ciphertext: Uint8Array): Uint8Array | null;
}
