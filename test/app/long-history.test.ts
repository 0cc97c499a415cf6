/** What opening costs when the history is long: counted at the disk. */
import { describe, expect, it } from 'vitest';
import { createFakePassphraseKeys } from '../../src/effects/passphrase/fake.ts';
import './support/loaded.ts';
import { createProgram } from '../../src/app/program.ts';
import { createSealedStore } from '../../src/app/vault/sealed-store.ts';
import { ok } from '../../src/core/bytes/result.ts';
import { createFakeClock } from '../../src/effects/platform/fake-clock.ts';
import { createFakeDeviceKey } from '../../src/effects/platform/fake-device-key.ts';
import { createFakeLifecycle } from '../../src/effects/platform/fake-lifecycle.ts';
import { createFakeLocks } from '../../src/effects/platform/fake-locks.ts';
import { createFakeRandom } from '../../src/effects/platform/fake-random.ts';
import { createFakeStorageManager } from '../../src/effects/platform/fake-storage-manager.ts';
import { createFakeTabLine } from '../../src/effects/platform/fake-tabs.ts';
import { createVirtualTime } from '../../src/effects/platform/fake-timers.ts';
import { createFakeNode } from '../../src/effects/signaling/fake.ts';
import { createMemoryDisk } from '../../src/effects/store/memory.ts';
import { createFakeNetwork } from '../../src/effects/transport/fake.ts';
import { makeFixture } from '../bench/journal/fixture.ts';
import { createNativeSuite } from '../bench/journal/native-suite.ts';
import { textOf } from '../bench/journal/texts.ts';

const KEY = new Uint8Array(32).fill(7);
const suite = createNativeSuite();

/** Opens a program on the history; what it reads until the newest message is shown, and a little on. */
const open = async (messages: number) => {
  const time = createVirtualTime();
  const disk = createMemoryDisk();
  const store = createSealedStore(disk.open(), suite, createFakeRandom(1), KEY);
  const { base } = await makeFixture(messages, time.now());
  await store.commit({ put: [...base] });
  const cost = { reads: 0, bytes: 0 };
  const counted = disk.open();
  const { get, list } = counted;
  counted.get = async (table, key) => {
    const found = await get(table, key);
    cost.reads += 1;
    if (found.ok) cost.bytes += found.value?.length ?? 0;
    return found;
  };
  counted.list = async (table, prefix) => {
    const found = await list(table, prefix);
    if (found.ok) {
      cost.reads += found.value.length;
      cost.bytes += found.value.reduce((sum, { value }) => sum + value.length, 0);
    }
    return found;
  };
  const app = createProgram({
    suite,
    random: createFakeRandom(2),
    clock: createFakeClock(time),
    timers: time,
    locks: createFakeLocks().tab(),
    tabs: createFakeTabLine().tab(),
    lifecycle: createFakeLifecycle(),
    deviceKey: createFakeDeviceKey(KEY),
    storageManager: createFakeStorageManager(),
    signaling: createFakeNode({ clock: time, timers: time }),
    transport: createFakeNetwork(time).transport(),
    openStore: () => Promise.resolve(ok(counted)),
    origin: 'https://chat.example',
    nodeUrl: 'wss://chat.example/',
    secure: true,
    passphraseKeys: createFakePassphraseKeys(suite),
    reportBug: (error) => {
      throw error;
    },
  });
  await app.start();
  await time.advance(30_000);
  const shown = app.snapshot().open;
  const newest = shown?.kind === 'conversation' ? shown.messages.at(-1)?.body : undefined;
  expect(newest).toMatchObject({ kind: 'text', text: textOf('both', messages - 1) });
  app.close();
  return cost;
};

describe('a long history', () => {
  it(
    'A-360: opens with as many records and bytes as a short one',
    { timeout: 240_000 },
    async () => {
      // Both end in the middle of a page of each writer.
      const [short, long] = [await open(800), await open(4_900)];
      expect(long.reads).toBeLessThanOrEqual(1.2 * short.reads);
      expect(long.bytes).toBeLessThanOrEqual(1.2 * short.bytes);
    },
  );
});
