/** The device key in this browser: one for all tabs, never in clear, and told when it is broken. */
import { describe, expect, it } from 'vitest';
import { err } from '../../../src/core/bytes/result.ts';
import { createDeviceKey } from '../../../src/effects/platform/device-key.ts';
import { openRaw } from '../../contract/indexeddb-place.ts';
import { tryDeviceKey } from '../../contract/device-key.ts';

const freshName = (): string => `key-test-${Math.random()}`;

tryDeviceKey('this browser', () => {
  const name = freshName();
  return () => createDeviceKey(name);
});

type Stored = { version: number; key: CryptoKey; nonce: Uint8Array; sealed: Uint8Array };

const readStored = async (name: string): Promise<Stored> => {
  const database = await openRaw(name);
  const request = database.transaction('keys').objectStore('keys').get('device');
  const stored = await new Promise<Stored>((resolve) => {
    request.onsuccess = () => resolve(request.result as Stored);
  });
  database.close();
  return stored;
};

const overwrite = async (name: string, value: unknown): Promise<void> => {
  const database = await openRaw(name);
  const transaction = database.transaction('keys', 'readwrite');
  transaction.objectStore('keys').put(value, 'device');
  await new Promise((resolve) => (transaction.oncomplete = resolve));
  database.close();
};

describe('the device key at rest', () => {
  it('H-26: is stored sealed by a key that no script can export', async () => {
    const name = freshName();
    const opened = await createDeviceKey(name).open();
    const stored = await readStored(name);
    expect(stored.key.extractable).toBe(false);
    await expect(crypto.subtle.exportKey('raw', stored.key)).rejects.toThrow();
    expect(stored.sealed).toHaveLength(48);
    expect(opened.ok && stored.sealed.join().includes(opened.value.join())).toBe(false);
  });

  it('H-27: a record that was changed or is something else is told as broken, and kept', async () => {
    const name = freshName();
    await createDeviceKey(name).open();
    const stored = await readStored(name);
    const flipped = stored.sealed.map((byte, i) => (i === 0 ? byte ^ 1 : byte));
    const wrong = [
      { ...stored, sealed: flipped },
      { ...stored, sealed: new Uint8Array(0) },
      { ...stored, nonce: new Uint8Array(12) },
      { ...stored, version: 2 },
      { ...stored, key: 'key' },
      'text',
      7,
    ];
    for (const value of wrong) {
      await overwrite(name, value);
      expect(await createDeviceKey(name).open()).toEqual(err('broken'));
    }
    await overwrite(name, stored);
    expect((await createDeviceKey(name).open()).ok).toBe(true);
  });

  it('H-27: storage that a newer version has taken over is told as unavailable', async () => {
    const name = freshName();
    (await openRaw(name, 2)).close();
    expect(await createDeviceKey(name).open()).toEqual(err('unavailable'));
  });
});
