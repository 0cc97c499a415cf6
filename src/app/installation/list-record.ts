/** The list of profiles on disk: one sealed record of the installation, fenced between tabs. */

import { err, ok, type Result } from '../../core/bytes/result.ts';
import { derive } from '../../core/crypto/derive.ts';
import type { StoreFailure } from '../../ports/store.ts';
import type { DeviceFailure } from '../device.ts';
import { followingRevision } from '../store/fenced.ts';
import { createSealedStore, type SealedStore } from '../vault/sealed-store.ts';
import type { InstallationPorts } from './ports.ts';
import {
  encodeProfileList,
  ONE_PROFILE,
  parseProfileList,
  type ProfileList,
} from './profile-list.ts';

export const INSTALLATION_DATABASE = 'grapevine-installation';
const KEY = ['profiles'] as const;

/** Overtaken this often in a row, a change gives up: something else is broken. */
const MAX_RETRIES = 100;

/** `key`: the installation's, 32 bytes. Records of profiles are sealed by others (docs/PROTOCOL.md, "At rest"). */
export const openInstallationStore = async (
  { openStore, suite, random }: Pick<InstallationPorts, 'openStore' | 'suite' | 'random'>,
  key: Uint8Array,
): Promise<Result<SealedStore, DeviceFailure>> => {
  const opened = await openStore(INSTALLATION_DATABASE);
  if (!opened.ok) return err('storage-blocked');
  return ok(
    createSealedStore(opened.value, suite, random, derive(suite, key, 'installation records')),
  );
};

/** Without a record there is the one profile that came with the app. */
export const readProfileList = async (
  store: SealedStore,
): Promise<Result<ProfileList, DeviceFailure>> => {
  const found = await store.get('device', KEY);
  if (!found.ok) return err(found.error === 'damaged' ? 'key-broken' : 'storage-blocked');
  if (found.value === undefined) return ok(ONE_PROFILE);
  const list = parseProfileList(found.value);
  return list ? ok(list) : err('key-broken');
};

/**
 * Computes the change from what is durable, and again when another tab was first. Gives the list as
 * it is durable now. Nothing is written over a record that does not open.
 */
export const changeProfileList = async (
  store: SealedStore,
  change: (before: ProfileList) => ProfileList,
): Promise<Result<ProfileList, StoreFailure>> => {
  for (let tries = 0; tries < MAX_RETRIES; tries++) {
    // The revision first: a list that comes after it can only be newer.
    const revision = await store.get('revisions', KEY);
    const before = await readProfileList(store);
    if (!before.ok) return err('unavailable');
    const next = change(before.value);
    if (next === before.value) return ok(next);
    const known = revision.ok ? revision.value : undefined;
    const written = await store.commit({
      expect: [{ table: 'revisions', key: KEY, value: known }],
      put: [
        { table: 'device', key: KEY, value: encodeProfileList(next) },
        { table: 'revisions', key: KEY, value: followingRevision(known) },
      ],
    });
    if (written.ok) return ok(next);
    if (written.error !== 'conflict') return written;
  }
  return err('unavailable');
};
