/**
 * The text of a backup as records that follow each other: a type, a length, the
 * bytes. They are cut out of a stream of pieces of any size.
 */

import { concatBytes } from '../bytes/compare.ts';
import { err, ok, type Result } from '../bytes/result.ts';
import { createWriter } from '../bytes/writer.ts';

export type BackupFrame = { readonly type: number; readonly bytes: Uint8Array };

/** Of one record, in bytes. */
export const MAX_FRAME = 8 * 1024 * 1024;

const HEAD = 5;

export const encodeFrame = ({ type, bytes }: BackupFrame): Uint8Array => {
  if (bytes.length > MAX_FRAME) throw new RangeError(`A record of ${bytes.length} bytes`);
  return createWriter().u8(type).u32(bytes.length).fixed(bytes).finish();
};

export interface FrameReader {
  /** The records that are whole now. */
  push(text: Uint8Array): Result<readonly BackupFrame[], 'malformed'>;
  /** True when no piece of a record is left over. */
  isEmpty(): boolean;
}

export const createFrameReader = (): FrameReader => {
  let waiting: Uint8Array = new Uint8Array(0);
  return {
    push: (text) => {
      waiting = concatBytes(waiting, text);
      const frames: BackupFrame[] = [];
      let at = 0;
      while (waiting.length - at >= HEAD) {
        const length = new DataView(waiting.buffer, waiting.byteOffset + at + 1, 4).getUint32(0);
        if (length > MAX_FRAME) return err('malformed');
        if (waiting.length - at - HEAD < length) break;
        const start = at + HEAD;
        frames.push({ type: waiting[at] ?? 0, bytes: waiting.slice(start, start + length) });
        at = start + length;
      }
      waiting = waiting.slice(at);
      return ok(frames);
    },
    isEmpty: () => waiting.length === 0,
  };
};
