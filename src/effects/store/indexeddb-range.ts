/**
 * Key ranges over array keys.
 *
 * An array sorts behind every number and string (Indexed Database API 3.0,
 * "compare two keys"), so `[...prefix, []]` stands right behind all keys that
 * begin with `prefix`.
 */
import type { Key } from '../../ports/store.ts';
import type { Bounds } from './key-order.ts';

export const prefixRange = (prefix: Key): IDBKeyRange =>
  IDBKeyRange.bound([...prefix], [...prefix, []]);

/** The keys of the prefix within the bounds (inclusive), or null when no key can be. */
export const boundedRange = (prefix: Key, { from, to }: Bounds): IDBKeyRange | null => {
  const lower = from === undefined ? [...prefix] : [...prefix, from];
  const upper = to === undefined ? [...prefix, []] : [...prefix, to, []];
  return indexedDB.cmp(lower, upper) > 0 ? null : IDBKeyRange.bound(lower, upper);
};
