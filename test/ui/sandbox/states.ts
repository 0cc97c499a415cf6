/** Every screen and state by its name: what the program would show, what the platform is like. */

import { NO_LOCK, type LockView } from '../../../src/app/lock/lock-screen.ts';
import type {
  AgainView,
  DeviceView,
  LinkView,
  OpenConversation,
  PendingInvitation,
  ReceivedInvitation,
  Snapshot,
} from '../../../src/app/snapshot.ts';
import { AS_PROFILE, TELL_ALL } from '../../../src/app/quiet.ts';
import type { ProblemTag } from '../../../src/app/problems.ts';
import type { NotifierPermission } from '../../../src/ui/notifications/notifier.ts';
import type { PlatformState } from '../../../src/ui/platform.ts';
import type { CameraCase } from './fake-cameras.ts';
import {
  blockedContacts,
  contacts,
  conversations,
  emoji,
  everyday,
  leftward,
  link,
  longName,
  manyConversations,
  manyMessages,
  now,
  ours,
  samplePicture,
  summary,
  talk,
  theirs,
  unwieldy,
  withEndedInvitations,
} from './people.ts';

export type State = {
  readonly snapshot: Snapshot;
  readonly platform?: Partial<PlatformState> & {
    copies?: boolean;
    comparePutOff?: boolean;
    camera?: CameraCase;
    notifier?: NotifierPermission;
  };
  /** Commands never end: what the screen shows while they run. */
  readonly stalls?: boolean;
  /** What a person does before the picture is taken: steps of press, focus, type, wait. */
  readonly steps?: readonly Step[];
};

export type Step =
  | { readonly press: string }
  /** By its selector: what has no name of its own. */
  | { readonly click: string }
  | { readonly see: string }
  /** Scrolled to, so that the picture shows it. */
  | { readonly bring: string }
  | { readonly focus: string }
  | { readonly type: string }
  | { readonly scrollUp: true }
  | { readonly receive: string };

const day = 24 * 3600 * 1000;

const keeping = (persistence: Snapshot['storage']['persistence']): Snapshot['storage'] => ({
  persistence,
  persisted: persistence === 'kept',
  usedBytes: 4_300_000,
});

const ready: Snapshot = {
  phase: 'ready',
  profile: { name: 'Tomás', status: '', picture: undefined, told: TELL_ALL, notifications: 'off' },
  conversations,
  contacts,
  open: undefined,
  invitation: undefined,
  devices: { list: [], link: undefined, progress: undefined },
  network: { signaling: 'open', webrtc: true, follower: false },
  storage: keeping('kept'),
  alerts: [],
  problems: [],
  profiles: [{ id: 'first', name: 'Tomás', unread: 0, isShown: true }],
  hidden: undefined,
  lock: NO_LOCK,
};

const locked = (lock: Partial<LockView>): Snapshot => ({
  ...ready,
  phase: 'locked',
  profile: undefined,
  conversations: [],
  profiles: [],
  lock: { ...NO_LOCK, kind: 'locked', canPasskey: true, ...lock },
});

const open: OpenConversation = {
  contact: contacts[1],
  introductions: [],
  changes: [],
  kind: 'conversation',
  about: 'direct',
  id: 'c1',
  title: 'Nadia Weber',
  since: now - 40 * day,
  presence: 'online',
  route: 'direct',
  comparison: { kind: 'matched' },
  messages: talk,
  hasOlder: true,
  firstUnread: undefined,
  draft: { text: '', replyTo: undefined, editing: undefined },
  writable: true,
  ended: undefined,
  quiet: AS_PROFILE,
};

const talking = (more: Partial<OpenConversation>, rest: Partial<Snapshot> = {}): Snapshot => ({
  ...ready,
  open: { ...open, ...more },
  ...rest,
});

const inviting = (state: 'waiting' | 'claimed' | 'raced' | 'declined' | 'expired'): Snapshot => ({
  ...ready,
  open: { kind: 'inviting', id: 'i1', link, expires: now + day, state },
});

const accepting = (state: 'waiting' | 'used' | 'raced' | 'expired'): Snapshot => ({
  ...ready,
  open: { kind: 'accepting', id: 'a1', inviter: 'Ines', expires: now + day, state },
});

