/**
 * The order of keys, as IndexedDB compares array keys (Indexed Database API
 * 3.0, section 2.4 "Keys"): part by part, numbers before strings, numbers by
 * size, strings by UTF-16 code units, a prefix before the longer key.
 */
import type { Key } from '../../ports/store.ts';

export type Bounds = {
  readonly from?: string | number;
  readonly to?: string | number;
};

export const compareKeys = (a: Key, b: Key): number => {
  const shared = Math.min(a.length, b.length);
  for (let i = 0; i < shared; i++) {
    const order = compareParts(a[i] ?? 0, b[i] ?? 0);
    if (order !== 0) return order;
  }
  return a.length - b.length;
};

/** Whether a key begins with the prefix and the part behind it lies within the bounds. */
export const isWithin = (key: Key, prefix: Key, { from, to }: Bounds = {}): boolean => {
  if (compareKeys(key.slice(0, prefix.length), prefix) !== 0) return false;
  const next = key[prefix.length];
  if (next === undefined) return from === undefined;
  if (from !== undefined && compareParts(next, from) < 0) return false;
  return to === undefined || compareParts(next, to) <= 0;
};

/** A key that IndexedDB would refuse is a bug of the caller. */
export const requireKey = (key: Key): void => {
  if (key.some((part) => Number.isNaN(part))) throw new RangeError('NaN is no part of a key');
};

const compareParts = (a: string | number, b: string | number): number => {
  if (typeof a !== typeof b) return typeof a === 'number' ? -1 : 1;
  if (a === b) return 0;
  return a < b ? -1 : 1;
};
