/** The shipped suite with Node's own hashes and signatures in it: the same bytes, sooner. */
import {
  createHash,
  createHmac,
  createPrivateKey,
  createPublicKey,
  hkdfSync,
  sign,
  type KeyObject,
} from 'node:crypto';
import { createNobleSuite } from '../../../src/core/crypto/noble-suite.ts';
import type { Suite } from '../../../src/core/crypto/suite.ts';

export const createNativeSuite = (): Suite => {
  const keys = new Map<string, Signer>();
  const signerOf = (seed: Uint8Array): Signer => {
    const name = Buffer.from(seed).toString('hex');
    const known = keys.get(name) ?? createSigner(seed);
    keys.set(name, known);
    return known;
  };
  return {
    ...createNobleSuite(),
    hash: (bytes) => plain(createHash('sha256').update(bytes).digest()),
    mac: (key, bytes) => plain(createHmac('sha256', key).update(bytes).digest()),
    hkdf: (secret, salt, info, length) =>
      new Uint8Array(hkdfSync('sha256', secret, salt, info, length)),
    signingPublicKey: (seed) => signerOf(seed).publicKey.slice(),
    sign: (seed, message) => plain(sign(null, message, signerOf(seed).key)),
  };
};

type Signer = { readonly key: KeyObject; readonly publicKey: Uint8Array };

/** PKCS #8 around a bare seed (RFC 8410, section 7). */
const PKCS8_FRONT = Buffer.from('302e020100300506032b657004220420', 'hex');
const PUBLIC_KEY_BYTES = 32;

const createSigner = (seed: Uint8Array): Signer => {
  const der = Buffer.concat([PKCS8_FRONT, seed]);
  const key = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
  const spki = createPublicKey(key).export({ format: 'der', type: 'spki' });
  return { key, publicKey: plain(spki.subarray(-PUBLIC_KEY_BYTES)) };
};

/** A Buffer's `slice` is a view, which no code of the app expects. */
const plain = (bytes: Buffer): Uint8Array => new Uint8Array(bytes);
