/** A record of the installation that tabs change one after another, each from what is durable. */

import { err, ok, type Result } from '../../core/bytes/result.ts';
import type { Key, StoreFailure } from '../../ports/store.ts';
import { followingRevision } from '../store/fenced.ts';
import type { SealedStore } from '../vault/sealed-store.ts';

export type RecordCodec<Value> = {
  readonly key: Key;
  readonly encode: (value: Value) => Uint8Array;
  /** Undefined for bytes that are none. */
  readonly parse: (bytes: Uint8Array) => Value | undefined;
};

/** Overtaken this often in a row, a change gives up: something else is broken. */
const MAX_RETRIES = 100;

/** Undefined where there is none yet. */
export const readRecord = async <Value>(
  store: SealedStore,
  { key, parse }: RecordCodec<Value>,
): Promise<Result<Value | undefined, 'damaged' | 'unavailable'>> => {
  const found = await store.get('device', key);
  if (!found.ok || found.value === undefined) return found as Result<undefined, 'damaged'>;
  const value = parse(found.value);
  return value === undefined ? err('damaged') : ok(value);
};

/**
 * Computes the change from what is durable, and again when another tab was first. Gives the value as
 * it is durable now. Nothing is written over a record that does not open.
 */
export const changeRecord = async <Value>(
  store: SealedStore,
  codec: RecordCodec<Value>,
  change: (before: Value | undefined) => Value | undefined,
): Promise<Result<Value | undefined, StoreFailure>> => {
  const { key, encode } = codec;
  for (let tries = 0; tries < MAX_RETRIES; tries++) {
    // The revision first: a value that comes after it can only be newer.
    const revision = await store.get('revisions', key);
    const before = await readRecord(store, codec);
    if (!before.ok) return err('unavailable');
    const next = change(before.value);
    if (next === before.value || next === undefined) return ok(before.value);
    const known = revision.ok ? revision.value : undefined;
    const written = await store.commit({
      expect: [{ table: 'revisions', key, value: known }],
      put: [
        { table: 'device', key, value: encode(next) },
        { table: 'revisions', key, value: followingRevision(known) },
      ],
    });
    if (written.ok) return ok(next);
    if (written.error !== 'conflict') return written;
  }
  return err('unavailable');
};
