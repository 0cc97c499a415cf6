/** Installations in virtual time: named disks, any number of tabs, one node and one network. */

import '../support/loaded.ts';
import { createInstallation } from '../../../src/app/installation/installation.ts';
import type { RunningInstallation } from '../../../src/app/installation/installation.ts';
import { createOpenGate, type Gate } from '../../../src/app/installation/gate.ts';
import type { InstallationPorts } from '../../../src/app/installation/ports.ts';
import { err, ok } from '../../../src/core/bytes/result.ts';
import { createNobleSuite } from '../../../src/core/crypto/noble-suite.ts';
import type { Suite } from '../../../src/core/crypto/suite.ts';
import { createFakeDeviceKey } from '../../../src/effects/platform/fake-device-key.ts';
import {
  createFakeLifecycle,
  type FakeLifecycle,
} from '../../../src/effects/platform/fake-lifecycle.ts';
import { createFakeLocks } from '../../../src/effects/platform/fake-locks.ts';
import { createFakePassphraseKeys } from '../../../src/effects/passphrase/fake.ts';
import { createFakeRandom } from '../../../src/effects/platform/fake-random.ts';
import { createFakeStorageManager } from '../../../src/effects/platform/fake-storage-manager.ts';
import { createFakeTabLine } from '../../../src/effects/platform/fake-tabs.ts';
import { createVirtualTime, type VirtualTime } from '../../../src/effects/platform/fake-timers.ts';
import { createFakeNode, type FakeNode } from '../../../src/effects/signaling/fake.ts';
import { createMemoryDisk, type MemoryDisk } from '../../../src/effects/store/memory.ts';
import { createFakeNetwork, type FakeNetwork } from '../../../src/effects/transport/fake.ts';
import type { Signaling } from '../../../src/ports/signaling.ts';

export interface House {
  /** Every database that there is, by name. */
  readonly disks: ReadonlyMap<string, MemoryDisk>;
  readonly lifecycle: FakeLifecycle;
  /** The database of that name, made where there is none. */
  disk(name: string): MemoryDisk;
  /** A deletion of a database fails as long as this is set. */
  stuck: boolean;
  /** One more tab, opened. */
  open(gate?: Gate): Promise<RunningInstallation>;
  /** A tab that is not started yet. */
  tab(gate?: Gate): RunningInstallation;
}

export interface Street {
  readonly time: VirtualTime;
  readonly node: FakeNode;
  readonly network: FakeNetwork;
  readonly bugs: readonly unknown[];
  readonly suite: Suite;
  house(seed: number): House;
}

export type StreetOptions = {
  /** What stands between the installation of this seed and the node. */
  readonly signaling?: (node: Signaling, seed: number) => Signaling;
  readonly suite?: Suite;
};

export const createStreet = (options: StreetOptions = {}): Street => {
  const time = createVirtualTime();
  const node = createFakeNode({ clock: time, timers: time, clockOffset: 0 });
  const network = createFakeNetwork(time);
  const bugs: unknown[] = [];
  const suite = options.suite ?? createNobleSuite();

  const house = (seed: number): House => {
    const disks = new Map<string, MemoryDisk>();
    const locks = createFakeLocks();
    const lines = new Map<string, ReturnType<typeof createFakeTabLine>>();
    const lifecycle = createFakeLifecycle();
    const random = createFakeRandom(seed);
    const signaling = options.signaling?.(node, seed) ?? node;

    const lineOf = (name: string): ReturnType<typeof createFakeTabLine> => {
      const line = lines.get(name) ?? createFakeTabLine();
      lines.set(name, line);
      return line;
    };
    const diskOf = (name: string): MemoryDisk => {
      const disk = disks.get(name) ?? createMemoryDisk();
      disks.set(name, disk);
      return disk;
    };

    const tab = (gate?: Gate): RunningInstallation => {
      const ports: InstallationPorts = {
        suite,
        random,
        clock: time,
        timers: time,
        locks: locks.tab(),
        openTabs: (name) => lineOf(name).tab(),
        lifecycle,
        storageManager: createFakeStorageManager(),
        signaling,
        transport: network.transport(),
        passphraseKeys: createFakePassphraseKeys(suite),
        openStore: (name) => Promise.resolve(ok(diskOf(name).open())),
        deleteStore: (name) => {
          if (made.stuck) return Promise.resolve(err('unavailable'));
          disks.get(name)?.upgrade();
          disks.delete(name);
          return Promise.resolve(ok(undefined));
        },
        saveTyped: () => Promise.resolve(),
        origin: 'https://chat.example',
        nodeUrl: 'wss://chat.example/',
        secure: true,
        reportBug: (error) => bugs.push(error),
      };
      const key = createFakeDeviceKey(new Uint8Array(32).fill(seed));
      return createInstallation(ports, gate ?? createOpenGate(key));
    };

    const made: House = {
      disks,
      lifecycle,
      disk: diskOf,
      stuck: false,
      tab,
      open: async (gate) => {
        const app = tab(gate);
        await app.start();
        return app;
      },
    };
    return made;
  };

  return { time, node, network, bugs, suite, house };
};

/** The first profile of a new installation. */
export const begin = async (house: House, name: string): Promise<RunningInstallation> => {
  const app = await house.open();
  await app.commands.createProfile(name);
  return app;
};

/** Both shown profiles talk to each other from now on. */
export const introduce = async (
  { time }: Street,
  inviter: RunningInstallation,
  guest: RunningInstallation,
): Promise<void> => {
  await inviter.commands.invite();
  const { open } = inviter.snapshot();
  if (open?.kind !== 'inviting') throw new Error('no invitation is open');
  await guest.commands.readInvitation(open.link);
  await guest.commands.acceptInvitation();
  await time.advance(10_000);
};

/** What stands on the screen of the open conversation. */
export const textsOf = (app: RunningInstallation): readonly string[] => {
  const { open } = app.snapshot();
  if (open?.kind !== 'conversation') throw new Error('no conversation is open');
  return open.messages.map(({ body }) => (body.kind === 'text' ? body.text : body.kind));
};

export const profileIdOf = (app: RunningInstallation, name: string): string => {
  const found = app.snapshot().profiles.find((profile) => profile.name === name);
  if (!found) throw new Error(`there is no profile "${name}"`);
  return found.id;
};
