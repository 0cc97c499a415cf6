/**
 * Corrections of a wrong clock: a writer's earlier messages stand at new stamps.
 *
 * Among a writer's restamps the one latest in its feed counts: the sequence is
 * the one order that the wrong clock itself cannot disturb.
 */

import { compareStamps, stampAfter, type Stamp } from '../../clock/hlc.ts';
import { compareWriters, isSameWriter, type EntryRef, type Place } from './item.ts';
import type { OpenedEntry } from './opened-entry.ts';

/** `sequence` is that of the restamp itself. */
export type Restamp = EntryRef & {
  readonly first: number;
  readonly last: number;
  readonly stamp: Stamp;
};

/** Of each writer the latest count; a bound on what a hostile one makes others keep. */
export const MAX_RESTAMPS = 256;

/** With the restamps among `entries`; the same list when there is nothing new. */
export const addRestamps = (
  restamps: readonly Restamp[],
  entries: readonly OpenedEntry[],
): readonly Restamp[] => {
  const fresh = entries.flatMap(entryToRestamp).filter((restamp) => !isKnown(restamps, restamp));
  if (fresh.length === 0) return restamps;
  const kept = keepLatest([...restamps, ...fresh].sort(latestFirst));
  return kept.some((restamp) => fresh.includes(restamp)) ? kept : restamps;
};

/** Where an entry stands that was written with the stamp `own`. */
export const placeOf = (
  restamps: readonly Restamp[],
  writer: Uint8Array,
  sequence: number,
  own: Stamp,
): Place => {
  const moved = restamps.find(
    (restamp) =>
      restamp.first <= sequence && sequence <= restamp.last && isSameWriter(restamp.writer, writer),
  );
  const stamp = moved ? stampAfter(moved.stamp, sequence - moved.first) : own;
  return { stamp: compareStamps(stamp, own) === 0 ? own : stamp, writer, sequence, own };
};

/** By writer, each writer's latest first: the order of the root's list. */
export const latestFirst = (a: Restamp, b: Restamp): number =>
  compareWriters(a.writer, b.writer) || b.sequence - a.sequence;

/** A restamp of what was not written before it counts for nothing. */
const entryToRestamp = ({ writer, sequence, body }: OpenedEntry): readonly Restamp[] => {
  const { operation } = body;
  if (operation.type !== 'restamp' || operation.last >= sequence) return [];
  const { first, last, stamp } = operation;
  return [{ writer, sequence, first, last, stamp }];
};

const isKnown = (restamps: readonly Restamp[], { writer, sequence }: Restamp): boolean =>
  restamps.some((known) => known.sequence === sequence && isSameWriter(known.writer, writer));

/** Drops repeats and, from each writer's run of a sorted list, all but the latest. */
const keepLatest = (sorted: readonly Restamp[]): readonly Restamp[] => {
  const kept: Restamp[] = [];
  let run = 0;
  for (const restamp of sorted) {
    const before = kept.at(-1);
    const sameWriter = before !== undefined && isSameWriter(before.writer, restamp.writer);
    if (sameWriter && before.sequence === restamp.sequence) continue;
    run = sameWriter ? run + 1 : 1;
    if (run <= MAX_RESTAMPS) kept.push(restamp);
  }
  return kept;
};
