/** Our side of the bench: the app's own program, store, vault, gate and index, as they are shipped. */
import { createFakePassphraseKeys } from '../../../src/effects/passphrase/fake.ts';
import { NO_CARD } from '../../../src/app/contacts/card.ts';
import {
  createConversation,
  type Conversation,
} from '../../../src/app/conversation/conversation.ts';
import { createSync, type Sync } from '../../../src/app/conversation/sync.ts';
import { TELL_ALL } from '../../../src/app/quiet.ts';
import { createHub } from '../../../src/app/links/hub.ts';
import { createProgram, type RunningApp } from '../../../src/app/program.ts';
import type { Message } from '../../../src/app/snapshot.ts';
import { createSealedStore, type SealedStore } from '../../../src/app/vault/sealed-store.ts';
import { createNobleSuite } from '../../../src/core/crypto/noble-suite.ts';
import { createClock } from '../../../src/effects/platform/clock.ts';
import { createDeviceKey } from '../../../src/effects/platform/device-key.ts';
import { createLifecycle } from '../../../src/effects/platform/lifecycle.ts';
import { createLocks } from '../../../src/effects/platform/locks.ts';
import { createRandom } from '../../../src/effects/platform/random.ts';
import { createStorageManager } from '../../../src/effects/platform/storage-manager.ts';
import { createTabs } from '../../../src/effects/platform/tabs.ts';
import { createTimers } from '../../../src/effects/platform/timers.ts';
import { createFakeNode } from '../../../src/effects/signaling/fake.ts';
import { openIndexedDbStore } from '../../../src/effects/store/indexeddb.ts';
import { TABLES } from '../../../src/effects/store/tables.ts';
import type { Signaling } from '../../../src/ports/signaling.ts';
import type { Store } from '../../../src/ports/store.ts';
import { createInPageNetwork } from './in-page-network.ts';
import { decodeRows } from './rows.ts';
import { APART, NEWEST, newestOf, textOf } from './texts.ts';

export const LOCAL_ID = 'bench';
const KEY = 'bench-key';

const suite = createNobleSuite();
const random = createRandom();
const clock = createClock();
const timers = createTimers();

/** Seals a fixture into a store of its own; answers with the bytes of all its records. */
export const seedOurs = async (name: string, fixture: Uint8Array): Promise<number> => {
  const raw = await openStore(name);
  const store = await seal(raw);
  const rows = [...decodeRows(fixture)];
  while (rows.length > 0) {
    const done = await store.commit({ put: rows.splice(0, ROWS_AT_A_TIME) });
    if (!done.ok) throw new Error(done.error);
  }
  let bytes = 0;
  for (const table of TABLES) {
    const listed = await raw.list(table, []);
    if (!listed.ok) throw new Error(listed.error);
    bytes += listed.value.reduce((sum, { value }) => sum + value.length, 0);
  }
  raw.close();
  return bytes;
};

const ROWS_AT_A_TIME = 200;

export type OpenAndAppend = { readonly open: number; readonly append: number };

/** From a closed database to the newest messages in the program's snapshot; then one more message. */
export const runOurs = async (name: string, count: number): Promise<OpenAndAppend> => {
  const app = makeProgram(name);
  let shownAt = 0;
  app.subscribe(() => {
    if (shownAt === 0 && messagesOf(app).length >= NEWEST) shownAt = performance.now();
  });
  const startedAt = performance.now();
  await app.start();
  if (shownAt === 0) throw new Error('The conversation was not shown.');
  expectTexts(messagesOf(app), newestOf(count));

  await leading(app);
  await new Promise((resolve) => requestIdleCallback(resolve));
  const appendedAt = performance.now();
  const isDurable = await app.commands.send(textOf('both', count), undefined);
  const append = performance.now() - appendedAt;
  if (!isDurable) throw new Error('The message was not written.');
  app.close();
  return { open: shownAt - startedAt, append };
};

