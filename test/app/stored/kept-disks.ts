/** What devices of an earlier build keep, as test/app/stored/keep.ts wrote it down. */
import { readdirSync, readFileSync } from 'node:fs';
import { brotliDecompressSync } from 'node:zlib';
import type { Key, Table } from '../../../src/ports/store.ts';

export type KeptDisks = {
  /** When it was written down, in milliseconds since 1970 by every clock. */
  readonly time: number;
  /** The inviter, then who accepted. */
  readonly people: readonly KeptPerson[];
  /** In base64, each once: both sides keep the same ciphertext. */
  readonly values: readonly string[];
};

export type KeptPerson = {
  readonly name: string;
  /** In base64. */
  readonly deviceKey: string;
  /** `value`: its place in `values`. */
  readonly rows: readonly { readonly table: Table; readonly key: Key; readonly value: number }[];
  /** What stood on the screen, oldest first. */
  readonly texts: readonly string[];
};

const EXTENSION = '.json.br';

export const keptNames: readonly string[] = readdirSync(new URL('.', import.meta.url))
  .filter((name) => name.endsWith(EXTENSION))
  .map((name) => name.slice(0, -EXTENSION.length));

export const readKept = (name: string): KeptDisks => {
  const packed = readFileSync(new URL(`${name}${EXTENSION}`, import.meta.url));
  return JSON.parse(brotliDecompressSync(packed).toString()) as KeptDisks;
};
