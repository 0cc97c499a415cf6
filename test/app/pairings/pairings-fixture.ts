/** Devices with tabs over one store each, and a meeting place that tests hold in their hands. */
import { encodeBase64url } from '../../../src/core/bytes/base64url.ts';
import { createNobleSuite } from '../../../src/core/crypto/noble-suite.ts';
import type { Paired } from '../../../src/core/pairing/schedule.ts';
import { createFakeRandom } from '../../../src/effects/platform/fake-random.ts';
import { settle, type VirtualTime } from '../../../src/effects/platform/fake-timers.ts';
import { createMemoryDisk, type MemoryStore } from '../../../src/effects/store/memory.ts';
import type { OpenPlace } from '../../../src/app/pairings/attendant.ts';
import { createPairings, type Pairings } from '../../../src/app/pairings/pairings.ts';
import type { StepFailure } from '../../../src/app/store/fenced.ts';
import { createSealedStore } from '../../../src/app/vault/sealed-store.ts';

export const ORIGIN = 'https://chat.example';

type Letter = {
  readonly from: object;
  readonly name: string;
  readonly kind: number;
  readonly body: Uint8Array;
};

/** Letters wait until `deliver`; those who listen on the same secret and node get them. */
export const createMeetingPlaces = () => {
  const places = new Map<
    object,
    { name: string; received(kind: number, body: Uint8Array): void }
  >();
  const listeners = new Set<() => void>();
  const queue: Letter[] = [];
  const sent: Letter[] = [];
  let online = true;

  const open: OpenPlace = (secret, node, events) => {
    const name = `${node} ${encodeBase64url(secret)}`;
    const self = {};
    let isReady = false;
    const tell = (): void => {
      if (!places.has(self)) return;
      isReady = online;
      events.ready(isReady);
    };
    places.set(self, {
      name,
      received: (kind, body) => events.received(kind, body, new Uint8Array(16)),
    });
    listeners.add(tell);
    void Promise.resolve().then(tell);
    return {
      get isReady() {
        return isReady;
      },
      send: (kind, body) => {
        if (!isReady || !places.has(self)) return false;
        const letter = { from: self, name, kind, body };
        queue.push(letter);
        sent.push(letter);
        return true;
      },
      close: () => {
        places.delete(self);
        listeners.delete(tell);
      },
    };
  };

  const deliverOne = async (): Promise<boolean> => {
    await settle();
    const letter = queue.shift();
    if (!letter) return false;
    for (const [self, { name, received }] of [...places]) {
      if (self !== letter.from && name === letter.name) received(letter.kind, letter.body);
    }
    await settle();
    return true;
  };

  return {
    open,
    sent,
    queue,
    deliverOne,
    deliver: async () => {
      while (await deliverOne());
    },
    setOnline: (value: boolean) => {
      online = value;
      for (const tell of [...listeners]) tell();
    },
    /** How many stand at a meeting place now. */
    attended: () => places.size,
  };
};

export type MeetingPlaces = ReturnType<typeof createMeetingPlaces>;

const suite = createNobleSuite();

export type Tab = {
  readonly pairings: Pairings;
  readonly store: MemoryStore;
  readonly completed: string[];
  readonly changes: string[];
  readonly failures: StepFailure[];
  readonly broken: unknown[];
};

export const createDevice = (
  time: VirtualTime,
  seed: number,
  { origin = ORIGIN, disk = createMemoryDisk() } = {},
) => {
  const random = createFakeRandom(seed);
  const founded = new Map<string, Paired>();
  const nodes = new Map<string, string>();

  const openTab = async (): Promise<Tab> => {
    const store = disk.open();
    const completed: string[] = [];
    const changes: string[] = [];
    const failures: StepFailure[] = [];
    const broken: unknown[] = [];
    const pairings = createPairings({
      store: createSealedStore(store, suite, random, new Uint8Array(32).fill(seed)),
      suite,
      random,
      clock: time,
      timers: time,
      origin,
      node: '',
      foundConversation: (work, paired, id, node) => {
        work.expect('revisions', [id], undefined);
        work.put('revisions', [id], Uint8Array.of(1));
        work.put('conversations', [id], paired.conversationId);
        founded.set(id, paired);
        nodes.set(id, node);
      },
      completed: (id) => completed.push(id),
      changed: (id) => changes.push(id),
      failed: (failure) => failures.push(failure),
      broken: (error) => broken.push(error),
      damaged: (table, key) => failures.push(`damaged ${table} ${key.join()}` as StepFailure),
    });
    await pairings.load();
    return { pairings, store, completed, changes, failures, broken };
  };

  return {
    disk,
    openTab,
    /** What foundConversation was given last, by id. */
    founded,
    nodes,
    conversations: () =>
      disk.rows().flatMap(({ table, key }) => (table === 'conversations' ? [String(key[0])] : [])),
    pairingRows: () => disk.rows().filter(({ table }) => table === 'pairings').length,
  };
};

export type Device = ReturnType<typeof createDevice>;

/** The link that the screen shows for an invitation. */
export const linkOf = ({ pairings }: Tab, id: string): string => {
  const found = pairings.list().find(({ view }) => view.id === id)?.view;
  return found?.kind === 'inviting' ? found.link : '';
};

export const stateOf = ({ pairings }: Tab, id: string): string | undefined =>
  pairings.list().find(({ view }) => view.id === id)?.view.state;

export const invite = async (tab: Tab, name = 'Alice'): Promise<string> => {
  const done = await tab.pairings.invite(name);
  if (!done.ok) throw new Error(done.error);
  return done.value;
};

export const accept = async (tab: Tab, link: string, name = 'Bob'): Promise<string> => {
  const read = tab.pairings.read(link);
  if (!read.ok) throw new Error(read.error);
  const done = await tab.pairings.accept(name);
  if (!done.ok) throw new Error(done.error);
  return done.value;
};
