/**
 * Which database holds the key or the lock now.
 *
 * Whatever takes the place of another goes to a database of its own, and the
 * other database is deleted: a record that is merely put over another leaves
 * the other's bytes in the browser's log for as long as it likes, while
 * Chromium compacts what a deleted database leaves behind (decisions/0035).
 */
import type { IDBPDatabase } from 'idb';
import { inDatabase, readAll, removeDatabase, write } from './key-database.ts';

export type Pointer = {
  readonly version: 1;
  readonly database: string;
  /** To be deleted, and never used again. */
  readonly doomed: readonly string[];
};

const RECORD = 'place';

/**
 * Gives a look at the pointer, to be taken as often as is wanted while the work goes on. `first` is
 * the database of an installation that never had a lock.
 */
export const atPointer = <T>(
  name: string,
  first: string,
  work: (look: () => Promise<Pointer>) => Promise<T>,
): Promise<T> => inDatabase(name, (database) => work(() => readPointer(database, first)));

const readPointer = async (database: IDBPDatabase, first: string): Promise<Pointer> => {
  const [stored] = await readAll(database, RECORD);
  if (stored === undefined) return { version: 1, database: first, doomed: [] };
  if (!isPointer(stored)) throw new TypeError('What says where the key is was damaged');
  return stored;
};

/** False when it points elsewhere by now. */
export const movePointer = (name: string, from: Pointer, database: string): Promise<boolean> =>
  changePointer(name, (now) => {
    const { database: before, doomed } = now ?? from;
    return before === from.database
      ? { version: 1, database, doomed: [...doomed, before] }
      : undefined;
  });

/** Deletes what is doomed; what cannot be deleted now is tried again the next time. */
export const sweep = async (name: string, { doomed }: Pointer): Promise<void> => {
  if (doomed.length === 0) return;
  await Promise.all(doomed.map(removeDatabase));
  await changePointer(
    name,
    (now) => now && { ...now, doomed: now.doomed.filter((each) => !doomed.includes(each)) },
  );
};

const changePointer = (
  name: string,
  change: (now: Pointer | undefined) => Pointer | undefined,
): Promise<boolean> =>
  inDatabase(name, (database) =>
    write(database, async (store) => {
      const stored: unknown = await store.get(RECORD);
      const next = change(isPointer(stored) ? stored : undefined);
      if (next) await store.put(next, RECORD);
      return next !== undefined;
    }),
  );

const isPointer = (record: unknown): record is Pointer =>
  typeof record === 'object' &&
  record !== null &&
  'version' in record &&
  record.version === 1 &&
  'database' in record &&
  typeof record.database === 'string' &&
  'doomed' in record &&
  Array.isArray(record.doomed) &&
  record.doomed.every((name) => typeof name === 'string');
