/** Messages in chunks that every browser's data channel carries: one byte of header, 16 kB at most. */

import { concatBytes } from '../../core/bytes/compare.ts';

export interface ChunkReader {
  /** The message this chunk completes, null when more is to come. */
  take(chunk: Uint8Array): Uint8Array | null | 'too-long';
}

const CHUNK_BYTES = 16 * 1024;
const MAX_MESSAGE = 256 * 1024;
const MORE = 0;
const LAST = 1;

export const cutMessage = (message: Uint8Array): readonly Uint8Array<ArrayBuffer>[] => {
  const size = CHUNK_BYTES - 1;
  const count = Math.max(1, Math.ceil(message.length / size));
  return Array.from({ length: count }, (_, i) => {
    const part = message.subarray(i * size, (i + 1) * size);
    const chunk = new Uint8Array(part.length + 1);
    chunk[0] = i === count - 1 ? LAST : MORE;
    chunk.set(part, 1);
    return chunk;
  });
};

export const createChunkReader = (): ChunkReader => {
  let parts: Uint8Array[] = [];
  let length = 0;
  return {
    take: (chunk) => {
      length += Math.max(0, chunk.length - 1);
      if (length > MAX_MESSAGE) return 'too-long';
      parts.push(chunk.subarray(1));
      if (chunk[0] !== LAST) return null;
      const message = concatBytes(...parts);
      parts = [];
      length = 0;
      return message;
    },
  };
};
