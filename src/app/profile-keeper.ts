/** The profile in memory and on disk, the same on both: kept first, believed then. */

import type { StoreFailure } from '../ports/store.ts';
import type { DeviceFailure } from './device.ts';
import { readProfile, writeProfile } from './profile-record.ts';
import type { Profile } from './profile.ts';
import type { SealedStore } from './vault/sealed-store.ts';

export interface ProfileKeeper {
  /** Undefined before the first start. */
  get(): Profile | undefined;
  /** Reads what is durable, also after another tab wrote; the failure if it cannot be read. */
  load(store: SealedStore): Promise<DeviceFailure | undefined>;
  /** True when it is durable. */
  save(next: Profile): Promise<boolean>;
  /** Notes what to open at the next visit. */
  rememberOpen(id: string): Promise<void>;
}

export type ProfileKeeperOptions = {
  /** Undefined until the device is open. */
  readonly store: () => SealedStore | undefined;
  readonly saved: () => void;
  readonly failed: (failure: StoreFailure) => void;
};

export const createProfileKeeper = (options: ProfileKeeperOptions): ProfileKeeper => {
  let profile: Profile | undefined;

  const save = async (next: Profile): Promise<boolean> => {
    const store = options.store();
    if (!store) return false;
    const written = await writeProfile(store, next);
    if (!written.ok) {
      options.failed(written.error);
      return false;
    }
    profile = next;
    options.saved();
    return true;
  };

  return {
    get: () => profile,
    load: async (store) => {
      const read = await readProfile(store);
      if (!read.ok) return read.error;
      profile = read.value;
      return undefined;
    },
    save,
    rememberOpen: async (id) => {
      if (profile && profile.lastOpen !== id) await save({ ...profile, lastOpen: id });
    },
  };
};
