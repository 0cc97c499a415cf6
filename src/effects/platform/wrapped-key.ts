/**
 * The installation's key, wrapped at rest by a key that cannot leave the browser.
 *
 * 32 random bytes are sealed with AES-GCM under a WebCrypto key made not
 * extractable, which the browser keeps as an object (Web Cryptography API,
 * "CryptoKey", structured clone). So what a page's script or a scan of the
 * stored records can read is not enough to open anything; who can read the
 * whole browser profile still can (docs/THREATS.md, "At rest").
 */
import { err, ok, type Result } from '../../core/bytes/result.ts';

/** What is stored: the wrapping key as an object, a 12-byte nonce, 32 + 16 sealed bytes. */
export type WrappedKey = {
  readonly version: 1;
  readonly key: CryptoKey;
  readonly nonce: Uint8Array<ArrayBuffer>;
  readonly sealed: Uint8Array<ArrayBuffer>;
};

export const KEY_LENGTH = 32;

const NONCE_LENGTH = 12;
const PURPOSE: Uint8Array<ArrayBuffer> = new TextEncoder().encode('grapevine/1 device key');

/** Under a new wrapping key. Throws where WebCrypto is refused. */
export const wrapKey = async (secret: Uint8Array<ArrayBuffer>): Promise<WrappedKey> => {
  const key = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, [
    'encrypt',
    'decrypt',
  ]);
  const nonce = crypto.getRandomValues(new Uint8Array(NONCE_LENGTH));
  const sealed = await crypto.subtle.encrypt(sealing(nonce), key, secret);
  return { version: 1, key, nonce, sealed: new Uint8Array(sealed) };
};

export const unwrapKey = async (wrapped: WrappedKey): Promise<Result<Uint8Array, 'broken'>> => {
  try {
    const secret = await crypto.subtle.decrypt(sealing(wrapped.nonce), wrapped.key, wrapped.sealed);
    return secret.byteLength === KEY_LENGTH ? ok(new Uint8Array(secret)) : err('broken');
  } catch {
    return err('broken');
  }
};

export const isWrappedKey = (record: unknown): record is WrappedKey =>
  typeof record === 'object' &&
  record !== null &&
  'version' in record &&
  record.version === 1 &&
  'key' in record &&
  record.key instanceof CryptoKey &&
  'nonce' in record &&
  record.nonce instanceof Uint8Array &&
  'sealed' in record &&
  record.sealed instanceof Uint8Array;

const sealing = (nonce: Uint8Array<ArrayBuffer>): AesGcmParams => ({
  name: 'AES-GCM',
  iv: nonce,
  additionalData: PURPOSE,
});
