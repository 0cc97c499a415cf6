import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createNobleSuite } from '../../../src/core/crypto/noble-suite.ts';

const suite = createNobleSuite();
const key = new Uint8Array(32).fill(7);
const none = new Uint8Array();
const anything = fc.uint8Array({ maxLength: 100 });

describe('foreign bytes', () => {
  it('C-6: sealed texts and nonces of any size give null', () => {
    fc.assert(
      fc.property(anything, anything, (nonce, sealed) => {
        expect(suite.open(key, nonce, sealed, none)).toBeNull();
      }),
    );
    const nonce = new Uint8Array(24);
    const sealed = suite.seal(key, nonce, Uint8Array.of(1, 2, 3), none);
    expect(suite.open(key, nonce, sealed, none)).toEqual(Uint8Array.of(1, 2, 3));
    expect(suite.open(key, nonce.slice(1), sealed, none)).toBeNull();
  });

  it('C-6: signatures and public keys of any size are refused', () => {
    fc.assert(
      fc.property(anything, anything, anything, (signature, message, publicKey) => {
        expect(suite.verify(signature, message, publicKey)).toBe(false);
      }),
    );
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 64, maxLength: 64 }),
        fc.uint8Array({ minLength: 32, maxLength: 32 }),
        (signature, publicKey) => {
          expect(suite.verify(signature, none, publicKey)).toBe(false);
        },
      ),
      { numRuns: 30 },
    );
  });

  it('C-6: agreement keys of a wrong size or of low order give null', () => {
    fc.assert(
      fc.property(anything, (publicKey) => {
        if (publicKey.length !== 32) expect(suite.agree(key, publicKey)).toBeNull();
      }),
    );
    expect(suite.agree(key, new Uint8Array(32))).toBeNull();
  });

  it('C-6: KEM keys and ciphertexts of a wrong size or not reduced give null', () => {
    const entropy = new Uint8Array(64).fill(1);
    fc.assert(
      fc.property(anything, (bytes) => {
        expect(suite.encapsulate(bytes, entropy)).toBeNull();
        expect(suite.decapsulate(key, bytes)).toBeNull();
      }),
    );
    expect(suite.encapsulate(new Uint8Array(1216).fill(255), entropy)).toBeNull();
    expect(suite.decapsulate(key, new Uint8Array(1120))).toBeNull();
  });

  it('C-3: a wrong ciphertext gives a wrong secret', () => {
    const sealed = suite.encapsulate(suite.kemPublicKey(key), new Uint8Array(64).fill(3));
    const changed = sealed?.ciphertext.slice() ?? none;
    changed[0] = (changed[0] ?? 0) ^ 1;
    const secret = suite.decapsulate(key, changed);
    expect(secret).toHaveLength(32);
    expect(secret).not.toEqual(sealed?.secret);
  });
});

describe('own bytes', () => {
  it('C-6: keys, nonces and entropy of a wrong size throw', () => {
    const short = new Uint8Array(31);
    const nonce = new Uint8Array(24);
    const mistakes = [
      () => suite.seal(short, nonce, none, none),
      () => suite.seal(key, short, none, none),
      () => suite.open(short, nonce, new Uint8Array(40), none),
      () => suite.signingPublicKey(short),
      () => suite.sign(short, none),
      () => suite.agreementPublicKey(short),
      () => suite.agree(short, key),
      () => suite.kemPublicKey(short),
      () => suite.encapsulate(suite.kemPublicKey(key), short),
      () => suite.decapsulate(short, new Uint8Array(1120)),
    ];
    for (const mistake of mistakes) expect(mistake).toThrow(RangeError);
  });
});
