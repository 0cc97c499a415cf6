/**
 * The program without a screen: opens what is stored, runs conversations and
 * pairings, leads the network when it is this tab's turn, and makes snapshots.
 */

import { createConversation, type Conversation } from './conversation/conversation.ts';
import { foundConversation } from './conversation/found.ts';
import type { Contact } from './conversation/screen.ts';
import type { Sync } from './conversation/sync.ts';
import type { App } from './commands.ts';
import { createCommands } from './program-commands.ts';
import { createNetwork, type Network } from './network.ts';
import { createPairings, type Pairings } from './pairings/pairings.ts';
import type { Ports } from './ports.ts';
import { createProblemBoard, type ProblemBoard } from './problem-board.ts';
import { encodeProfile, parseProfile, type Profile } from './profile.ts';
import { encodeBase64url } from '../core/bytes/base64url.ts';
import type { NetworkStatus, Phase, Snapshot, StorageNotice } from './snapshot.ts';
import { createLeadership } from './tabs/leadership-runner.ts';
import { parseNote, type Note } from './tabs/notes.ts';
import { createSealedStore, type SealedStore } from './vault/sealed-store.ts';

/** What commands work on: the program's own state, changed only through its functions. */
export interface Program {
  readonly ports: Ports;
  readonly problems: ProblemBoard;
  readonly pairings: () => Pairings | undefined;
  profile(): Profile | undefined;
  /** True when it is durable. */
  saveProfile(profile: Profile): Promise<boolean>;
  conversation(id: string): Conversation | undefined;
  openId(): string | undefined;
  /** Shows a conversation or a pending invitation, or with undefined the list alone. */
  open(id: string | undefined): Promise<void>;
  tell(note: Note): void;
  hear(note: Note): void;
  setPersistence(persistence: StorageNotice['persistence']): void;
  /** Looks again at whether to ask for lasting storage. */
  reviewStorage(): Promise<void>;
  network(): Network | undefined;
  wake(): void;
  changed(): void;
}

const CLOCK_DOUBT_MS = 10 * 60 * 1000;
const ATTEND_MS = 60_000;
const TYPING_MS = 6_000;

