/**
 * The store with everything sealed that is not sealed already.
 *
 * A record opens only in the place it was written to: table and key are bound
 * to it, so records cannot be swapped behind the app's back. One that does not
 * open is told as damaged and stops nothing else.
 */
import { err, ok, type Result } from '../../core/bytes/result.ts';
import { createWriter } from '../../core/bytes/writer.ts';
import { derive, labelled } from '../../core/crypto/derive.ts';
import { openRecord, sealRecord } from '../../core/crypto/sealed.ts';
import type { Random, Suite } from '../../core/crypto/suite.ts';
import type { Batch, Key, Row, Store, StoreFailure, Table } from '../../ports/store.ts';

export type SealedRow = {
  readonly key: Key;
  readonly value: Result<Uint8Array, 'damaged'>;
};

export interface SealedStore {
  get(table: Table, key: Key): Promise<Result<Uint8Array | undefined, 'unavailable' | 'damaged'>>;
  /** As Store.list; a damaged record keeps its place among the rows. */
  list(
    table: Table,
    prefix: Key,
    options?: Parameters<Store['list']>[2],
  ): Promise<Result<readonly SealedRow[], 'unavailable'>>;
  /** The keys of what list would give, of which no record is opened. */
  keys(table: Table, prefix: Key): Promise<Result<readonly Key[], 'unavailable'>>;
  /** As Store.commit. Only plain tables can be expected: sealing twice never gives equal bytes. */
  commit(batch: Batch): Promise<Result<void, StoreFailure>>;
  close(): void;
}

/** Ciphertext by themselves, or numbers without meaning: sealing them again would hide nothing. */
const PLAIN: ReadonlySet<Table> = new Set(['entries', 'pages', 'blobs', 'revisions']);

const LABEL = 'store record';

/** `deviceKey` is the 32 bytes of ports/device-key.ts; keys of records stay readable. */
export const createSealedStore = (
  store: Store,
  suite: Suite,
  random: Random,
  deviceKey: Uint8Array,
): SealedStore => {
  const recordKey = derive(suite, deviceKey, LABEL);

  const open = (table: Table, { key, value }: Row): Result<Uint8Array, 'damaged'> => {
    const text = PLAIN.has(table)
      ? value
      : openRecord(suite, recordKey, value, placeOf(table, key));
    return text === null ? err('damaged') : ok(text);
  };

  const seal = (put: NonNullable<Batch['put']>[number]) =>
    PLAIN.has(put.table)
      ? put
      : {
          ...put,
          value: sealRecord(suite, random, recordKey, put.value, placeOf(put.table, put.key)),
        };

  return {
    get: async (table, key) => {
      const found = await store.get(table, key);
      if (!found.ok || found.value === undefined) return found;
      return open(table, { key, value: found.value });
    },
    list: async (table, prefix, options) => {
      const rows = await store.list(table, prefix, options);
      if (!rows.ok) return rows;
      return ok(rows.value.map((row) => ({ key: row.key, value: open(table, row) })));
    },
    keys: async (table, prefix) => {
      const rows = await store.list(table, prefix);
      return rows.ok ? ok(rows.value.map(({ key }) => key)) : rows;
    },
    commit: async (batch) => {
      requirePlain(batch.expect ?? []);
      return store.commit({ ...batch, put: batch.put?.map(seal) });
    },
    close: () => store.close(),
  };
};

/** Label, table, and the key as JSON: one text for each place (docs/PROTOCOL.md, "At rest"). */
const placeOf = (table: Table, key: Key): Uint8Array =>
  labelled(LABEL, [textBytes(table), textBytes(JSON.stringify(key))]);

const textBytes = (text: string): Uint8Array => createWriter().text(text).finish();

const requirePlain = (expected: NonNullable<Batch['expect']>): void => {
  const sealed = expected.find(({ table, value }) => value !== undefined && !PLAIN.has(table));
  if (sealed) throw new TypeError(`Records of ${sealed.table} are sealed and cannot be compared`);
};
