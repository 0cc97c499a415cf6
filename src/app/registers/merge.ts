/**
 * The merge of registers: for each key the latest write stands, whatever the order in which writes
 * come (a last-writer-wins register; Shapiro et al., "A comprehensive study of Convergent and
 * Commutative Replicated Data Types", 2011).
 *
 * A write from more than 24 hours beyond confirmed time is kept beside what stands and takes its
 * place when its time has come: a device whose clock is wrong keeps no other from writing.
 */

import { isAhead } from '../../core/clock/hlc.ts';
import { compareEntries, type RegisterEntry } from './entry.ts';

/** What is known of one key. */
export type Slot = {
  /** The latest write whose time may be true. */
  readonly settled: RegisterEntry | undefined;
  /** The latest write from the future. */
  readonly held: RegisterEntry | undefined;
};

/** By key. */
export type RegisterState = ReadonlyMap<string, Slot>;

export const NO_REGISTERS: RegisterState = new Map();

/**
 * The state with these writes; the same object where nothing is new. `ceiling`: confirmed time, in
 * ms. Under one ceiling the merge is commutative, associative and idempotent.
 */
export const mergeEntries = (
  state: RegisterState,
  entries: readonly RegisterEntry[],
  ceiling: number,
): RegisterState => {
  let merged: Map<string, Slot> | undefined;
  for (const entry of entries) {
    const before = (merged ?? state).get(entry.key) ?? EMPTY;
    const after = mergeSlot(before, entry, ceiling);
    if (after !== before) (merged ??= new Map(state)).set(entry.key, after);
  }
  return merged ?? state;
};

/** Gives every write its place by what is confirmed now; the same object where all have theirs. */
export const settle = (state: RegisterState, ceiling: number): RegisterState => {
  const misplaced = [...state.values()].flatMap(({ settled, held }) => [
    ...(settled && isAhead(settled.stamp, ceiling) ? [settled] : []),
    ...(held && !isAhead(held.stamp, ceiling) ? [held] : []),
  ]);
  return mergeEntries(state, misplaced, ceiling);
};

/** Every write that is kept, in no order. */
export const entriesOf = (state: RegisterState): readonly RegisterEntry[] =>
  [...state.values()].flatMap(entriesOfSlot);

export const entriesOfSlot = ({ settled, held }: Slot): readonly RegisterEntry[] =>
  [settled, held].filter((entry) => entry !== undefined);

const mergeSlot = (slot: Slot, entry: RegisterEntry, ceiling: number): Slot => {
  const all = [...entriesOfSlot(slot), entry];
  const settled = latest(all.filter(({ stamp }) => !isAhead(stamp, ceiling)));
  const held = latest(all.filter(({ stamp }) => isAhead(stamp, ceiling)));
  return settled === slot.settled && held === slot.held ? slot : { settled, held };
};

/** The first of the latest, so that what comes again is not taken for new. */
const latest = (entries: readonly RegisterEntry[]): RegisterEntry | undefined =>
  entries.reduce<RegisterEntry | undefined>(
    (best, entry) => (best && compareEntries(best, entry) >= 0 ? best : entry),
    undefined,
  );

const EMPTY: Slot = { settled: undefined, held: undefined };
