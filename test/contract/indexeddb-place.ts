/** A database of its own for each test, for the contract of the store. */
import { openIndexedDbStore } from '../../src/effects/store/indexeddb.ts';
import type { StorePlace } from './store.ts';

let count = 0;

export const createIndexedDbPlace = (): Promise<StorePlace & { readonly name: string }> => {
  const name = `store-test-${++count}-${Math.random()}`;
  return Promise.resolve({
    name,
    open: async () => {
      const store = await openIndexedDbStore(name);
      if (!store.ok) throw new Error(store.error);
      return store.value;
    },
    upgrade: async () => (await openRaw(name, 2)).close(),
  });
};

/** Opens the database as another version of the app would. */
export const openRaw = (name: string, version?: number): Promise<IDBDatabase> =>
  new Promise((resolve, reject) => {
    const request = indexedDB.open(name, version);
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error('not opened'));
    request.onblocked = () => reject(new Error('blocked'));
  });
