/** The profile on disk: one sealed record of the device, fenced like a conversation. */

import { err, ok, type Result } from '../core/bytes/result.ts';
import type { StoreFailure } from '../ports/store.ts';
import type { DeviceFailure } from './device.ts';
import { encodeProfile, parseProfile, type Profile } from './profile.ts';
import { followingRevision } from './store/fenced.ts';
import type { SealedStore } from './vault/sealed-store.ts';

export const PROFILE_KEY = ['profile'] as const;

export type ProfileChange = (before: Profile | undefined) => Profile;

/** Overtaken this often in a row, a change gives up: something else is broken. */
const MAX_RETRIES = 100;

/** Undefined before the first start. A record that does not open means that the device key is lost. */
export const readProfile = async (
  store: SealedStore,
): Promise<Result<Profile | undefined, DeviceFailure>> => {
  const found = await store.get('device', PROFILE_KEY);
  if (!found.ok) return err(found.error === 'damaged' ? 'key-broken' : 'storage-blocked');
  if (found.value === undefined) return ok(undefined);
  const profile = parseProfile(found.value);
  return profile ? ok(profile) : err('key-broken');
};

/**
 * Computes the change from what is durable, and again when another tab was first: no tab takes back
 * what another one has set. Gives the profile as it is durable now. Nothing is written over a record
 * that does not open.
 */
export const changeProfile = async (
  store: SealedStore,
  change: ProfileChange,
): Promise<Result<Profile, StoreFailure>> => {
  for (let tries = 0; tries < MAX_RETRIES; tries++) {
    // The revision first: a profile that comes after it can only be newer.
    const revision = await store.get('revisions', PROFILE_KEY);
    const before = await readProfile(store);
    if (!before.ok) return err('unavailable');
    const next = change(before.value);
    const known = revision.ok ? revision.value : undefined;
    const written = await store.commit({
      expect: [{ table: 'revisions', key: PROFILE_KEY, value: known }],
      put: [
        { table: 'device', key: PROFILE_KEY, value: encodeProfile(next) },
        { table: 'revisions', key: PROFILE_KEY, value: followingRevision(known) },
      ],
    });
    if (written.ok) return ok(next);
    if (written.error !== 'conflict') return written;
  }
  return err('unavailable');
};
