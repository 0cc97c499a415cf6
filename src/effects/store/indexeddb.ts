/**
 * The store on IndexedDB.
 *
 * One object store per table, array keys, bytes as values. A batch is one
 * readwrite transaction with strict durability, so it reports success only
 * once the bytes are on the disk (Indexed Database API 3.0, "Transactions");
 * browsers default to less.
 */
import { deleteDB, openDB, type IDBPDatabase } from 'idb';
import { err, ok, type Result } from '../../core/bytes/result.ts';
import type { Store } from '../../ports/store.ts';
import { commitBatch } from './indexeddb-commit.ts';
import { requireNoBug } from './indexeddb-failure.ts';
import { createValueReader, readRows } from './indexeddb-read.ts';
import { TABLES } from './tables.ts';

const SCHEMA_VERSION = 1;

/**
 * Opens, and makes or upgrades, the named database. `unavailable` where the
 * browser keeps no storage for the page, where a newer version of the app has
 * upgraded it already, or where an older tab keeps the upgrade waiting.
 */
export const openIndexedDbStore = (name: string): Promise<Result<Store, 'unavailable'>> =>
  new Promise((resolve) => {
    let refused = false;
    const refuse = (): void => {
      refused = true;
      resolve(err('unavailable'));
    };
    openDatabase(name, refuse).then((database) => {
      if (refused) database.close();
      else resolve(ok(createStore(database)));
    }, refuse);
  });

/**
 * Deletes the named database with all that is in it, also where it never was. `unavailable` where a
 * tab that stands still keeps it open: the browser deletes it as soon as that one lets go.
 */
export const deleteIndexedDbStore = (name: string): Promise<Result<void, 'unavailable'>> =>
  new Promise((resolve) => {
    const refuse = (): void => resolve(err('unavailable'));
    startDeleting(name, refuse).then(() => resolve(ok(undefined)), refuse);
  });

const startDeleting = async (name: string, blocked: () => void): Promise<void> => {
  await deleteDB(name, { blocked });
};

/** Async, so that an `indexedDB` that throws when it is touched becomes a rejection too. */
const openDatabase = async (name: string, blocked: () => void): Promise<IDBPDatabase> => {
  const database = await openDB(name, SCHEMA_VERSION, { upgrade, blocked });
  // A newer version waits for this connection: give way at once, or its tab would hang.
  database.addEventListener('versionchange', () => database.close());
  return database;
};

/** Steps from each schema version to the next; version 1 makes the tables. */
const upgrade = (database: IDBPDatabase, from: number): void => {
  if (from < 1) for (const table of TABLES) database.createObjectStore(table);
};

const createStore = (database: IDBPDatabase): Store => {
  const readValue = createValueReader(database);
  return {
    get: (table, key) => reading(() => readValue(table, key)),
    list: (table, prefix, options = {}) =>
      reading(() => readRows(database, table, prefix, options)),
    commit: (batch) => commitBatch(database, batch),
    close: () => database.close(),
  };
};

/** A read fails only when the connection is gone: closed by us, a newer version or the browser. */
const reading = async <T>(read: () => Promise<T>): Promise<Result<T, 'unavailable'>> => {
  try {
    return ok(await read());
  } catch (reason) {
    requireNoBug(reason);
    return err('unavailable');
  }
};
