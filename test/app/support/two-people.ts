/**
 * Alice and Bob as whole programs in virtual time: each a device with a disk, a
 * clock that may be wrong, and a tab that may be closed and opened; one node
 * and one network between them.
 */
import './loaded.ts';
import { createFakePassphraseKeys } from '../../../src/effects/passphrase/fake.ts';
import type { RunningApp } from '../../../src/app/program.ts';
import { createProgram } from '../../../src/app/program.ts';
import type { Message, OpenConversation } from '../../../src/app/snapshot.ts';
import { createNobleSuite } from '../../../src/core/crypto/noble-suite.ts';
import { createFakeClock, type FakeClock } from '../../../src/effects/platform/fake-clock.ts';
import { createFakeDeviceKey } from '../../../src/effects/platform/fake-device-key.ts';
import {
  createFakeLifecycle,
  type FakeLifecycle,
} from '../../../src/effects/platform/fake-lifecycle.ts';
import { createFakeLocks } from '../../../src/effects/platform/fake-locks.ts';
import { createFakeRandom } from '../../../src/effects/platform/fake-random.ts';
import { createFakeStorageManager } from '../../../src/effects/platform/fake-storage-manager.ts';
import { createFakeTabLine } from '../../../src/effects/platform/fake-tabs.ts';
import { createVirtualTime, type VirtualTime } from '../../../src/effects/platform/fake-timers.ts';
import { createFakeNode, type FakeNode } from '../../../src/effects/signaling/fake.ts';
import { createMemoryDisk, type MemoryDisk } from '../../../src/effects/store/memory.ts';
import { createFakeNetwork, type FakeNetwork } from '../../../src/effects/transport/fake.ts';
import type { Signaling } from '../../../src/ports/signaling.ts';
import { ok } from '../../../src/core/bytes/result.ts';
import type { Row, Table } from '../../../src/ports/store.ts';
import type { Transport } from '../../../src/ports/transport.ts';

export const DAY = 24 * 60 * 60 * 1000;

export interface PersonInTime {
  readonly name: string;
  readonly disk: MemoryDisk;
  readonly clock: FakeClock;
  /** Of every tab that is opened. */
  readonly lifecycle: FakeLifecycle;
  app(): RunningApp;
  /** Closes the tab that runs, if any, and opens one on the same disk. */
  open(): Promise<void>;
  close(): void;
  conversation(): OpenConversation;
  messages(): readonly Message[];
  /** What stands on the screen, oldest first; edited and deleted as it shows. */
  texts(): readonly string[];
  send(text: string): Promise<void>;
}

export interface World {
  readonly time: VirtualTime;
  readonly node: FakeNode;
  readonly network: FakeNetwork;
  readonly alice: PersonInTime;
  readonly bob: PersonInTime;
  /** A device that nobody has used yet. */
  device(name: string, seed: number): PersonInTime;
  /** Bugs that a program reported of itself. */
  readonly bugs: readonly unknown[];
  /** Somebody more, whose tab is not open yet. */
  bring(name: string): PersonInTime;
  /** The network goes away for everybody, or comes back. */
  part(): void;
  meet(): void;
}

export type WorldOptions = {
  /** What stands between a person and the network, such as somebody who listens. */
  readonly transport?: (real: Transport, name: string) => Transport;
  /** Hears every frame that the node is given, from the first one on. */
  readonly watch?: (topic: string, sealed: Uint8Array) => void;
  /** What stands between the programs and the node, such as somebody who writes down what it sees. */
  readonly signaling?: (node: Signaling, time: VirtualTime) => Signaling;
  /** The node tells no time, as the one of y-webrtc. */
  readonly timeless?: boolean;
  /** Milliseconds since 1970 by every clock at the start. */
  readonly start?: number;
  /** What lies on the disks before anybody opens a tab. */
  readonly records?: (name: string) => readonly (Row & { readonly table: Table })[];
};

