/**
 * Two people who have paired, each a device with a disk, any number of tabs on
 * it and, when a test wants, the network between them, in virtual time.
 */
import './loaded.ts';
import { NO_CARD } from '../../../src/app/contacts/card.ts';
import { createNobleSuite } from '../../../src/core/crypto/noble-suite.ts';
import { signCertificate } from '../../../src/core/members/certificate.ts';
import type { Paired } from '../../../src/core/pairing/schedule.ts';
import {
  createConversation,
  type Conversation,
} from '../../../src/app/conversation/conversation.ts';
import type { Context } from '../../../src/app/conversation/context.ts';
import { foundConversation } from '../../../src/app/conversation/found.ts';
import type { Contact } from '../../../src/app/conversation/screen.ts';
import type { ConversationState } from '../../../src/app/conversation/state.ts';
import { createSync, type Sync } from '../../../src/app/conversation/sync.ts';
import { createHub } from '../../../src/app/links/hub.ts';
import { TELL_ALL, type Told } from '../../../src/app/quiet.ts';
import type { ProblemTag } from '../../../src/app/problems.ts';
import type { Message } from '../../../src/app/snapshot.ts';
import { createWork } from '../../../src/app/store/work.ts';
import { createSealedStore, type SealedStore } from '../../../src/app/vault/sealed-store.ts';
import { createFakeRandom } from '../../../src/effects/platform/fake-random.ts';
import { createVirtualTime, type VirtualTime } from '../../../src/effects/platform/fake-timers.ts';
import { createFakeNode, type FakeNode } from '../../../src/effects/signaling/fake.ts';
import {
  createMemoryDisk,
  type MemoryDisk,
  type MemoryStore,
} from '../../../src/effects/store/memory.ts';
import { createFakeNetwork } from '../../../src/effects/transport/fake.ts';

export const suite = createNobleSuite();
export const ID = 'chat';

export type Tab = {
  readonly conversation: Conversation;
  /** The bare connection, for faults; and the same with its records opened. */
  readonly raw: MemoryStore;
  readonly store: SealedStore;
  readonly problems: ProblemTag[];
  readonly contacts: Contact[];
  readonly bugs: unknown[];
  /** Brings the tab into the network, telling all of its person unless said otherwise. */
  online(told?: () => Told): Sync;
  state(): ConversationState;
  messages(): readonly Message[];
  texts(): readonly string[];
};

export type Person = {
  readonly disk: MemoryDisk;
  readonly paired: Paired;
  /** One more tab on the same disk, or on a copy of it. */
  tab(disk?: MemoryDisk): Promise<Tab>;
};

export type Pair = {
  readonly time: VirtualTime;
  readonly node: FakeNode;
  readonly alice: Person;
  readonly bob: Person;
};

const fill = (byte: number): Uint8Array => new Uint8Array(32).fill(byte);
const DEVICE_KEYS = { alice: fill(1), bob: fill(2) };
const NODE = 'ws://node';

export const pairPeople = async (seed = 1): Promise<Pair> => {
  const time = createVirtualTime();
  const dice = createFakeRandom(seed);
  const node = createFakeNode({ clock: time, timers: time, clockOffset: 0 });
  const [forAlice, forBob] = pairedSides(dice);
  const person = async (name: 'alice' | 'bob', paired: Paired): Promise<Person> => {
    const disk = createMemoryDisk();
    const random = createFakeRandom(seed * 100 + (name === 'alice' ? 1 : 2));
    const seal = (raw: MemoryStore) => createSealedStore(raw, suite, random, DEVICE_KEYS[name]);
    const store = seal(disk.open());
    const work = createWork(store, () => undefined);
    await foundConversation(contextAt(time, random), work, paired, '');
    const done = await store.commit(work.batch());
    if (!done.ok) throw new Error(done.error);
    const tab = async (on = disk): Promise<Tab> => {
      const raw = on.open();
      const made = makeTab(time, node, random, raw, seal(raw));
      await made.conversation.refresh();
      await made.conversation.show(true);
      return made;
    };
    return { disk, paired, tab };
  };
  return { time, node, alice: await person('alice', forAlice), bob: await person('bob', forBob) };
};

export const contextAt = (time: VirtualTime, random: (length: number) => Uint8Array): Context => ({
  suite,
  random,
  localId: ID,
  now: time.now(),
  ceiling: time.now(),
  isTimeConfirmed: true,
});

/** A disk with the same records. */
export const copyDisk = (disk: MemoryDisk): MemoryDisk => {
  const copy = createMemoryDisk();
  for (const { table, key, value } of disk.rows()) copy.damage(table, key, value);
  return copy;
};

/** Gives what one device holds to another, without a network. */
export const settle = async (time: VirtualTime, ms = 0): Promise<void> => {
  for (let i = 0; i < 20; i++) await time.advance(ms / 20);
};

export const makeTab = (
  time: VirtualTime,
  node: FakeNode,
  random: (length: number) => Uint8Array,
  raw: MemoryStore,
  store: SealedStore,
): Tab => {
  const problems: ProblemTag[] = [];
  const contacts: Contact[] = [];
  const bugs: unknown[] = [];
  let sync: Sync | undefined;
  const conversation = createConversation(
    {
      store,
      suite,
      random,
      now: () => time.now(),
      time: { ceiling: () => time.now(), verdict: () => 'confirmed' },
      card: () => NO_CARD,
      changed: () => undefined,
      written: () => sync?.written(),
      lost: () => sync?.lost(),
      problem: (tag) => problems.push(tag),
    },
    ID,
  );
  const state = (): ConversationState => {
    const now = conversation.state();
    if (!now) throw new Error('no state');
    return now;
  };
  const messages = (): readonly Message[] => conversation.view()?.messages ?? [];
  return {
    conversation,
    raw,
    store,
    problems,
    contacts,
    bugs,
    state,
    messages,
    texts: () =>
      messages().map(({ body }) => (body.kind === 'text' ? body.text : `(${body.kind})`)),
    online: (told = () => TELL_ALL) => {
      const hub = createHub({ signaling: node, clock: time, timers: time }, NODE);
      const transport = createFakeNetwork(time).transport(false);
      const ports = { suite, random, clock: time, timers: time, hub, transport };
      sync = createSync(ports, conversation, state(), {
        told,
        contact: (contact) => contacts.push(contact),
        problem: (tag) => problems.push(tag),
        broken: (error) => bugs.push(error),
      });
      sync.attend(true);
      return sync;
    },
  };
};

const pairedSides = (random: (length: number) => Uint8Array): readonly [Paired, Paired] => {
  const conversationId = random(32);
  const [roomSecret, pairingKey, emoji] = [random(32), random(32), random(6)];
  const side = (name: string) => {
    const [writerSeed, kemSeed] = [random(32), random(32)];
    const kemKey = suite.kemPublicKey(kemSeed);
    return {
      writerSeed,
      kemSeed,
      certificate: signCertificate(suite, writerSeed, conversationId, kemKey, name),
    };
  };
  const [a, b] = [side('Alice'), side('Bob')];
  const common = { conversationId, roomSecret, pairingKey, emoji };
  return [
    {
      ...common,
      role: 'inviter',
      writerSeed: a.writerSeed,
      kemSeed: a.kemSeed,
      own: a.certificate,
      peer: b.certificate,
    },
    {
      ...common,
      role: 'claimant',
      writerSeed: b.writerSeed,
      kemSeed: b.kemSeed,
      own: b.certificate,
      peer: a.certificate,
    },
  ];
};
