/**
 * Which other profiles come along with the device link under way; kept only as
 * long as that, since else nothing here names another profile.
 */

import { parseBytes } from '../../core/bytes/reader.ts';
import { createWriter } from '../../core/bytes/writer.ts';
import type { StoreFailure } from '../../ports/store.ts';
import type { Result } from '../../core/bytes/result.ts';
import type { SealedStore } from '../vault/sealed-store.ts';

const VERSION = 1;
const KEY = ['along'] as const;
const MAX_ID = 64;
/** More than an installation has profiles. */
const MAX_PROFILES = 64;

/** `link`: id of the link; `ids`: of the profiles. In the place of those of another link. */
export const keepAlong = (
  store: SealedStore,
  link: string,
  ids: readonly string[],
): Promise<Result<void, StoreFailure>> => {
  const out = createWriter().u8(VERSION).text(link).varint(ids.length);
  for (const id of ids) out.text(id);
  return store.commit({ put: [{ table: 'device', key: KEY, value: out.finish() }] });
};

/** None for another link. */
export const readAlong = async (store: SealedStore, link: string): Promise<readonly string[]> => {
  const found = await store.get('device', KEY);
  const parsed =
    found.ok &&
    found.value &&
    parseBytes(found.value, (reader) => {
      reader.require(reader.u8() === VERSION);
      return {
        link: reader.text(MAX_ID),
        ids: reader.list(MAX_PROFILES, () => reader.text(MAX_ID)),
      };
    });
  return parsed && parsed.ok && parsed.value.link === link ? parsed.value.ids : [];
};

/** Those of another link stay. */
export const forgetAlong = async (store: SealedStore, link: string): Promise<void> => {
  const ids = await readAlong(store, link);
  if (ids.length > 0) await store.commit({ remove: [{ table: 'device', key: KEY }] });
};
