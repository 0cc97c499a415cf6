/**
 * The store in memory, for tests: the same order and atomicity as IndexedDB,
 * and its faults on demand.
 *
 * A disk is shared by the tabs that open it and outlives them, so a test can
 * end a tab in the middle of a commit and look at what the next one finds.
 */
import { equalBytes } from '../../core/bytes/compare.ts';
import { err, ok, type Result } from '../../core/bytes/result.ts';
import type { Batch, Key, Row, Store, StoreFailure, Table } from '../../ports/store.ts';
import { compareKeys, isWithin, requireKey } from './key-order.ts';
import { TABLES } from './tables.ts';

export interface MemoryDisk {
  /** A connection, as every tab has its own. */
  open(): MemoryStore;
  /** The next commit of any connection fails like this and writes nothing. */
  failNext(failure: StoreFailure): void;
  /** As long as set, a commit that adds or grows records fails as `full`. */
  setFull(full: boolean): void;
  /** A newer version of the app closes every connection. */
  upgrade(): void;
  /** Everything stored, for scans; copies. */
  rows(): readonly (Row & { readonly table: Table })[];
  /** Hears everything that is put from now on, before it can go again. */
  watch(see: (put: Row & { readonly table: Table }) => void): void;
  /** Replaces a record behind the app's back, as a damaged disk would; undefined removes it. */
  damage(table: Table, key: Key, value: Uint8Array | undefined): void;
}

export interface MemoryStore extends Store {
  /**
   * The tab dies at its next commit, before or after it became durable: that
   * commit and all later calls never answer.
   */
  crashNext(when: 'before' | 'after'): void;
  /** The next `get` from this table is refused as `unavailable`; later ones work. */
  failRead(table: Table): void;
}

type Disk = {
  readonly tables: ReadonlyMap<Table, Row[]>;
  readonly connections: Set<() => void>;
  readonly watchers: Set<(put: Row & { readonly table: Table }) => void>;
  fault: StoreFailure | undefined;
  full: boolean;
};

export const createMemoryDisk = (): MemoryDisk => {
  const disk: Disk = {
    tables: new Map(TABLES.map((table) => [table, []])),
    connections: new Set(),
    watchers: new Set(),
    fault: undefined,
    full: false,
  };
  return {
    open: () => openConnection(disk),
    failNext: (failure) => {
      disk.fault = failure;
    },
    setFull: (full) => {
      disk.full = full;
    },
    upgrade: () => disk.connections.forEach((close) => close()),
    rows: () =>
      TABLES.flatMap((table) => rowsOf(disk, table).map((row) => ({ table, ...copyRow(row) }))),
    watch: (see) => void disk.watchers.add(see),
    damage: (table, key, value) =>
      value === undefined ? removeRow(disk, table, key) : putRow(disk, table, key, value),
  };
};

const openConnection = (disk: Disk): MemoryStore => {
  let closed = false;
  let dead = false;
  let crash: 'before' | 'after' | undefined;
  let refused: Table | undefined;
  const close = (): void => {
    closed = true;
    disk.connections.delete(close);
  };
  disk.connections.add(close);

  /** Answers later, as a disk does; what a dead tab asked is never answered. */
  const answer = async <T, E>(work: () => Result<T, E>): Promise<Result<T, E | 'unavailable'>> => {
    await Promise.resolve();
    if (dead) return NEVER;
    if (closed) return err('unavailable');
    const result = work();
    return dead ? NEVER : result;
  };

  return {
    get: (table, key) => {
      requireKey(key);
      return answer(() => {
        const isRefused = refused === table;
        if (isRefused) refused = undefined;
        return isRefused ? err('unavailable') : ok(rowAt(disk, table, key)?.value.slice());
      });
    },
    list: (table, prefix, options = {}) => {
      requireKey(prefix);
      return answer(() => {
        const rows = rowsBelow(rowsOf(disk, table), prefix).filter(({ key }) =>
          isWithin(key, prefix, options),
        );
        if (options.reverse === true) rows.reverse();
        return ok(rows.slice(0, options.limit).map(copyRow));
      });
    },
    commit: (batch) => {
      const copy = copyBatch(batch);
      return answer(() => {
        dead = crash !== undefined;
        return crash === 'before' ? ok(undefined) : commitBatch(disk, copy);
      });
    },
    close,
    crashNext: (when) => {
      crash = when;
    },
    failRead: (table) => {
      refused = table;
    },
  };
};

