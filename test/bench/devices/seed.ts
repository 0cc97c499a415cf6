/** In a page of the app's own origin: what lies on the disk of the installation, sealed with its key. */
import { createSealedStore, type SealedStore } from '../../../src/app/vault/sealed-store.ts';
import { createNobleSuite } from '../../../src/core/crypto/noble-suite.ts';
import { parseVaultPage } from '../../../src/core/keys/vault-page.ts';
import { createKeyPlace } from '../../../src/effects/platform/key-place.ts';
import { createRandom } from '../../../src/effects/platform/random.ts';
import { openIndexedDbStore } from '../../../src/effects/store/indexeddb.ts';
import { decodeRows } from '../journal/rows.ts';

declare global {
  interface Window {
    /** Puts a fixture there. `path`: where the rows are served. */
    seedDevice(path: string): Promise<void>;
    /** The keys of how many messages are there, of conversations that are shown. */
    countKeys(): Promise<number>;
  }
}

const ROWS_AT_A_TIME = 200;

window.seedDevice = async (path) => {
  const rows = [...decodeRows(new Uint8Array(await (await fetch(path)).arrayBuffer()))];
  const store = await openStore();
  while (rows.length > 0) {
    const done = await store.commit({ put: rows.splice(0, ROWS_AT_A_TIME) });
    if (!done.ok) throw new Error(done.error);
  }
  store.close();
};

window.countKeys = async () => {
  const store = await openStore();
  const rows = await store.list('vault', []);
  store.close();
  if (!rows.ok) throw new Error(rows.error);
  let count = 0;
  for (const { key, value } of rows.value) {
    if (String(key[0]).startsWith('.')) continue;
    const page = value.ok ? parseVaultPage(value.value) : value;
    if (page.ok) count += page.value.slots.filter((slot) => slot instanceof Uint8Array).length;
  }
  return count;
};

const openStore = async (): Promise<SealedStore> => {
  const raw = await openIndexedDbStore('grapevine');
  if (!raw.ok) throw new Error(raw.error);
  const place = await createKeyPlace('grapevine-key').read();
  if (!place.ok || place.value.kind !== 'open') throw new Error('There is no key.');
  return createSealedStore(raw.value, createNobleSuite(), createRandom(), place.value.key);
};
