/** Argon2id (RFC 9106) as WebAssembly, from https://github.com/Daninet/hash-wasm. */
import { argon2id } from 'hash-wasm';
import { passphraseBytes, type PassphraseCost } from '../../core/crypto/passphrase.ts';

/** 32 bytes. Throws where WebAssembly is forbidden, or the memory cannot be had. */
export const derive = (
  passphrase: string,
  salt: Uint8Array,
  { memoryKiB, iterations, parallelism }: PassphraseCost,
): Promise<Uint8Array> =>
  argon2id({
    password: passphraseBytes(passphrase),
    salt,
    memorySize: memoryKiB,
    iterations,
    parallelism,
    hashLength: 32,
    outputType: 'binary',
  });