const received = (
  state: 'ready' | 'expired' | 'own' | 'known' | 'foreign-node',
  rest: Partial<Snapshot> = {},
): Snapshot => ({
  ...ready,
  ...rest,
  invitation: {
    mode: 'contact',
    inviter: 'Ines',
    expires: now + day,
    state,
    node: state === 'foreign-node' ? 'wss://chat.example.org' : undefined,
    conversation: 'a1',
  },
});

const problem = (tag: ProblemTag, id: number, lasting = false) => ({
  id,
  tag,
  conversation: tag === 'record-damaged' ? 'c1' : undefined,
  lasting,
});

const nobody = { profile: undefined, conversations: [], phase: 'welcome' } as const;
const unread = [
  ...talk.slice(0, 8),
  theirs('Are you there?', 9),
  theirs('The train leaves in an hour', 8),
  ...Array.from({ length: 14 }, (_, index) => theirs(`And another thing ${index}`, 7)),
];

const scanning = (camera: CameraCase, shown: string): State => ({
  snapshot: ready,
  platform: { camera },
  steps: [{ press: 'Scan a QR code' }, { see: shown }],
});

const inContacts: readonly Step[] = [{ press: 'Contacts' }, { see: '#search' }];
const several: Snapshot['profiles'] = [
  { id: 'first', name: 'Tomás', unread: 0, isShown: true },
  { id: 'p2', name: 'Tomás Oliveira, vineyards', unread: 3, isShown: false },
  { id: 'p3', name: longName, unread: 120, isShown: false },
];

/** On its way from another device. */
const coming = { id: 'p4', name: '', unread: 0, isShown: true };

const withDevices = (devices: Partial<Snapshot['devices']>): Snapshot => ({
  ...ready,
  devices: { ...ready.devices, ...devices },
});

const deviceLink: PendingInvitation = {
  kind: 'inviting',
  id: '.i1',
  link,
  expires: now + 5 * 60_000,
  state: 'waiting',
};

const comparing = (isInviter: boolean): LinkView & { kind: 'linking' } => ({
  kind: 'linking',
  id: '.i1',
  isInviter,
  name: 'Firefox, Android',
  stage: 'compare',
  emoji,
});

const way = (more: Partial<AgainView>): Snapshot => ({
  ...ready,
  conversations: [
    summary({ id: '~w1', kind: 'again', preview: { kind: 'none' }, presence: 'away' }),
    ...conversations,
  ],
  open: {
    kind: 'again',
    id: '~w1',
    isInviter: true,
    name: 'Nadia Weber',
    stage: 'compare',
    emoji,
    ...more,
  },
});

const changes: OpenConversation['changes'] = [
  { id: 'n1', isOurs: false, name: 'Nadia Weber', time: now - 60_000, before: undefined },
];

const changedContacts: Partial<Snapshot> = {
  conversations: conversations.map((each, i) => (i === 0 ? { ...each, isChanged: true } : each)),
  contacts: contacts.map((each, i) => (i === 1 ? { ...each, comparison: 'changed' } : each)),
};

const someDevices: readonly DeviceView[] = [
  {
    id: 'd1',
    name: 'Chrome, Linux',
    isThis: true,
    lastSeen: undefined,
    isRemoved: false,
    letInBy: undefined,
    unaware: [],
    leftTo: 'none',
  },
  {
    id: 'd2',
    name: 'Firefox, Android',
    isThis: false,
    lastSeen: now - day,
    isRemoved: false,
    letInBy: { name: 'Chrome, Linux', isRemoved: false },
    unaware: [],
    leftTo: 'none',
  },
  {
    id: 'd4',
    name: 'Tablet in the kitchen',
    isThis: false,
    lastSeen: now - 30 * day,
    isRemoved: false,
    letInBy: { name: 'The old laptop', isRemoved: true },
    unaware: [],
    leftTo: 'none',
  },
  {
    id: 'd3',
    name: 'The old laptop',
    isThis: false,
    lastSeen: now - 40 * day,
    isRemoved: true,
    letInBy: { name: 'Chrome, Linux', isRemoved: false },
    unaware: ['Nadia Weber', 'Ines'],
    leftTo: 'devices',
  },
];

const forDevice: ReceivedInvitation = {
  mode: 'device',
  inviter: 'Ines',
  expires: now + 5 * 60_000,
  state: 'ready',
  node: undefined,
  conversation: undefined,
};

const inSettings: readonly Step[] = [{ press: 'Settings' }, { see: '#notify' }];
const inDevices: readonly Step[] = [...inSettings, { bring: '#devices' }];

