/**
 * The whole app on one installation: gets the key, opens the profiles, shows
 * one of them, and can close everything again as if it had never been opened.
 *
 * Until then, and where it cannot be opened, what is shown is that of a program
 * that was never started: no name, no text, no count, and commands that do
 * nothing.
 */

import { ok } from '../../core/bytes/result.ts';
import type { StoreFailure } from '../../ports/store.ts';
import type { App, AppCommands, Commands, ProfilesCommands } from '../commands.ts';
import type { DeviceFailure } from '../device.ts';
import { createPlaces } from '../links/places.ts';
import type { Ports } from '../ports.ts';
import { createProblemBoard } from '../problem-board.ts';
import { createProgram, type RunningApp } from '../program.ts';
import type { Phase, Snapshot } from '../snapshot.ts';
import type { Gate } from './gate.ts';
import { makeInstallationSnapshot } from './installation-snapshot.ts';
import type { InstallationPorts } from './ports.ts';
import { createProfiles, type Profiles } from './profiles.ts';

export type RunningInstallation = App & {
  start(): Promise<void>;
  close(): void;
};

export const createInstallation = (given: InstallationPorts, gate: Gate): RunningInstallation => {
  const ports = { ...given, places: given.places ?? createPlaces(given) };
  const listeners = new Set<() => void>();
  const nothing = createProgram(portsOfNothing(ports));
  const commandsOf = new WeakMap<Commands, AppCommands>();
  let phase: Extract<Phase, 'opening' | 'locked' | 'blocked'> = 'opening';
  let profiles: Profiles | undefined;
  let snapshot: Snapshot | undefined;
  /** Counts openings: one that was closed meanwhile goes no further. */
  let opening = 0;
  /** An invitation that was opened while nothing could take it. */
  let waiting: string | undefined;

  const changed = (): void => {
    snapshot = undefined;
    for (const listener of [...listeners]) listener();
  };
  const problems = createProblemBoard(changed);
  const shown = (): RunningApp | undefined => profiles?.shown()?.program;

  const block = (tag: DeviceFailure): void => {
    phase = 'blocked';
    problems.raise(tag);
  };

  const failed = (failure: StoreFailure): void =>
    problems.raise(failure === 'full' ? 'storage-full' : 'storage-closed');

  const left = (): void => problems.raise('profiles-left');

  const open = async (): Promise<void> => {
    const mine = ++opening;
    if (!ports.secure) return block('insecure-origin');
    const key = await gate.key(() => {
      phase = 'locked';
      changed();
    });
    if (mine !== opening) return;
    if (!key.ok) return block(key.error === 'broken' ? 'key-broken' : 'storage-blocked');
    phase = 'opening';
    const opened = createProfiles(ports, key.value, { changed, failed, left });
    profiles = opened;
    const failure = await opened.open();
    if (mine !== opening) return;
    if (failure !== undefined) return block(failure);
    await readWaiting();
  };

  const readWaiting = async (): Promise<void> => {
    const text = waiting;
    waiting = undefined;
    if (text !== undefined) await shown()?.commands.readInvitation(text);
  };

  /** Shows nothing any more at once, closes everything when what was typed is kept, and asks for the key anew. */
  const lock = async (): Promise<void> => {
    const mine = ++opening;
    // What is on the screen saves now, while it still stands there.
    const saved = ports.saveTyped();
    phase = 'locked';
    changed();
    await saved;
    if (mine !== opening) return;
    closeAll();
    await open();
  };

  const closeAll = (): void => {
    opening += 1;
    profiles?.close();
    profiles = undefined;
  };

  /** Opened from outside, such as by a notification: whoever's it is. */
  const openConversation = async (id: string): Promise<void> => {
    const current = shown() ?? nothing;
    const owner = profiles?.list().find(({ program }) => hasConversation(program, id));
    const isElsewhere = owner !== undefined && !hasConversation(current, id);
    if (isElsewhere) await profiles?.show(owner.entry.id);
    await (isElsewhere ? owner.program : current).commands.openConversation(id);
  };

  const own: ProfilesCommands = {
    addProfile: async (name) => (await profiles?.add(name)) ?? false,
    showProfile: async (id) => profiles?.show(id),
    removeProfile: async (id) => (await profiles?.remove(id)) ?? false,
    hideProfile: async (passphrase) => (await profiles?.hide(passphrase)) ?? 'storage',
    openHiddenProfile: async (passphrase) => (await profiles?.openHidden(passphrase)) ?? 'storage',
    unhideProfile: async () => (await profiles?.unhide()) ?? false,
    acceptInvitationAs: async (id, mode) => {
      await profiles?.giveInvitation(id);
      const taker = profiles?.shown();
      if (taker?.entry.id === id) await taker.program.commands.acceptInvitation(mode);
    },
  };

  const around = (commands: Commands): AppCommands => ({
    ...commands,
    ...own,
    ...gate.commands,
    openConversation,
    cover: (isCovered) => profiles?.cover(isCovered),
    acceptDeviceLink: async (device) =>
      profiles && shown()?.snapshot().profile
        ? profiles.linkHere(device)
        : commands.acceptDeviceLink(device),
    readInvitation: async (text) => {
      if (shown()) return commands.readInvitation(text);
      waiting = text;
      return true;
    },
    dismissProblem: (id) => (id < 0 ? problems.dismiss(-id) : commands.dismissProblem(id)),
  });

  /** The same for the same profile, so that elements are handed new ones only when it is another. */
  const commandsNow = (): AppCommands => {
    const { commands } = shown() ?? nothing;
    const made = commandsOf.get(commands) ?? around(commands);
    commandsOf.set(commands, made);
    return made;
  };

  const makeSnapshot = (): Snapshot => {
    const lock = gate.view();
    const current = profiles?.shown();
    const ownProblems = problems.list().map((each) => ({ ...each, id: -each.id }));
    if (!profiles || !current || phase !== 'opening') {
      return { ...nothing.snapshot(), phase, problems: ownProblems, ...NO_PROFILES, lock };
    }
    const made = makeInstallationSnapshot({
      shown: current,
      profiles: profiles.list(),
      hidden: profiles.hidden(),
      lock,
    });
    return { ...made, problems: [...ownProblems, ...made.problems] };
  };

  const stopGate = gate.subscribe(changed);
  gate.whenLocked(() => void lock());

  return {
    get commands() {
      return commandsNow();
    },
    snapshot: () => (snapshot ??= makeSnapshot()),
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    start: open,
    close: () => {
      stopGate();
      gate.close();
      closeAll();
    },
  };
};

const hasConversation = (program: RunningApp, id: string): boolean =>
  program.snapshot().conversations.some((each) => each.id === id);

const NO_PROFILES = { profiles: [], hidden: undefined } as const;

/** For a program that is never started. */
const portsOfNothing = (ports: InstallationPorts): Ports => ({
  ...ports,
  tabs: { tell: () => undefined, subscribe: () => () => undefined },
  openStore: () => ports.openStore(''),
  deviceKey: { open: () => Promise.resolve(ok(new Uint8Array(32))) },
});
