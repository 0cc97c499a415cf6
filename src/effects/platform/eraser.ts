/**
 * Removes everything that a browser lists for this origin.
 *
 * What it lists, not what this version knows of: databases of other versions go
 * too. Keys go first, so that whatever cannot be removed cannot be opened.
 */
import { deleteDB } from 'idb';
import { err, ok, type Result } from '../../core/bytes/result.ts';
import type { Eraser } from '../../ports/eraser.ts';

/** For browsers that do not list databases. The keys stand first. */
const KNOWN = ['grapevine-key', 'grapevine-key-place', 'grapevine-installation', 'grapevine'];

export const createEraser = (): Eraser => ({
  erase: async (held): Promise<Result<void, 'unavailable'>> => {
    const parts = [
      () => eraseDatabases(held),
      () => localStorage.clear(),
      () => sessionStorage.clear(),
      eraseFiles,
      eraseCaches,
      eraseWorkers,
    ];
    let isWhole = true;
    for (const part of parts) isWhole = (await succeeds(part)) && isWhole;
    return isWhole ? ok(undefined) : err('unavailable');
  },
});

const eraseDatabases = async (held: () => void): Promise<void> => {
  for (const name of await databaseNames()) await deleteDB(name, { blocked: held });
};

const databaseNames = async (): Promise<readonly string[]> => {
  if (typeof indexedDB.databases !== 'function') return KNOWN;
  const listed = (await indexedDB.databases()).flatMap(({ name }) => name ?? []);
  const isKey = (name: string): boolean => name.startsWith('grapevine-key');
  return [...listed.filter(isKey), ...listed.filter((name) => !isKey(name))];
};

/** The origin's private file system, where a browser has one. */
const eraseFiles = async (): Promise<void> => {
  if (typeof navigator.storage?.getDirectory !== 'function') return;
  const root = await navigator.storage.getDirectory();
  const names: string[] = [];
  for await (const name of root.keys()) names.push(name);
  for (const name of names) await root.removeEntry(name, { recursive: true });
};

const eraseCaches = async (): Promise<void> => {
  if (typeof caches === 'undefined') return;
  for (const name of await caches.keys()) await caches.delete(name);
};

const eraseWorkers = async (): Promise<void> => {
  if (!('serviceWorker' in navigator)) return;
  for (const worker of await navigator.serviceWorker.getRegistrations()) await worker.unregister();
};

/** One part that the browser refuses keeps no other from going. */
const succeeds = async (part: () => void | Promise<void>): Promise<boolean> => {
  try {
    await part();
    return true;
  } catch (reason) {
    console.error('A part of what is stored could not be removed.', reason);
    return false;
  }
};
