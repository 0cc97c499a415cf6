/**
 * The place of the key that seals everything an installation keeps.
 *
 * Without a lock the 32-byte key stands there, wrapped by a key that cannot be
 * exported; with a lock the lock's own bytes stand there instead, which open
 * with what a person knows or has (app/lock). Beside a lock stands a record of
 * who tried to open it. All tabs share the place.
 */
import type { Result } from '../core/bytes/result.ts';

export type KeyRecord =
  | { readonly kind: 'open'; readonly key: Uint8Array }
  | {
      readonly kind: 'locked';
      readonly lock: Uint8Array;
      /** As `noteTries` left it; undefined before the first time. */
      readonly tries: Uint8Array | undefined;
    };

/** What a record is replaced by, or must be for that. */
export type KeyContents =
  | { readonly kind: 'open'; readonly key: Uint8Array }
  | { readonly kind: 'locked'; readonly lock: Uint8Array };

export type KeyPlaceFailure =
  /** This browser keeps no storage for the page, or could not write. */
  | 'unavailable'
  /** What stands there is neither; it is kept as it is. */
  | 'broken';

export interface KeyPlace {
  /** What stands there; at the first call on an installation a key is made, for all tabs the same. */
  read(): Promise<Result<KeyRecord, KeyPlaceFailure>>;
  /**
   * Puts `next` where `before` stands and erases that, in one strictly durable step. With the lock
   * its record of tries goes; for another lock it stays. `conflict`: something else stands there.
   */
  replace(
    before: KeyContents,
    next: KeyContents,
  ): Promise<Result<void, KeyPlaceFailure | 'conflict'>>;
  /** The same for the record of tries, beside a lock. */
  noteTries(
    before: Uint8Array | undefined,
    next: Uint8Array,
  ): Promise<Result<void, KeyPlaceFailure | 'conflict'>>;
}
