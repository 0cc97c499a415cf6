/** The profile in memory and on disk, the same on both: kept first, believed then. */

import type { StoreFailure } from '../ports/store.ts';
import type { DeviceFailure } from './device.ts';
import { changeProfile, readProfile, type ProfileChange } from './profile-record.ts';
import type { Profile } from './profile.ts';
import type { SealedStore } from './vault/sealed-store.ts';

export interface ProfileKeeper {
  /** Undefined before the first start. */
  get(): Profile | undefined;
  /** Reads what is durable, also after another tab wrote; the failure if it cannot be read. */
  load(store: SealedStore): Promise<DeviceFailure | undefined>;
  /** Computed from what is durable; true when it is durable itself. */
  change(step: ProfileChange): Promise<boolean>;
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

  const change = async (step: ProfileChange): Promise<boolean> => {
    const store = options.store();
    if (!store) return false;
    const written = await changeProfile(store, step);
    if (!written.ok) {
      options.failed(written.error);
      return false;
    }
    profile = written.value;
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
    change,
    rememberOpen: async (id) => {
      if (!profile || profile.lastOpen === id) return;
      const known = profile;
      await change((before) => ({ ...(before ?? known), lastOpen: id }));
    },
  };
};
