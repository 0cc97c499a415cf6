/**
 * Every ciphertext that lies on a disk at the start or was ever put there: what a
 * carrier, or who breaks the links, records. Boxes go in the moment they are opened.
 */
import { parseEntry, type Entry } from '../../../src/core/journal/entry.ts';
import { parsePage } from '../../../src/document/page.ts';
import type { MemoryDisk } from '../../../src/effects/store/memory.ts';
import { suite } from './pair.ts';

export interface Recording {
  entries(): readonly Entry[];
  /** A blob by its hash. */
  blob(hash: Uint8Array): Uint8Array | undefined;
  readonly blobCount: number;
}

export const createRecording = (disks: readonly MemoryDisk[]): Recording => {
  const entries = new Map<string, Entry>();
  const blobs = new Map<string, Uint8Array>();

  const keepEntry = (bytes: Uint8Array): void => {
    const entry = parseEntry(suite, bytes);
    if (entry.ok) entries.set(toHex(entry.value.hash), entry.value);
  };

  const see = ({ table, value }: ReturnType<MemoryDisk['rows']>[number]): void => {
    if (table === 'entries') keepEntry(value);
    if (table === 'blobs') blobs.set(toHex(suite.hash(value)), value.slice());
    const page = table === 'pages' ? parsePage(value) : undefined;
    if (page?.ok) page.value.entries.forEach(keepEntry);
  };

  for (const disk of disks) {
    disk.rows().forEach(see);
    disk.watch(see);
  }

  return {
    entries: () => [...entries.values()],
    blob: (hash) => blobs.get(toHex(hash)),
    get blobCount() {
      return blobs.size;
    },
  };
};

const toHex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
