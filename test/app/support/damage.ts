/** A person's disk of which records were changed, or are gone. */
import type { Key, Table } from '../../../src/ports/store.ts';
import type { PersonInTime } from './two-people.ts';

export const GARBAGE = new Uint8Array([1, 2, 3, 4, 5]);

/** What stands in the place of a record; undefined: nothing. */
export type Change = (value: Uint8Array) => Uint8Array | undefined;

/** Answers with how many records were meant. */
export const damage = (
  { disk }: PersonInTime,
  table: Table,
  change: Change,
  isMeant: (key: Key) => boolean = () => true,
): number => {
  const rows = disk.rows().filter((row) => row.table === table && isMeant(row.key));
  for (const { key, value } of rows) disk.damage(table, key, change(value));
  return rows.length;
};
