/** The list of profiles as this tab knows it, in step with the other tabs. */

import type { Lifecycle } from '../../ports/lifecycle.ts';
import type { StoreFailure } from '../../ports/store.ts';
import type { Tabs } from '../../ports/tabs.ts';
import type { DeviceFailure } from '../device.ts';
import type { SealedStore } from '../vault/sealed-store.ts';
import { changeProfileList, readProfileList } from './list-record.ts';
import type { ProfileList } from './profile-list.ts';

export interface ListKeeper {
  get(): ProfileList | undefined;
  load(): Promise<DeviceFailure | undefined>;
  /** True when it is durable; the other tabs then hear of it. */
  change(step: (before: ProfileList) => ProfileList): Promise<boolean>;
  close(): void;
}

export type ListKeeperOptions = {
  readonly store: SealedStore;
  readonly tabs: Tabs;
  readonly lifecycle: Lifecycle;
  /** Another list is durable than this tab knew of. */
  readonly changed: () => void;
  readonly failed: (failure: StoreFailure) => void;
};

const NOTE = 'profiles';

export const createListKeeper = (options: ListKeeperOptions): ListKeeper => {
  const { store, tabs, lifecycle } = options;
  let list: ProfileList | undefined;
  let isFrozen = false;
  let isClosed = false;

  const load = async (): Promise<DeviceFailure | undefined> => {
    const read = await readProfileList(store);
    if (isClosed) return undefined;
    if (!read.ok) return read.error;
    list = read.value;
    return undefined;
  };

  const follow = async (): Promise<void> => {
    const failure = await load();
    if (failure === undefined && !isClosed) options.changed();
  };

  const endings = [
    tabs.subscribe((note) => {
      // What a frozen page begins to read hinders the writes of the other tabs.
      if (!isFrozen && isNote(note)) void follow();
    }),
    lifecycle.subscribe((event) => {
      const wasFrozen = isFrozen;
      isFrozen = event === 'frozen';
      if (wasFrozen && !isFrozen) void follow();
    }),
  ];

  return {
    get: () => list,
    load,
    change: async (step) => {
      const before = list;
      const written = await changeProfileList(store, step);
      if (isClosed) return written.ok;
      if (!written.ok) {
        options.failed(written.error);
        return false;
      }
      list = written.value;
      if (list === before) return true;
      tabs.tell({ kind: NOTE });
      options.changed();
      return true;
    },
    close: () => {
      isClosed = true;
      for (const end of endings) end();
      store.close();
    },
  };
};

const isNote = (note: unknown): boolean =>
  typeof note === 'object' && note !== null && 'kind' in note && note.kind === NOTE;
