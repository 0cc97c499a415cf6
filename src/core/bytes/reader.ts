/**
 * Takes byte strings apart field by field, within limits; the twin of writer.ts.
 *
 * A read outside the bytes, over a limit or of a second encoding of the same
 * value stops the parse: parseBytes turns that into the tag `malformed`, so no
 * caller handles half a message.
 */

import { decodeUtf8 } from 'lib0/string';
import { err, ok, type Result } from './result.ts';

export interface Reader {
  u8(): number;
  u16(): number;
  u32(): number;
  u48(): number;
  varint(max?: number): number;
  /** The next `length` bytes, as a copy. */
  fixed(length: number): Uint8Array;
  /** Bytes behind their varint length, at most `max`. */
  bytes(max: number): Uint8Array;
  /** UTF-8 text behind its varint length, at most `maxBytes` long; ill-formed text is malformed. */
  text(maxBytes: number): string;
  /** A count of at most `max`, then that many items. */
  list<T>(max: number, item: (reader: Reader) => T): readonly T[];
  /** Stops the parse unless the condition holds. */
  require(condition: boolean): void;
  /** How many bytes are left. */
  left(): number;
  /** All that is left. */
  rest(): Uint8Array;
}

class Malformed extends Error {}

/** Parses all of `bytes` with `read`; bytes left over are malformed too. */
export const parseBytes = <T>(
  bytes: Uint8Array,
  read: (reader: Reader) => T,
): Result<T, 'malformed'> => {
  try {
    const reader = createReader(bytes);
    const value = read(reader);
    reader.require(reader.left() === 0);
    return ok(value);
  } catch (error) {
    if (error instanceof Malformed) return err('malformed');
    throw error;
  }
};

const createReader = (bytes: Uint8Array): Reader => {
  let at = 0;

  const require = (condition: boolean): void => {
    if (!condition) throw new Malformed();
  };

  const skip = (length: number): void => {
    require(length <= bytes.length - at);
    at += length;
  };

  const take = (length: number): Uint8Array => {
    skip(length);
    return bytes.slice(at - length, at);
  };

  const integer = (size: number): number => {
    skip(size);
    let value = 0;
    for (let i = at - size; i < at; i++) value = value * 256 + (bytes[i] ?? 0);
    return value;
  };

  const varint = (max = Number.MAX_SAFE_INTEGER): number => {
    let value = 0;
    let scale = 1;
    for (;;) {
      const byte = integer(1);
      value += (byte % 128) * scale;
      require(value <= max);
      if (byte < 128) {
        require(byte > 0 || scale === 1);
        return value;
      }
      scale *= 128;
      require(scale <= 2 ** 49);
    }
  };

  const reader: Reader = {
    u8: () => integer(1),
    u16: () => integer(2),
    u32: () => integer(4),
    u48: () => integer(6),
    varint,
    fixed: take,
    bytes: (max) => take(varint(max)),
    text: (maxBytes) => {
      const encoded = take(varint(maxBytes));
      try {
        return decodeUtf8(encoded);
      } catch {
        throw new Malformed();
      }
    },
    list: (max, item) => {
      const items = [];
      for (let left = varint(max); left > 0; left--) items.push(item(reader));
      return items;
    },
    require,
    left: () => bytes.length - at,
    rest: () => take(bytes.length - at),
  };
  return reader;
};
