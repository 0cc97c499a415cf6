/**
 * The program without a screen: opens what is stored, runs conversations and
 * pairings, leads the network when it is this tab's turn, and makes snapshots.
 */

import { encodeBase64url } from '../core/bytes/base64url.ts';
import { NOTHING_PRESENTED } from './contacts/presented.ts';
import { readSelf } from './contacts/self.ts';
import { leadsInto, waysUnderWay, type Ways } from './again/views.ts';
import { createAlerts } from './alerts.ts';
import { createAttention } from './attention.ts';
import type { Commands } from './commands.ts';
import { createConfirmedTime } from './confirmed-time.ts';
import { openDevice, type DeviceFailure } from './device.ts';
import { createGaze } from './gaze.ts';
import { createLeading } from './leading.ts';
import { createOpened } from './opened.ts';
import type { Ports } from './ports.ts';
import { createProblemBoard } from './problem-board.ts';
import { createProfileKeeper } from './profile-keeper.ts';
import { createCommands, type Program } from './program-commands.ts';
import { createParts, type ProgramParts } from './program-parts.ts';
import { readReceived } from './received-record.ts';
import { makeSnapshot } from './snapshot-maker.ts';
import { profileValues } from './linking/profile-registers.ts';
import { newProfile, type Profile } from './profile.ts';
import type { DevicesView, Phase, ProfileSnapshot } from './snapshot.ts';
import { createStorageWatch } from './storage-watch.ts';
import type { StepFailure } from './store/fenced.ts';
import { createLeadership } from './tabs/leadership-runner.ts';
import { parseNote, type Note } from './tabs/notes.ts';
import type { SealedStore } from './vault/sealed-store.ts';

/** The program of one profile; the installation stands above it (installation/installation.ts). */
export interface RunningApp {
  readonly commands: Commands;
  snapshot(): ProfileSnapshot;
  /** Called after every change; the returned function ends it. */
  subscribe(changed: () => void): () => void;
  /** The text of the invitation that was opened and is not decided yet. */
  received(): Promise<string | undefined>;
  /** What lies below the commands, for the installation alone; undefined until it is open. */
  parts(): ProgramParts | undefined;
  start(): Promise<void>;
  close(): void;
}

