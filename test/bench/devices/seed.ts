/** In a page of the app's own origin: puts a fixture on the disk of the installation, sealed with its key. */
import { createSealedStore } from '../../../src/app/vault/sealed-store.ts';
import { createNobleSuite } from '../../../src/core/crypto/noble-suite.ts';
import { createKeyPlace } from '../../../src/effects/platform/key-place.ts';
import { createRandom } from '../../../src/effects/platform/random.ts';
import { openIndexedDbStore } from '../../../src/effects/store/indexeddb.ts';
import { decodeRows } from '../journal/rows.ts';

declare global {
  interface Window {
    /** `path`: where the rows are served. */
    seedDevice(path: string): Promise<void>;
  }
}

const ROWS_AT_A_TIME = 200;

window.seedDevice = async (path) => {
  const rows = [...decodeRows(new Uint8Array(await (await fetch(path)).arrayBuffer()))];
  const raw = await openIndexedDbStore('grapevine');
  if (!raw.ok) throw new Error(raw.error);
  const place = await createKeyPlace('grapevine-key').read();
  if (!place.ok || place.value.kind !== 'open') throw new Error('There is no key.');
  const store = createSealedStore(raw.value, createNobleSuite(), createRandom(), place.value.key);
  while (rows.length > 0) {
    const done = await store.commit({ put: rows.splice(0, ROWS_AT_A_TIME) });
    if (!done.ok) throw new Error(done.error);
  }
  store.close();
};
