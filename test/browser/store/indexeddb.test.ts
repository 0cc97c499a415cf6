/** The store on this browser's own IndexedDB: the rules of the port, races, and interruptions. */
import { describe, expect, it } from 'vitest';
import { err, ok } from '../../../src/core/bytes/result.ts';
import { openIndexedDbStore } from '../../../src/effects/store/indexeddb.ts';
import { createMemoryDisk } from '../../../src/effects/store/memory.ts';
import type { Batch, Key, Store } from '../../../src/ports/store.ts';
import { createIndexedDbPlace, openRaw } from '../../contract/indexeddb-place.ts';
import { bytes, tryStore } from '../../contract/store.ts';

tryStore('IndexedDB', createIndexedDbPlace);

const entry = (key: Key, value = 1) => ({ table: 'entries', key, value: bytes(value) }) as const;

/** Reads the fence, and appends behind it; a loser reads again. */
const appendTimes = async (store: Store, who: number, times: number): Promise<number> => {
  let conflicts = 0;
  for (let done = 0; done < times;) {
    const found = await store.get('revisions', ['c']);
    if (!found.ok) throw new Error(found.error);
    const round = found.value === undefined ? 0 : decode(found.value);
    const outcome = await store.commit({
      expect: [{ table: 'revisions', key: ['c'], value: found.value }],
      put: [{ table: 'revisions', key: ['c'], value: encode(round + 1) }, entry(['c', round], who)],
    });
    if (outcome.ok) done++;
    else if (outcome.error === 'conflict') conflicts++;
    else throw new Error(outcome.error);
  }
  return conflicts;
};

const encode = (round: number): Uint8Array => bytes(round >> 8, round & 255);
const decode = (value: Uint8Array): number => (value[0] ?? 0) * 256 + (value[1] ?? 0);

