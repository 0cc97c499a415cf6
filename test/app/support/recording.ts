/**
 * Every ciphertext that ever lay on a disk: what a carrier, or who breaks the
 * links, records. Looked at again and again, since boxes go when they were opened.
 */
import { parseEntry, type Entry } from '../../../src/core/journal/entry.ts';
import { parsePage } from '../../../src/document/page.ts';
import type { MemoryDisk } from '../../../src/effects/store/memory.ts';
import { suite } from './pair.ts';

export interface Recording {
  look(): void;
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

  const look = (): void => {
    for (const { table, value } of disks.flatMap((disk) => disk.rows())) {
      if (table === 'entries') keepEntry(value);
      if (table === 'blobs') blobs.set(toHex(suite.hash(value)), value);
      const page = table === 'pages' ? parsePage(value) : undefined;
      if (page?.ok) page.value.entries.forEach(keepEntry);
    }
  };

  return {
    look,
    entries: () => [...entries.values()],
    blob: (hash) => blobs.get(toHex(hash)),
    get blobCount() {
      return blobs.size;
    },
  };
};

const toHex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