/** How long two devices in this page take to give each other what they wrote while apart. */
export const mergeOurs = async (
  names: readonly [string, string],
  count: number,
): Promise<number> => {
  const node = createFakeNode({ clock, timers });
  const network = createInPageNetwork();
  const linked = signal();
  const sides = [await openSide(names[0]), await openSide(names[1])] as const;
  const totalOf = ({ conversation }: SideOfMerge): number =>
    (conversation.state()?.feeds ?? [])
      .filter(({ feed }) => feed.kind === 'message')
      .reduce((sum, { held, opened }) => sum + Math.min(held.length, opened), 0);
  const expected = count + 2 * APART;
  if (sides.some((side) => totalOf(side) !== count + APART)) throw new Error('A fixture is wrong.');

  const merged = signal();
  for (const side of sides) {
    side.written = () => {
      side.sync?.written();
      if (sides.every((each) => totalOf(each) === expected)) merged.fire();
    };
    const state = side.conversation.state();
    if (!state) throw new Error('A side has no conversation.');
    const hub = createHub({ signaling: node, clock, timers }, 'ws://node');
    const ports = { suite, random, clock, timers, hub, transport: network };
    side.sync = createSync(ports, side.conversation, state, {
      told: () => TELL_ALL,
      contact: ({ presence }) => presence === 'online' && linked.fire(),
      problem: (tag) => merged.fail(new Error(tag)),
      broken: (error) => merged.fail(error),
    });
    side.sync.attend(true);
  }
  const startedAt = await linked.done;
  const time = (await merged.done) - startedAt;
  for (const side of sides) {
    const shown = await shownBy(side);
    // Both wrote at the same moments: the order is by time, then by writer.
    const newest = new Set(shown.slice(-NEWEST).map(textIn));
    for (let i = APART - NEWEST / 2; i < APART; i++) {
      if (!newest.has(textOf('alice', i)) || !newest.has(textOf('bob', i))) {
        throw new Error('What was merged is not what was written.');
      }
    }
    side.sync?.close();
  }
  const [ours, theirs] = sides.map(({ conversation }) =>
    JSON.stringify(
      conversation
        .state()
        ?.feeds.map(({ feed, held }) => [...feed.writer, feed.kind, ...held.hash]),
    ),
  );
  if (ours === undefined || ours !== theirs) throw new Error('The two sides hold different feeds.');
  return time;
};

type SideOfMerge = {
  readonly conversation: Conversation;
  sync: Sync | undefined;
  written: () => void;
  changed: () => void;
};

const openSide = async (name: string): Promise<SideOfMerge> => {
  const store = await seal(await openStore(name));
  const conversation = createConversation(
    {
      store,
      suite,
      random,
      now: () => clock.now(),
      time: { ceiling: () => clock.now(), verdict: () => 'confirmed' },
      card: () => NO_CARD,
      changed: () => side.changed(),
      lost: () => undefined,
      written: () => side.written(),
      problem: (tag) => {
        throw new Error(tag);
      },
    },
    LOCAL_ID,
  );
  const side: SideOfMerge = {
    conversation,
    sync: undefined,
    written: () => undefined,
    changed: () => undefined,
  };
  await conversation.refresh();
  return side;
};

/** The tab has taken the network, as it does soon after opening. */
const leading = (app: RunningApp): Promise<void> =>
  new Promise((resolve) => {
    const look = (): void => {
      if (app.snapshot().network.follower) return;
      end();
      resolve();
    };
    const end = app.subscribe(look);
    look();
  });

/** The messages once they are drawn. */
const shownBy = (side: SideOfMerge): Promise<readonly Message[]> =>
  new Promise((resolve, reject) => {
    side.changed = () => {
      const view = side.conversation.view();
      if (view) resolve(view.messages);
    };
    side.conversation.show(true).catch(reject);
  });

const makeProgram = (name: string): RunningApp =>
  createProgram({
    suite,
    random,
    clock,
    timers,
    locks: createLocks(),
    tabs: createTabs(name),
    lifecycle: createLifecycle(),
    deviceKey: createDeviceKey(KEY),
    storageManager: createStorageManager(),
    signaling: noNode,
    transport: createInPageNetwork(),
    openStore: () => openIndexedDbStore(name),
    origin: location.origin,
    nodeUrl: 'ws://node',
    secure: true,
    passphraseKeys: createFakePassphraseKeys(createNobleSuite()),
    reportBug: (error) => reportError(error),
  });

const noNode: Signaling = {
  connect: () => ({
    subscribe: () => undefined,
    publish: () => false,
    wake: () => undefined,
    close: () => undefined,
  }),
};

const openStore = async (name: string): Promise<Store> => {
  const opened = await openIndexedDbStore(name);
  if (!opened.ok) throw new Error(opened.error);
  return opened.value;
};

const seal = async (raw: Store): Promise<SealedStore> => {
  const key = await createDeviceKey(KEY).open();
  if (!key.ok) throw new Error(key.error);
  return createSealedStore(raw, suite, random, key.value);
};

const messagesOf = (app: RunningApp): readonly Message[] => {
  const { phase, open } = app.snapshot();
  return phase === 'ready' && open?.kind === 'conversation' ? open.messages : [];
};

const textIn = ({ body }: Message): string => (body.kind === 'text' ? body.text : body.kind);

const expectTexts = (messages: readonly Message[], texts: readonly string[]): void => {
  const shown = messages.slice(-texts.length).map(textIn);
  if (shown.some((text, i) => text !== texts[i])) throw new Error('Other messages were shown.');
};

/** A moment that comes once. */
const signal = () => {
  let settle: { resolve: (at: number) => void; reject: (error: unknown) => void };
  const done = new Promise<number>((resolve, reject) => {
    settle = { resolve, reject };
  });
  return {
    done,
    fire: () => settle.resolve(performance.now()),
    fail: (error: unknown) => settle.reject(error),
  };
};
