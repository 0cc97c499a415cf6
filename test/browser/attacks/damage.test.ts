/** on real IndexedDB: whole programs in this browser, of which one finds damaged records. */
import { createFakePassphraseKeys } from '../../../src/effects/passphrase/fake.ts';
import { describe, expect, it } from 'vitest';
import { decodeBase64url } from '../../../src/core/bytes/base64url.ts';
import { feedName } from '../../../src/core/journal/feed.ts';
import { createProgram, type RunningApp } from '../../../src/app/program.ts';
import { ok } from '../../../src/core/bytes/result.ts';
import { createNobleSuite } from '../../../src/core/crypto/noble-suite.ts';
import { createClock } from '../../../src/effects/platform/clock.ts';
import { createFakeDeviceKey } from '../../../src/effects/platform/fake-device-key.ts';
import { createFakeLifecycle } from '../../../src/effects/platform/fake-lifecycle.ts';
import { createFakeLocks } from '../../../src/effects/platform/fake-locks.ts';
import { createFakeStorageManager } from '../../../src/effects/platform/fake-storage-manager.ts';
import { createFakeTabLine } from '../../../src/effects/platform/fake-tabs.ts';
import { createRandom } from '../../../src/effects/platform/random.ts';
import { createTimers } from '../../../src/effects/platform/timers.ts';
import { createFakeNode } from '../../../src/effects/signaling/fake.ts';
import { openIndexedDbStore } from '../../../src/effects/store/indexeddb.ts';
import { createFakeNetwork } from '../../../src/effects/transport/fake.ts';
import { openRaw } from '../../contract/indexeddb-place.ts';

const clock = createClock();
const timers = createTimers();
const random = createRandom();

type Person = { readonly database: string; open(): Promise<RunningApp> };

type People = {
  readonly people: readonly [Person, Person];
  /** Takes the network away from both, node and all. */
  part(): void;
  meet(): void;
};

const createPeople = (): People => {
  const node = createFakeNode({ clock, timers });
  const network = createFakeNetwork(timers);
  const person = (name: string): Person => {
    const database = `${name}-${Math.random()}`;
    const deviceKey = createFakeDeviceKey(random(32) as Uint8Array<ArrayBuffer>);
    const locks = createFakeLocks();
    const line = createFakeTabLine();
    return {
      database,
      open: async () => {
        const app = createProgram({
          suite: createNobleSuite(),
          random,
          clock,
          timers,
          locks: locks.tab(),
          tabs: line.tab(),
          lifecycle: createFakeLifecycle(),
          deviceKey,
          storageManager: createFakeStorageManager(),
          signaling: node,
          transport: network.transport(),
          openStore: async () => {
            const store = await openIndexedDbStore(database);
            return store.ok ? ok(store.value) : store;
          },
          origin: 'https://chat.example',
          nodeUrl: 'wss://chat.example/',
          secure: true,
          passphraseKeys: createFakePassphraseKeys(createNobleSuite()),
          reportBug: (error) => bugs.push(error),
        });
        await app.start();
        return app;
      },
    };
  };
  return {
    people: [person('alice'), person('bob')],
    part: () => {
      node.stop();
      network.cut();
      network.setReachable(false);
    },
    meet: () => {
      network.setReachable(true);
      node.start();
    },
  };
};

const bugs: unknown[] = [];

const texts = (app: RunningApp): readonly string[] => {
  const { open } = app.snapshot();
  if (open?.kind !== 'conversation') return [];
  return open.messages.map(({ body }) => (body.kind === 'text' ? body.text : body.kind));
};

const until = async (isSo: () => boolean): Promise<void> => {
  for (let i = 0; i < 9_000 && !isSo(); i++) await new Promise((done) => setTimeout(done, 20));
  expect(isSo()).toBe(true);
};

/** Puts garbage in the place of every record of the table that is meant. */
const damage = async (
  name: string,
  table: string,
  isMeant: (key: unknown) => boolean = () => true,
): Promise<number> => {
  const database = await openRaw(name);
  const store = database.transaction(table, 'readwrite').objectStore(table);
  const done = new Promise<number>((resolve, reject) => {
    const all = store.getAllKeys();
    all.onsuccess = () => {
      const meant = all.result.filter(isMeant);
      for (const key of meant) store.put(new Uint8Array([1, 2, 3]), key);
      store.transaction.oncomplete = () => resolve(meant.length);
    };
    store.transaction.onerror = () => reject(new Error('not damaged'));
  });
  const count = await done;
  database.close();
  return count;
};

const converse = async () => {
  const { people, part, meet } = createPeople();
  const [alice, bob] = people;
  const [a, b] = [await alice.open(), await bob.open()];
  await a.commands.createProfile('Alice');
  await b.commands.createProfile('Bob');
  await a.commands.invite();
  const { open } = a.snapshot();
  if (open?.kind !== 'inviting') throw new Error('no invitation');
  await b.commands.readInvitation(open.link);
  await b.commands.acceptInvitation();
  await until(() => [a, b].every((app) => app.snapshot().open?.kind === 'conversation'));
  for (const text of ['one', 'two', 'three']) await b.commands.send(text, undefined);
  await until(() => texts(a).length === 3);
  // What only a damaged disk held, nobody can give back: what Alice wrote has come to Bob before.
  await a.commands.send('heard', undefined);
  await until(() => texts(b).length === 4);
  a.close();
  return { alice, bob: b, part, meet };
};

describe('damaged records in IndexedDB', () => {
  it.each(['entries', 'timeline', 'pairings'])(
    'A-34: the table %s: the conversation opens, and nothing is missing',
    async (table) => {
      const { alice, bob } = await converse();
      expect(await damage(alice.database, table)).toBeGreaterThan(0);
      const again = await alice.open();
      await bob.commands.send('four', undefined);
      await until(() => texts(again).join() === 'one,two,three,heard,four');
      await again.commands.send('five', undefined);
      await until(() => texts(bob).join() === 'one,two,three,heard,four,five');
      expect(bugs).toEqual([]);
      again.close();
      bob.close();
    },
    200_000,
  );

  it('A-446: an own entry that nobody else holds: what follows arrives, and the loss is told', async () => {
    const { alice, bob, part, meet } = await converse();
    part();
    const alone = await alice.open();
    await alone.commands.send('lost', undefined);
    await until(() => texts(alone).at(-1) === 'lost');
    const isLost = keyOf(newestId(alone));
    alone.close();
    expect(await damage(alice.database, 'entries', isLost)).toBe(1);
    const again = await alice.open();
    await again.commands.send('after it', undefined);
    meet();
    const wanted = 'one,two,three,heard,after it';
    await until(() => [again, bob].every((app) => texts(app).join() === wanted));
    const { problems } = again.snapshot();
    expect(problems.find(({ tag }) => tag === 'messages-lost')?.count).toBe(1);
    expect(bugs).toEqual([]);
    again.close();
    bob.close();
  }, 200_000);
});

const newestId = (app: RunningApp): string => {
  const { open } = app.snapshot();
  return (open?.kind === 'conversation' && open.messages.at(-1)?.id) || '';
};

/** Of the record of the entry of a message: a conversation, a feed, and the place in it. */
const keyOf = (message: string) => {
  const [name = '', sequence] = message.split('.');
  const writer = decodeBase64url(name);
  const feed = writer.ok ? feedName({ writer: writer.value, kind: 'message' }) : '';
  return (key: unknown): boolean =>
    Array.isArray(key) && key[1] === feed && Number(key[2]) === Number(sequence);
};
