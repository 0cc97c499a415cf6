/**
 * A long text sealed in chunks, so that it can be written and read as a stream
 * and still nothing of it be changed, moved, left out or cut off.
 *
 * The nonce of a chunk is its number and whether it is the last (the STREAM
 * construction; Hoang, Reyhanitabar, Rogaway, Vizár, "Online Authenticated-
 * Encryption and its Nonce-Reuse Misuse-Resistance", 2015). Only the last may be
 * short, and only a file's own last chunk opens as one.
 */

import { concatBytes } from '../bytes/compare.ts';
import { err, ok, type Result } from '../bytes/result.ts';
import type { Suite } from '../crypto/suite.ts';

/** Bytes of text in a chunk; the last has as many or fewer. */
export const CHUNK_TEXT = 65_536;

const TAG = 16;
const CHUNK_SEALED = CHUNK_TEXT + TAG;
const NONCE = 24;
const MAX_CHUNKS = 2 ** 32;

/** Both are for one file: `key` (32 bytes) seals nothing else, `header` is bound to each chunk. */
export type ChunkKey = {
  readonly suite: Suite;
  readonly key: Uint8Array;
  readonly header: Uint8Array;
};

export interface ChunkSealer {
  /** The chunks that are full now. */
  push(text: Uint8Array): readonly Uint8Array[];
  /** The last one. */
  finish(): Uint8Array;
}

export interface ChunkOpener {
  /** The text of the chunks that are whole now. `damaged`: none of them is to be believed any more. */
  push(sealed: Uint8Array): Result<readonly Uint8Array[], 'damaged'>;
  /** The end of the text; `damaged` also when the file was cut off. */
  finish(): Result<Uint8Array, 'damaged'>;
}

export const createChunkSealer = (chunkKey: ChunkKey): ChunkSealer => {
  let waiting: Uint8Array = new Uint8Array(0);
  let number = 0;
  const seal = (text: Uint8Array, isLast: boolean): Uint8Array =>
    chunkKey.suite.seal(chunkKey.key, nonceOf(number++, isLast), text, chunkKey.header);
  return {
    push: (text) => {
      const chunks: Uint8Array[] = [];
      waiting = concatBytes(waiting, text);
      // What might be the last is kept back: it is sealed as such.
      while (waiting.length > CHUNK_TEXT) {
        chunks.push(seal(waiting.subarray(0, CHUNK_TEXT), false));
        waiting = waiting.slice(CHUNK_TEXT);
      }
      return chunks;
    },
    finish: () => seal(waiting, true),
  };
};

export const createChunkOpener = (chunkKey: ChunkKey): ChunkOpener => {
  let waiting: Uint8Array = new Uint8Array(0);
  let number = 0;
  const open = (sealed: Uint8Array, isLast: boolean): Uint8Array | null =>
    chunkKey.suite.open(chunkKey.key, nonceOf(number++, isLast), sealed, chunkKey.header);
  return {
    push: (sealed) => {
      const texts: Uint8Array[] = [];
      waiting = concatBytes(waiting, sealed);
      while (waiting.length > CHUNK_SEALED) {
        const text = open(waiting.subarray(0, CHUNK_SEALED), false);
        if (text === null) return err('damaged');
        texts.push(text);
        waiting = waiting.slice(CHUNK_SEALED);
      }
      return ok(texts);
    },
    finish: () => {
      const text = waiting.length < TAG ? null : open(waiting, true);
      return text === null ? err('damaged') : ok(text);
    },
  };
};

/** 19 zero bytes ‖ u32 number ‖ u8 last. The key is that of one file, so no nonce comes twice. */
const nonceOf = (number: number, isLast: boolean): Uint8Array => {
  if (number >= MAX_CHUNKS) throw new RangeError('A backup has at most 2^32 chunks');
  const nonce = new Uint8Array(NONCE);
  new DataView(nonce.buffer).setUint32(NONCE - 5, number);
  nonce[NONCE - 1] = isLast ? 1 : 0;
  return nonce;
};
