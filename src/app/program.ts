/**
 * The program without a screen: opens what is stored, runs conversations and
 * pairings, leads the network when it is this tab's turn, and makes snapshots.
 */

import { encodeBase64url } from '../core/bytes/base64url.ts';
import type { StorageStatus } from '../ports/storage-manager.ts';
import { createAttention } from './attention.ts';
import type { App } from './commands.ts';
import { createConfirmedTime } from './confirmed-time.ts';
import { openDevice, type DeviceFailure } from './device.ts';
import { createGaze } from './gaze.ts';
import { createNetwork, type Network } from './network.ts';
import type { Ports } from './ports.ts';
import { createProblemBoard } from './problem-board.ts';
import { createProfileKeeper } from './profile-keeper.ts';
import { createCommands, type Program } from './program-commands.ts';
import { createParts, type ProgramParts } from './program-parts.ts';
import { readReceived } from './received-record.ts';
import { makeSnapshot } from './snapshot-maker.ts';
import type { NetworkStatus, Phase, Snapshot, StorageNotice } from './snapshot.ts';
import { storageNotice } from './storage-question.ts';
import type { StepFailure } from './store/fenced.ts';
import { createLeadership } from './tabs/leadership-runner.ts';
import { parseNote, type Note } from './tabs/notes.ts';
import type { SealedStore } from './vault/sealed-store.ts';

export type RunningApp = App & { start(): Promise<void>; close(): void };

