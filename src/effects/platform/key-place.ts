/**
 * The place of the installation's key, in databases of its own, so that the
 * store holds bytes only. Either the wrapped key stands there or the bytes of a
 * lock; each time another takes its place it gets a database of its own, and
 * the one before is deleted (key-pointer.ts).
 */
import { equalBytes } from '../../core/bytes/compare.ts';
import { err, ok, type Result } from '../../core/bytes/result.ts';
import type { KeyContents, KeyPlace, KeyPlaceFailure, KeyRecord } from '../../ports/key-place.ts';
import { inDatabase, readAll, removeDatabase, write } from './key-database.ts';
import { atPointer, movePointer, sweep, type Pointer } from './key-pointer.ts';
import { isWrappedKey, KEY_LENGTH, unwrapKey, wrapKey, type WrappedKey } from './wrapped-key.ts';

/** What is stored with a lock. */
type StoredLock = { readonly version: 2; readonly lock: Uint8Array<ArrayBuffer> };
type Held = { readonly pointer: Pointer; readonly record: unknown; readonly tries: unknown };

const RECORD = 'device';
const TRIES = 'tries';

/** `name` begins the names of its databases. Needs a secure context; without one all is `unavailable`. */
export const createKeyPlace = (name: string): KeyPlace => {
  const place = `${name}-place`;

  /** A database that was deleted in between, and made again by opening it, is not believed. */
  const hold = (): Promise<Held> =>
    atPointer(place, name, async (pointed) => {
      for (;;) {
        const pointer = await pointed();
        const [record, tries] = await inDatabase(pointer.database, (database) =>
          readAll(database, RECORD, TRIES),
        );
        if ((await pointed()).database !== pointer.database) continue;
        if (record !== undefined) return { pointer, record, tries };
        if (pointer.database !== name) throw new TypeError('The key is not where it should be');
        await addIfAbsent(name, await makeWrapped());
      }
    });

  /** False when something else stands there. */
  const replace = async (before: KeyContents, next: KeyContents): Promise<boolean> => {
    const { pointer, record, tries } = await hold();
    if (!isHeld(record, before)) return false;
    const database = `${name}-${randomName()}`;
    const stored = await storedOf(next);
    await inDatabase(database, (fresh) =>
      write(fresh, async (store) => {
        await store.put(stored, RECORD);
        if (next.kind === 'locked' && tries !== undefined) await store.put(tries, TRIES);
      }),
    );
    const isMoved = await movePointer(place, pointer, database);
    if (!isMoved) await removeDatabase(database);
    return isMoved;
  };

  const noteTries = async (before: Uint8Array | undefined, next: Uint8Array): Promise<boolean> => {
    const { pointer } = await hold();
    return inDatabase(pointer.database, (database) =>
      write(database, async (store) => {
        const [held, tries]: unknown[] = await Promise.all([store.get(RECORD), store.get(TRIES)]);
        if (!isStoredLock(held) || !isAsBefore(tries, before)) return false;
        await store.put(next.slice(), TRIES);
        return true;
      }),
    );
  };

  /** Also what an earlier step, or a tab that died, left to be deleted. */
  const clean = async (): Promise<void> => {
    await attempt(async () => {
      const pointer = await atPointer(place, name, (pointed) => pointed());
      await sweep(place, pointer);
    });
  };

  return {
    read: async () => {
      const found = await attempt(hold);
      if (!found.ok) return found;
      if (found.value.pointer.doomed.length > 0) await clean();
      return recordOf(found.value);
    },
    replace: async (before, next) => {
      const done = settled(await attempt(() => replace(before, next)));
      if (done.ok) await clean();
      return done;
    },
    noteTries: async (before, next) => settled(await attempt(() => noteTries(before, next))),
  };
};

/** Everything that storage or WebCrypto refuse here means the same: no key can be kept. */
const attempt = async <T>(work: () => Promise<T>): Promise<Result<T, 'unavailable'>> => {
  try {
    return ok(await work());
  } catch {
    return err('unavailable');
  }
};

const settled = (
  done: Result<boolean, 'unavailable'>,
): Result<void, 'conflict' | 'unavailable'> => {
  if (!done.ok) return done;
  return done.value ? ok(undefined) : err('conflict');
};

const makeWrapped = async (): Promise<WrappedKey> => {
  const secret = crypto.getRandomValues(new Uint8Array(KEY_LENGTH));
  const wrapped = await wrapKey(secret);
  secret.fill(0);
  return wrapped;
};

/** Of tabs that race, the first to write wins, and the others take its key. */
const addIfAbsent = (name: string, made: WrappedKey): Promise<void> =>
  inDatabase(name, (database) =>
    write(database, async (store) => {
      if ((await store.get(RECORD)) === undefined) await store.put(made, RECORD);
    }),
  );

const randomName = (): string =>
  [...crypto.getRandomValues(new Uint8Array(8))]
    .map((byte) => byte.toString(16).padStart(2, '0'))
    .join('');

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

const isStoredLock = (record: unknown): record is StoredLock =>
  typeof record === 'object' &&
  record !== null &&
  'version' in record &&
  record.version === 2 &&
  'lock' in record &&
  record.lock instanceof Uint8Array;
