/**
 * Builds byte strings field by field; the twin of reader.ts.
 *
 * Integers are big-endian, lengths are LEB128 varints, so that every value has
 * exactly one encoding (docs/PROTOCOL.md, "Notation").
 *
 * Most write little and are done at once: what they write into is handed from
 * one writer to the next, and wiped between them.
 */

import { encodeUtf8 } from 'lib0/string';

export interface Writer {
  u8(value: number): Writer;
  u16(value: number): Writer;
  u32(value: number): Writer;
  /** A whole number below 2^48, in 6 bytes: milliseconds since 1970 fit for 8,900 years. */
  u48(value: number): Writer;
  /** A whole number up to 2^53 - 1, as LEB128. */
  varint(value: number): Writer;
  /** Bytes whose length the reader knows. */
  fixed(bytes: Uint8Array): Writer;
  /** Bytes behind their varint length. */
  bytes(bytes: Uint8Array): Writer;
  /** UTF-8 text behind its varint length in bytes. */
  text(text: string): Writer;
  /** All that was written, as one new array; the writer takes nothing more. */
  finish(): Uint8Array;
}

const FIRST_SIZE = 1_024;
/** What grew beyond is given up, so that one long text does not stay for ever. */
const MAX_KEPT_SIZE = 65_536;
/** As many as write inside each other. */
const MAX_KEPT = 8;
const kept: Uint8Array<ArrayBuffer>[] = [];
const ENDED = new Uint8Array(0);

export const createWriter = (): Writer => {
  let buffer = kept.pop() ?? new Uint8Array(FIRST_SIZE);
  let length = 0;

  const reserve = (count: number): number => {
    if (length + count > buffer.length) {
      if (buffer === ENDED) throw new Error('The writer has finished');
      const larger = new Uint8Array(Math.max(buffer.length * 2, length + count));
      larger.set(buffer.subarray(0, length));
      buffer = larger;
    }
    const at = length;
    length += count;
    return at;
  };

  const integer = (value: number, size: number): Writer => {
    if (!Number.isSafeInteger(value) || value < 0 || value >= 2 ** (8 * size)) {
      throw new RangeError(`"value" does not fit ${size} bytes: ${value}`);
    }
    const at = reserve(size);
    for (let i = size - 1, rest = value; i >= 0; i--, rest = Math.floor(rest / 256)) {
      buffer[at + i] = rest % 256;
    }
    return writer;
  };

  const writer: Writer = {
    u8: (value) => integer(value, 1),
    u16: (value) => integer(value, 2),
    u32: (value) => integer(value, 4),
    u48: (value) => integer(value, 6),
    varint: (value) => {
      if (!Number.isSafeInteger(value) || value < 0) {
        throw new RangeError(`"value" is no whole number: ${value}`);
      }
      let rest = value;
      for (; rest >= 128; rest = Math.floor(rest / 128)) {
        const at = reserve(1);
        buffer[at] = (rest % 128) + 128;
      }
      const at = reserve(1);
      buffer[at] = rest;
      return writer;
    },
    fixed: (bytes) => {
      const at = reserve(bytes.length);
      buffer.set(bytes, at);
      return writer;
    },
    bytes: (bytes) => writer.varint(bytes.length).fixed(bytes),
    text: (text) => writer.bytes(encodeUtf8(text)),
    finish: () => {
      if (buffer === ENDED) throw new Error('The writer has finished');
      const bytes = buffer.slice(0, length);
      keep(buffer, length);
      buffer = ENDED;
      length = 0;
      return bytes;
    },
  };
  return writer;
};

/** Wiped of what was written, as that may be a secret. */
const keep = (buffer: Uint8Array<ArrayBuffer>, length: number): void => {
  if (buffer.length > MAX_KEPT_SIZE || kept.length === MAX_KEPT) return;
  kept.push(buffer.fill(0, 0, length));
};