export const createProgram = (ports: Ports): App & { start(): Promise<void>; close(): void } => {
  const tab = encodeBase64url(ports.random(8));
  const listeners = new Set<() => void>();
  const conversations = new Map<string, Conversation>();
  const contacts = new Map<string, Contact>();
  const syncs = new Map<string, Sync>();
  const attending = new Map<string, Map<string, () => void>>();
  const typing = new Map<string, () => void>();
  let phase: Phase = 'opening';
  let store: SealedStore | undefined;
  let profile: Profile | undefined;
  let pairings: Pairings | undefined;
  let network: Network | undefined;
  let signaling: NetworkStatus['signaling'] = 'connecting';
  let openId: string | undefined;
  let persistence: StorageNotice['persistence'] = 'unknown';
  let snapshot: Snapshot | undefined;
  let leadership: { readonly close: () => void } | undefined;
  const endings: (() => void)[] = [];

  const changed = (): void => {
    snapshot = undefined;
    for (const listener of [...listeners]) listener();
  };
  const problems = createProblemBoard(changed);

  const ceiling = (): number => Math.max(ports.clock.now(), network?.nodeTime() ?? 0);

  // Storage

  const open = async (): Promise<SealedStore | undefined> => {
    if (!ports.secure) return block('insecure-origin');
    const opened = await ports.openStore();
    if (!opened.ok) return block('storage-blocked');
    const key = await ports.deviceKey.open();
    if (!key.ok) return block(key.error === 'broken' ? 'key-broken' : 'storage-blocked');
    return createSealedStore(opened.value, ports.suite, ports.random, key.value);
  };

  const block = (tag: 'insecure-origin' | 'storage-blocked' | 'key-broken'): undefined => {
    phase = 'blocked';
    problems.raise(tag);
    changed();
  };

  const readProfile = async (): Promise<'ok' | 'blocked'> => {
    const found = await store?.get('device', ['profile']);
    if (found?.ok) {
      profile = found.value && parseProfile(found.value);
      return 'ok';
    }
    block(found?.error === 'damaged' ? 'key-broken' : 'storage-blocked');
    return 'blocked';
  };

  const saveProfile = async (next: Profile): Promise<boolean> => {
    const value = encodeProfile(next);
    const saved = await store?.commit({ put: [{ table: 'device', key: ['profile'], value }] });
    if (!saved?.ok) {
      problems.raise(saved?.error === 'full' ? 'storage-full' : 'storage-closed');
      return false;
    }
    profile = next;
    if (phase === 'welcome') phase = 'ready';
    tell({ kind: 'profile' });
    changed();
    return true;
  };

  // Conversations

  const addConversation = async (id: string): Promise<void> => {
    if (conversations.has(id) || !store) return;
    const conversation = createConversation(
      {
        store,
        suite: ports.suite,
        random: ports.random,
        now: () => ports.clock.now(),
        ceiling,
        changed,
        written: () => {
          tell({ kind: 'conversation', id });
          syncs.get(id)?.written();
        },
        problem: (tag) => problems.raise(tag, id),
      },
      id,
    );
    conversations.set(id, conversation);
    await conversation.refresh();
    startSync(id);
  };

  const startSync = (id: string): void => {
    const conversation = conversations.get(id);
    const state = conversation?.state();
    if (!network || !conversation || !state || syncs.has(id)) return;
    if (state.verdict === 'mismatched') return;
    const sync = network.sync(conversation, state, {
      contact: (contact) => {
        setContact(id, contact);
        tell({ kind: 'contact', id, ...contact });
      },
      problem: (tag) => problems.raise(tag, id),
      broken: (error) => {
        problems.raise('internal', id);
        ports.reportBug(error);
      },
    });
    syncs.set(id, sync);
    sync.attend(attending.has(id));
  };

  const setContact = (id: string, contact: Contact): void => {
    contacts.set(id, contact);
    conversations.get(id)?.setContact(contact);
  };

  const loadConversations = async (): Promise<void> => {
    const rows = await store?.list('conversations', []);
    const ids = rows?.ok ? rows.value.flatMap(({ key }) => stateIdOf(key)) : [];
    await Promise.all(ids.map(addConversation));
  };

  const createPairing = (sealed: SealedStore): Pairings =>
    createPairings({
      store: sealed,
      suite: ports.suite,
      random: ports.random,
      clock: ports.clock,
      timers: ports.timers,
      origin: ports.origin,
      node: '',
      foundConversation: (work, paired, id, node) => {
        const { suite, random } = ports;
        const now = ports.clock.now();
        return foundConversation(
          { suite, random, localId: id, now, ceiling: ceiling() },
          work,
          paired,
          node,
        );
      },
      completed: (id) => {
        tell({ kind: 'pairing', id });
        void arrived(id);
      },
      changed: (id) => {
        tell({ kind: 'pairing', id });
        changed();
      },
      failed: (failure) => {
        if (failure !== 'gone') {
          problems.raise(failure === 'full' ? 'storage-full' : 'storage-closed');
        }
      },
      broken: (error) => {
        problems.raise('internal');
        ports.reportBug(error);
      },
      damaged: () => problems.raise('record-damaged'),
    });

  /** A pairing of this id may have become a conversation. */
  const arrived = async (id: string): Promise<void> => {
    await pairings?.refresh(id);
    await addConversation(id);
    if (!conversations.get(id)?.state()) conversations.delete(id);
    if (openId === id) await show(id);
    changed();
  };

  // What is on the screen

  const show = async (id: string | undefined): Promise<void> => {
    if (openId !== undefined && openId !== id) await conversations.get(openId)?.show(false);
    openId = id;
    changed();
    if (id !== undefined) await conversations.get(id)?.show(true);
    attend();
    if (profile && profile.lastOpen !== id && id !== undefined) {
      await saveProfile({ ...profile, lastOpen: id });
    }
  };

  /** Tells the leader, which may be this tab, what is on this tab's screen. */
  const attend = (): void => {
    const visible = ports.lifecycle.visible;
    for (const id of conversations.keys()) {
      const on = visible && id === openId;
      if (on || attending.get(id)?.has(tab)) announce({ kind: 'attend', id, tab, on });
    }
  };

  const announce = (note: Note): void => {
    hear(note);
    tell(note);
  };

  // The network

  const lead = (): void => {
    network = createNetwork(ports, (state) => {
      signaling = state;
      tell({ kind: 'network', signaling });
      checkClock();
      changed();
    });
    pairings?.lead(network.openPlace);
    for (const id of conversations.keys()) startSync(id);
    changed();
  };

  const follow = (): void => {
    for (const sync of syncs.values()) sync.close();
    syncs.clear();
    pairings?.follow();
    network?.close();
    network = undefined;
    tell({ kind: 'ask' });
    changed();
  };

  const checkClock = (): void => {
    const nodeTime = network?.nodeTime();
    if (nodeTime === null || nodeTime === undefined) return;
    const isDoubtful = Math.abs(nodeTime - ports.clock.now()) > CLOCK_DOUBT_MS;
    if (isDoubtful) problems.raise('clock-doubtful');
    else problems.clear('clock-doubtful');
  };

  const wake = (): void => {
    network?.wake();
    for (const sync of syncs.values()) sync.wake();
    attend();
  };

  // Other tabs

  const tell = (note: Note): void => ports.tabs.tell(note);

  const hear = (note: Note): void => {
    switch (note.kind) {
      case 'profile':
        return void readProfile().then(() => {
          if (phase === 'welcome' && profile) phase = 'ready';
          changed();
        });
      case 'conversation':
        return void refreshConversation(note.id);
      case 'pairing':
        return void arrived(note.id);
      case 'contact':
        if (!network) setContact(note.id, { presence: note.presence, route: note.route });
        return;
      case 'network':
        if (!network) signaling = note.signaling;
        return changed();
      case 'ask':
        return answerAsk();
      case 'attend':
        return hearAttend(note.id, note.tab, note.on);
      case 'typing':
        return hearTyping(note.id, note.on);
    }
  };

  const refreshConversation = async (id: string): Promise<void> => {
    const conversation = conversations.get(id);
    if (!conversation) return addConversation(id);
    await conversation.refresh();
    syncs.get(id)?.written();
    if (conversation.state()?.verdict === 'mismatched') endSync(id);
  };

  const endSync = (id: string): void => {
    syncs.get(id)?.close();
    syncs.delete(id);
  };

  const answerAsk = (): void => {
    if (!network) return;
    tell({ kind: 'network', signaling });
    for (const [id, contact] of contacts) tell({ kind: 'contact', id, ...contact });
  };

  /** A tab that is gone without a word stops attending by itself. */
  const hearAttend = (id: string, by: string, on: boolean): void => {
    const tabs = attending.get(id) ?? new Map<string, () => void>();
    tabs.get(by)?.();
    tabs.delete(by);
    if (on) {
      tabs.set(
        by,
        ports.timers.after(ATTEND_MS, () => {
          if (by === tab) return attend();
          hearAttend(id, by, false);
        }),
      );
    }
    if (tabs.size > 0) attending.set(id, tabs);
    else attending.delete(id);
    syncs.get(id)?.attend(tabs.size > 0);
  };

  const hearTyping = (id: string, on: boolean): void => {
    typing.get(id)?.();
    typing.delete(id);
    if (on) {
      typing.set(
        id,
        ports.timers.after(TYPING_MS, () => hearTyping(id, false)),
      );
    }
    syncs.get(id)?.type(on);
  };

  // Snapshots

  const makeSnapshot = (): Snapshot => {
    const pending = pairings?.list() ?? [];
    const opened = openId === undefined ? undefined : conversations.get(openId)?.view();
    return {
      phase,
      profile: profile && { name: profile.name },
      conversations: [
        ...[...conversations.values()].flatMap((each) => each.summary() ?? []),
        ...pending
          .filter(({ view }) => !conversations.has(view.id))
          .map(({ view, created }) => ({
            id: view.id,
            kind: view.kind,
            title: view.kind === 'accepting' ? view.inviter : '',
            preview: { kind: 'none' } as const,
            time: created,
            unread: 0,
            presence: 'away' as const,
          })),
      ].sort((a, b) => b.time - a.time),
      open: opened ?? pending.find(({ view }) => view.id === openId)?.view,
      invitation: pairings?.received(),
      network: {
        signaling,
        webrtc: ports.transport.available,
        follower: network === undefined,
      },
      storage: { persistence },
      problems: problems.list(),
    };
  };

  const reviewStorage = async (): Promise<void> => {
    const status = await ports.storageManager.status();
    const hasMessages = [...conversations.values()].some(
      (each) => (each.summary()?.preview.kind ?? 'none') !== 'none',
    );
    if (status.persisted) persistence = 'kept';
    else if (status.persisted === undefined) persistence = 'unknown';
    else if (profile?.storageAnswer === 'yes') persistence = 'refused';
    else if (profile?.storageAnswer === 'later') persistence = 'unknown';
    else persistence = hasMessages ? 'ask' : 'unknown';
    changed();
  };

  const program: Program = {
    ports,
    problems,
    pairings: () => pairings,
    profile: () => profile,
    saveProfile,
    conversation: (id) => conversations.get(id),
    openId: () => openId,
    open: show,
    tell,
    hear,
    setPersistence: (next) => {
      persistence = next;
      changed();
    },
    reviewStorage,
    network: () => network,
    wake,
    changed,
  };

  return {
    commands: createCommands(program),
    snapshot: () => (snapshot ??= makeSnapshot()),
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    start: async () => {
      store = await open();
      if (!store || (await readProfile()) === 'blocked') return;
      pairings = createPairing(store);
      await pairings.load();
      await loadConversations();
      phase = profile ? 'ready' : 'welcome';
      endings.push(
        ports.tabs.subscribe((value) => {
          const note = parseNote(value);
          if (note) hear(note);
        }),
        ports.lifecycle.subscribe((event) => {
          if (event === 'hidden' || event === 'offline') attend();
          else wake();
        }),
      );
      const last = profile?.lastOpen;
      if (last !== undefined && isKnown(last)) await show(last);
      leadership = createLeadership(ports, { lead, follow });
      tell({ kind: 'ask' });
      await reviewStorage();
      changed();
    },
    close: () => {
      leadership?.close();
      for (const end of endings) end();
      for (const id of [...syncs.keys()]) endSync(id);
      pairings?.close();
      network?.close();
      store?.close();
    },
  };

  function isKnown(id: string): boolean {
    return conversations.has(id) || (pairings?.list().some(({ view }) => view.id === id) ?? false);
  }
};

const stateIdOf = (key: readonly (string | number)[]): readonly string[] =>
  typeof key[0] === 'string' && key[1] === 'state' ? [key[0]] : [];