export const states: Readonly<Record<string, State>> = {
  opening: { snapshot: { ...ready, ...nobody, phase: 'opening' } },
  'blocked-insecure': {
    snapshot: {
      ...ready,
      ...nobody,
      phase: 'blocked',
      problems: [problem('insecure-origin', 1, true)],
    },
  },
  'blocked-key': {
    snapshot: {
      ...ready,
      ...nobody,
      phase: 'blocked',
      problems: [problem('key-broken', 1, true)],
    },
  },
  'blocked-storage': {
    snapshot: {
      ...ready,
      ...nobody,
      phase: 'blocked',
      problems: [problem('storage-blocked', 1, true)],
    },
  },
  welcome: { snapshot: { ...ready, ...nobody } },
  'welcome-nameless': { snapshot: { ...ready, ...nobody }, steps: [{ press: 'Start' }] },
  'welcome-starting': {
    snapshot: { ...ready, ...nobody },
    stalls: true,
    steps: [{ type: 'Tomás' }, { press: 'Start' }],
  },
  'welcome-invited': { snapshot: received('ready', nobody) },
  'welcome-expired': { snapshot: received('expired', nobody) },
  'welcome-bad-link': {
    snapshot: { ...ready, ...nobody, problems: [problem('link-malformed', 1)] },
  },

  first: { snapshot: { ...ready, conversations: [] } },
  list: { snapshot: ready },
  'list-over': { snapshot: { ...ready, conversations: withEndedInvitations } },
  'list-one': { snapshot: { ...ready, conversations: conversations.slice(0, 1) } },
  'list-many': { snapshot: { ...ready, conversations: manyConversations } },
  offline: {
    snapshot: talking(
      { presence: 'away', route: 'none' },
      { network: { signaling: 'waiting', webrtc: true, follower: false } },
    ),
  },
  'offline-list': {
    snapshot: { ...ready, network: { signaling: 'waiting', webrtc: true, follower: false } },
  },
  'no-webrtc': {
    snapshot: { ...ready, network: { signaling: 'open', webrtc: false, follower: false } },
  },

  inviting: { snapshot: inviting('waiting') },
  'inviting-share': {
    snapshot: inviting('waiting'),
    platform: { canShare: true },
    steps: [{ press: 'Copy link' }],
  },
  'inviting-denied': {
    snapshot: inviting('waiting'),
    platform: { copies: false },
    steps: [{ press: 'Copy link' }],
  },
  'inviting-claimed': { snapshot: inviting('claimed') },
  'inviting-raced': { snapshot: inviting('raced') },
  'inviting-declined': { snapshot: inviting('declined') },
  'inviting-expired': { snapshot: inviting('expired') },
  received: { snapshot: received('ready') },
  'received-busy': { snapshot: received('ready'), stalls: true, steps: [{ press: 'Accept' }] },
  'received-foreign': { snapshot: received('foreign-node') },
  'received-expired': { snapshot: received('expired') },
  'received-own': { snapshot: received('own') },
  'received-known': { snapshot: received('known') },
  'received-which': { snapshot: received('ready', { profiles: several }) },
  'received-which-missing': {
    snapshot: received('ready', { profiles: several }),
    steps: [{ press: 'Accept' }],
  },
  accepting: { snapshot: accepting('waiting') },
  'accepting-used': { snapshot: accepting('used') },
  'accepting-raced': { snapshot: accepting('raced') },
  'accepting-expired': { snapshot: accepting('expired') },

  scanning: scanning({ shows: 'blank' }, 'video'),
  'scanning-first': {
    ...scanning({ shows: 'blank' }, 'video'),
    snapshot: { ...ready, ...nobody },
  },
  'scanning-many': scanning({ shows: 'blank', many: true, torch: true }, 'select'),
  'scanning-other': scanning({ shows: 'other-code' }, '.note:not(:empty)'),
  'scanning-starting': scanning({ starts: true }, '.stage'),
  'scanning-denied': scanning({ fails: 'denied' }, '.failure'),
  'scanning-missing': scanning({ fails: 'missing' }, '.failure'),
  'scanning-busy': scanning({ fails: 'busy' }, '.failure'),
  'scanning-insecure': scanning({ fails: 'insecure' }, '.failure'),

  new: {
    snapshot: talking({
      messages: [],
      hasOlder: false,
      comparison: { kind: 'open', emoji },
      route: 'relayed',
    }),
  },
  'not-compared': {
    snapshot: talking({ comparison: { kind: 'open', emoji } }),
    platform: { comparePutOff: true },
  },
  comparing: { snapshot: talking({ comparison: { kind: 'open', emoji } }) },
  'comparing-asked': {
    snapshot: talking(
      { messages: talk.slice(0, 2), hasOlder: false, comparison: { kind: 'open', emoji } },
      { storage: keeping('ask') },
    ),
  },
  'notes-to-self': {
    snapshot: talking({
      about: 'notes',
      contact: undefined,
      title: '',
      presence: 'away',
      route: 'none',
      comparison: { kind: 'none' },
      messages: talk.filter(({ own }) => own),
    }),
  },
  'device-removed': { snapshot: talking({ ended: 'removed', writable: false }) },
  mismatched: { snapshot: talking({ comparison: { kind: 'mismatched' }, writable: false }) },
  everyday: { snapshot: talking({ messages: everyday }) },
  conversation: { snapshot: talking({}) },
  empty: { snapshot: talking({ messages: [], hasOlder: false }) },
  short: { snapshot: talking({ messages: talk.slice(11, 13), hasOlder: false }) },
  'long-words': { snapshot: talking({ title: longName, messages: unwieldy }) },
  'reads-leftward': {
    snapshot: talking({ title: 'ליאורה', messages: leftward, presence: 'typing' }),
    platform: { comparePutOff: true },
  },
  connecting: {
    snapshot: talking(
      { presence: 'away', route: 'connecting' },
      { network: { signaling: 'connecting', webrtc: true, follower: false } },
    ),
  },
  typing: { snapshot: talking({ presence: 'typing' }) },
  unread: { snapshot: talking({ messages: unread, firstUnread: unread[8]?.id }) },
  arrived: {
    snapshot: talking({ messages: manyMessages }),
    steps: [{ scrollUp: true }, { receive: 'Look at this' }, { receive: 'And at that' }],
  },
  tools: { snapshot: talking({}), steps: [{ focus: '.message:last-of-type' }] },
  reacting: {
    snapshot: talking({}),
    steps: [{ focus: '.message:last-of-type' }, { press: 'React' }],
  },
  deleting: {
    snapshot: talking({}),
    steps: [{ focus: '.message:last-of-type' }, { press: 'Delete' }],
  },
  replying: {
    snapshot: talking({
      draft: { text: 'Gladly', replyTo: talk[2]?.id, editing: undefined },
    }),
  },
  editing: {
    snapshot: talking({}),
    steps: [{ focus: '.message:last-of-type' }, { press: 'Edit' }],
  },
  'long-draft': {
    snapshot: talking({
      draft: { text: 'So much to say. '.repeat(1000), replyTo: undefined, editing: undefined },
    }),
  },
  'too-long': {
    snapshot: talking({
      draft: { text: 'So much to say. '.repeat(1100), replyTo: undefined, editing: undefined },
    }),
  },

  details: { snapshot: talking({}), steps: [{ press: 'Details' }, { see: 'dl' }] },
  'details-open': {
    snapshot: talking({ title: longName, comparison: { kind: 'open', emoji }, route: 'relayed' }),
    platform: { comparePutOff: true },
    steps: [{ press: 'Details' }, { see: 'dl' }],
  },
  'safety-number': {
    snapshot: talking({ comparison: { kind: 'open', emoji } }),
    platform: { comparePutOff: true },
    steps: [{ press: 'Details' }, { see: 'dl' }, { press: 'Safety number' }, { see: 'ol li' }],
  },
  contacts: { snapshot: ready, steps: inContacts },
  'contacts-beside': { snapshot: talking({}), steps: inContacts },
  'contacts-none': {
    snapshot: { ...ready, conversations: [], contacts: [] },
    steps: [{ press: 'Contacts' }, { see: '.sheet' }],
  },
  'contacts-found': {
    snapshot: { ...ready, contacts: blockedContacts },
    steps: [...inContacts, { focus: '#search' }, { type: 'zoe' }],
  },
  contact: {
    snapshot: ready,
    steps: [...inContacts, { click: '[data-id="c2"].contact' }, { see: '#nickname' }],
  },
  'contact-introducing': {
    snapshot: ready,
    steps: [
      ...inContacts,
      { click: '[data-id="c2"].contact' },
      { see: '#nickname' },
      { press: 'Introduce' },
      { bring: '.choice' },
    ],
  },
  introduced: {
    snapshot: talking({
      introductions: [
        { id: 'n1', name: 'Ines Ferreira', isAgreed: false },
        { id: 'n2', name: longName, isAgreed: true },
      ],
    }),
  },
  'contact-blocking': {
    snapshot: ready,
    steps: [
      ...inContacts,
      { click: '[data-id="c2"].contact' },
      { see: '#nickname' },
      { press: 'Block' },
    ],
  },
  'contact-blocked': {
    snapshot: talking({ contact: blockedContacts[2], messages: talk.slice(0, 3) }),
  },
  'deleting-conversation': {
    snapshot: talking({}),
    steps: [{ press: 'Details' }, { see: 'dl' }, { press: 'Delete conversation' }],
  },
  exporting: {
    snapshot: talking({}),
    steps: [
      { press: 'Details' },
      { see: 'dl' },
      { press: 'Export conversation' },
      { see: '[role="status"]' },
      { bring: '[aria-expanded="true"]' },
    ],
  },
  'exporting-runs': {
    snapshot: talking({}),
    steps: [
      { press: 'Details' },
      { see: 'dl' },
      { press: 'Export conversation' },
      { see: '[role="status"]' },
      { press: 'Web page' },
      { see: 'progress' },
      { bring: 'progress' },
    ],
  },
  'safety-scanning': {
    snapshot: talking({ comparison: { kind: 'open', emoji } }),
    platform: { comparePutOff: true, camera: { shows: 'other-code' } },
    steps: [
      { press: 'Details' },
      { see: 'dl' },
      { press: 'Safety number' },
      { see: 'ol li' },
      { press: 'Scan the contact’s code' },
      { see: '.note:not(:empty)' },
    ],
  },

  settings: { snapshot: ready, steps: inSettings },
  'devices-link': { snapshot: withDevices({ link: deviceLink }), steps: inDevices },
  'devices-compare': { snapshot: withDevices({ link: comparing(true) }), steps: inDevices },
  'devices-mismatched': {
    snapshot: withDevices({ link: { ...comparing(true), stage: 'mismatched' } }),
    steps: inDevices,
  },
  'devices-over': {
    snapshot: withDevices({ link: { ...deviceLink, link: '', state: 'raced' } }),
    steps: inDevices,
  },
  devices: {
    snapshot: withDevices({
      list: someDevices,
      progress: { conversations: { done: 3, total: 12 }, messages: { done: 4_100, total: 9_876 } },
    }),
    steps: inDevices,
  },
  'history-coming': {
    snapshot: {
      ...talking({}),
      devices: {
        ...ready.devices,
        list: someDevices,
        progress: {
          conversations: { done: 3, total: 3 },
          messages: { done: 3_200, total: 10_000 },
        },
      },
    },
  },
  'device-removing': {
    snapshot: { ...withDevices({ list: someDevices }), profiles: several },
    steps: [...inDevices, { press: 'Remove' }],
  },
  'device-link-here': { snapshot: { ...ready, ...nobody, invitation: forDevice } },
  'device-linking-here': {
    snapshot: { ...ready, ...nobody, devices: { ...ready.devices, link: comparing(false) } },
  },
  'again-question': {
    snapshot: talking({}),
    steps: [{ press: 'Details' }, { see: 'dl' }, { press: 'Pair again' }, { see: 'dialog[open]' }],
  },
  'again-link': {
    snapshot: {
      ...ready,
      open: {
        kind: 'inviting',
        id: '~w1',
        again: 'Nadia Weber',
        link,
        expires: now + day,
        state: 'waiting',
      },
    },
  },
  'again-received': {
    snapshot: { ...received('ready'), invitation: { ...forDevice, mode: 'again' } },
  },
  'again-compare': { snapshot: way({}) },
  'again-compare-back': { snapshot: way({ isInviter: false }) },
  'again-waiting': { snapshot: way({ stage: 'waiting' }) },
  'again-mismatched': { snapshot: way({ stage: 'mismatched' }) },
  'again-refused': { snapshot: way({ stage: 'refused' }) },
  'safety-changed': {
    snapshot: talking({ comparison: { kind: 'changed' }, changes }, changedContacts),
  },
  'safety-changed-seen': {
    snapshot: talking({ comparison: { kind: 'open', emoji: [] }, changes }),
  },
  'devices-along': {
    snapshot: { ...ready, profiles: several },
    steps: [...inDevices, { click: '.along input' }],
  },
  'devices-along-hidden': {
    snapshot: {
      ...ready,
      profiles: several.map((each) => ({ ...each, isShown: false })),
      hidden: 'p9',
    },
    steps: inDevices,
  },
  'devices-here': {
    snapshot: withDevices({ link: { ...comparing(true), stage: 'here' } }),
    steps: inDevices,
  },
  'device-refused-here': {
    snapshot: {
      ...ready,
      ...nobody,
      devices: { ...ready.devices, link: { ...comparing(false), stage: 'refused' } },
    },
  },
  'device-coming-here': {
    snapshot: {
      ...ready,
      ...nobody,
      profiles: [...several.map((each) => ({ ...each, isShown: false })), coming],
      devices: { ...ready.devices, link: { ...comparing(false), stage: 'coming' } },
    },
  },
  'profiles-coming': {
    snapshot: { ...ready, profiles: [...several, { ...coming, isShown: false }] },
    steps: [{ click: '.me' }, { see: '.profile' }],
  },
  'received-device-foreign': {
    snapshot: {
      ...received('ready'),
      invitation: { ...forDevice, state: 'foreign-node', node: 'node.example:8443' },
    },
  },
  'received-device-full': {
    snapshot: { ...received('ready'), invitation: forDevice },
    steps: [{ press: 'Link this device' }],
  },
  'received-device': { snapshot: { ...received('ready'), invitation: forDevice } },
  'settings-beside': { snapshot: talking({}), steps: inSettings },
  'settings-quiet': {
    snapshot: {
      ...ready,
      profile: {
        name: longName,
        status: 'On the road until Monday',
        picture: samplePicture,
        told: { receipts: false, typing: true, presence: false },
        notifications: 'whole',
      },
      storage: { ...keeping('kept'), persisted: false, usedBytes: 1_204_000_000 },
    },
    platform: { notifier: 'granted' },
    steps: [...inSettings, { see: '#whole' }],
  },
  'settings-denied': {
    snapshot: { ...ready, storage: { ...keeping('unknown'), persisted: undefined } },
    platform: { notifier: 'denied' },
    steps: inSettings,
  },

  locked: { snapshot: locked({ hasPassphrase: true }) },
  'locked-wrong': {
    snapshot: locked({ hasPassphrase: true, hasPasskey: true }),
    steps: [
      { see: 'input#passphrase' },
      { type: 'wrong grapes' },
      { press: 'Unlock' },
      { see: '[aria-invalid="true"]' },
    ],
  },
  'locked-waiting': {
    snapshot: locked({ hasPassphrase: true, waitUntil: Date.now() + 25 * 60_000 }),
  },
  'locked-missing': {
    snapshot: locked({ hasPassphrase: true }),
    steps: [{ see: 'input#passphrase' }, { press: 'Unlock' }, { see: '[aria-invalid="true"]' }],
  },
  'locked-passkey': {
    snapshot: locked({ hasPasskey: true }),
    steps: [{ press: 'Unlock with a passkey' }, { see: '.said:not(:empty)' }],
  },
  'locked-opening': {
    snapshot: locked({ hasPassphrase: true }),
    stalls: true,
    steps: [{ see: 'input#passphrase' }, { type: 'green grapes' }, { press: 'Unlock' }],
  },
  'locked-forgotten': {
    snapshot: locked({ hasPassphrase: true }),
    steps: [{ click: 'summary' }, { see: 'gv-delete-everything' }],
  },
  'locked-lost': {
    snapshot: locked({ hasPasskey: true }),
    steps: [{ click: 'summary' }, { see: 'gv-delete-everything' }],
  },
  'locked-deleting': {
    snapshot: locked({ hasPassphrase: true }),
    steps: [{ click: 'summary' }, { see: 'gv-delete-everything' }, { press: 'Delete everything' }],
  },
  'settings-lock-new': {
    snapshot: { ...ready, lock: { ...NO_LOCK, canPasskey: true } },
    steps: [...inSettings, { press: 'Set a passphrase' }, { type: 'green grapes' }],
  },
  'settings-lock': {
    snapshot: {
      ...ready,
      lock: { ...NO_LOCK, kind: 'open', hasPassphrase: true, canPasskey: true, idleMinutes: 15 },
    },
    steps: [...inSettings, { see: 'select' }, { bring: '#lock' }],
  },
  'settings-lock-change': {
    snapshot: {
      ...ready,
      lock: { ...NO_LOCK, kind: 'open', hasPassphrase: true, hasPasskey: true, canPasskey: true },
    },
    steps: [...inSettings, { press: 'Change passphrase' }],
  },
  profiles: {
    snapshot: { ...ready, profiles: several },
    steps: [{ click: '.me' }, { see: '.profile' }],
  },
  'profiles-one': { snapshot: ready, steps: [{ click: '.me' }, { see: '.profile' }] },
  'profiles-adding': {
    snapshot: talking({}, { profiles: several }),
    steps: [
      { click: '.me' },
      { see: '.profile' },
      { press: 'Add a profile' },
      { see: '#name-help' },
    ],
  },
  'profiles-hidden': {
    snapshot: { ...ready, profiles: several },
    steps: [{ click: '.me' }, { see: '.profile' }, { click: '.unseen' }, { see: '#passphrase' }],
  },
  'profiles-hidden-wrong': {
    snapshot: { ...ready, profiles: several },
    steps: [
      { click: '.me' },
      { see: '.profile' },
      { click: '.unseen' },
      { type: 'green grapes' },
      { press: 'Open it' },
      { see: '.wrong' },
    ],
  },
  'settings-hide': {
    snapshot: { ...ready, profiles: several.map((each, at) => ({ ...each, isShown: at === 1 })) },
    steps: [...inSettings, { press: 'Hide this profile' }],
  },
  'settings-hidden': {
    snapshot: {
      ...ready,
      profiles: several.map((each) => ({ ...each, isShown: false })),
      hidden: 'p9',
    },
    steps: [...inSettings, { see: '.actions.outside' }, { bring: '#this-profile' }],
  },
  'list-profiles': { snapshot: { ...ready, profiles: several } },
  'settings-profile': {
    snapshot: { ...ready, profiles: several },
    steps: [...inSettings, { press: 'Remove this profile' }],
  },
  'backing-up': { snapshot: ready, steps: [...inSettings, { press: 'Back up' }] },
  'backing-up-wrong': {
    snapshot: ready,
    steps: [
      ...inSettings,
      { press: 'Back up' },
      { see: 'input#again' },
      { press: 'Back up' },
      { see: '[aria-invalid="true"]' },
    ],
  },
  restoring: {
    snapshot: { ...ready, phase: 'welcome' },
    steps: [
      { press: 'Restore' },
      { see: 'input#file' },
      { click: 'dialog .button.main' },
      { see: '[aria-invalid="true"]' },
    ],
  },
  'deleting-everything': {
    snapshot: ready,
    steps: [
      ...inSettings,
      { press: 'Delete everything' },
      { press: 'Delete everything for good' },
      { see: 'dialog [role="status"]' },
    ],
  },

  problems: {
    snapshot: talking(
      {},
      {
        problems: [
          problem('storage-full', 1),
          problem('record-damaged', 2),
          problem('clock-doubtful', 3, true),
        ],
      },
    ),
  },
  'problem-tabs': { snapshot: talking({}, { problems: [problem('storage-closed', 1, true)] }) },
  'problem-internal': { snapshot: { ...ready, problems: [problem('internal', 1)] } },
  'problem-link': {
    snapshot: {
      ...ready,
      problems: [
        problem('part-missing', 4),
        problem('link-version', 1),
        problem('link-malformed', 2),
        problem('profiles-left', 3),
      ],
    },
  },
  forked: {
    snapshot: talking({}, { problems: [{ ...problem('forked', 1), conversation: 'c1' }] }),
  },
  'messages-lost': {
    snapshot: talking(
      {},
      { problems: [{ ...problem('messages-lost', 1), conversation: 'c1', count: 2 }] },
    ),
  },
  'problem-key': { snapshot: { ...ready, problems: [problem('key-broken', 1, true)] } },
  'ask-storage': {
    snapshot: talking(
      { messages: [ours('First words', 0, { state: 'device' })] },
      { storage: keeping('ask') },
    ),
  },
  'storage-refused': { snapshot: talking({}, { storage: keeping('refused') }) },
  install: { snapshot: talking({}), platform: { canInstall: true } },
  update: { snapshot: talking({}), platform: { update: 'waiting' } },
  updating: { snapshot: talking({}), platform: { update: 'updating' } },
};
