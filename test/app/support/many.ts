/**
 * Alice with many conversations at once: whole programs in virtual time, one
 * for her and one for each of the others, who share her conversations out
 * among themselves. All are paired before anybody opens a tab.
 */
import './loaded.ts';
import { createFakePassphraseKeys } from '../../../src/effects/passphrase/fake.ts';
import { foundConversation } from '../../../src/app/conversation/found.ts';
import { createProgram, type RunningApp } from '../../../src/app/program.ts';
import { createWork } from '../../../src/app/store/work.ts';
import { createSealedStore } from '../../../src/app/vault/sealed-store.ts';
import { ok } from '../../../src/core/bytes/result.ts';
import type { Suite } from '../../../src/core/crypto/suite.ts';
import { signCertificate } from '../../../src/core/members/certificate.ts';
import type { Paired } from '../../../src/core/pairing/schedule.ts';
import { createFakeClock } from '../../../src/effects/platform/fake-clock.ts';
import { createFakeDeviceKey } from '../../../src/effects/platform/fake-device-key.ts';
import { createFakeLifecycle } from '../../../src/effects/platform/fake-lifecycle.ts';
import { createFakeLocks } from '../../../src/effects/platform/fake-locks.ts';
import { createFakeRandom } from '../../../src/effects/platform/fake-random.ts';
import { createFakeStorageManager } from '../../../src/effects/platform/fake-storage-manager.ts';
import { createFakeTabLine } from '../../../src/effects/platform/fake-tabs.ts';
import {
  createFreezableTimers,
  createVirtualTime,
  type VirtualTime,
} from '../../../src/effects/platform/fake-timers.ts';
import { createFakeNode, type FakeNode } from '../../../src/effects/signaling/fake.ts';
import { createMemoryDisk, type MemoryDisk } from '../../../src/effects/store/memory.ts';
import { createFakeNetwork, type FakeNetwork } from '../../../src/effects/transport/fake.ts';
import type { Random } from '../../../src/core/crypto/suite.ts';
import type { Timers } from '../../../src/ports/timers.ts';
import { createCheapSuite } from '../../sim/cheap-suite.ts';
import { createCounted, type Counted } from './counted.ts';

export type Somebody = {
  readonly name: string;
  readonly counted: Counted;
  readonly app: RunningApp;
  /** How often a timer of this program ran out. */
  ticks(): number;
  /** Says something in the conversation of this id, which is left open. */
  say(id: string, text: string): Promise<void>;
};

export type Many = {
  readonly time: VirtualTime;
  readonly node: FakeNode;
  readonly network: FakeNetwork;
  readonly ids: readonly string[];
  readonly alice: Somebody;
  readonly others: readonly Somebody[];
  /** Who shares the conversation of this number with Alice. */
  partner(index: number): Somebody;
  readonly bugs: readonly unknown[];
};

export const createMany = async (conversations: number, people: number): Promise<Many> => {
  const time = createVirtualTime();
  const suite = createCheapSuite();
  const node = createFakeNode({ clock: time, timers: time, clockOffset: 0 });
  const network = createFakeNetwork(time);
  const dice = createFakeRandom(60);
  const bugs: unknown[] = [];
  const ids = Array.from({ length: conversations }, (_, i) => `c${i}`);
  const disks = Array.from({ length: people + 1 }, () => createMemoryDisk());
  for (const [i, id] of ids.entries()) {
    const [ofAlice, ofOther] = pairedSides(suite, dice);
    await found(suite, dice, time, disks[0], 0, id, ofAlice);
    await found(suite, dice, time, disks[1 + (i % people)], 1 + (i % people), id, ofOther);
  }
  const somebody = async (disk: MemoryDisk, index: number): Promise<Somebody> => {
    const counted = createCounted(network.transport());
    const timers = countedTimers(createFreezableTimers(time));
    const name = index === 0 ? 'Alice' : `Other ${index}`;
    const app = createProgram({
      suite,
      random: createFakeRandom(700 + index),
      clock: createFakeClock(time),
      timers,
      locks: createFakeLocks().tab(),
      tabs: createFakeTabLine().tab(),
      lifecycle: createFakeLifecycle(),
      deviceKey: createFakeDeviceKey(keyOf(index)),
      storageManager: createFakeStorageManager(),
      signaling: node,
      transport: counted.transport,
      openStore: () => Promise.resolve(ok(disk.open())),
      origin: 'https://chat.example',
      nodeUrl: 'wss://chat.example/',
      secure: true,
      passphraseKeys: createFakePassphraseKeys(suite),
      reportBug: (error) => bugs.push(error),
    });
    await app.start();
    await app.commands.createProfile(name);
    const say = async (id: string, text: string): Promise<void> => {
      await app.commands.openConversation(id);
      if (!(await app.commands.send(text, undefined))) throw new Error(`${name} could not send`);
    };
    return { name, counted, app, ticks: timers.ticks, say };
  };
  const [alice, ...others] = await Promise.all(disks.map(somebody));
  if (!alice) throw new Error('nobody');
  const partner = (index: number): Somebody => {
    const found = others[index % people];
    if (!found) throw new Error('no partner');
    return found;
  };
  return { time, node, network, ids, alice, others, partner, bugs };
};

const keyOf = (index: number): Uint8Array<ArrayBuffer> => new Uint8Array(32).fill(index + 1);

const found = async (
  suite: Suite,
  random: Random,
  time: VirtualTime,
  disk: MemoryDisk | undefined,
  owner: number,
  localId: string,
  paired: Paired,
): Promise<void> => {
  if (!disk) throw new Error('no disk');
  const store = createSealedStore(disk.open(), suite, random, keyOf(owner));
  const work = createWork(store, () => undefined);
  const now = time.now();
  const context = { suite, random, localId, now, ceiling: now, isTimeConfirmed: true };
  await foundConversation(context, work, paired, '');
  const done = await store.commit(work.batch());
  if (!done.ok) throw new Error(done.error);
};

const pairedSides = (suite: Suite, random: Random): readonly [Paired, Paired] => {
  const conversationId = random(32);
  const [roomSecret, pairingKey, emoji] = [random(32), random(32), random(6)];
  const common = { conversationId, roomSecret, pairingKey, emoji };
  const side = (name: string) => {
    const [writerSeed, kemSeed] = [random(32), random(32)];
    const kemKey = suite.kemPublicKey(kemSeed);
    const own = signCertificate(suite, writerSeed, conversationId, kemKey, name);
    return { writerSeed, kemSeed, own };
  };
  const [a, b] = [side('Alice'), side('Other')];
  return [
    { ...common, ...a, role: 'inviter', peer: b.own },
    { ...common, ...b, role: 'claimant', peer: a.own },
  ];
};

const countedTimers = (real: Timers): Timers & { ticks(): number } => {
  let ticks = 0;
  return {
    after: (ms, run) =>
      real.after(ms, () => {
        ticks += 1;
        run();
      }),
    ticks: () => ticks,
  };
};
