/**
 * The key that seals everything this device keeps.
 *
 * 32 bytes, made once per installation. At rest it is wrapped by a key that
 * cannot be exported (docs/THREATS.md, "At rest").
 */
import type { Result } from '../core/bytes/result.ts';

export type DeviceKeyFailure =
  /** This browser keeps no storage for the page. */
  | 'unavailable'
  /** The stored key cannot be opened any more. */
  | 'broken';

export interface DeviceKey {
  /** The key, made at the first call on an installation; tabs that race get the same one. */
  open(): Promise<Result<Uint8Array, DeviceKeyFailure>>;
}
