/**
 * Writers named by small numbers inside one record, so that 32-byte keys are
 * written once.
 */

import type { Reader } from '../../bytes/reader.ts';
import type { Writer } from '../../bytes/writer.ts';
import { isSameWriter } from './item.ts';

export interface WriterTable {
  /** The writer's number, given at its first mention. */
  indexOf(writer: Uint8Array): number;
  write(out: Writer): Writer;
}

export const createWriterTable = (): WriterTable => {
  const writers: Uint8Array[] = [];
  return {
    indexOf: (writer) => {
      const known = writers.findIndex((other) => isSameWriter(other, writer));
      return known >= 0 ? known : writers.push(writer) - 1;
    },
    write: (out) => {
      out.varint(writers.length);
      for (const writer of writers) out.fixed(writer);
      return out;
    },
  };
};

/** Gives a function that reads one writer's number and returns its key; unknown numbers are malformed. */
export const readWriterTable = (reader: Reader): ((reader: Reader) => Uint8Array) => {
  const writers = reader.list(MAX_WRITERS, (item) => item.fixed(32));
  return (item) => {
    const writer = writers[item.varint(MAX_WRITERS)];
    item.require(writer !== undefined);
    return writer ?? NOBODY;
  };
};

/** Strangers can be named by what never has an effect, so this is more than members. */
const MAX_WRITERS = 2 ** 20;
const NOBODY = new Uint8Array(32);
