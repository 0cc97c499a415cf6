/**
 * Walks over foreign bytes in the notation of lib0, copying nothing.
 *
 * Unlike core/bytes/reader.ts it takes every spelling of a number that stock
 * Yjs takes, because what is read is never passed on (docs/SPEC.md, D-7).
 */

import { err, ok, type Result } from '../core/bytes/result.ts';

export interface Cursor {
  u8(): number;
  /** LEB128, at most 2^53 - 1. */
  varint(): number;
  /** A view of the next `length` bytes. */
  take(length: number): Uint8Array;
  skip(length: number): void;
  /** Stops the walk. */
  fail(): never;
  left(): number;
}

class Malformed extends Error {}

/** Walks over all of `bytes`; bytes left over, or too few, are malformed. */
export const walkBytes = <T>(
  bytes: Uint8Array,
  walk: (cursor: Cursor) => T,
): Result<T, 'malformed'> => {
  try {
    const cursor = createCursor(bytes);
    const value = walk(cursor);
    return cursor.left() === 0 ? ok(value) : err('malformed');
  } catch (error) {
    if (error instanceof Malformed) return err('malformed');
    throw error;
  }
};

const createCursor = (bytes: Uint8Array): Cursor => {
  let at = 0;
  const fail = (): never => {
    throw new Malformed();
  };
  const skip = (length: number): void => {
    if (length > bytes.length - at) fail();
    at += length;
  };
  const u8 = (): number => {
    skip(1);
    return bytes[at - 1] ?? 0;
  };
  const varint = (): number => {
    let value = 0;
    for (let scale = 1; scale <= 2 ** 49; scale *= 128) {
      const byte = u8();
      value += (byte % 128) * scale;
      if (value > Number.MAX_SAFE_INTEGER) fail();
      if (byte < 128) return value;
    }
    return fail();
  };
  const take = (length: number): Uint8Array => {
    skip(length);
    return bytes.subarray(at - length, at);
  };
  return { u8, varint, take, skip, fail, left: () => bytes.length - at };
};