const NEVER: Promise<never> = new Promise(() => undefined);

const commitBatch = (disk: Disk, batch: Batch): Result<void, StoreFailure> => {
  const { fault } = disk;
  disk.fault = undefined;
  if (fault !== undefined) return err(fault);
  if (!(batch.expect ?? []).every((expected) => holds(disk, expected))) return err('conflict');
  if (disk.full && (batch.put ?? []).some((put) => grows(disk, put))) return err('full');

  for (const { table, prefix } of batch.removeAll ?? []) {
    for (const { key } of rowsBelow(rowsOf(disk, table), prefix)) removeRow(disk, table, key);
  }
  for (const { table, key } of batch.remove ?? []) removeRow(disk, table, key);
  for (const { table, key, value } of batch.put ?? []) {
    putRow(disk, table, key, value);
    for (const see of disk.watchers) see({ table, key, value });
  }
  return ok(undefined);
};

const holds = (
  disk: Disk,
  { table, key, value }: NonNullable<Batch['expect']>[number],
): boolean => {
  const stored = rowAt(disk, table, key)?.value;
  return stored === undefined || value === undefined ? stored === value : equalBytes(stored, value);
};

const grows = (disk: Disk, { table, key, value }: Row & { readonly table: Table }): boolean =>
  value.length > (rowAt(disk, table, key)?.value.length ?? -1);

const rowsOf = (disk: Disk, table: Table): Row[] => disk.tables.get(table) ?? [];

const rowAt = (disk: Disk, table: Table, key: Key): Row | undefined => {
  const rows = rowsOf(disk, table);
  const row = rows[placeOf(rows, key)];
  return row !== undefined && compareKeys(row.key, key) === 0 ? row : undefined;
};

/** Rows stay sorted by key. */
const putRow = (disk: Disk, table: Table, key: Key, value: Uint8Array): void => {
  const rows = rowsOf(disk, table);
  const replaced = rowAt(disk, table, key) === undefined ? 0 : 1;
  rows.splice(placeOf(rows, key), replaced, { key: [...key], value: value.slice() });
};

const removeRow = (disk: Disk, table: Table, key: Key): void => {
  const rows = rowsOf(disk, table);
  if (rowAt(disk, table, key) !== undefined) rows.splice(placeOf(rows, key), 1);
};

/** Rows whose key begins with the prefix stand together. */
const rowsBelow = (rows: readonly Row[], prefix: Key): Row[] => {
  const from = placeOf(rows, prefix);
  let to = from;
  while (isBelow(rows[to], prefix)) to++;
  return rows.slice(from, to);
};

const isBelow = (row: Row | undefined, prefix: Key): boolean =>
  row !== undefined && isWithin(row.key, prefix);

/** The index of the first row that does not sort before the key. */
const placeOf = (rows: readonly Row[], key: Key): number => {
  let low = 0;
  let high = rows.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const row = rows[middle];
    if (row !== undefined && compareKeys(row.key, key) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
};

const copyRow = ({ key, value }: Row): Row => ({ key: [...key], value: value.slice() });

/** IndexedDB takes its copies when the call is made, not when the disk gets to it. */
const copyBatch = (batch: Batch): Batch => {
  const steps = [batch.expect, batch.put, batch.remove].flatMap((list) => list ?? []);
  steps.forEach(({ key }) => requireKey(key));
  return {
    expect: batch.expect?.map((step) => ({ ...step, value: step.value?.slice() })),
    put: batch.put?.map((step) => ({ ...step, value: step.value.slice() })),
    remove: batch.remove && [...batch.remove],
    removeAll: batch.removeAll && [...batch.removeAll],
  };
};
