/**
 * Fields of operations, written within their limits: what core/journal reads back is never more
 * than what it would have written.
 *
 * A field outside its limits is a bug of the writer's and throws RangeError.
 */

import { encodeUtf8 } from 'lib0/string';
import type { Reader } from '../bytes/reader.ts';
import type { Writer } from '../bytes/writer.ts';

/** How many bytes of UTF-8 a text takes. */
export const textBytes = (text: string): number => encodeUtf8(text).length;

/** A count of at most `max`, then the items. */
export const writeList = <T>(
  out: Writer,
  items: readonly T[],
  max: number,
  write: (out: Writer, item: T) => Writer,
): Writer => {
  demand(items.length <= max);
  out.varint(items.length);
  for (const item of items) write(out, item);
  return out;
};

/** `min` and `max` in bytes of UTF-8. */
export const writeText = (out: Writer, text: string, min: number, max: number): Writer => {
  const bytes = encodeUtf8(text);
  demand(bytes.length >= min && bytes.length <= max);
  return out.bytes(bytes);
};

/** Bytes whose length the reader knows. */
export const writeExact = (out: Writer, bytes: Uint8Array, length: number): Writer => {
  demand(bytes.length === length);
  return out.fixed(bytes);
};

/** One byte, 0 or 1. */
export const readFlag = (reader: Reader): boolean => {
  const flag = reader.u8();
  reader.require(flag <= 1);
  return flag === 1;
};

/** Throws RangeError unless the condition holds. */
export const demand = (condition: boolean): void => {
  if (!condition) throw new RangeError('a field of the operation is outside its limits');
};
