/**
 * What a thief of the disk finds where there is a lock: every store that a page can read and every
 * file of the browser's profile, searched for the installation's key and for what wraps it.
 */
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { find, press } from './support/find.ts';
import { PATIENCE, setPassphrase } from './support/lock.ts';
import { bringPerson, type Person } from './support/person.ts';
import { tracesOf, type Mark } from './support/search.ts';
import { startServer, type TestServer } from './support/server.ts';
import { bytesMark, placesInPage, placesOnDisk, spelledMark, textMark } from './support/traces.ts';

const PASSPHRASE = 'numbat kettle seventeen harbour';

let server: TestServer;
let alice: Person;
let profile: string;

beforeAll(async () => {
  server = await startServer();
  profile = await mkdtemp(join(tmpdir(), 'grapevine-locked-'));
  alice = await bringPerson('Alexandrine Quimby', 'chromium', { profile });
  await alice.visit(server.url);
  await alice.start();
});
afterAll(async () => {
  await alice.leave();
  await server.stop();
});

type Opened = { readonly key: string; readonly sealed: string };

it('H-149: with a lock no store that can be read holds a key that opens without the passphrase, and no file the key in clear', async () => {
  const before = await alice.page().evaluate(openDeviceKey);
  if (before === null) throw new Error('The key could not be opened before the lock.');
  const marks = marksOf(before);
  // The control: without a lock the page opens the key by itself, and the files hold what wraps it.
  expect(tracesOf(await placesInPage(alice.page()), marks)).not.toEqual([]);
  expect(tracesOf(await placesOnDisk(profile), marks)).not.toEqual([]);

  await setPassphrase(alice.page(), PASSPHRASE);
  expect(await alice.page().evaluate(openDeviceKey)).toBeNull();
  const secrets = [...marks, textMark(PASSPHRASE)];
  expect(tracesOf(await placesInPage(alice.page()), secrets)).toEqual([]);
  await press(alice.page(), 'button', 'Lock now');
  await find(alice.page(), 'button', 'Unlock', PATIENCE);
  expect(tracesOf(await placesInPage(alice.page()), secrets)).toEqual([]);
  await alice.browser.close();
  // What wrapped the key before may stay in the browser's log until it compacts that: docs/THREATS.md.
  const [inClear] = marks;
  if (inClear === undefined) throw new Error('There is nothing to look for.');
  const onDisk = await placesOnDisk(profile);
  expect(tracesOf(onDisk, [inClear, textMark(PASSPHRASE)])).toEqual([]);
});

const marksOf = ({ key, sealed }: Opened): Mark[] => [
  spelledMark('the key', Buffer.from(key, 'base64')),
  bytesMark('the sealed key', Buffer.from(sealed, 'base64')),
];

/** In the page: as the app opens it where there is no lock; null where nothing stands there that opens. */
async function openDeviceKey(): Promise<Opened | null> {
  const answerOf = <T>(request: IDBRequest<T>): Promise<T> =>
    new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error ?? new Error('unreadable'));
    });
  const base64 = (bytes: Uint8Array): string =>
    btoa([...bytes].map((byte) => String.fromCharCode(byte)).join(''));
  const values: unknown[] = [];
  for (const { name = '' } of await indexedDB.databases()) {
    if (!name.startsWith('grapevine-key')) continue;
    const database = await answerOf(indexedDB.open(name));
    const store = database.transaction('keys').objectStore('keys');
    values.push(...(await answerOf<unknown[]>(store.getAll())));
    database.close();
  }
  type Wrapped = {
    key: CryptoKey;
    nonce: Uint8Array<ArrayBuffer>;
    sealed: Uint8Array<ArrayBuffer>;
  };
  for (const value of values as Partial<Wrapped>[]) {
    if (!(value.key instanceof CryptoKey) || !value.nonce || !value.sealed) continue;
    const additionalData = new TextEncoder().encode('grapevine/1 device key');
    const opened = await crypto.subtle.decrypt(
      { name: 'AES-GCM', iv: value.nonce, additionalData },
      value.key,
      value.sealed,
    );
    return { key: base64(new Uint8Array(opened)), sealed: base64(value.sealed) };
  }
  return null;
}
