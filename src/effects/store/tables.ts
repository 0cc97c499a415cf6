/** Every table of the store, for the places that must name them all. */
import type { Batch, Table } from '../../ports/store.ts';

export const TABLES = [
  'device',
  'revisions',
  'conversations',
  'entries',
  'pages',
  'vault',
  'timeline',
  'blobs',
  'pairings',
] as const satisfies readonly Table[];

/** The tables that a batch reads or writes, each once. */
export const tablesOf = (batch: Batch): readonly Table[] => [
  ...new Set(
    [batch.expect, batch.put, batch.remove, batch.removeAll].flatMap((steps) =>
      (steps ?? []).map((step) => step.table),
    ),
  ),
];
