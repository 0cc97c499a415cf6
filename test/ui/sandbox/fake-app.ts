/** A program that only plays: it shows a state, notes every command, and answers a few of them. */

import type { App, AppCommands } from '../../../src/app/commands.ts';
import type {
  ContactView,
  HistoryPage,
  Message,
  OpenConversation,
  ProfileView,
  Snapshot,
} from '../../../src/app/snapshot.ts';
import { TELL_ALL } from '../../../src/app/quiet.ts';
import { fakeDeviceAnswers } from './fake-devices.ts';
import { older, ours, sampleNumber, theirs } from './people.ts';
import { states } from './states.ts';

const commandNames: readonly (keyof AppCommands)[] = [
  'createProfile',
  'rename',
  'setStatus',
  'setPicture',
  'setTold',
  'setConversationQuiet',
  'setNotifications',
  'cover',
  'invite',
  'cancelInvitation',
  'renewInvitation',
  'readInvitation',
  'isInvitation',
  'acceptInvitation',
  'declineInvitation',
  'dismissInvitation',
  'linkDevice',
  'acceptDeviceLink',
  'cancelDeviceLink',
  'compareDevices',
  'renameDevice',
  'removeDevice',
  'openNotes',
  'openConversation',
  'closeConversation',
  'loadOlder',
  'compareEmoji',
  'safetyNumber',
  'deleteConversation',
  'backUp',
  'restore',
  'setNickname',
  'setBlocked',
  'introduce',
  'saveContacts',
  'loadContacts',
  'answerIntroduction',
  'readHistory',
  'checkSafetyCode',
  'send',
  'edit',
  'deleteMessage',
  'react',
  'saveDraft',
  'typing',
  'markRead',
  'keepStorage',
  'reviewStorage',
  'dismissProblem',
  'reconnect',
  'addProfile',
  'showProfile',
  'removeProfile',
  'unlock',
  'unlockWithPasskey',
  'lockNow',
  'setPassphrase',
  'removePassphrase',
  'setPasskey',
  'removePasskey',
  'setIdleMinutes',
  'acceptInvitationAs',
  'pairAgain',
  'compareAgain',
  'dropAgain',
  'acknowledgeChange',
  'hideProfile',
  'openHiddenProfile',
  'unhideProfile',
];

export type Call = readonly [string, ...unknown[]];

export interface FakeApp extends App {
  readonly calls: Call[];
  change(next: (snapshot: Snapshot) => Snapshot): void;
  receive(text: string): void;
  /** What the next send, edit or deletion answers; what is not durable stays as it is. */
  durable: boolean;
}

