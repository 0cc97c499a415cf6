/** The store in memory keeps the rules of the port, and fails as tests ask it to. */
import { describe, expect, it } from 'vitest';
import { err, ok } from '../../../src/core/bytes/result.ts';
import { createMemoryDisk } from '../../../src/effects/store/memory.ts';
import { bytes, tryStore } from '../../contract/store.ts';

tryStore('memory', () => {
  const disk = createMemoryDisk();
  return Promise.resolve({
    open: () => Promise.resolve(disk.open()),
    upgrade: () => Promise.resolve(disk.upgrade()),
  });
});

const batch = { put: [{ table: 'entries', key: ['k'], value: bytes(1) }] } as const;

describe('faults of the store in memory', () => {
  it('S-8: a commit that fails on demand writes nothing, and the next one works', async () => {
    const disk = createMemoryDisk();
    const store = disk.open();
    for (const failure of ['full', 'conflict', 'unavailable'] as const) {
      disk.failNext(failure);
      expect(await store.commit(batch)).toEqual(err(failure));
      expect(disk.rows()).toEqual([]);
    }
    expect(await store.commit(batch)).toEqual(ok(undefined));
  });

  it('S-8: a full disk still removes and replaces by what is no longer', async () => {
    const disk = createMemoryDisk();
    const store = disk.open();
    await store.commit(batch);
    disk.setFull(true);
    expect(await store.commit({ put: [{ ...batch.put[0], key: ['n'] }] })).toEqual(err('full'));
    expect(await store.commit(batch)).toEqual(ok(undefined));
    expect(await store.commit({ remove: batch.put })).toEqual(ok(undefined));
  });

  it('S-12: a tab that dies before its commit leaves nothing, after it everything', async () => {
    for (const [when, left] of [
      ['before', 0],
      ['after', 1],
    ] as const) {
      const disk = createMemoryDisk();
      const dying = disk.open();
      dying.crashNext(when);
      let answered = false;
      void dying.commit(batch).then(() => (answered = true));
      void dying.get('entries', ['k']).then(() => (answered = true));
      const found = await disk.open().list('entries', []);
      expect(found.ok && found.value.length).toBe(left);
      expect(answered).toBe(false);
    }
  });
});
