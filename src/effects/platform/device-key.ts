/**
 * The device key, wrapped at rest by a key that cannot leave the browser.
 *
 * 32 random bytes are sealed with AES-GCM under a WebCrypto key made not
 * extractable, which the browser keeps as an object (Web Cryptography API,
 * "CryptoKey", structured clone). So what a page's script or a scan of the
 * stored records can read is not enough to open anything; who can read the
 * whole browser profile still can (docs/THREATS.md, "At rest"). It lives in a
 * database of its own, so that the store holds bytes only.
 */
import { openDB, type IDBPDatabase } from 'idb';
import { err, ok, type Result } from '../../core/bytes/result.ts';
import type { DeviceKey, DeviceKeyFailure } from '../../ports/device-key.ts';

/** What is stored: the wrapping key as an object, a 12-byte nonce, 32 + 16 sealed bytes. */
type Wrapped = {
  readonly version: 1;
  readonly key: CryptoKey;
  readonly nonce: Uint8Array<ArrayBuffer>;
  readonly sealed: Uint8Array<ArrayBuffer>;
};

const SCHEMA_VERSION = 1;
const TABLE = 'keys';
const RECORD = 'device';
const KEY_LENGTH = 32;
const NONCE_LENGTH = 12;
const PURPOSE: Uint8Array<ArrayBuffer> = new TextEncoder().encode('grapevine/1 device key');

/** `name` is the database. Needs a secure context; without one it is `unavailable`. */
export const createDeviceKey = (name: string): DeviceKey => ({
  open: async () => {
    const record = await loadOrMake(name);
    return record.ok ? unwrap(record.value) : record;
  },
});

/** Everything that storage or WebCrypto refuse here means the same: no key can be kept. */
const loadOrMake = async (name: string): Promise<Result<unknown, 'unavailable'>> => {
  let database: IDBPDatabase | undefined;
  try {
    database = await openDatabase(name);
    const stored: unknown = await database.get(TABLE, RECORD);
    return ok(stored ?? (await addIfAbsent(database, await makeWrapped())));
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

const makeWrapped = async (): Promise<Wrapped> => {
  const key = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, [
    'encrypt',
    'decrypt',
  ]);
  const nonce = crypto.getRandomValues(new Uint8Array(NONCE_LENGTH));
  const secret = crypto.getRandomValues(new Uint8Array(KEY_LENGTH));
  const sealed = await crypto.subtle.encrypt(sealing(nonce), key, secret);
  secret.fill(0);
  return { version: 1, key, nonce, sealed: new Uint8Array(sealed) };
};

/** Of tabs that race, the first to write wins, and the others take its key. */
const addIfAbsent = async (database: IDBPDatabase, made: Wrapped): Promise<unknown> => {
  const transaction = database.transaction(TABLE, 'readwrite', { durability: 'strict' });
  const decide = async (): Promise<unknown> => {
    const winner: unknown = await transaction.store.get(RECORD);
    if (winner === undefined) await transaction.store.put(made, RECORD);
    return winner ?? made;
  };
  const [kept] = await Promise.all([decide(), transaction.done]);
  return kept;
};

const unwrap = async (record: unknown): Promise<Result<Uint8Array, DeviceKeyFailure>> => {
  if (!isWrapped(record)) return err('broken');
  try {
    const secret = await crypto.subtle.decrypt(sealing(record.nonce), record.key, record.sealed);
    return secret.byteLength === KEY_LENGTH ? ok(new Uint8Array(secret)) : err('broken');
  } catch {
    return err('broken');
  }
};

const sealing = (nonce: Uint8Array<ArrayBuffer>): AesGcmParams => ({
  name: 'AES-GCM',
  iv: nonce,
  additionalData: PURPOSE,
});

const isWrapped = (record: unknown): record is Wrapped =>
  typeof record === 'object' &&
  record !== null &&
  'version' in record &&
  record.version === 1 &&
  'key' in record &&
  record.key instanceof CryptoKey &&
  'nonce' in record &&
  record.nonce instanceof Uint8Array &&
  'sealed' in record &&
  record.sealed instanceof Uint8Array;
