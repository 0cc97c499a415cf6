/**
 * One step of the program, before it is durable.
 *
 * A step reads and writes through its Work and sees its own writes; nothing
 * reaches the disk until the whole step is committed as one batch. A read that
 * the browser refuses ends the step: the caller of the step gets the tag.
 */

import type { Batch, Key, Row, Table } from '../../ports/store.ts';
import type { SealedStore } from '../vault/sealed-store.ts';

export interface Work {
  /** The record as this step sees it; undefined when absent or damaged. */
  get(table: Table, key: Key): Promise<Uint8Array | undefined>;
  /** Begins to read a record that this step will `get` once: reads of one turn cost about as one. */
  ahead(table: Table, key: Key): void;
  /** Rows on disk below `prefix`, in key order, without this step's own writes. */
  stored(
    table: Table,
    prefix: Key,
    options?: { from?: number; to?: number; reverse?: boolean; limit?: number },
  ): Promise<readonly Row[]>;
  /** Whether anything is on disk below `prefix`, damaged or not. */
  exists(table: Table, prefix: Key): Promise<boolean>;
  put(table: Table, key: Key, value: Uint8Array): void;
  remove(table: Table, key: Key): void;
  removeAll(table: Table, prefix: Key): void;
  /** The whole batch is refused unless the record still holds these bytes (undefined: absent). */
  expect(table: Table, key: Key, value: Uint8Array | undefined): void;
}

/** Thrown by reads of a Work, caught by the runner of the step (fenced.ts). */
export class StorageGone extends Error {}

export type PendingWork = Work & { batch(): Batch };

export const createWork = (
  store: SealedStore,
  damaged: (table: Table, key: Key) => void,
): PendingWork => {
  const writes = new Map<string, Write>();
  const prefixes: { table: Table; prefix: Key }[] = [];
  const early = new Map<string, ReturnType<SealedStore['get']>>();
  const expects: { table: Table; key: Key; value: Uint8Array | undefined }[] = [];

  return {
    get: async (table, key) => {
      const name = nameOf(table, key);
      const written = writes.get(name);
      if (written !== undefined) return written.value;
      if (prefixes.some((gone) => gone.table === table && startsWith(key, gone.prefix))) return;
      const reading = early.get(name) ?? store.get(table, key);
      early.delete(name);
      const found = await reading;
      if (found.ok) return found.value;
      if (found.error === 'unavailable') throw new StorageGone();
      damaged(table, key);
      return undefined;
    },
    ahead: (table, key) => void early.set(nameOf(table, key), store.get(table, key)),
    stored: async (table, prefix, options) => {
      const found = await store.list(table, prefix, options);
      if (!found.ok) throw new StorageGone();
      return found.value.flatMap(({ key, value }) => {
        if (value.ok) return [{ key, value: value.value }];
        damaged(table, key);
        return [];
      });
    },
    exists: async (table, prefix) => {
      const found = await store.list(table, prefix, { limit: 1 });
      if (!found.ok) throw new StorageGone();
      return found.value.length > 0;
    },
    put: (table, key, value) => void writes.set(nameOf(table, key), { table, key, value }),
    remove: (table, key) => void writes.set(nameOf(table, key), { table, key, value: undefined }),
    removeAll: (table, prefix) => void prefixes.push({ table, prefix }),
    expect: (table, key, value) => void expects.push({ table, key, value }),
    batch: () => ({
      expect: expects,
      removeAll: prefixes,
      put: [...writes.values()].flatMap(({ table, key, value }) =>
        value === undefined ? [] : [{ table, key, value }],
      ),
      remove: [...writes.values()].flatMap(({ table, key, value }) =>
        value === undefined ? [{ table, key }] : [],
      ),
    }),
  };
};

type Write = { table: Table; key: Key; value: Uint8Array | undefined };

const nameOf = (table: Table, key: Key): string => JSON.stringify([table, key]);

const startsWith = (key: Key, prefix: Key): boolean => prefix.every((part, i) => key[i] === part);
