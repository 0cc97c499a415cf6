/**
 * The store on IndexedDB, on an IndexedDB that runs in Node: the same rules as
 * in the browsers, and the faults that no browser has on demand.
 */
import 'fake-indexeddb/auto';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { err, ok } from '../../../src/core/bytes/result.ts';
import { openIndexedDbStore } from '../../../src/effects/store/indexeddb.ts';
import type { Store } from '../../../src/ports/store.ts';
import { bytes, tryStore } from '../../contract/store.ts';
import { createIndexedDbPlace, openRaw } from '../../contract/indexeddb-place.ts';

tryStore('IndexedDB in Node', createIndexedDbPlace);

const put = (key: string) => ({
  put: [{ table: 'entries', key: [key], value: bytes(1) }] as const,
});

const quota = (): Error => new DOMException('full', 'QuotaExceededError');

describe('faults of IndexedDB', () => {
  afterEach(() => {
    vi.restoreAllMocks();
    vi.unstubAllGlobals();
  });

  const open = async (): Promise<Store> => (await createIndexedDbPlace()).open();

  it('S-1: asks for strict durability on every commit', async () => {
    const store = await open();
    const begin = vi.spyOn(IDBDatabase.prototype, 'transaction');
    await store.commit(put('k'));
    expect(begin.mock.calls).toEqual([[['entries'], 'readwrite', { durability: 'strict' }]]);
  });

  it('S-8: a quota met by a request is told as full, nothing is written, and the store goes on', async () => {
    const store = await open();
    const original = IDBObjectStore.prototype.put;
    let calls = 0;
    vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(function (
      this: IDBObjectStore,
      value,
      key,
    ) {
      if (++calls === 2) throw quota();
      return original.call(this, value, key);
    });
    const batch = { put: [...put('a').put, ...put('b').put] };
    expect(await store.commit(batch)).toEqual(err('full'));
    vi.restoreAllMocks();
    expect(await store.list('entries', [])).toEqual(ok([]));
    expect(await store.commit(batch)).toEqual(ok(undefined));
  });

  it('S-8: a quota met at the very end of the transaction is told as full', async () => {
    const store = await open();
    interruptNextPut(quota());
    expect(await store.commit(put('k'))).toEqual(err('full'));
    vi.restoreAllMocks();
    expect(await store.get('entries', ['k'])).toEqual(ok(undefined));
  });

  it('S-12: a transaction that is interrupted leaves nothing and is told as unavailable', async () => {
    const store = await open();
    interruptNextPut();
    expect(await store.commit(put('k'))).toEqual(err('unavailable'));
    vi.restoreAllMocks();
    expect(await store.get('entries', ['k'])).toEqual(ok(undefined));
    expect(await store.commit(put('k'))).toEqual(ok(undefined));
  });

  it('S-10: blocked storage is told as unavailable, however the browser refuses', async () => {
    vi.stubGlobal('indexedDB', undefined);
    expect(await openIndexedDbStore('blocked')).toEqual(err('unavailable'));
    vi.stubGlobal('indexedDB', {
      open: () => {
        throw new DOMException('denied', 'SecurityError');
      },
    });
    expect(await openIndexedDbStore('blocked')).toEqual(err('unavailable'));
  });

  it('S-15: an upgrade that a silent older tab keeps waiting is unavailable, and lets go when it comes', async () => {
    const name = 'silent-tab';
    const silent = await openRaw(name, 1);
    const real = indexedDB;
    const open = vi.fn((database: string) => real.open(database, 2));
    vi.stubGlobal('indexedDB', { open });
    expect(await openIndexedDbStore(name)).toEqual(err('unavailable'));
    vi.unstubAllGlobals();
    silent.close();
    // Opens only when the late connection was closed: openRaw rejects while it is blocked.
    await new Promise((resolve) => setTimeout(resolve, 20));
    (await openRaw(name, 3)).close();
  });

  it('S-13: a value that cannot be read stands as empty and hides no other', async () => {
    const store = await open();
    await store.commit({ put: [...put('a').put, ...put('b').put, ...put('c').put] });
    const get = IDBObjectStore.prototype.get;
    vi.spyOn(IDBObjectStore.prototype, 'getAll').mockImplementation(() => {
      throw new DOMException('file lost', 'NotReadableError');
    });
    vi.spyOn(IDBObjectStore.prototype, 'get').mockImplementation(function (
      this: IDBObjectStore,
      key,
    ) {
      if (String(key) === 'b') throw new DOMException('file lost', 'NotReadableError');
      return get.call(this, key);
    });
    const rows = await store.list('entries', [], { reverse: true });
    expect(rows.ok && rows.value.map(({ key, value }) => [key[0], value.length])).toEqual([
      ['c', 1],
      ['b', 0],
      ['a', 1],
    ]);
    expect(await store.get('entries', ['b'])).toEqual(ok(new Uint8Array(0)));
  });
});

/** As when the browser ends the transaction under us: put is accepted, then all is aborted. */
const interruptNextPut = (reason?: Error): void => {
  const original = IDBObjectStore.prototype.put;
  vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(function (
    this: IDBObjectStore,
    value,
    key,
  ) {
    const request = original.call(this, value, key);
    this.transaction.abort();
    if (reason) Object.defineProperty(this.transaction, 'error', { value: reason });
    return request;
  });
};