export function createFakeApp(first: Snapshot, stalls = false): FakeApp {
  const listeners = new Set<() => void>();
  const calls: Call[] = [];
  let snapshot = first;

  const change: FakeApp['change'] = (next) => {
    snapshot = next(snapshot);
    for (const listener of listeners) listener();
  };
  const inOpen = (next: (open: OpenConversation) => OpenConversation) =>
    change((now) => (now.open?.kind === 'conversation' ? { ...now, open: next(now.open) } : now));
  const inProfile = (next: (profile: ProfileView) => ProfileView) =>
    change((now) => {
      const profile = now.profile && next(now.profile);
      const shown = { name: profile?.name ?? '', picture: profile?.picture };
      const profiles = now.profiles.map((each) => (each.isShown ? { ...each, ...shown } : each));
      return { ...now, profile, profiles };
    });
  const setMessages = (next: (messages: readonly Message[]) => readonly Message[]) =>
    inOpen((open) => ({ ...open, messages: next(open.messages) }));
  const update = (id: string, next: (message: Message) => Message) =>
    setMessages((messages) => messages.map((each) => (each.id === id ? next(each) : each)));

  const inContact = (id: string, next: (contact: ContactView) => ContactView) => {
    change((now) => ({
      ...now,
      contacts: now.contacts.map((each) => (each.id === id ? next(each) : each)),
    }));
    inOpen((open) => ({ ...open, contact: open.contact && next(open.contact) }));
  };

  const openAs = (state: string, id?: string) =>
    change((now) => {
      const open = states[state]?.snapshot.open;
      return { ...now, invitation: undefined, open: open && { ...open, id: id ?? open.id } };
    });

  const answers: Partial<AppCommands> = {
    ...fakeDeviceAnswers(change),
    createProfile: async (name) => {
      if (app.durable)
        change((now) => ({
          ...now,
          phase: 'ready',
          profile: { name, status: '', picture: undefined, told: TELL_ALL, notifications: 'off' },
          profiles: [{ id: 'first', name, unread: 0, isShown: true }],
        }));
    },
    addProfile: async (name) => {
      if (!app.durable) return false;
      change((now) => ({
        ...now,
        open: undefined,
        conversations: [],
        profile: now.profile && { ...now.profile, name },
        profiles: [
          ...now.profiles.map((each) => ({ ...each, isShown: false })),
          { id: name, name, unread: 0, isShown: true },
        ],
      }));
      return true;
    },
    showProfile: async (id) =>
      change((now) => ({
        ...now,
        open: undefined,
        profiles: now.profiles.map((each) => ({ ...each, isShown: each.id === id })),
      })),
    openHiddenProfile: async (passphrase) => {
      if (passphrase !== 'blue grapes') return 'wrong';
      change((now) => ({
        ...now,
        open: undefined,
        hidden: 'p9',
        profiles: now.profiles.map((each) => ({ ...each, isShown: false })),
      }));
      return 'done';
    },
    unhideProfile: async () => {
      change((now) => ({
        ...now,
        hidden: undefined,
        profiles: [
          ...now.profiles,
          { id: now.hidden ?? 'p9', name: now.profile?.name ?? '', unread: 0, isShown: true },
        ],
      }));
      return true;
    },
    hideProfile: async () => (app.durable ? 'done' : 'taken'),
    removeProfile: async (id) => {
      if (!app.durable) return false;
      change((now) => ({
        ...now,
        profiles: now.profiles
          .filter((each) => each.id !== id)
          .map((each, at) => ({ ...each, isShown: at === 0 })),
      }));
      return true;
    },
    rename: async (name) => {
      if (!app.durable) return false;
      inProfile((profile) => ({ ...profile, name }));
      return true;
    },
    setStatus: async (status) => {
      inProfile((profile) => ({ ...profile, status }));
      return true;
    },
    setPicture: async (picture) => {
      inProfile((profile) => ({ ...profile, picture }));
      return true;
    },
    setTold: async (part, isTold) =>
      inProfile((profile) => ({ ...profile, told: { ...profile.told, [part]: isTold } })),
    setConversationQuiet: async (part, choice) =>
      inOpen((open) => ({ ...open, quiet: { ...open.quiet, [part]: choice } })),
    setNotifications: async (notifications) =>
      inProfile((profile) => ({ ...profile, notifications })),
    unlock: async (passphrase) => (passphrase.startsWith('wrong') ? 'wrong' : 'done'),
    unlockWithPasskey: async () => 'cancelled',
    setPassphrase: async () => {
      change((now) => ({ ...now, lock: { ...now.lock, kind: 'open', hasPassphrase: true } }));
      return 'done';
    },
    answerIntroduction: async (id) =>
      inOpen((open) => ({
        ...open,
        introductions: open.introductions.filter((each) => each.id !== id),
      })),
    invite: async () => openAs('inviting'),
    renewInvitation: async (id) => openAs('inviting', `${id}+`),
    cancelInvitation: async (id) =>
      change((now) => ({
        ...now,
        open: undefined,
        conversations: now.conversations.filter((each) => each.id !== id),
      })),
    readInvitation: async () => app.durable,
    acceptInvitation: async () => {
      if (app.durable) openAs('accepting');
    },
    declineInvitation: async () => change((now) => ({ ...now, invitation: undefined })),
    openConversation: async (id) => {
      const kind = snapshot.conversations.find((each) => each.id === id)?.kind;
      openAs(kind === 'direct' ? 'conversation' : (kind ?? 'list'), id);
    },
    reconnect: () =>
      change((now) => ({ ...now, network: { ...now.network, signaling: 'connecting' } })),
    isInvitation: (text) => text.includes('/#1'),
    send: async (text, replyTo) => {
      if (!app.durable) return false;
      const quoted = messageOf(snapshot, replyTo);
      const quote = quoted && {
        id: quoted.id,
        author: quoted.author,
        text: quoted.body.kind === 'text' ? quoted.body.text : undefined,
      };
      const message = ours(text, 0, { state: 'device', replyTo: quote, time: Date.now() });
      setMessages((messages) => [...messages, message]);
      setTimeout(() => update(message.id, (each) => ({ ...each, state: 'delivered' })), 700);
      return true;
    },
    edit: async (id, text) => {
      if (!app.durable) return false;
      update(id, (each) => ({ ...each, body: { kind: 'text', text, edited: true } }));
      return true;
    },
    deleteMessage: async (id) => {
      if (!app.durable) return false;
      update(id, (each) => ({ ...each, body: { kind: 'deleted' }, reactions: [] }));
      return true;
    },
    react: async (id, emoji) => {
      update(id, (each) => ({
        ...each,
        reactions: [
          ...each.reactions.filter((reaction) => reaction.emoji !== emoji),
          ...(each.reactions.some((reaction) => reaction.emoji === emoji && reaction.own)
            ? []
            : [{ emoji, count: 1, own: true, names: ['Tomás'] }]),
        ],
      }));
      return true;
    },
    loadOlder: async () =>
      inOpen((open) => ({ ...open, messages: [...older, ...open.messages], hasOlder: false })),
    compareEmoji: async (verdict) =>
      inOpen((open) => ({
        ...open,
        comparison: { kind: verdict === 'match' ? 'matched' : 'mismatched' },
        writable: verdict === 'match',
      })),
    backUp: async (_passphrase, _sink, { progress }) => {
      progress(31_000, 84_000);
      return new Promise(() => undefined);
    },
    restore: async () => ({ kind: 'done', conversations: 2, messages: 1_204, left: 1, ended: 0 }),
    deleteConversation: async () => {
      if (app.durable) change((now) => ({ ...now, open: undefined }));
      return app.durable;
    },
    setNickname: async (id, nickname) => {
      inContact(id, (contact) => ({
        ...contact,
        nickname: nickname || undefined,
        title: nickname || contact.name,
      }));
      return true;
    },
    saveContacts: () => '{}',
    loadContacts: async () => ({ named: 2, blocked: 0, kept: 1, same: 0 }),
    setBlocked: async (id, isBlocked) => {
      inContact(id, (contact) => ({ ...contact, isBlocked }));
      return true;
    },
    safetyNumber: () => sampleNumber,
    readHistory: () => historyOf(snapshot),
    checkSafetyCode: () => 'none',
    closeConversation: () => change((now) => ({ ...now, open: undefined })),
    dismissInvitation: () => change((now) => ({ ...now, invitation: undefined })),
    dismissProblem: (id) =>
      change((now) => ({ ...now, problems: now.problems.filter((each) => each.id !== id) })),
    keepStorage: async () =>
      change((now) => ({
        ...now,
        storage: { ...now.storage, persistence: 'kept', persisted: true },
      })),
  };

  const noted = (name: keyof AppCommands) =>
    [
      name,
      (...parameters: unknown[]) => {
        calls.push([name, ...parameters]);
        if (stalls) return new Promise<never>(() => undefined);
        const answer = answers[name] as ((...given: unknown[]) => unknown) | undefined;
        return answer === undefined ? Promise.resolve(true) : answer(...parameters);
      },
    ] as const;
  const commands = Object.fromEntries(commandNames.map(noted)) as unknown as AppCommands;

  const app: FakeApp = {
    commands,
    calls,
    durable: true,
    change,
    snapshot: () => snapshot,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    receive: (text) => setMessages((messages) => [...messages, theirs(text, 0)]),
  };
  return app;
}

function messageOf(snapshot: Snapshot, id: string | undefined): Message | undefined {
  return snapshot.open?.kind === 'conversation'
    ? snapshot.open.messages.find((message) => message.id === id)
    : undefined;
}

/** The first page comes at once, the second one never. */
async function* historyOf({ open }: Snapshot): AsyncGenerator<HistoryPage, void> {
  const messages = open?.kind === 'conversation' ? open.messages : [];
  yield { messages, total: messages.length * 3, isLast: false };
  await new Promise<never>(() => undefined);
}
