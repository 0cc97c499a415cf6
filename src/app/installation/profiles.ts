/**
 * The profiles of an open installation: which one is shown, and one program
 * for each, so that messages of all arrive.
 *
 * To a program that is not shown something else stands before what it has open.
 */

import { encodeBase64url } from '../../core/bytes/base64url.ts';
import type { StoreFailure } from '../../ports/store.ts';
import type { DeviceFailure } from '../device.ts';
import { tidyName } from '../profile.ts';
import { createListKeeper, type ListKeeper } from './list-keeper.ts';
import { openInstallationStore } from './list-record.ts';
import { portsOf, type InstallationPorts } from './ports.ts';
import {
  databaseOf,
  MAX_PROFILES,
  withoutDoomed,
  withoutProfile,
  withProfile,
  type ProfileList,
} from './profile-list.ts';
import { createRunning, type Running, type RunningProfile } from './running.ts';

export interface Profiles {
  /** Opens the list and begins every profile, the shown one first. */
  open(): Promise<DeviceFailure | undefined>;
  list(): readonly RunningProfile[];
  shown(): RunningProfile | undefined;
  show(id: string): Promise<void>;
  /** Something of the screen's own stands before what is open, or no longer. */
  cover(isCovered: boolean): void;
  add(name: string): Promise<boolean>;
  remove(id: string): Promise<boolean>;
  /** The invitation that the shown one has received goes to this one, which is shown then. */
  giveInvitation(id: string): Promise<void>;
  /** Ends every program; nothing is shown any more. */
  close(): void;
}

export type ProfilesEvents = {
  readonly changed: () => void;
  readonly failed: (failure: StoreFailure) => void;
};

/** `installationKey`: 32 bytes, erased on close. */
export const createProfiles = (
  ports: InstallationPorts,
  installationKey: Uint8Array,
  { changed, failed }: ProfilesEvents,
): Profiles => {
  let keeper: ListKeeper | undefined;
  let shownId: string | undefined;
  let isCovered = false;
  let isClosed = false;

  const running: Running = createRunning({
    ports: (entry) => portsOf(ports, entry, installationKey),
    created: (entry, program) => program.commands.cover(isCovered || entry.id !== shownId),
    changed,
  });
  const shown = (): RunningProfile | undefined =>
    shownId === undefined ? undefined : running.get(shownId);

  const turnTo = (id: string): void => {
    if (id === shownId) return;
    shown()?.program.commands.cover(true);
    shownId = id;
    shown()?.program.commands.cover(isCovered);
    changed();
  };

  /** Another tab, or this one, changed the list: programs follow it. */
  const follow = async (list: ProfileList): Promise<void> => {
    const { profiles } = list;
    if (!profiles.some(({ id }) => id === shownId)) turnTo(list.shown);
    const begun = running.follow(profiles, list.shown);
    changed();
    await begun;
  };

  const deleteDoomed = async ({ doomed }: ProfileList): Promise<void> => {
    for (const id of doomed) {
      const deleted = await ports.deleteStore(databaseOf(id));
      if (deleted.ok && !isClosed) await keeper?.change((list) => withoutDoomed(list, id));
    }
  };

  const show = async (id: string): Promise<void> => {
    if (!running.get(id)) return;
    turnTo(id);
    await keeper?.change((list) =>
      list.shown === id || !list.profiles.some((each) => each.id === id)
        ? list
        : { ...list, shown: id },
    );
  };

  return {
    list: running.list,
    shown,
    open: async () => {
      const opened = await openInstallationStore(ports, installationKey);
      if (!opened.ok) return opened.error;
      if (isClosed) {
        opened.value.close();
        return undefined;
      }
      keeper = createListKeeper({
        store: opened.value,
        tabs: ports.openTabs('grapevine-installation'),
        lifecycle: ports.lifecycle,
        changed: () => {
          const list = keeper?.get();
          if (list) void follow(list);
        },
        failed,
      });
      const failure = await keeper.load();
      const list = keeper.get();
      if (failure !== undefined || !list || isClosed) return failure;
      await follow(list);
      void deleteDoomed(list);
      return undefined;
    },
    show,
    cover: (covered) => {
      isCovered = covered;
      shown()?.program.commands.cover(covered);
    },
    add: async (typed) => {
      const name = tidyName(typed);
      if (name === null || (keeper?.get()?.profiles.length ?? 0) >= MAX_PROFILES) return false;
      const id = encodeBase64url(ports.random(16));
      const entry = { id, key: ports.random(32), name };
      const isAdded = await keeper?.change((list) => ({ ...withProfile(list, entry), shown: id }));
      if (isAdded !== true) return false;
      await running.get(id)?.started;
      turnTo(id);
      return true;
    },
    remove: async (id) => {
      const isRemoved = await keeper?.change((list) => withoutProfile(list, id));
      const list = keeper?.get();
      if (isRemoved !== true || !list?.doomed.includes(id)) return false;
      await deleteDoomed(list);
      return true;
    },
    giveInvitation: async (id) => {
      const [giver, taker] = [shown()?.program, running.get(id)?.program];
      if (!giver || !taker || giver === taker) return;
      const text = await giver.received();
      if (text === undefined) return;
      // Taken before it is given away, so that no moment is without it.
      await taker.commands.readInvitation(text);
      await show(id);
      giver.commands.dismissInvitation();
    },
    close: () => {
      isClosed = true;
      shownId = undefined;
      running.close();
      keeper?.close();
      installationKey.fill(0);
    },
  };
};