/** The key that seals the records of this person's disk. */
export const deviceKeyOf = (name: string): Uint8Array<ArrayBuffer> =>
  new Uint8Array(32).fill(name === 'Alice' ? 1 : 2);

/** Both have a profile, and Bob has accepted Alice's invitation. */
export const introduceInTime = async (options: WorldOptions = {}): Promise<World> => {
  const world = createWorld(options);
  await pair(world);
  return world;
};

/** Nobody has a tab open yet. */
export const createWorld = (options: WorldOptions = {}): World => {
  const time = createVirtualTime(options.start);
  const node = createFakeNode({
    clock: time,
    timers: time,
    clockOffset: options.timeless === true ? null : 0,
  });
  const reached = options.signaling?.(node, time) ?? node;
  const network = createFakeNetwork(time);
  if (options.watch) node.watch(options.watch);
  const bugs: unknown[] = [];
  const [alice, bob] = (['Alice', 'Bob'] as const).map((name, i) =>
    createPerson(name, i + 1, time, reached, network, bugs, options),
  ) as [PersonInTime, PersonInTime];
  return {
    time,
    node,
    network,
    alice,
    bob,
    device: (name, seed) => createPerson(name, seed, time, reached, network, bugs, options),
    bugs,
    bring: (name) => createPerson(name, 3, time, reached, network, bugs, options),
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

export const pair = async ({ time, alice, bob }: World): Promise<void> => {
  for (const person of [alice, bob]) {
    await person.open();
    await person.app().commands.createProfile(person.name);
  }
  await alice.app().commands.invite();
  const { open } = alice.app().snapshot();
  if (open?.kind !== 'inviting') throw new Error('Alice has no invitation open');
  await bob.app().commands.readInvitation(open.link);
  await bob.app().commands.acceptInvitation();
  await time.advance(10_000);
  alice.conversation();
  bob.conversation();
};

const createPerson = (
  name: string,
  seed: number,
  time: VirtualTime,
  node: Signaling,
  network: FakeNetwork,
  bugs: unknown[],
  options: WorldOptions,
): PersonInTime => {
  const disk = createMemoryDisk();
  for (const { table, key, value } of options.records?.(name) ?? []) disk.damage(table, key, value);
  const clock = createFakeClock(time);
  const locks = createFakeLocks();
  const line = createFakeTabLine();
  const random = createFakeRandom(seed);
  const deviceKey = createFakeDeviceKey(deviceKeyOf(name));
  const lifecycle = createFakeLifecycle();
  let app: RunningApp | undefined;

  const start = async (): Promise<void> => {
    app?.close();
    app = createProgram({
      suite: createNobleSuite(),
      random,
      clock,
      timers: time,
      locks: locks.tab(),
      tabs: line.tab(),
      lifecycle,
      deviceKey,
      storageManager: createFakeStorageManager(),
      signaling: node,
      transport: options.transport?.(network.transport(), name) ?? network.transport(),
      openStore: () => Promise.resolve(ok(disk.open())),
      origin: 'https://chat.example',
      nodeUrl: 'wss://chat.example/',
      secure: true,
      passphraseKeys: createFakePassphraseKeys(createNobleSuite()),
      reportBug: (error) => bugs.push(error),
    });
    await app.start();
  };

  const running = (): RunningApp => {
    if (!app) throw new Error(`${name} has no tab open`);
    return app;
  };
  const conversation = (): OpenConversation => {
    const { open } = running().snapshot();
    if (open?.kind !== 'conversation') throw new Error(`${name} has no conversation open`);
    return open;
  };

  return {
    name,
    disk,
    clock,
    lifecycle,
    app: running,
    open: start,
    close: () => {
      app?.close();
      app = undefined;
    },
    conversation,
    messages: () => conversation().messages,
    texts: () =>
      conversation().messages.map(({ body }) => (body.kind === 'text' ? body.text : body.kind)),
    send: async (text) => {
      const isSent = await running().commands.send(text, undefined);
      if (!isSent) throw new Error(`${name} could not send "${text}"`);
    },
  };
};
