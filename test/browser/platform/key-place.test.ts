/** The place of the key in this browser. */
import { describe, expect, it } from 'vitest';
import { err } from '../../../src/core/bytes/result.ts';
import { createDeviceKey } from '../../../src/effects/platform/device-key.ts';
import { createKeyPlace } from '../../../src/effects/platform/key-place.ts';
import { openRaw } from '../../contract/indexeddb-place.ts';
import { tryKeyPlace } from '../../contract/key-place.ts';

const freshName = (): string => `place-test-${Math.random()}`;

tryKeyPlace('this browser', () => {
  const name = freshName();
  return () => createKeyPlace(name);
});

const everything = async (name: string): Promise<unknown[]> => {
  const database = await openRaw(name);
  const request = database.transaction('keys').objectStore('keys').getAll();
  const values = await new Promise<unknown[]>((resolve) => {
    request.onsuccess = () => resolve(request.result);
  });
  database.close();
  return values;
};

describe('the place of the key at rest', () => {
  it('H-134: with a lock nothing stands there but the lock and the tries', async () => {
    const name = freshName();
    const place = createKeyPlace(name);
    const before = await place.read();
    if (!before.ok) throw new Error(before.error);
    const lock = new Uint8Array(90).fill(5);
    await place.replace(before.value, { kind: 'locked', lock });
    await place.noteTries(undefined, new Uint8Array([1, 2, 3]));
    const [where] = (await everything(`${name}-place`)) as { database: string; doomed: string[] }[];
    expect(where?.doomed).toEqual([]);
    expect(await everything(where?.database ?? '')).toEqual([
      { version: 2, lock },
      new Uint8Array([1, 2, 3]),
    ]);
    const names = (await indexedDB.databases()).map((each) => each.name);
    expect(names).not.toContain(name);
    expect(await createDeviceKey(name).open()).toEqual(err('broken'));
  });

  it('H-134: a database that could not be deleted at once is deleted with the next reading', async () => {
    const name = freshName();
    const place = createKeyPlace(name);
    const before = await place.read();
    if (!before.ok) throw new Error(before.error);
    await place.replace(before.value, { kind: 'locked', lock: new Uint8Array(90) });
    const left = `${name}-left`;
    (await openRaw(left)).close();
    const database = await openRaw(`${name}-place`);
    const store = database.transaction('keys', 'readwrite').objectStore('keys');
    const request = store.get('place');
    const written = new Promise((resolve) => (store.transaction.oncomplete = resolve));
    request.onsuccess = () => store.put({ ...request.result, doomed: [left] }, 'place');
    await written;
    database.close();
    await place.read();
    const names = (await indexedDB.databases()).map((each) => each.name);
    expect(names).not.toContain(left);
  });

  it('H-135: a record of tries that is no bytes is read as empty, and can be replaced', async () => {
    const name = freshName();
    const place = createKeyPlace(name);
    const before = await place.read();
    if (!before.ok) throw new Error(before.error);
    await place.replace(before.value, { kind: 'locked', lock: new Uint8Array(90) });
    const [where] = (await everything(`${name}-place`)) as { database: string }[];
    const database = await openRaw(where?.database ?? '');
    const transaction = database.transaction('keys', 'readwrite');
    transaction.objectStore('keys').put('text', 'tries');
    await new Promise((resolve) => (transaction.oncomplete = resolve));
    database.close();
    const empty = new Uint8Array(0);
    expect(await place.read()).toMatchObject({ value: { kind: 'locked', tries: empty } });
    expect((await place.noteTries(empty, new Uint8Array([1]))).ok).toBe(true);
  });
});
