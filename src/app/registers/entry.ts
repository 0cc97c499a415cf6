/**
 * One register as it stands after one write: what linked devices of a person hand each other.
 *
 * A stamp is a time of the hybrid clock and the device that wrote, so any two writes have an order
 * (docs/PROTOCOL.md, "Registers").
 */

import { compareBytes } from '../../core/bytes/compare.ts';
import { parseBytes, type Reader } from '../../core/bytes/reader.ts';
import { err, type Result } from '../../core/bytes/result.ts';
import { createWriter, type Writer } from '../../core/bytes/writer.ts';
import { compareStamps, readStamp, writeStamp, type Stamp } from '../../core/clock/hlc.ts';

export type RegisterEntry = {
  /** Text of 1 to 128 bytes. */
  readonly key: string;
  /** At most 16,384 bytes; undefined: removed. */
  readonly value: Uint8Array | undefined;
  readonly stamp: Stamp;
  /** 16 bytes: the installation and profile that wrote it. */
  readonly device: Uint8Array;
};

export const MAX_KEY_BYTES = 128;
export const MAX_VALUE_BYTES = 16_384;
export const DEVICE_BYTES = 16;

/** How many entries one list holds; who has more makes several. */
export const MAX_ENTRIES = 1_024;

/**
 * Positive when `a` is the later write. Equal stamps of one device can only come of a device that
 * was copied: then a value goes before none, and the larger bytes before the smaller.
 */
export const compareEntries = (a: RegisterEntry, b: RegisterEntry): number =>
  compareStamps(a.stamp, b.stamp) ||
  compareBytes(a.device, b.device) ||
  Number(a.value !== undefined) - Number(b.value !== undefined) ||
  compareBytes(a.value ?? NO_BYTES, b.value ?? NO_BYTES);

/** At most 1,024 entries, as one list. */
export const encodeEntries = (entries: readonly RegisterEntry[]): Uint8Array => {
  const writer = createWriter().varint(entries.length);
  for (const entry of entries) writeEntry(writer, entry);
  return writer.finish();
};

/** The twin of encodeEntries, within its limits. */
export const parseEntries = (bytes: Uint8Array): Result<readonly RegisterEntry[], 'malformed'> =>
  bytes.length > MAX_LIST_BYTES
    ? err('malformed')
    : parseBytes(bytes, (reader) => reader.list(MAX_ENTRIES, readEntry));

export const writeEntry = (
  writer: Writer,
  { key, value, stamp, device }: RegisterEntry,
): Writer => {
  writeStamp(writer.text(key), stamp).fixed(device);
  return value === undefined ? writer.u8(0) : writer.u8(1).bytes(value);
};

export const readEntry = (reader: Reader): RegisterEntry => {
  const key = reader.text(MAX_KEY_BYTES);
  reader.require(key !== '');
  const stamp = readStamp(reader);
  const device = reader.fixed(DEVICE_BYTES);
  const has = reader.u8();
  reader.require(has <= 1);
  return { key, stamp, device, value: has === 1 ? reader.bytes(MAX_VALUE_BYTES) : undefined };
};

const NO_BYTES = new Uint8Array(0);
const MAX_LIST_BYTES = 8 + MAX_ENTRIES * (MAX_KEY_BYTES + MAX_VALUE_BYTES + 64);
