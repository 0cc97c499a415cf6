/** What the device keeps is sealed, bound to its place, and one damaged record stops no other. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createSealedStore } from '../../../src/app/vault/sealed-store.ts';
import { err, ok } from '../../../src/core/bytes/result.ts';
import { createNobleSuite } from '../../../src/core/crypto/noble-suite.ts';
import { createFakeRandom } from '../../../src/effects/platform/fake-random.ts';
import { createMemoryDisk } from '../../../src/effects/store/memory.ts';
import type { Key, Table } from '../../../src/ports/store.ts';

const suite = createNobleSuite();
const deviceKey = new Uint8Array(32).fill(1);
const SEALED: readonly Table[] = ['device', 'conversations', 'vault', 'timeline', 'pairings'];
const PLAIN: readonly Table[] = ['entries', 'pages', 'blobs', 'revisions'];

const createFixture = (key = deviceKey, disk = createMemoryDisk()) => ({
  disk,
  store: createSealedStore(disk.open(), suite, createFakeRandom(), key),
});

const text = (words: string): Uint8Array => Uint8Array.from(Buffer.from(words));

const put = (table: Table, key: Key, words: string) => ({
  put: [{ table, key, value: text(words) }],
});

describe('the sealed store', () => {
  it('H-20: nothing that was put into a sealed table is on the disk in clear', async () => {
    const { disk, store } = createFixture();
    for (const table of SEALED) await store.commit(put(table, ['k'], 'Alice and the secret'));
    expect(disk.rows()).toHaveLength(SEALED.length);
    for (const { value } of disk.rows()) {
      for (const word of ['Alice', 'secret']) expect(Buffer.from(value).includes(word)).toBe(false);
    }
  });

  it('H-20: what was put comes back, from every table', async () => {
    const { store } = createFixture();
    for (const table of [...SEALED, ...PLAIN]) {
      await store.commit(put(table, ['a', 1], table));
      expect(await store.get(table, ['a', 1])).toEqual(ok(text(table)));
      expect(await store.list(table, ['a'])).toEqual(
        ok([{ key: ['a', 1], value: ok(text(table)) }]),
      );
    }
    expect(await store.get('vault', ['none'])).toEqual(ok(undefined));
  });

  it('H-21: what is ciphertext or without meaning already is stored as it is', async () => {
    const { disk, store } = createFixture();
    for (const table of PLAIN) await store.commit(put(table, ['k'], 'bytes'));
    for (const { value } of disk.rows()) expect(value).toEqual(text('bytes'));
  });

  it('H-22: a record moved to another key or table does not open', async () => {
    const { disk, store } = createFixture();
    await store.commit(put('vault', ['a', 1], 'here'));
    const [row] = disk.rows();
    const places: [Table, Key][] = [
      ['vault', ['a', 2]],
      ['vault', ['a', '1']],
      ['vault', ['a', 1, '']],
      ['vault', ['a,1']],
      ['device', ['a', 1]],
    ];
    for (const [table, key] of places) {
      disk.damage(table, key, row?.value);
      expect(await store.get(table, key)).toEqual(err('damaged'));
    }
  });

  it('H-23: a damaged record is told as damaged, and those around it open', async () => {
    const { disk, store } = createFixture();
    for (const i of [1, 2, 3]) await store.commit(put('timeline', [i], `text ${i}`));
    const stored = disk.rows()[1]?.value ?? text('');
    await fc.assert(
      fc.asyncProperty(
        fc.nat({ max: stored.length - 1 }),
        fc.integer({ min: 1, max: 255 }),
        async (at, flip) => {
          const changed = stored.map((byte, i) => (i === at ? byte ^ flip : byte));
          disk.damage('timeline', [2], changed);
          expect(await store.list('timeline', [])).toEqual(
            ok([
              { key: [1], value: ok(text('text 1')) },
              { key: [2], value: err('damaged') },
              { key: [3], value: ok(text('text 3')) },
            ]),
          );
        },
      ),
      { numRuns: 20 },
    );
    for (const length of [0, 1, 39, 40, stored.length - 1]) {
      disk.damage('timeline', [2], stored.slice(0, length));
      expect(await store.get('timeline', [2])).toEqual(err('damaged'));
    }
  });

  it('H-23: under another device key every sealed record is damaged, and plain ones are read', async () => {
    const { disk, store } = createFixture();
    await store.commit(put('vault', ['k'], 'kept'));
    await store.commit(put('pages', ['k'], 'kept'));
    const other = createFixture(new Uint8Array(32).fill(2), disk).store;
    expect(await other.get('vault', ['k'])).toEqual(err('damaged'));
    expect(await other.get('pages', ['k'])).toEqual(ok(text('kept')));
  });

  it('H-24: revisions can be compared; sealed bytes cannot, which is a bug of the caller', async () => {
    const { store } = createFixture();
    const expecting = (table: Table, value: Uint8Array | undefined) =>
      store.commit({ expect: [{ table, key: ['c'], value }], ...put(table, ['c'], '1') });
    expect(await expecting('revisions', undefined)).toEqual(ok(undefined));
    expect(await expecting('revisions', text('1'))).toEqual(ok(undefined));
    expect(await expecting('revisions', text('2'))).toEqual(err('conflict'));
    expect(await expecting('device', undefined)).toEqual(ok(undefined));
    await expect(expecting('device', text('1'))).rejects.toThrow(TypeError);
  });

  it('S-8: failures of the store pass through', async () => {
    const { disk, store } = createFixture();
    disk.failNext('full');
    expect(await store.commit(put('vault', ['k'], 'x'))).toEqual(err('full'));
    store.close();
    expect(await store.get('vault', ['k'])).toEqual(err('unavailable'));
    expect(await store.list('vault', [])).toEqual(err('unavailable'));
  });
});
