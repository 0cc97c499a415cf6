/**
 * Secrets that a passkey gives, for who holds it and nobody else: WebAuthn with
 * the PRF extension (https://www.w3.org/TR/webauthn-3/#prf-extension).
 */
import type { Result } from '../core/bytes/result.ts';

export type PasskeyFailure =
  /** The person, or the browser in their place, said no, or let it time out. */
  | 'cancelled'
  /** This browser or this passkey gives no secrets. */
  | 'unsupported';

export type PasskeySecret = {
  /** Names the passkey, at most 1,023 bytes. */
  readonly credential: Uint8Array;
  /** 32 bytes: of this passkey and this salt. */
  readonly secret: Uint8Array;
};

export interface Passkeys {
  /** False where there can be none; true is no promise. */
  readonly available: boolean;
  /** Makes a passkey and asks it for the secret of a 32-byte salt. */
  create(salt: Uint8Array): Promise<Result<PasskeySecret, PasskeyFailure>>;
  /** Asks the named one. */
  ask(credential: Uint8Array, salt: Uint8Array): Promise<Result<Uint8Array, PasskeyFailure>>;
}
