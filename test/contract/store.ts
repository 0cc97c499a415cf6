/** The rules of the Store port, tried alike on the one in memory and on IndexedDB in browsers. */
import { describe, expect, it } from 'vitest';
import { err, ok } from '../../src/core/bytes/result.ts';
import type { Batch, Key, Row, Store, Table } from '../../src/ports/store.ts';

export type StorePlace = {
  /** One more connection to the same records. */
  open(): Promise<Store>;
  /** A newer version of the app closes every connection. */
  upgrade(): Promise<void>;
};

type Options = Parameters<Store['list']>[2];

export const tryStore = (name: string, createPlace: () => Promise<StorePlace>): void => {
  const open = async (): Promise<Store> => (await createPlace()).open();

  describe(`the store: ${name}`, () => {
    it('S-1: what a commit has confirmed is found by every connection, also after the last one closed', async () => {
      const place = await createPlace();
      const [first, second] = [await place.open(), await place.open()];
      expect(await first.commit({ put: [row(['a', 1], 1)] })).toEqual(ok(undefined));
      expect(await second.get('entries', ['a', 1])).toEqual(ok(bytes(1)));
      first.close();
      second.close();
      expect(await (await place.open()).get('entries', ['a', 1])).toEqual(ok(bytes(1)));
    });

    it('S-2: a batch whose comparison fails writes nothing, in any table', async () => {
      const store = await open();
      await store.commit({ put: [row(['kept'], 1)] });
      const refused = await store.commit({
        expect: [expected(['kept'], 1), expected(['absent'], 1)],
        put: [row(['new'], 2), { table: 'pages', key: ['new'], value: bytes(2) }],
        remove: [{ table: 'entries', key: ['kept'] }],
        removeAll: [{ table: 'entries', prefix: [] }],
      });
      expect(refused).toEqual(err('conflict'));
      expect(await keysOf(store, [])).toEqual([['kept']]);
      expect(await store.get('pages', ['new'])).toEqual(ok(undefined));
    });

    it('S-3: a comparison holds for exactly these bytes, or for absence', async () => {
      const store = await open();
      const tryExpect = (key: Key, value: number | undefined) =>
        store.commit({ expect: [expected(key, value)], put: [row(['other'], 9)] });
      await store.commit({ put: [row(['k'], 1)] });
      expect(await tryExpect(['k'], 1)).toEqual(ok(undefined));
      expect(await tryExpect(['k'], 2)).toEqual(err('conflict'));
      expect(await tryExpect(['k'], undefined)).toEqual(err('conflict'));
      expect(await tryExpect(['none'], undefined)).toEqual(ok(undefined));
      expect(await tryExpect(['none'], 1)).toEqual(err('conflict'));
      expect(await store.commit({ expect: [expected(['k'], 2)] })).toEqual(err('conflict'));
    });

    it('S-3: of two connections that append at the same place, exactly one wins', async () => {
      const place = await createPlace();
      const stores = [await place.open(), await place.open()];
      for (let round = 0; round < 20; round++) {
        const outcomes = await Promise.all(
          stores.map((store, who) => store.commit(append(round, who))),
        );
        expect(outcomes.filter((outcome) => outcome.ok)).toHaveLength(1);
        const winner = outcomes.findIndex((outcome) => outcome.ok);
        expect(await stores[0]?.get('entries', [round])).toEqual(ok(bytes(winner)));
      }
    });

    it('S-4: within a batch the removals come before what is put', async () => {
      const store = await open();
      await store.commit({ put: [row(['a', 1], 1), row(['a', 2], 2), row(['b'], 3)] });
      await store.commit({
        put: [row(['a', 2], 4), row(['b'], 5)],
        remove: [{ table: 'entries', key: ['b'] }],
        removeAll: [{ table: 'entries', prefix: ['a'] }],
      });
      expect(await rowsOf(store, [])).toEqual([rowOf(['a', 2], 4), rowOf(['b'], 5)]);
    });

    it('S-5: keys are ordered part by part: numbers before strings, by size; strings by UTF-16 units', async () => {
      const store = await open();
      const ordered: Key[] = [
        [-1],
        [0],
        [0, 'z'],
        [1.5],
        [2],
        [10],
        [2 ** 53],
        [''],
        ['', 5],
        ['10'],
        ['2'],
        ['B'],
        ['a'],
        ['a', 0],
        ['a', ''],
        ['a', 'a', 'a'],
        ['aa'],
        ['\u{1F600}'],
        ['\uFB01'],
      ];
      await store.commit({ put: [...ordered].reverse().map((key) => row(key, 1)) });
      expect(await keysOf(store, [])).toEqual(ordered);
      expect(await keysOf(store, [], { reverse: true })).toEqual([...ordered].reverse());
    });

    it('S-6: a list holds exactly the keys that begin with the prefix, whole parts only', async () => {
      const store = await open();
      const inside: Key[] = [['a'], ['a', 1], ['a', 1, 'x'], ['a', 'b']];
      const outside: Key[] = [[1], ['', 'a'], ['A'], ['a\u0000'], ['aa'], ['aa', 1], ['b', 'a']];
      await store.commit({ put: [...inside, ...outside].map((key) => row(key, 1)) });
      expect(await keysOf(store, ['a'])).toEqual(inside);
      expect(await keysOf(store, ['a', 1])).toEqual([
        ['a', 1],
        ['a', 1, 'x'],
      ]);
      expect(await keysOf(store, ['none'])).toEqual([]);
    });

    it('S-6: bounds are inclusive and speak of the part behind the prefix', async () => {
      const store = await open();
      const keys: Key[] = [
        ['a'],
        ['a', 1],
        ['a', 2],
        ['a', 2, 'x'],
        ['a', 3],
        ['a', 'b'],
        ['b', 2],
      ];
      await store.commit({ put: keys.map((key) => row(key, 1)) });
      expect(await keysOf(store, ['a'], { from: 2 })).toEqual(keys.slice(2, 6));
      expect(await keysOf(store, ['a'], { to: 2 })).toEqual(keys.slice(0, 4));
      expect(await keysOf(store, ['a'], { from: 2, to: 2 })).toEqual(keys.slice(2, 4));
      expect(await keysOf(store, ['a'], { from: 4, to: 'a' })).toEqual([]);
      expect(await keysOf(store, ['a'], { from: 3, to: 1 })).toEqual([]);
      expect(await keysOf(store, [], { from: 'b' })).toEqual([['b', 2]]);
    });

    it('S-6: reverse and limit give the last ones first', async () => {
      const store = await open();
      const keys = Array.from({ length: 10 }, (_, i): Key => ['a', i]);
      await store.commit({ put: [...keys, ['b']].map((key) => row(key, 1)) });
      const newest = [...keys].reverse();
      expect(await keysOf(store, ['a'], { limit: 3 })).toEqual(keys.slice(0, 3));
      expect(await keysOf(store, ['a'], { reverse: true })).toEqual(newest);
      for (const limit of [0, 1, 3, 10, 11]) {
        const found = await keysOf(store, ['a'], { reverse: true, limit });
        expect(found).toEqual(newest.slice(0, limit));
      }
      expect(await keysOf(store, ['a'], { reverse: true, limit: 2, to: 5 })).toEqual([
        ['a', 5],
        ['a', 4],
      ]);
      expect(await keysOf(store, ['none'], { reverse: true, limit: 2 })).toEqual([]);
    });

    it('S-7: removing a prefix removes its keys and no other', async () => {
      const store = await open();
      const kept: Key[] = [[1], ['A', 1], ['aa'], ['b', 'a']];
      const removed: Key[] = [['a'], ['a', 1], ['a', 'z', 9]];
      await store.commit({ put: [...kept, ...removed].map((key) => row(key, 1)) });
      await store.commit({ put: [{ table: 'pages', key: ['a'], value: bytes(1) }] });
      await store.commit({ removeAll: [{ table: 'entries', prefix: ['a'] }] });
      expect(await keysOf(store, [])).toEqual(kept);
      expect(await store.get('pages', ['a'])).toEqual(ok(bytes(1)));
    });

    it('S-9: a store that was closed, by us or by a newer version, answers unavailable', async () => {
      const place = await createPlace();
      const [closed, outdated] = [await place.open(), await place.open()];
      closed.close();
      closed.close();
      await expectUnavailable(closed);
      await place.upgrade();
      await expectUnavailable(outdated);
    });

    it('S-11: values are copies, and a part of a larger buffer is stored without the rest', async () => {
      const store = await open();
      const large = Uint8Array.from({ length: 1000 }, (_, i) => i % 256);
      await store.commit({
        put: [{ table: 'blobs', key: ['part'], value: large.subarray(10, 20) }],
      });
      large.fill(0);
      const found = await store.get('blobs', ['part']);
      expect(found.ok && found.value && [...found.value]).toEqual([
        10, 11, 12, 13, 14, 15, 16, 17, 18, 19,
      ]);
      expect(found.ok && found.value?.buffer.byteLength).toBe(10);
      if (found.ok) found.value?.fill(0);
      const again = await store.get('blobs', ['part']);
      expect(again.ok && again.value?.[0]).toBe(10);
    });

    it('S-11: empty and large values come back as they were', async () => {
      const store = await open();
      const large = Uint8Array.from({ length: 300_000 }, (_, i) => (i * 31) % 256);
      const put = [
        { table: 'pages', key: ['empty'], value: new Uint8Array(0) },
        { table: 'pages', key: ['large'], value: large },
      ] as const;
      expect(await store.commit({ put })).toEqual(ok(undefined));
      expect(await store.get('pages', ['empty'])).toEqual(ok(new Uint8Array(0)));
      expect(await store.get('pages', ['large'])).toEqual(ok(large));
      const list = await store.list('pages', []);
      expect(list.ok && list.value.map(({ value }) => value.length)).toEqual([0, 300_000]);
    });

    it('S-14: an empty batch succeeds, and a key that cannot be is a bug, not a state', async () => {
      const store = await open();
      expect(await store.commit({})).toEqual(ok(undefined));
      const impossible = async (): Promise<unknown> => store.commit({ put: [row([NaN], 1)] });
      await expect(impossible()).rejects.toThrow();
      expect(await keysOf(store, [])).toEqual([]);
    });

    it('S-14: a batch with one impossible key takes back what came before it', async () => {
      const store = await open();
      const impossible = async (): Promise<unknown> =>
        store.commit({ put: [row(['fine'], 1), row([NaN], 1)] });
      await expect(impossible()).rejects.toThrow();
      expect(await keysOf(store, [])).toEqual([]);
      expect(await store.commit({ put: [row(['later'], 1)] })).toEqual(ok(undefined));
    });
  });
};

