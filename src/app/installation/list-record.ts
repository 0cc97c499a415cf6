/** The list of profiles on disk: one sealed record of the installation, fenced between tabs. */

import { err, ok, type Result } from '../../core/bytes/result.ts';
import { derive } from '../../core/crypto/derive.ts';
import type { StoreFailure } from '../../ports/store.ts';
import type { DeviceFailure } from '../device.ts';
import { createSealedStore, type SealedStore } from '../vault/sealed-store.ts';
import type { InstallationPorts } from './ports.ts';
import {
  encodeProfileList,
  ONE_PROFILE,
  parseProfileList,
  type ProfileList,
} from './profile-list.ts';
import { changeRecord, readRecord, type RecordCodec } from './sealed-record.ts';

export const INSTALLATION_DATABASE = 'grapevine-installation';

const LIST: RecordCodec<ProfileList> = {
  key: ['profiles'],
  encode: encodeProfileList,
  parse: parseProfileList,
};

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
  const found = await readRecord(store, LIST);
  if (!found.ok) return err(found.error === 'damaged' ? 'key-broken' : 'storage-blocked');
  return ok(found.value ?? ONE_PROFILE);
};

/** Gives the list as it is durable now. */
export const changeProfileList = async (
  store: SealedStore,
  change: (before: ProfileList) => ProfileList,
): Promise<Result<ProfileList, StoreFailure>> => {
  const changed = await changeRecord(store, LIST, (before) => {
    const next = change(before ?? ONE_PROFILE);
    return next === ONE_PROFILE ? undefined : next;
  });
  return changed.ok ? ok(changed.value ?? ONE_PROFILE) : changed;
};
