/**
 * A conversation that is deleted on this device: every record of it goes in the
 * batch that takes its revision, so a crash leaves all of it or nothing, and no
 * step of another tab and no late frame finds a state to go on from.
 */

import type { Table } from '../../ports/store.ts';
import { putErasedMark } from '../backup/erased.ts';
import { fenceOf } from '../pairings/stored-record.ts';
import type { Work } from '../store/work.ts';

const TABLES: readonly Table[] = [
  'conversations',
  'entries',
  'pages',
  'vault',
  'timeline',
  'blobs',
  // The invitation that it came of: what still answers, or knows the way here.
  'pairings',
];

/** `mark`: what keeps it from coming back by a backup (backup/erased.ts), where there is room for it. */
export const removeEverything = (
  work: Work,
  localId: string,
  mark: Uint8Array | undefined,
): void => {
  for (const table of TABLES) work.removeAll(table, [localId]);
  work.remove('revisions', fenceOf(localId));
  if (mark) putErasedMark(work, mark);
};
