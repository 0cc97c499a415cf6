/**
 * The invitation that was opened and is not decided yet, kept sealed.
 *
 * The link leaves the address bar at once, so without this record a reload
 * before "Accept" would lose it.
 */

import { parseBytes } from '../core/bytes/reader.ts';
import { createWriter } from '../core/bytes/writer.ts';
import type { StoreFailure } from '../ports/store.ts';
import type { Result } from '../core/bytes/result.ts';
import type { SealedStore } from './vault/sealed-store.ts';

const KEY = ['received'] as const;
const MAX_TEXT = 8_192;

export const readReceived = async (store: SealedStore): Promise<string | undefined> => {
  const found = await store.get('device', KEY);
  if (!found.ok || found.value === undefined) return undefined;
  const parsed = parseBytes(found.value, (reader) => reader.text(MAX_TEXT));
  return parsed.ok ? parsed.value : undefined;
};

/** `text` as it was opened or pasted; undefined once it is decided. */
export const keepReceived = (
  store: SealedStore,
  text: string | undefined,
): Promise<Result<void, StoreFailure>> =>
  store.commit(
    text === undefined
      ? { remove: [{ table: 'device', key: KEY }] }
      : { put: [{ table: 'device', key: KEY, value: encode(text) }] },
  );

const encode = (text: string): Uint8Array =>
  createWriter()
    .text(text.slice(0, MAX_TEXT / 4))
    .finish();
