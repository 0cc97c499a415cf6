/**
 * A file that the person chose, written piece by piece where the browser offers that (File System
 * Access, https://wicg.github.io/file-system-access/): the backup then never lies in memory as a
 * whole. What is written shows in the file only when it is whole; cut off before, the file stays as
 * it was.
 */

import type { BackupSink } from '../../app/backup/outcomes.ts';

export interface PickedFile {
  readonly name: string;
  /** Undefined when the browser does not let us write there. */
  open(): Promise<PickedWriter | undefined>;
}

export interface PickedWriter {
  readonly write: BackupSink;
  /** False when it could not be put into its place. */
  finish(): Promise<boolean>;
  /** Leaves what was there; a file that was only made for this goes. */
  discard(): Promise<void>;
}

/** Undefined where the browser has none. */
export type PickFile = (name: string) => Promise<PickedFile | undefined>;

/** Chromium's, which the type library does not know. */
type Picker = (options: { readonly suggestedName: string }) => Promise<FileSystemFileHandle>;
type Removable = FileSystemFileHandle & { remove?(): Promise<void> };

export function createPickFile(view: Window): PickFile | undefined {
  const { showSaveFilePicker } = view as Window & { showSaveFilePicker?: Picker };
  if (typeof showSaveFilePicker !== 'function') return undefined;
  return async (suggestedName) => {
    const handle = await unlessRefused(showSaveFilePicker.call(view, { suggestedName }));
    return handle && { name: handle.name, open: () => open(handle) };
  };
}

async function open(handle: Removable): Promise<PickedWriter | undefined> {
  const stream = await unlessRefused(handle.createWritable());
  if (!stream) return undefined;
  return {
    write: (bytes) => succeeds(stream.write(new Uint8Array(bytes))),
    finish: () => succeeds(stream.close()),
    discard: async () => {
      await succeeds(stream.abort());
      const before = await unlessRefused(handle.getFile());
      if (before?.size === 0 && handle.remove) await succeeds(handle.remove());
    },
  };
}

const succeeds = (act: Promise<unknown>): Promise<boolean> =>
  act.then(
    () => true,
    () => false,
  );

/** The person closed the question, the disk is full, a policy forbids it: all mean no. */
const unlessRefused = <T>(asked: Promise<T>): Promise<T | undefined> =>
  asked.catch((): undefined => undefined);