describe('IndexedDB in this browser', () => {
  it('S-3: 1,000 commits of four racing connections leave one unbroken row, nothing lost or doubled', async () => {
    const place = await createIndexedDbPlace();
    const stores = await Promise.all([0, 1, 2, 3].map(() => place.open()));
    const conflicts = await Promise.all(stores.map((store, who) => appendTimes(store, who, 250)));
    expect(conflicts.some((count) => count > 0)).toBe(true);
    const rows = await place.open().then((store) => store.list('entries', ['c']));
    if (!rows.ok) throw new Error(rows.error);
    expect(rows.value.map(({ key }) => key[1])).toEqual(Array.from({ length: 1000 }, (_, i) => i));
    for (const who of [0, 1, 2, 3]) {
      expect(rows.value.filter(({ value }) => value[0] === who)).toHaveLength(250);
    }
  }, 120_000);

  it('S-12: a strict transaction that is interrupted leaves nothing', async () => {
    const place = await createIndexedDbPlace();
    const store = await place.open();
    await store.commit({ put: [entry(['kept'])] });
    const original = IDBObjectStore.prototype.put;
    let calls = 0;
    IDBObjectStore.prototype.put = function (value: unknown, key?: IDBValidKey) {
      const request = original.call(this, value, key);
      if (++calls === 50) this.transaction.abort();
      return request;
    };
    try {
      const batch: Batch = {
        remove: [{ table: 'entries', key: ['kept'] }],
        put: Array.from({ length: 100 }, (_, i) => entry(['new', i])),
      };
      expect(await store.commit(batch)).toEqual(err('unavailable'));
    } finally {
      IDBObjectStore.prototype.put = original;
    }
    expect(await store.list('entries', [])).toEqual(ok([{ key: ['kept'], value: bytes(1) }]));
    expect(await store.commit({ put: [entry(['later'])] })).toEqual(ok(undefined));
  });

  it('S-12: a page that goes away in the middle of its commits leaves whole batches only', async () => {
    const { name, open } = await createIndexedDbPlace();
    await open();
    for (let round = 0; round < 10; round++) {
      const frame = document.createElement('iframe');
      document.body.append(frame);
      frame.srcdoc = writerPage(name, round);
      await new Promise((resolve) => setTimeout(resolve, 50 + round * 25));
      frame.remove();
    }
    const rows = await open().then((store) => store.list('entries', []));
    if (!rows.ok) throw new Error(rows.error);
    const batches = new Map<string, number>();
    for (const { key } of rows.value) {
      const batch = String(key.slice(0, 2));
      batches.set(batch, (batches.get(batch) ?? 0) + 1);
    }
    expect(batches.size).toBeGreaterThan(0);
    expect([...batches.values()].every((count) => count === 20)).toBe(true);
  });

  it('S-15: gives way to a newer version of the app, and is refused by one', async () => {
    const { name, open } = await createIndexedDbPlace();
    const store = await open();
    const newer = await openRaw(name, 2);
    expect(await store.commit({ put: [entry(['k'])] })).toEqual(err('unavailable'));
    expect(await openIndexedDbStore(name)).toEqual(err('unavailable'));
    newer.close();
  });

  it('S-15: opens once a deletion that other pages kept waiting is through', async () => {
    const name = `deleted-${Math.random()}`;
    const held = await openRaw(name, 1);
    const deletion = indexedDB.deleteDatabase(name);
    const deleted = new Promise((resolve) => (deletion.onsuccess = resolve));
    const opening = openIndexedDbStore(name);
    held.close();
    await deleted;
    const opened = await opening;
    expect(opened.ok).toBe(true);
    if (opened.ok)
      expect(await opened.value.commit({ put: [entry(['k'])] })).toEqual(ok(undefined));
  });

  it('S-5: lists and removals agree with the store in memory on any batches', async () => {
    const real = await (await createIndexedDbPlace()).open();
    const model = createMemoryDisk().open();
    const next = createDice();
    for (let round = 0; round < 60; round++) {
      const batch = randomBatch(next);
      expect(await real.commit(batch)).toEqual(await model.commit(batch));
      for (let read = 0; read < 4; read++) {
        const prefix = randomKey(next).slice(0, next(3));
        const options = {
          from: next(2) === 0 ? undefined : randomPart(next),
          to: next(2) === 0 ? undefined : randomPart(next),
          reverse: next(2) === 0,
          limit: next(2) === 0 ? undefined : next(5),
        };
        const [found, wanted] = await Promise.all([
          real.list('entries', prefix, options),
          model.list('entries', prefix, options),
        ]);
        expect(found).toEqual(wanted);
      }
    }
  });
});

/** A page that commits batches of 20 rows without end, straight on IndexedDB as the store does. */
const writerPage = (name: string, round: number): string => `<script>
  const opening = indexedDB.open(${JSON.stringify(name)}, 1);
  opening.onsuccess = () => {
    const write = (batch) => {
      const tx = opening.result.transaction('entries', 'readwrite', { durability: 'strict' });
      for (let i = 0; i < 20; i++) tx.objectStore('entries').put(new Uint8Array(500), [${round}, batch, i]);
      tx.oncomplete = () => write(batch + 1);
    };
    write(0);
  };
</script>`;

type Dice = (sides: number) => number;

const createDice = (): Dice => {
  let state = 12345;
  return (sides) => {
    state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff;
    return Math.floor((state / 0x80000000) * sides);
  };
};

const randomPart = (next: Dice): string | number =>
  [0, 1, 2, -1, 1.5, '', 'a', 'aa', 'b', '\uFFFF'][next(10)] ?? 0;

const randomKey = (next: Dice): Key => Array.from({ length: 1 + next(3) }, () => randomPart(next));

const randomBatch = (next: Dice): Batch => ({
  expect: next(2) === 0 ? [] : [{ table: 'entries', key: randomKey(next), value: undefined }],
  put: Array.from({ length: next(6) }, () => entry(randomKey(next), next(256))),
  remove: Array.from({ length: next(3) }, () => ({ table: 'entries', key: randomKey(next) })),
  removeAll:
    next(4) === 0 ? [{ table: 'entries', prefix: randomKey(next).slice(0, 1 + next(2)) }] : [],
});