export const createProgram = (ports: Ports): RunningApp => {
  const tab = encodeBase64url(ports.random(8));
  const listeners = new Set<() => void>();
  const endings: (() => void)[] = [];
  let phase: Phase = 'opening';
  let parts: ProgramParts | undefined;
  let snapshot: ProfileSnapshot | undefined;
  let isFrozen = false;
  let isClosed = false;

  const changed = (): void => {
    snapshot = undefined;
    alerts.review();
    for (const listener of [...listeners]) listener();
  };
  const problems = createProblemBoard(changed);
  const attention = createAttention(ports.timers, {
    attended: (id, on) => parts?.conversations.attend(id, on),
    typed: (id, on) => parts?.conversations.type(id, on),
  });

  const alerts = createAlerts({
    wanted: () => profile.get()?.notifications ?? 'off',
    isLeading: () => !leading.status().follower,
    isInSight: () => ports.lifecycle.visible,
    isAttended: attention.isAttended,
    conversations: () => parts?.conversations.list() ?? [],
  });
  const storage = createStorageWatch(ports.storageManager, changed);
  const gaze = createGaze(ports, (id, on) => announce({ kind: 'attend', id, tab, on }));

  const block = (tag: DeviceFailure): void => {
    phase = 'blocked';
    problems.raise(tag);
  };

  const raiseFailure = (failure: StepFailure | 'conflict'): void => {
    if (failure === 'full') problems.raise('storage-full');
    else if (failure !== 'gone') problems.raise('storage-closed');
  };

  const profile = createProfileKeeper({
    store: () => parts?.store,
    saved: () => {
      if (phase === 'welcome') phase = 'ready';
      tell({ kind: 'profile' });
      changed();
    },
    failed: raiseFailure,
  });

  const loadProfile = async (store: SealedStore): Promise<boolean> => {
    const failure = await profile.load(store);
    if (failure) block(failure);
    return !failure;
  };

  /** A pairing changed, and may have become a conversation. */
  const arrive = async (id: string): Promise<void> => {
    await parts?.pairings.refresh(id);
    await parts?.conversations.refresh(id);
    parts?.linking.review();
    const isHere = opened.isKnown(id);
    if (opened.id() === id) await opened.open(isHere ? id : parts?.linking.ledInto(id));
    changed();
  };

  const opened = createOpened({
    gaze,
    conversation: (id) => parts?.conversations.get(id),
    conversations: () => parts?.conversations.list() ?? [],
    pending: () => parts?.pairings.list() ?? [],
    lastOpen: () => profile.get()?.lastOpen,
    remember: profile.rememberOpen,
    changed,
  });

  // Other tabs

  const tell = (note: Note): void => ports.tabs.tell(note);
  const leading = createLeading({ ports, parts: () => parts, problems, tell, changed });

  const announce = (note: Note): void => {
    hear(note);
    tell(note);
  };

  const follow = (): void => {
    leading.follow();
    // A tab that hung when it lost the lead may have missed notes too.
    if (!isFrozen) void catchUp();
  };

  const hear = (note: Note): void => {
    switch (note.kind) {
      case 'profile':
        return void hearProfile();
      case 'registers':
        return void parts?.registers.refresh();
      case 'conversation':
        return void hearConversation(note.id);
      case 'pairing':
        return void arrive(note.id);
      case 'contact':
      case 'network':
      case 'ask':
        return leading.hear(note);
      case 'attend':
        return attention.attend(note.id, note.tab, note.on);
      case 'typing':
        return attention.type(note.id, note.on);
    }
  };

  const hearConversation = async (id: string): Promise<void> => {
    await parts?.conversations.refresh(id);
    parts?.linking.review();
  };

  const hearProfile = async (): Promise<void> => {
    if (!parts || !(await loadProfile(parts.store))) return;
    if (phase === 'welcome' && profile.get()) phase = 'ready';
    await parts.conversations.followProfile();
    await storage.review();
  };

  /**
   * A frozen page may hear notes and begin to read, but its reads never end, and
   * as long as they do not, the other tabs cannot write: so it hears nothing,
   * and reads everything anew when it thaws.
   */
  const comeBack = (): void => {
    isFrozen = false;
    wake();
    tell({ kind: 'ask' });
    void catchUp();
  };

  const catchUp = async (): Promise<void> => {
    await Promise.all([hearProfile(), parts?.registers.refresh()]);
    for (const { view } of parts?.pairings.list() ?? []) await arrive(view.id);
    await parts?.pairings.load();
    await parts?.conversations.load();
    changed();
  };

  const wake = (): void => {
    leading.wake();
    parts?.conversations.wake();
    opened.lookAgain();
  };

  const createFirstProfile = (first: Profile): Promise<boolean> =>
    profile.change((before) => before ?? first);

  const changeProfile = async (change: (before: Profile) => Profile): Promise<boolean> => {
    const known = profile.get();
    if (!known) return false;
    const isDurable = await profile.change((before) => change(before ?? known));
    if (isDurable) await parts?.conversations.followProfile();
    return isDurable;
  };

  /** What is set here counts on the other devices too, from now on. */
  const setProfile = async (change: (before: Profile) => Profile): Promise<boolean> => {
    const known = profile.get();
    if (known) await parts?.registers.setAll(profileValues(known, change(known)));
    return changeProfile(change);
  };

  const shownProfile = (): ProfileSnapshot['profile'] => {
    const known = profile.get();
    if (!known) return undefined;
    const self = parts ? readSelf(parts.registers) : NOTHING_PRESENTED;
    return { name: known.name, ...self, told: known.told, notifications: known.notifications };
  };

  const shownDevices = (): DevicesView =>
    parts?.linking.view(parts.pairings.deviceLinks().map(({ view }) => view)) ?? NO_DEVICES;

  const shownWays = ({ pairings, conversations, linking }: ProgramParts): Ways => ({
    suite: ports.suite,
    pairings,
    conversations: conversations.list(),
    isRefused: linking.isRefused,
  });

  const hasMessages = (): boolean =>
    (parts?.conversations.list() ?? []).some(
      (each) => (each.summary()?.preview.kind ?? 'none') !== 'none',
    );

  const program: Program = {
    ports,
    problems,
    parts: () => parts,
    profile: profile.get,
    createProfile: createFirstProfile,
    changeProfile: setProfile,
    openId: opened.id,
    open: opened.open,
    cover: opened.cover,
    announce,
    raiseFailure,
    reviewStorage: storage.review,
    wake,
    changed,
  };

  const listen = (): void => {
    leading.prepare();
    const leadership = createLeadership(ports, { lead: leading.lead, follow });
    endings.push(
      ports.tabs.subscribe((value) => {
        const note = parseNote(value);
        if (note && !isFrozen) hear(note);
      }),
      ports.lifecycle.subscribe((event) => {
        if (event === 'frozen') {
          isFrozen = true;
          leadership.freeze();
        } else if (event === 'hidden' || event === 'offline') opened.lookAgain();
        else comeBack();
      }),
      leadership.close,
    );
    tell({ kind: 'ask' });
  };

  return {
    commands: createCommands(program),
    snapshot: () =>
      (snapshot ??= makeSnapshot({
        phase,
        profile: shownProfile(),
        conversations: parts?.conversations.list() ?? [],
        pending: parts?.pairings.list() ?? [],
        ways: parts ? waysUnderWay(shownWays(parts)) : [],
        leadsInto: (id) => (parts ? leadsInto(shownWays(parts), id)?.title : undefined),
        openId: opened.id(),
        invitation: parts?.pairings.received(),
        devices: shownDevices(),
        network: leading.status(),
        storage: storage.notice(profile.get()?.storageAnswer ?? 'none', hasMessages()),
        alerts: alerts.list(),
        problems: problems.list(),
      })),
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    received: async () => (parts ? readReceived(parts.store) : undefined),
    parts: () => parts,
    start: async () => {
      const device = await openDevice(ports);
      if (!device.ok) return block(device.error);
      if (isClosed) return device.value.close();
      const time = createConfirmedTime(device.value, ports.clock, () => raiseFailure('full'));
      const [isLoaded] = await Promise.all([loadProfile(device.value), time.load()]);
      if (isClosed) return device.value.close();
      if (!isLoaded) return;
      parts = createParts(ports, device.value, time, {
        tell,
        arrive,
        changed,
        raiseFailure,
        problem: problems.raise,
        isAttended: attention.isAttended,
        profile: profile.get,
        createProfile: (name) => createFirstProfile(newProfile(name)),
        changeProfile,
      });
      parts.registers.subscribe(() => {
        parts?.linking.review();
        changed();
      });
      const [received] = await Promise.all([
        readReceived(device.value),
        parts.registers.refresh(),
        parts.pairings.load(),
        parts.conversations.load(profile.get()?.lastOpen),
      ]);
      if (received !== undefined) parts.pairings.read(received);
      phase = profile.get() ? 'ready' : 'welcome';
      await opened.resume();
      if (isClosed) return;
      listen();
      await storage.review();
    },
    close: () => {
      isClosed = true;
      for (const end of endings) end();
      gaze.close();
      attention.close();
      parts?.linking.follow();
      parts?.conversations.follow();
      parts?.pairings.close();
      leading.close();
      parts?.store.close();
    },
  };
};

const NO_DEVICES: DevicesView = { list: [], link: undefined, progress: undefined };
