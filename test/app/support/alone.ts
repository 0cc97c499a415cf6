/** One person alone with a conversation, on a disk of its own, in virtual time. */

import { foundAlone, type Alone } from '../../../src/app/conversation/found-alone.ts';
import { createWork } from '../../../src/app/store/work.ts';
import { createSealedStore } from '../../../src/app/vault/sealed-store.ts';
import { createFakeRandom } from '../../../src/effects/platform/fake-random.ts';
import { createVirtualTime } from '../../../src/effects/platform/fake-timers.ts';
import { createFakeNode, type FakeNode } from '../../../src/effects/signaling/fake.ts';
import { createMemoryDisk, type MemoryStore } from '../../../src/effects/store/memory.ts';
import type { VirtualTime } from '../../../src/effects/platform/fake-timers.ts';
import { contextAt, makeTab, suite, type Tab } from './pair.ts';

export type Loner = {
  readonly time: VirtualTime;
  readonly node: FakeNode;
  tab(): Promise<Tab>;
};

export const aloneWith = async (kind: Alone['kind'], seed = 1): Promise<Loner> => {
  const time = createVirtualTime();
  const node = createFakeNode({ clock: time, timers: time, clockOffset: 0 });
  const random = createFakeRandom(seed);
  const disk = createMemoryDisk();
  const key = new Uint8Array(32).fill(3);
  const seal = (raw: MemoryStore) => createSealedStore(raw, suite, random, key);
  const store = seal(disk.open());
  const work = createWork(store, () => undefined);
  await foundAlone(contextAt(time, random), work, { kind, name: 'Alice', node: '' });
  const done = await store.commit(work.batch());
  if (!done.ok) throw new Error(done.error);
  const tab = async (): Promise<Tab> => {
    const raw = disk.open();
    const made = makeTab(time, node, random, raw, seal(raw));
    await made.conversation.refresh();
    await made.conversation.show(true);
    return made;
  };
  return { time, node, tab };
};
