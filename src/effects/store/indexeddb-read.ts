/**
 * Reads on IndexedDB.
 *
 * Browsers keep large values as files beside the database; when such a file is
 * lost, a read of many values fails as a whole although the rest is well.
 * Then the values are read one by one, and a value that cannot be read while
 * its key can stands as UNREADABLE, so one broken record never hides others.
 *
 * A transaction is told when nothing more will be asked: otherwise it ends only when the page has
 * heard the answers, and a page that is frozen before would keep every other tab from writing.
 */
import { unwrap, type IDBPDatabase, type IDBPObjectStore } from 'idb';
import type { Key, Row, Table } from '../../ports/store.ts';
import { boundedRange } from './indexeddb-range.ts';
import type { Bounds } from './key-order.ts';
import { storedToBytes, UNREADABLE } from './stored-bytes.ts';

type ListOptions = Bounds & { readonly reverse?: boolean; readonly limit?: number };
type ReadStore = IDBPObjectStore<unknown, [Table], Table, 'readonly'>;

type ValueReader = (table: Table, key: Key) => Promise<Uint8Array | undefined>;

/**
 * Reads single values. Those that are asked for in one turn share a transaction, which costs more
 * than the reading itself.
 */
export const createValueReader = (database: IDBPDatabase): ValueReader => {
  let waiting: Wanted[] = [];
  const readAll = (): void => {
    const wanted = waiting;
    waiting = [];
    void valuesAtOnce(database, wanted).then(
      (values) => wanted.forEach(({ found }, i) => found(values[i])),
      () => {
        for (const { table, key, found } of wanted) found(readValue(database, table, key));
      },
    );
  };
  return (table, key) =>
    new Promise((found) => {
      if (waiting.length === 0) queueMicrotask(readAll);
      waiting.push({ table, key, found });
    });
};

type Wanted = {
  readonly table: Table;
  readonly key: Key;
  readonly found: (value: Uint8Array | undefined | Promise<Uint8Array | undefined>) => void;
};

/** One promise for all of them, so that many cost little more than one. */
const valuesAtOnce = async (
  database: IDBPDatabase,
  wanted: readonly Wanted[],
): Promise<readonly (Uint8Array | undefined)[]> => {
  const tables = [...new Set(wanted.map(({ table }) => table))];
  const transaction = unwrap(database).transaction(tables);
  const requests = wanted.map(({ table, key }) => transaction.objectStore(table).get([...key]));
  transaction.commit();
  await new Promise((resolve, reject) => {
    transaction.oncomplete = resolve;
    transaction.onabort = () => reject(transaction.error ?? new DOMException('', 'AbortError'));
  });
  return requests.map(({ result }: { readonly result: unknown }) =>
    result === undefined ? undefined : storedToBytes(result),
  );
};

const readValue = async (
  database: IDBPDatabase,
  table: Table,
  key: Key,
): Promise<Uint8Array | undefined> => {
  const id = [...key];
  try {
    const stored: unknown = await reading(database, table, (store) => store.get(id));
    return stored === undefined ? undefined : storedToBytes(stored);
  } catch (reason) {
    const found = await reading(database, table, (store) => store.getKey(id));
    if (found === undefined) throw reason;
    return UNREADABLE;
  }
};

export const readRows = async (
  database: IDBPDatabase,
  table: Table,
  prefix: Key,
  options: ListOptions,
): Promise<readonly Row[]> => {
  const range = boundedRange(prefix, options);
  if (range === null || options.limit === 0) return [];
  const rows = await rowsAtOnce(database, table, range, options).catch(() =>
    rowsOneByOne(database, table, range, options),
  );
  return options.reverse === true ? rows.reverse() : rows;
};

/** In key order, also when the last ones are asked for. */
const rowsAtOnce = (
  database: IDBPDatabase,
  table: Table,
  range: IDBKeyRange,
  options: ListOptions,
): Promise<Row[]> =>
  reading(database, table, async (store) => {
    const wanted = await narrow(store, range, options);
    if (wanted === null) return [];
    const asked = [
      store.getAllKeys(wanted, options.limit),
      store.getAll(wanted, options.limit),
    ] as const;
    store.transaction.commit();
    const [keys, values] = await Promise.all(asked);
    return keys.map((key, i) => ({ key: storedToKey(key), value: storedToBytes(values[i]) }));
  });

const rowsOneByOne = async (
  database: IDBPDatabase,
  table: Table,
  range: IDBKeyRange,
  options: ListOptions,
): Promise<Row[]> => {
  const keys = await reading(database, table, async (store) => {
    const wanted = await narrow(store, range, options);
    return wanted === null ? [] : store.getAllKeys(wanted, options.limit);
  });
  const rows: Row[] = [];
  for (const key of keys.map(storedToKey)) {
    const value = await readValue(database, table, key);
    if (value !== undefined) rows.push({ key, value });
  }
  return rows;
};

/**
 * For the last `limit` rows: the range that begins at the first of them, found
 * on keys alone, since many values can only be read forward. Null when empty.
 */
const narrow = async (
  store: ReadStore,
  range: IDBKeyRange,
  { reverse, limit }: ListOptions,
): Promise<IDBKeyRange | null> => {
  if (reverse !== true || limit === undefined) return range;
  const last = await store.openKeyCursor(range, 'prev');
  if (last === null || limit === 1) return last && IDBKeyRange.only(last.key);
  const first = await last.advance(limit - 1);
  return first === null ? range : IDBKeyRange.bound(first.key, range.upper);
};

/** A failed request fails its transaction too: both are awaited, so neither goes unheard. */
const reading = async <T>(
  database: IDBPDatabase,
  table: Table,
  read: (store: ReadStore) => Promise<T>,
): Promise<T> => {
  const transaction = database.transaction(table);
  const [value] = await Promise.all([read(transaction.store), transaction.done]);
  return value;
};

/** This app writes array keys of numbers and strings only. */
const storedToKey = (key: IDBValidKey): Key =>
  Array.isArray(key)
    ? key.filter((part) => typeof part === 'string' || typeof part === 'number')
    : [];
