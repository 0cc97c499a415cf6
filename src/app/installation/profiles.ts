/**
 * The profiles of an open installation: which one is shown, and one program
 * for each, so that messages of all arrive.
 *
 * To a program that is not shown something else stands before what it has open.
 */

import { encodeBase64url } from '../../core/bytes/base64url.ts';
import { err, ok, type Result } from '../../core/bytes/result.ts';
import type { StoreFailure } from '../../ports/store.ts';
import type { DeviceLinkAnswer } from '../commands.ts';
import type { DeviceFailure } from '../device.ts';
import { tidyName } from '../profile.ts';
import { createHidden, type Hidden } from './hidden.ts';
import type { HiddenEntry } from './hidden-record.ts';
import type { HidingAnswer } from './hiding-answer.ts';
import { createLateLinked } from './late-linking.ts';
import { createListKeeper, type ListKeeper } from './list-keeper.ts';
import { openInstallationStore } from './list-record.ts';
import { portsOf, type InstallationPorts } from './ports.ts';
import {
  databaseOf,
  MAX_PROFILES,
  withoutDoomed,
  withoutEntry,
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
  /** The hidden profile that is open, which is then the one that is shown. */
  hidden(): RunningProfile | undefined;
  /** Hides the shown one behind a passphrase. */
  hide(passphrase: string): Promise<HidingAnswer>;
  openHidden(passphrase: string): Promise<HidingAnswer>;
  /** The hidden one that is open is in the list from now on. */
  unhide(): Promise<boolean>;
  /** The invitation that the shown one has received goes to this one, which is shown then. */
  giveInvitation(id: string): Promise<void>;
  /** The device link that the shown one has received makes a further profile, which is shown then. */
  linkHere(device: string): Promise<DeviceLinkAnswer>;
  /** Ends every program; nothing is shown any more. */
  close(): void;
}

export type ProfilesEvents = {
  readonly changed: () => void;
  readonly failed: (failure: StoreFailure) => void;
  /** One that was to come along with a linked one cannot. */
  readonly left: () => void;
};

/** `installationKey`: 32 bytes, erased on close. */
export const createProfiles = (
  ports: InstallationPorts,
  installationKey: Uint8Array,
  { changed, failed, left }: ProfilesEvents,
): Profiles => {
  let keeper: ListKeeper | undefined;
  let hiding: Hidden | undefined;
  let hiddenEntry: HiddenEntry | undefined;
  let shownId: string | undefined;
  let isCovered = false;
  let isClosed = false;

  const running: Running = createRunning({
    ports: (entry) => ({
      ...portsOf(ports, entry, installationKey),
      neighbours: linked.neighboursOf(entry.id),
    }),
    created: (entry, program) => program.commands.cover(isCovered || entry.id !== shownId),
    changed: () => {
      changed();
      linked.review();
    },
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
    if (profiles.some(({ id }) => id === hiddenEntry?.id)) hiddenEntry = undefined;
    const wanted = hiddenEntry ? [...profiles, hiddenEntry] : profiles;
    if (!wanted.some(({ id }) => id === shownId)) turnTo(list.shown);
    const begun = running.follow(wanted, list.shown);
    changed();
    await begun;
  };

  const deleteDoomed = async ({ doomed }: ProfileList): Promise<void> => {
    for (const id of doomed) {
      const deleted = await ports.deleteStore(databaseOf(id));
      if (deleted.ok && !isClosed) await keeper?.change((list) => withoutDoomed(list, id));
    }
  };

  /** What was typed in it is kept before it goes. */
  const closeHidden = async (): Promise<void> => {
    await ports.saveTyped();
    hiddenEntry = undefined;
  };

  const followNow = async (): Promise<void> => {
    const list = keeper?.get();
    if (list) await follow(list);
  };

  const show = async (id: string): Promise<void> => {
    if (!running.get(id) || id === shownId) return;
    const wasHidden = hiddenEntry !== undefined;
    if (wasHidden) await closeHidden();
    turnTo(id);
    if (wasHidden) await followNow();
    await keeper?.change((list) =>
      list.shown === id || !list.profiles.some((each) => each.id === id)
        ? list
        : { ...list, shown: id },
    );
  };

  /** Its id, when it is in the list and its program has begun; with a name it is shown. */
  const begin = async (name: string): Promise<Result<string, 'full' | 'failed'>> => {
    if ((keeper?.get()?.profiles.length ?? 0) >= MAX_PROFILES) return err('full');
    const id = encodeBase64url(ports.random(16));
    const entry = { id, key: ports.random(32), name };
    const isAdded = await keeper?.change((list) => ({
      ...withProfile(list, entry),
      shown: name === '' ? list.shown : id,
    }));
    return isAdded === true ? ok(id) : err('failed');
  };

  const remove = async (id: string): Promise<boolean> => {
    if (hiddenEntry?.id === id) return removeHidden(hiddenEntry);
    const isRemoved = await keeper?.change((list) => withoutProfile(list, id));
    const list = keeper?.get();
    if (isRemoved !== true || !list?.doomed.includes(id)) return false;
    await deleteDoomed(list);
    return true;
  };

  const removeHidden = async ({ id }: HiddenEntry): Promise<boolean> => {
    // Its database is named first: it is deleted even if this goes no further.
    const isDoomed = await keeper?.change((list) => ({ ...list, doomed: [...list.doomed, id] }));
    if (isDoomed !== true || !(await hiding?.remove(id))) return false;
    hiddenEntry = undefined;
    await followNow();
    const list = keeper?.get();
    if (list) await deleteDoomed(list);
    return true;
  };

  const linked = createLateLinked({
    running,
    timers: ports.timers,
    shown,
    begin: () => begin(''),
    show,
    remove,
    left,
  });

  return {
    list: () => running.list().filter(({ entry }) => entry.id !== hiddenEntry?.id),
    shown,
    hidden: () => (hiddenEntry ? running.get(hiddenEntry.id) : undefined),
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
      hiding = createHidden(ports, opened.value);
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
      const begun = name === null ? undefined : await begin(name);
      if (!begun?.ok) return false;
      await running.get(begun.value)?.started;
      turnTo(begun.value);
      return true;
    },
    hide: async (passphrase) => {
      const entry = shown()?.entry;
      const { key } = entry ?? {};
      if (!entry || !key || !hiding || (keeper?.get()?.profiles.length ?? 0) < 2) {
        return 'impossible';
      }
      const added = await hiding.add({ ...entry, key }, passphrase);
      if (!added.ok) return added.error;
      await ports.saveTyped();
      const isHidden = await keeper?.change((list) => withoutEntry(list, entry.id));
      return isHidden === true ? 'done' : 'storage';
    },
    openHidden: async (passphrase) => {
      const found = await hiding?.find(passphrase);
      if (!found || isClosed) return 'storage';
      if (!found.ok) return found.error;
      if (hiddenEntry) await closeHidden();
      hiddenEntry = found.value;
      await followNow();
      await running.get(found.value.id)?.started;
      turnTo(found.value.id);
      return 'done';
    },
    unhide: async () => {
      const entry = hiddenEntry;
      if (!entry || !hiding) return false;
      const isListed = await keeper?.change((list) => withProfile(list, entry));
      return isListed === true && hiding.remove(entry.id);
    },
    remove,
    linkHere: linked.linkHere,
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
      hiddenEntry = undefined;
      running.close();
      keeper?.close();
      installationKey.fill(0);
    },
  };
};