export const createProgram = (ports: Ports): RunningApp => {
  const tab = encodeBase64url(ports.random(8));
  const listeners = new Set<() => void>();
  const endings: (() => void)[] = [];
  let phase: Phase = 'opening';
  let parts: ProgramParts | undefined;
  let network: Network | undefined;
  let signaling: NetworkStatus['signaling'] = 'connecting';
  let openId: string | undefined;
  let storage: StorageStatus = {
    persisted: undefined,
    usedBytes: undefined,
    quotaBytes: undefined,
  };
  let snapshot: Snapshot | undefined;
  let isFrozen = false;

  const changed = (): void => {
    snapshot = undefined;
    for (const listener of [...listeners]) listener();
  };
  const problems = createProblemBoard(changed);
  const attention = createAttention(ports.timers, {
    attended: (id, on) => parts?.conversations.attend(id, on),
    typed: (id, on) => parts?.conversations.type(id, on),
  });

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
    if (openId === id) await open(id);
    changed();
  };

  // What is on the screen

  const open = async (id: string | undefined): Promise<void> => {
    const before = openId;
    openId = id;
    changed();
    if (before !== undefined && before !== id) {
      await parts?.conversations.get(before)?.show(false);
    }
    if (id !== undefined) await parts?.conversations.get(id)?.show(true);
    gaze.turnTo(id);
    if (id !== undefined) await profile.rememberOpen(id);
  };

  const isKnown = (id: string): boolean =>
    parts?.conversations.get(id) !== undefined ||
    (parts?.pairings.list().some(({ view }) => view.id === id) ?? false);

  /** What was last opened; where that is gone, such as a cancelled invitation, what moved last. */
  const whereLeftOff = (): string | undefined => {
    const last = profile.get()?.lastOpen;
    if (last === undefined || isKnown(last)) return last;
    const summaries = (parts?.conversations.list() ?? []).flatMap((each) => each.summary() ?? []);
    return summaries.sort((a, b) => b.time - a.time)[0]?.id;
  };

  // The network

  const lead = (): void => {
    network = createNetwork(ports, (state) => {
      signaling = state;
      tell({ kind: 'network', signaling });
      checkClock();
      changed();
    });
    parts?.pairings.lead(network.openPlace);
    parts?.conversations.lead(network);
    changed();
  };

  const follow = (): void => {
    parts?.conversations.follow();
    parts?.pairings.follow();
    network?.close();
    network = undefined;
    tell({ kind: 'ask' });
    changed();
    // A tab that hung when it lost the lead may have missed notes too.
    if (!isFrozen) void catchUp();
  };

  const checkClock = (): void => {
    const verdict = parts?.time.hear(network?.nodeTime() ?? null);
    if (verdict === 'doubtful') problems.raise('clock-doubtful');
    else problems.clear('clock-doubtful');
  };

  const wake = (): void => {
    network?.wake();
    parts?.conversations.wake();
    gaze.turnTo(openId);
  };

  // Other tabs

  const tell = (note: Note): void => ports.tabs.tell(note);

  const announce = (note: Note): void => {
    hear(note);
    tell(note);
  };

  const hear = (note: Note): void => {
    switch (note.kind) {
      case 'profile':
        return void hearProfile();
      case 'conversation':
        return void parts?.conversations.refresh(note.id);
      case 'pairing':
        return void arrive(note.id);
      case 'contact':
        if (!network) parts?.conversations.setContact(note.id, note);
        return;
      case 'network':
        if (!network) signaling = note.signaling;
        return changed();
      case 'ask':
        return answerAsk();
      case 'attend':
        return attention.attend(note.id, note.tab, note.on);
      case 'typing':
        return attention.type(note.id, note.on);
    }
  };

  const hearProfile = async (): Promise<void> => {
    if (!parts || !(await loadProfile(parts.store))) return;
    if (phase === 'welcome' && profile.get()) phase = 'ready';
    await reviewStorage();
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
    await hearProfile();
    for (const { view } of parts?.pairings.list() ?? []) await arrive(view.id);
    await parts?.pairings.load();
    await parts?.conversations.load();
    changed();
  };

  const answerAsk = (): void => {
    if (!network) return;
    tell({ kind: 'network', signaling });
    for (const [id, { presence, route }] of parts?.conversations.contacts() ?? []) {
      tell({ kind: 'contact', id, presence, route });
    }
  };

  const reviewStorage = async (): Promise<void> => {
    storage = await ports.storageManager.status();
    changed();
  };

  const shownProfile = (): Snapshot['profile'] => {
    const known = profile.get();
    return known && { name: known.name };
  };

  const persistence = (): StorageNotice['persistence'] => {
    const hasMessages = (parts?.conversations.list() ?? []).some(
      (each) => (each.summary()?.preview.kind ?? 'none') !== 'none',
    );
    return storageNotice(storage, profile.get()?.storageAnswer ?? 'none', hasMessages);
  };

  const program: Program = {
    ports,
    problems,
    parts: () => parts,
    profile: profile.get,
    saveProfile: profile.save,
    openId: () => openId,
    open,
    announce,
    raiseFailure,
    reviewStorage,
    wake,
    changed,
  };

  const listen = (): void => {
    const leading = createLeadership(ports, { lead, follow });
    endings.push(
      ports.tabs.subscribe((value) => {
        const note = parseNote(value);
        if (note && !isFrozen) hear(note);
      }),
      ports.lifecycle.subscribe((event) => {
        if (event === 'frozen') {
          isFrozen = true;
          leading.freeze();
        } else if (event === 'hidden' || event === 'offline') gaze.turnTo(openId);
        else comeBack();
      }),
      leading.close,
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
        openId,
        invitation: parts?.pairings.received(),
        network: {
          signaling,
          webrtc: ports.transport.available,
          follower: network === undefined,
        },
        storage: { persistence: persistence() },
        problems: problems.list(),
      })),
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    start: async () => {
      const device = await openDevice(ports);
      if (!device.ok) return block(device.error);
      if (!(await loadProfile(device.value))) return;
      const time = createConfirmedTime(device.value, ports.clock, () => raiseFailure('full'));
      parts = createParts(ports, device.value, time, {
        tell,
        arrive,
        changed,
        raiseFailure,
        problem: problems.raise,
        isAttended: attention.isAttended,
      });
      await time.load();
      const [received] = await Promise.all([
        readReceived(device.value),
        parts.pairings.load(),
        parts.conversations.load(),
      ]);
      if (received !== undefined) parts.pairings.read(received);
      phase = profile.get() ? 'ready' : 'welcome';
      const last = whereLeftOff();
      if (last !== undefined) await open(last);
      listen();
      await reviewStorage();
    },
    close: () => {
      for (const end of endings) end();
      gaze.close();
      attention.close();
      parts?.conversations.follow();
      parts?.pairings.close();
      network?.close();
      parts?.store.close();
    },
  };
};
