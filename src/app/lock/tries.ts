/**
 * How often opening a lock failed in a row, kept beside it for all tabs and
 * over reloads, and how long that makes everybody wait.
 *
 * It slows down who has the screen and the keyboard. Who copies the disk tries
 * elsewhere, as fast as Argon2id lets them (docs/THREATS.md).
 */

import { parseBytes } from '../../core/bytes/reader.ts';
import { createWriter } from '../../core/bytes/writer.ts';

export type Tries = {
  /** How often all tabs were locked together: one that slept compares. */
  readonly lockings: number;
  /** In a row; a try that has not ended counts as wrong. */
  readonly wrong: number;
  /** When the last one began, by this device's clock. */
  readonly last: number;
};

export const NO_TRIES: Tries = { lockings: 0, wrong: 0, last: 0 };

/** As many are free: fingers slip. */
const FREE = 3;
const FIRST_WAIT = 5_000;
const LONGEST_WAIT = 3_600_000;

const VERSION = 1;
const MOST = 2 ** 32 - 1;

/** u8 version ‖ u32 lockings ‖ u32 wrong ‖ u48 last. */
export const encodeTries = ({ lockings, wrong, last }: Tries): Uint8Array =>
  createWriter()
    .u8(VERSION)
    .u32(lockings % MOST)
    .u32(Math.min(wrong, MOST))
    .u48(last)
    .finish();

/** What is damaged counts as one wrong try too many, at a time that is not known. */
export const parseTries = (bytes: Uint8Array | undefined): Tries => {
  if (bytes === undefined) return NO_TRIES;
  const parsed = parseBytes(bytes, (reader) => {
    reader.require(reader.u8() === VERSION);
    return { lockings: reader.u32(), wrong: reader.u32(), last: reader.u48() };
  });
  return parsed.ok ? parsed.value : { ...NO_TRIES, wrong: FREE };
};

/** How long after the last one the next try may begin, in milliseconds. */
export const waitAfter = (wrong: number): number =>
  wrong < FREE ? 0 : Math.min(FIRST_WAIT * 2 ** (wrong - FREE), LONGEST_WAIT);

/**
 * When the next may begin, or undefined: at once. A clock that was set back makes nobody wait
 * longer than the whole wait from now.
 */
export const mayTryAt = ({ wrong, last }: Tries, now: number): number | undefined => {
  const wait = waitAfter(wrong);
  const at = Math.min(last, now) + wait;
  return at > now ? at : undefined;
};
