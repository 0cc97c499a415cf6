/**
 * Registers on disk: a sealed record of each key, and one that names the device as their writer.
 * A record is named by a digest of its key: names of records stand in clear.
 */

import { encodeBase64url } from '../../core/bytes/base64url.ts';
import { parseBytes } from '../../core/bytes/reader.ts';
import { createWriter } from '../../core/bytes/writer.ts';
import { digest } from '../../core/crypto/derive.ts';
import type { Random, Suite } from '../../core/crypto/suite.ts';
import type { Key } from '../../ports/store.ts';
import type { Work } from '../store/work.ts';
import { DEVICE_BYTES, encodeEntries, parseEntries } from './entry.ts';
import { entriesOfSlot, mergeEntries, NO_REGISTERS, type RegisterState } from './merge.ts';

/** What a tab knows of the registers. */
export type Registry = {
  /** 16 bytes, random: who writes here. A copy of the data on another device has one of its own. */
  readonly device: Uint8Array;
  readonly registers: RegisterState;
};

/** The fence of all registers together. */
export const REGISTERS_KEY = ['registers'] as const;

const DEVICE_KEY = ['register device'] as const;
const PREFIX = ['register'] as const;
const VERSION = 1;

/** Never undefined: who has no registers begins with none. */
export const loadRegistry = async (
  work: Work,
  random: Random,
  ceiling: number,
): Promise<Registry> => {
  const [device, rows] = await Promise.all([
    work.get('device', DEVICE_KEY),
    work.stored('device', PREFIX),
  ]);
  const entries = rows.flatMap(({ value }) => readRecord(value));
  return {
    device: device?.length === DEVICE_BYTES ? device : random(DEVICE_BYTES),
    registers: mergeEntries(NO_REGISTERS, entries, ceiling),
  };
};

/** What stands of one key on the disk. */
export const readRegister = async (
  work: Work,
  suite: Suite,
  key: string,
  ceiling: number,
): Promise<Uint8Array | undefined> => {
  const bytes = await work.get('device', recordKey(suite, key));
  const entries = bytes ? readRecord(bytes).filter((entry) => entry.key === key) : [];
  return mergeEntries(NO_REGISTERS, entries, ceiling).get(key)?.settled?.value;
};

/** Puts what changed. */
export const saveRegistry = (
  suite: Suite,
  next: Registry,
  work: Work,
  previous: Registry,
): void => {
  work.put('device', DEVICE_KEY, next.device);
  for (const [key, slot] of next.registers) {
    if (previous.registers.get(key) === slot) continue;
    const value = createWriter()
      .u8(VERSION)
      .fixed(encodeEntries(entriesOfSlot(slot)))
      .finish();
    work.put('device', recordKey(suite, key), value);
  }
};

const recordKey = (suite: Suite, key: string): Key => [
  ...PREFIX,
  encodeBase64url(digest(suite, 'register', [createWriter().text(key).finish()]).slice(0, 16)),
];

const readRecord = (bytes: Uint8Array) => {
  const parsed = parseBytes(bytes, (reader) => {
    reader.require(reader.u8() === VERSION);
    return parseEntries(reader.rest());
  });
  return parsed.ok && parsed.value.ok ? parsed.value.value : [];
};
