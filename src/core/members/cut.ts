/**
 * Where the two feeds of an ended writer end: the last entries that count
 * (docs/PROTOCOL.md, "Operation").
 */

import type { Reader } from '../bytes/reader.ts';
import type { Writer } from '../bytes/writer.ts';

/** `hash`: entry hash, 32 bytes. */
export type CutHead = { readonly sequence: number; readonly hash: Uint8Array };

/** Null: nothing of that feed counts. */
export type Cut = { readonly control: CutHead | null; readonly message: CutHead | null };

/** How many entries of each feed count. */
export type CutLengths = { readonly control: number; readonly message: number };

const HASH_BYTES = 32;
const CONTROL = 1;
const MESSAGE = 2;

export const cutLengths = ({ control, message }: Cut): CutLengths => ({
  control: control === null ? 0 : control.sequence + 1,
  message: message === null ? 0 : message.sequence + 1,
});

export const writeCut = (out: Writer, { control, message }: Cut): Writer => {
  out.u8((control === null ? 0 : CONTROL) + (message === null ? 0 : MESSAGE));
  for (const head of [control, message]) if (head !== null) writeHead(out, head);
  return out;
};

export const readCut = (reader: Reader): Cut => {
  const flags = reader.u8();
  reader.require(flags <= CONTROL + MESSAGE);
  return {
    control: (flags & CONTROL) === 0 ? null : readHead(reader),
    message: (flags & MESSAGE) === 0 ? null : readHead(reader),
  };
};

const writeHead = (out: Writer, { sequence, hash }: CutHead): Writer => {
  if (hash.length !== HASH_BYTES) throw new RangeError(`a hash has 32 bytes, not ${hash.length}`);
  return out.u32(sequence).fixed(hash);
};

const readHead = (reader: Reader): CutHead => ({
  sequence: reader.u32(),
  hash: reader.fixed(HASH_BYTES),
});
