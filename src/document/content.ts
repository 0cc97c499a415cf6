/**
 * The contents that a Yjs item can have, as far as one must know them to walk on.
 *
 * Layouts of src/structs/Content*.js in https://github.com/yjs/yjs and of
 * `any` in lib0/encoding.js. Nothing is built from them: only binary contents
 * are of use here, everything else is stepped over, whatever lengths it claims.
 */

import type { Cursor } from './cursor.ts';

/** Tags of contents (the low 5 bits of a struct's first byte). */
const DELETED = 1;
const JSON_LIST = 2;
const BINARY = 3;
const STRING = 4;
const EMBED = 5;
const FORMAT = 6;
const TYPE = 7;
const ANY_LIST = 8;
const DOCUMENT = 9;

/** Types that carry a name: XML element and XML hook; 6 is the last type there is. */
const NAMED_TYPES = [3, 5];
const LAST_TYPE = 6;

/** Deeper than people nest, and far from the depth at which engines fail. */
const MAX_DEPTH = 100;

/** How many clocks the item takes, and its bytes when it is binary. */
export type Content = { readonly length: number; readonly binary: Uint8Array | null };

export const readContent = (cursor: Cursor, tag: number): Content => {
  if (tag === BINARY) return { length: 1, binary: cursor.take(cursor.varint()) };
  return { length: skipContent(cursor, tag), binary: null };
};

const skipContent = (cursor: Cursor, tag: number): number => {
  switch (tag) {
    case DELETED:
      return cursor.varint();
    case STRING:
      return skipText(cursor);
    case JSON_LIST:
      return skipMany(cursor, skipText);
    case ANY_LIST:
      return skipMany(cursor, skipAny);
    case EMBED:
      skipText(cursor);
      return 1;
    case FORMAT:
      skipText(cursor);
      skipText(cursor);
      return 1;
    case TYPE:
      skipType(cursor);
      return 1;
    case DOCUMENT:
      skipText(cursor);
      skipAny(cursor);
      return 1;
    default:
      return cursor.fail();
  }
};

/** Every item is at least a byte long, so a lying count ends with the bytes. */
const skipMany = (cursor: Cursor, skipOne: (cursor: Cursor) => unknown): number => {
  const count = cursor.varint();
  for (let i = 0; i < count; i++) skipOne(cursor);
  return count;
};

const skipType = (cursor: Cursor): void => {
  const type = cursor.varint();
  if (type > LAST_TYPE) cursor.fail();
  if (NAMED_TYPES.includes(type)) skipText(cursor);
};

/** Its length in UTF-16 code units, which is what Yjs counts. */
export const skipText = (cursor: Cursor): number => {
  let units = 0;
  for (const byte of cursor.take(cursor.varint())) {
    if ((byte & 0xc0) !== 0x80) units += byte >= 0xf0 ? 2 : 1;
  }
  return units;
};

const skipAny = (cursor: Cursor): void => skipAnyAt(cursor, 0);

const skipAnyAt = (cursor: Cursor, depth: number): void => {
  if (depth > MAX_DEPTH) cursor.fail();
  const tag = cursor.u8();
  switch (tag) {
    case 127: // undefined
    case 126: // null
    case 121: // false
    case 120: // true
      return;
    case 125: // whole number: as long as a varint
      while (cursor.u8() >= 128);
      return;
    case 124: // float
      return cursor.skip(4);
    case 123: // double
    case 122: // bigint
      return cursor.skip(8);
    case 119: // text
    case 116: // bytes
      return cursor.skip(cursor.varint());
    case 118: // object
      skipMany(cursor, () => {
        cursor.skip(cursor.varint());
        skipAnyAt(cursor, depth + 1);
      });
      return;
    case 117: // array
      skipMany(cursor, () => skipAnyAt(cursor, depth + 1));
      return;
    default:
      cursor.fail();
  }
};
