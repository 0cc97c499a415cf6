/**
 * Hybrid logical clock: wall time that never runs backwards.
 *
 * A stamp is a millisecond and a counter (Kulkarni et al., "Logical Physical
 * Clocks", 2014). Own stamps are later than everything that was written or
 * read before them; a stamp too far ahead moves nobody's clock.
 */

import type { Reader } from '../bytes/reader.ts';
import type { Writer } from '../bytes/writer.ts';

/** `wall`: milliseconds since 1970, below 2^48. `count`: below 2^16. */
export type Stamp = { readonly wall: number; readonly count: number };

export const ZERO_STAMP: Stamp = { wall: 0, count: 0 };

/** Stamps further ahead of confirmed time than this are shown apart and move no clock. */
export const MAX_AHEAD_MS = 24 * 60 * 60 * 1000;

const MAX_WALL = 2 ** 48 - 1;
const MAX_COUNT = 2 ** 16 - 1;

export const compareStamps = (a: Stamp, b: Stamp): number => a.wall - b.wall || a.count - b.count;

/** A clock's time as the 6 bytes that times have can hold it, whatever the clock shows. */
export const wholeTime = (now: number): number => Math.min(MAX_WALL, Math.max(0, Math.floor(now)));

/** The stamp of the next own entry, given the latest stamp known and the device's clock. */
export const tick = (latest: Stamp, now: number): Stamp => {
  const wall = wholeTime(now);
  if (wall > latest.wall) return { wall, count: 0 };
  if (latest.count < MAX_COUNT) return { wall: latest.wall, count: latest.count + 1 };
  return { wall: Math.min(MAX_WALL, latest.wall + 1), count: 0 };
};

/** The stamp `offset` places after `stamp`, counts running over into the next millisecond. */
export const stampAfter = (stamp: Stamp, offset: number): Stamp => {
  const count = stamp.count + offset;
  return { wall: stamp.wall + Math.floor(count / 2 ** 16), count: count % 2 ** 16 };
};

/** The latest stamp known after reading `seen`; one too far ahead changes nothing. */
export const merge = (latest: Stamp, seen: Stamp, now: number): Stamp =>
  isAhead(seen, now) || compareStamps(seen, latest) <= 0 ? latest : seen;

export const isAhead = (stamp: Stamp, now: number): boolean => stamp.wall > now + MAX_AHEAD_MS;

/** 8 bytes: wall in 6, count in 2. */
export const writeStamp = (writer: Writer, stamp: Stamp): Writer =>
  writer.u48(stamp.wall).u16(stamp.count);

export const readStamp = (reader: Reader): Stamp => ({ wall: reader.u48(), count: reader.u16() });
