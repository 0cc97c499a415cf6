/** The profile on disk: one sealed record of the device. */

import { err, ok, type Result } from '../core/bytes/result.ts';
import type { StoreFailure } from '../ports/store.ts';
import type { DeviceFailure } from './device.ts';
import { encodeProfile, parseProfile, type Profile } from './profile.ts';
import type { SealedStore } from './vault/sealed-store.ts';

const KEY = ['profile'] as const;

/** Undefined before the first start. A record that does not open means that the device key is lost. */
export const readProfile = async (
  store: SealedStore,
): Promise<Result<Profile | undefined, DeviceFailure>> => {
  const found = await store.get('device', KEY);
  if (!found.ok) return err(found.error === 'damaged' ? 'key-broken' : 'storage-blocked');
  if (found.value === undefined) return ok(undefined);
  const profile = parseProfile(found.value);
  return profile ? ok(profile) : err('key-broken');
};

export const writeProfile = (
  store: SealedStore,
  profile: Profile,
): Promise<Result<void, StoreFailure>> =>
  store.commit({ put: [{ table: 'device', key: KEY, value: encodeProfile(profile) }] });
