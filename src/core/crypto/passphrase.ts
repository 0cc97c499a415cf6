/**
 * What a passphrase is as bytes, and what turning one into a key may cost.
 *
 * The key comes by Argon2id (RFC 9106) with a cost that is measured on the
 * device and kept beside what the key opens. A cost that was read from storage
 * or a file is held to limits: below them guessing would be cheap, above them
 * a file could stall the device that reads it.
 */

import { encodeUtf8 } from 'lib0/string';
import type { Reader } from '../bytes/reader.ts';
import type { Writer } from '../bytes/writer.ts';

/** Argon2's m, t and p: kibibytes of memory, passes over it, lanes. */
export type PassphraseCost = {
  readonly memoryKiB: number;
  readonly iterations: number;
  readonly parallelism: number;
};

export const PASSPHRASE_SALT_LENGTH = 16;

/** OWASP Password Storage Cheat Sheet, Argon2id: at least 19 MiB, 2 passes, 1 lane. */
export const LEAST_COST: PassphraseCost = { memoryKiB: 19_456, iterations: 2, parallelism: 1 };

/** 256 MiB is what every browser we name gives to a page. */
export const MOST_COST: PassphraseCost = { memoryKiB: 262_144, iterations: 64, parallelism: 4 };

/** False for what is no cost, or none that this app makes or follows. */
export const isAllowedCost = (cost: PassphraseCost): boolean =>
  (['memoryKiB', 'iterations', 'parallelism'] as const).every(
    (part) =>
      Number.isInteger(cost[part]) &&
      cost[part] >= LEAST_COST[part] &&
      cost[part] <= MOST_COST[part],
  );

/** 6 bytes: u32 memory in KiB ‖ u8 iterations ‖ u8 parallelism. */
export const writeCost = (writer: Writer, cost: PassphraseCost): Writer =>
  writer.u32(cost.memoryKiB).u8(cost.iterations).u8(cost.parallelism);

/** A cost that is not allowed stops the parse. */
export const readCost = (reader: Reader): PassphraseCost => {
  const cost = { memoryKiB: reader.u32(), iterations: reader.u8(), parallelism: reader.u8() };
  reader.require(isAllowedCost(cost));
  return cost;
};

/**
 * UTF-8 of the passphrase in normal form C, every kind of space as a plain one
 * (RFC 8265, 4.2, OpaqueString): what looks the same on two keyboards is the same.
 */
export const passphraseBytes = (passphrase: string): Uint8Array =>
  encodeUtf8(passphrase.replace(/\p{Zs}/gu, ' ').normalize('NFC'));
