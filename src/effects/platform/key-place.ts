/**
 * The place of the installation's key, in a database of its own, so that the
 * store holds bytes only. Either the wrapped key stands there or the bytes of a
 * lock, under one name: where one is put the other is gone.
 */
import { openDB, type IDBPDatabase, type IDBPTransaction } from 'idb';
import { equalBytes } from '../../core/bytes/compare.ts';
import { err, ok, type Result } from '../../core/bytes/result.ts';
import type { KeyContents, KeyPlace, KeyPlaceFailure, KeyRecord } from '../../ports/key-place.ts';
import { isWrappedKey, KEY_LENGTH, unwrapKey, wrapKey, type WrappedKey } from './wrapped-key.ts';

/** What is stored with a lock. */
type StoredLock = { readonly version: 2; readonly lock: Uint8Array<ArrayBuffer> };
type Writing = IDBPTransaction<unknown, [typeof TABLE], 'readwrite'>;

const SCHEMA_VERSION = 1;
const TABLE = 'keys';
const RECORD = 'device';
const TRIES = 'tries';
const STRICT = { durability: 'strict' } as const;

/** `name` is the database. Needs a secure context; without one everything is `unavailable`. */
export const createKeyPlace = (name: string): KeyPlace => ({
  read: async () => {
    const found = await inDatabase(name, readOrMake);
    return found.ok ? recordOf(found.value) : found;
  },
  replace: (before, next) =>
    settled(
      inDatabase(name, async (database) => {
        const record = await storedOf(next);
        return write(database, async ({ store }) => {
          const [held, tries] = await Promise.all([store.get(RECORD), store.get(TRIES)]);
          if (!isHeld(held, before)) return false;
          // Not put over it: so the browser is asked to forget what was there.
          await store.clear();
          await store.put(record, RECORD);
          if (next.kind === 'locked' && tries !== undefined) await store.put(tries, TRIES);
          return true;
        });
      }),
    ),
  noteTries: (before, next) =>
    settled(
      inDatabase(name, (database) =>
        write(database, async ({ store }) => {
          const [held, tries] = await Promise.all([store.get(RECORD), store.get(TRIES)]);
          if (!isStoredLock(held) || !isAsBefore(tries, before)) return false;
          await store.put(next.slice(), TRIES);
          return true;
        }),
      ),
    ),
});

/** Everything that storage or WebCrypto refuse here means the same: no key can be kept. */
const inDatabase = async <T>(
  name: string,
  work: (database: IDBPDatabase) => Promise<T>,
): Promise<Result<T, 'unavailable'>> => {
  let database: IDBPDatabase | undefined;
  try {
    database = await openDatabase(name);
    return ok(await work(database));
  } catch {
    return err('unavailable');
  } finally {
    database?.close();
  }
};

const openDatabase = (name: string): Promise<IDBPDatabase> =>
  openDB(name, SCHEMA_VERSION, {
    upgrade: (database) => {
      database.createObjectStore(TABLE);
    },
    blocking: (_from, _to, event) => {
      if (event.target instanceof IDBDatabase) event.target.close();
    },
  });

type Held = { readonly record: unknown; readonly tries: unknown };

const readOrMake = async (database: IDBPDatabase): Promise<Held> => {
  const transaction = database.transaction(TABLE);
  const { store } = transaction;
  const [record, tries]: unknown[] = await Promise.all([
    store.get(RECORD),
    store.get(TRIES),
    transaction.done,
  ]);
  if (record !== undefined) return { record, tries };
  return { record: await addIfAbsent(database, await makeWrapped()), tries: undefined };
};

const makeWrapped = async (): Promise<WrappedKey> => {
  const secret = crypto.getRandomValues(new Uint8Array(KEY_LENGTH));
  const wrapped = await wrapKey(secret);
  secret.fill(0);
  return wrapped;
};

/** Of tabs that race, the first to write wins, and the others take its key. */
const addIfAbsent = (database: IDBPDatabase, made: WrappedKey): Promise<unknown> =>
  write(database, async ({ store }): Promise<unknown> => {
    const winner: unknown = await store.get(RECORD);
    if (winner === undefined) await store.put(made, RECORD);
    return winner ?? made;
  });

const write = async <T>(
  database: IDBPDatabase,
  step: (transaction: Writing) => Promise<T>,
): Promise<T> => {
  const transaction = database.transaction(TABLE, 'readwrite', STRICT);
  const [done] = await Promise.all([step(transaction), transaction.done]);
  return done;
};

const recordOf = async ({ record, tries }: Held): Promise<Result<KeyRecord, KeyPlaceFailure>> => {
  if (isStoredLock(record)) {
    return ok({ kind: 'locked', lock: record.lock, tries: triesOf(tries) });
  }
  if (!isWrappedKey(record)) return err('broken');
  const key = await unwrapKey(record);
  return key.ok ? ok({ kind: 'open', key: key.value }) : key;
};

const storedOf = async (contents: KeyContents): Promise<WrappedKey | StoredLock> => {
  if (contents.kind === 'locked') return { version: 2, lock: contents.lock.slice() };
  const secret = contents.key.slice();
  const wrapped = await wrapKey(secret);
  secret.fill(0);
  return wrapped;
};

const isHeld = (record: unknown, contents: KeyContents): boolean =>
  contents.kind === 'open'
    ? isWrappedKey(record)
    : isStoredLock(record) && equalBytes(record.lock, contents.lock);

const isAsBefore = (tries: unknown, before: Uint8Array | undefined): boolean => {
  if (tries === undefined || before === undefined) return tries === before;
  return equalBytes(triesOf(tries) ?? UNREADABLE, before);
};

/** Anything else than bytes was not written by this app, and stands as none that can be read. */
const UNREADABLE = new Uint8Array(0);
const triesOf = (tries: unknown): Uint8Array | undefined => {
  if (tries === undefined) return undefined;
  return tries instanceof Uint8Array ? tries : UNREADABLE;
};

const settled = async (
  written: Promise<Result<boolean, 'unavailable'>>,
): Promise<Result<void, 'conflict' | 'unavailable'>> => {
  const done = await written;
  if (!done.ok) return done;
  return done.value ? ok(undefined) : err('conflict');
};

const isStoredLock = (record: unknown): record is StoredLock =>
  typeof record === 'object' &&
  record !== null &&
  'version' in record &&
  record.version === 2 &&
  'lock' in record &&
  record.lock instanceof Uint8Array;
