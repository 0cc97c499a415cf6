/**
 * A pairing's record in the store, fenced against other tabs.
 */

import { concatBytes } from '../../core/bytes/compare.ts';
import type { Random } from '../../core/crypto/suite.ts';
import type { Key, Table } from '../../ports/store.ts';
import { createFenced, type Fenced } from '../store/fenced.ts';
import type { Work } from '../store/work.ts';
import type { SealedStore } from '../vault/sealed-store.ts';
import { encodePairingRecord, parsePairingRecord, type PairingRecord } from './record.ts';

export type StoredRecordOptions = {
  readonly store: SealedStore;
  readonly id: string;
  readonly damaged: (table: Table, key: Key) => void;
  /** Called after each durable step of this tab. */
  readonly committed: () => void;
};

export const createStoredRecord = (options: StoredRecordOptions): Fenced<PairingRecord> => {
  const { store, id, damaged, committed } = options;
  return createFenced<PairingRecord>({
    store,
    fence: fenceOf(id),
    load: (work) => loadRecord(work, id, damaged),
    save: (record, work) => work.put('pairings', [id], encodePairingRecord(record)),
    damaged,
    committed,
  });
};

/** Stages a record under an id that must have none. */
export const stageRecord = (
  work: Work,
  random: Random,
  id: string,
  record: PairingRecord,
): void => {
  work.expect('revisions', fenceOf(id), undefined);
  work.put('revisions', fenceOf(id), firstRevision(random));
  work.put('pairings', [id], encodePairingRecord(record));
};

export const fenceOf = (id: string): Key => ['pairing', id];

/**
 * 6 bytes. Random, so that a tab which slept never takes a later record of the same id for the one
 * it knew; the first is zero, so that there is room to count.
 */
const firstRevision = (random: Random): Uint8Array => concatBytes(new Uint8Array(1), random(5));

const loadRecord = async (
  work: Work,
  id: string,
  damaged: (table: Table, key: Key) => void,
): Promise<PairingRecord | undefined> => {
  const bytes = await work.get('pairings', [id]);
  if (!bytes) return undefined;
  const parsed = parsePairingRecord(bytes);
  if (parsed.ok) return parsed.value;
  damaged('pairings', [id]);
  return undefined;
};
