/**
 * Keys from passphrases, made slowly on purpose and off the screen's thread.
 *
 * The rules of what is allowed are core/crypto/passphrase.ts.
 */
import type { Result } from '../core/bytes/result.ts';
import type { PassphraseCost } from '../core/crypto/passphrase.ts';

/** This browser cannot: no worker, no WebAssembly, or not the memory. */
export type PassphraseKeysFailure = 'unavailable';

export interface PassphraseKeys {
  /**
   * The 32 bytes of Argon2id for this passphrase and 16-byte salt. The same on every device.
   * A cost that is not allowed, and a salt of another length, are bugs that throw.
   */
  derive(
    passphrase: string,
    salt: Uint8Array,
    cost: PassphraseCost,
  ): Promise<Result<Uint8Array, PassphraseKeysFailure>>;
  /** A cost that takes this device a quarter of a second or more, as measured now. */
  calibrate(): Promise<Result<PassphraseCost, PassphraseKeysFailure>>;
}
