/**
 * One batch as one strictly durable IndexedDB transaction.
 *
 * The comparison runs inside the transaction that writes: the engine lets
 * readwrite transactions on one table run one after the other, in every tab,
 * so of two batches that expect the same bytes one wins.
 */
import type { IDBPDatabase, IDBPTransaction } from 'idb';
import { equalBytes } from '../../core/bytes/compare.ts';
import { err, ok, type Result } from '../../core/bytes/result.ts';
import type { Batch, StoreFailure } from '../../ports/store.ts';
import { reasonsToFailure } from './indexeddb-failure.ts';
import { prefixRange } from './indexeddb-range.ts';
import { bytesToStored, storedToBytes } from './stored-bytes.ts';
import { tablesOf } from './tables.ts';

type Transaction = IDBPTransaction<unknown, string[], 'readwrite'>;
type Track = (request: Promise<unknown>) => Promise<void>;

/** Resolves once the transaction is complete, or once it is certain that it changed nothing. */
export const commitBatch = async (
  database: IDBPDatabase,
  batch: Batch,
): Promise<Result<void, StoreFailure>> => {
  const tables = [...tablesOf(batch)];
  if (tables.length === 0) return ok(undefined);

  const reasons: unknown[] = [];
  const track: Track = (request) =>
    request.then(
      () => undefined,
      (reason: unknown) => {
        reasons.push(reason);
      },
    );

  try {
    const transaction = database.transaction(tables, 'readwrite', { durability: 'strict' });
    const done = track(transaction.done);
    if (!(await holds(transaction, batch.expect ?? []))) {
      transaction.abort();
      await done;
      return err('conflict');
    }
    write(transaction, batch, track);
    await done;
  } catch (reason) {
    reasons.push(reason);
  }
  return reasons.length === 0 ? ok(undefined) : err(reasonsToFailure(reasons));
};

const holds = async (
  transaction: Transaction,
  expected: NonNullable<Batch['expect']>,
): Promise<boolean> => {
  const found = await Promise.all(
    expected.map(({ table, key }): Promise<unknown> =>
      transaction.objectStore(table).get([...key]),
    ),
  );
  return expected.every(({ value }, i) => {
    const stored = found[i];
    return stored === undefined || value === undefined
      ? stored === value
      : equalBytes(storedToBytes(stored), value);
  });
};

/** Issues every change without waiting in between, in the order that the port promises. */
const write = (transaction: Transaction, batch: Batch, track: Track): void => {
  try {
    for (const { table, prefix } of batch.removeAll ?? []) {
      void track(transaction.objectStore(table).delete(prefixRange(prefix)));
    }
    for (const { table, key } of batch.remove ?? []) {
      void track(transaction.objectStore(table).delete([...key]));
    }
    for (const { table, key, value } of batch.put ?? []) {
      void track(transaction.objectStore(table).put(bytesToStored(value), [...key]));
    }
  } catch (reason) {
    // A call that throws leaves the changes before it in place: take them back.
    if (!wasAborted(reason)) transaction.abort();
    throw reason;
  }
  endAlone(transaction);
};

/** It then ends without this page, which may be frozen before it hears the answers. */
const endAlone = (transaction: Transaction): void => {
  try {
    transaction.commit();
  } catch (reason) {
    // It has ended by itself meanwhile, and says why when it is done.
    if (!wasAborted(reason)) throw reason;
  }
};

/** The transaction ended by itself before all changes were issued. */
const wasAborted = (reason: unknown): boolean =>
  reason instanceof DOMException &&
  (reason.name === 'TransactionInactiveError' || reason.name === 'InvalidStateError');
