/**
 * All that one device keeps, with the key that opens it: what a thief with the whole profile has.
 * The records are read by a script of the app's own page, and opened here by the app's own code.
 */
import type { Page } from 'puppeteer-core';
import { parseState } from '../../../src/app/conversation/state-codec.ts';
import type { ConversationState } from '../../../src/app/conversation/state.ts';
import { createSealedStore, type SealedStore } from '../../../src/app/vault/sealed-store.ts';
import { createNobleSuite } from '../../../src/core/crypto/noble-suite.ts';
import { createFakeRandom } from '../../../src/effects/platform/fake-random.ts';
import { createMemoryDisk } from '../../../src/effects/store/memory.ts';
import type { Key, Table } from '../../../src/ports/store.ts';

/** Bytes in base64. */
export type StolenDevice = {
  readonly deviceKey: string;
  readonly rows: readonly { readonly table: Table; readonly key: Key; readonly value: string }[];
};

export const steal = (page: Page): Promise<StolenDevice> => page.evaluate(readDevice);

export function openStolen({ deviceKey, rows }: StolenDevice): SealedStore {
  const disk = createMemoryDisk();
  for (const { table, key, value } of rows) disk.damage(table, key, Buffer.from(value, 'base64'));
  const key = new Uint8Array(Buffer.from(deviceKey, 'base64'));
  return createSealedStore(disk.open(), createNobleSuite(), createFakeRandom(1), key);
}

/** The state of the one conversation that the device has. */
export async function stateIn(device: StolenDevice): Promise<ConversationState> {
  const store = openStolen(device);
  const listed = await store.list('conversations', []);
  if (!listed.ok) throw new Error('The stolen records cannot be listed.');
  for (const { key, value } of listed.value) {
    if (key[1] !== 'state' || !value.ok) continue;
    const state = parseState(value.value);
    if (state.ok) return state.value;
  }
  throw new Error('The stolen records hold no conversation that opens.');
}

/** In the page. */
async function readDevice(): Promise<StolenDevice> {
  const answerOf = <T>(request: IDBRequest<T>): Promise<T> =>
    new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error ?? new Error('unreadable'));
    });
  const base64 = (bytes: Uint8Array): string =>
    btoa([...bytes].map((byte) => String.fromCharCode(byte)).join(''));
  const keys = await answerOf(indexedDB.open('grapevine-key'));
  const { key, nonce, sealed } = await answerOf<{
    key: CryptoKey;
    nonce: Uint8Array<ArrayBuffer>;
    sealed: Uint8Array<ArrayBuffer>;
  }>(keys.transaction('keys').objectStore('keys').get('device'));
  keys.close();
  const additionalData = new TextEncoder().encode('grapevine/1 device key');
  const opened = await crypto.subtle.decrypt(
    { name: 'AES-GCM', iv: nonce, additionalData },
    key,
    sealed,
  );
  const database = await answerOf(indexedDB.open('grapevine'));
  const tables = [...database.objectStoreNames] as Table[];
  const transaction = database.transaction(tables);
  const rows = await Promise.all(
    tables.map(async (table) => {
      const store = transaction.objectStore(table);
      const [names, values] = await Promise.all([
        answerOf(store.getAllKeys()),
        answerOf<unknown[]>(store.getAll()),
      ]);
      return names.map((name, at) => ({
        table,
        key: name as Key,
        value: base64(values[at] as Uint8Array),
      }));
    }),
  );
  database.close();
  return { deviceKey: base64(new Uint8Array(opened)), rows: rows.flat() };
}
