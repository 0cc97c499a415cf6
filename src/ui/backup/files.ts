/** Backups as files of the browser: written piece by piece into a blob, read piece by piece. */

import type { BackupSink, BackupSource } from '../../app/backup/outcomes.ts';

/** Bytes that are gathered before the browser gets them, which may lay them on the disk. */
const GATHERED = 4 * 1024 * 1024;

export interface BlobSink {
  readonly write: BackupSink;
  finish(): Blob;
}

export function createBlobSink(): BlobSink {
  const blobs: Blob[] = [];
  let parts: Uint8Array<ArrayBuffer>[] = [];
  let size = 0;
  const flush = () => {
    if (parts.length > 0) blobs.push(new Blob(parts));
    parts = [];
    size = 0;
  };
  return {
    write: (bytes) => {
      parts.push(new Uint8Array(bytes));
      size += bytes.length;
      if (size >= GATHERED) flush();
      return Promise.resolve(true);
    },
    finish: () => {
      flush();
      return new Blob(blobs, { type: 'application/octet-stream' });
    },
  };
}

export function sourceOf(file: Blob): BackupSource {
  return {
    size: file.size,
    read: (from, to) =>
      file
        .slice(from, to)
        .arrayBuffer()
        .then((buffer) => new Uint8Array(buffer))
        .catch(gone),
  };
}

/** The file was moved, changed or deleted since it was chosen: the words say so. */
function gone(): undefined {
  return undefined;
}

/** "grapevine-2026-03-01.gvbackup" */
export function backupName(now: Date): string {
  const two = (part: number) => String(part).padStart(2, '0');
  const day = [now.getFullYear(), two(now.getMonth() + 1), two(now.getDate())].join('-');
  return `grapevine-${day}.gvbackup`;
}