const TABLE: Table = 'entries';

export const bytes = (...values: readonly number[]): Uint8Array => Uint8Array.from(values);

const rowOf = (key: Key, value: number): Row => ({ key, value: bytes(value) });

const row = (key: Key, value: number) => ({ table: TABLE, ...rowOf(key, value) });

const expected = (key: Key, value: number | undefined) => ({
  table: TABLE,
  key,
  value: value === undefined ? undefined : bytes(value),
});

/** The fence of a conversation goes from `round` to the next, and an entry with it. */
const append = (round: number, who: number): Batch => ({
  expect: [{ table: 'revisions', key: ['c'], value: round === 0 ? undefined : bytes(round) }],
  put: [
    { table: 'revisions', key: ['c'], value: bytes(round + 1) },
    { table: 'entries', key: [round], value: bytes(who) },
  ],
});

const rowsOf = async (store: Store, prefix: Key, options?: Options): Promise<readonly Row[]> => {
  const rows = await store.list(TABLE, prefix, options);
  if (!rows.ok) throw new Error(rows.error);
  return rows.value;
};

const keysOf = async (store: Store, prefix: Key, options?: Options): Promise<readonly Key[]> =>
  (await rowsOf(store, prefix, options)).map(({ key }) => key);

const expectUnavailable = async (store: Store): Promise<void> => {
  expect(await store.get('device', ['k'])).toEqual(err('unavailable'));
  expect(await store.list('device', [])).toEqual(err('unavailable'));
  expect(await store.commit({ put: [row(['k'], 1)] })).toEqual(err('unavailable'));
};
