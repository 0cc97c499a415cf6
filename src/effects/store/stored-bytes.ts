/**
 * Between bytes and what IndexedDB keeps of them.
 *
 * Cloning a view stores the whole buffer behind it: a record cut out of a
 * larger one would drag its neighbours to the disk. So a view is copied first.
 */

/** What stands for a record that is there and cannot be read; nothing sealed or signed is empty. */
export const UNREADABLE: Uint8Array = new Uint8Array(0);

export const bytesToStored = (bytes: Uint8Array): Uint8Array =>
  bytes.byteLength === bytes.buffer.byteLength ? bytes : bytes.slice();

/** Anything else than bytes was not written by this app. */
export const storedToBytes = (stored: unknown): Uint8Array =>
  stored instanceof Uint8Array ? stored : UNREADABLE;
