/** One database with the key or a lock in it, and the requests that the place of the key makes of any. */
import { deleteDB, openDB, type IDBPDatabase, type IDBPTransaction } from 'idb';

export const TABLE = 'keys';

type Writing = IDBPTransaction<unknown, [typeof TABLE], 'readwrite'>;

const SCHEMA_VERSION = 1;

/** Opens, or makes, the named database for one piece of work. */
export const inDatabase = async <T>(
  name: string,
  work: (database: IDBPDatabase) => Promise<T>,
): Promise<T> => {
  const database = await openDB(name, SCHEMA_VERSION, {
    upgrade: (fresh) => {
      fresh.createObjectStore(TABLE);
    },
    blocking: (_from, _to, event) => {
      if (event.target instanceof IDBDatabase) event.target.close();
    },
  });
  try {
    return await work(database);
  } finally {
    database.close();
  }
};

/** What stands under these names, all at one moment. */
export const readAll = async (
  database: IDBPDatabase,
  ...keys: readonly string[]
): Promise<readonly unknown[]> => {
  const transaction = database.transaction(TABLE);
  const reads = keys.map((key): Promise<unknown> => transaction.store.get(key));
  const [found] = await Promise.all([Promise.all(reads), transaction.done]);
  return found;
};

/** One strictly durable step. */
export const write = async <T>(
  database: IDBPDatabase,
  step: (store: Writing['store']) => Promise<T>,
): Promise<T> => {
  const transaction = database.transaction(TABLE, 'readwrite', { durability: 'strict' });
  const [done] = await Promise.all([step(transaction.store), transaction.done]);
  return done;
};

/** With its bytes: browsers clean up after a database that is deleted, not after a record. */
export const removeDatabase = (name: string): Promise<void> => deleteDB(name);
