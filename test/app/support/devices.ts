/** Another device of somebody who has one already, let in by a tab of that one. */

import { createWork } from '../../../src/app/store/work.ts';
import { createSealedStore } from '../../../src/app/vault/sealed-store.ts';
import { admitDevice, introduce, joinConversation } from '../../../src/app/conversation/devices.ts';
import { memberOf } from '../../../src/core/members/members.ts';
import { createFakeRandom } from '../../../src/effects/platform/fake-random.ts';
import {
  createMemoryDisk,
  type MemoryDisk,
  type MemoryStore,
} from '../../../src/effects/store/memory.ts';
import { contextAt, makeTab, suite, type Pair, type Tab } from './pair.ts';

export type Device = {
  readonly writer: Uint8Array;
  readonly disk: MemoryDisk;
  tab(): Promise<Tab>;
};

/** `seed`: different for each device of a test. */
export const linkDevice = async (
  pair: Pick<Pair, 'time' | 'node'>,
  by: Tab,
  seed: number,
): Promise<Device> => {
  const random = createFakeRandom(7_000 + seed);
  const before = by.state();
  const member = memberOf(before.members, before.writer);
  if (!member) throw new Error('the device has no member');
  const words = { member, name: `device ${seed}` };
  const introduction = introduce({ suite, random }, before.conversationId, words);
  const { admission } = introduction;
  await by.conversation.run(async (context, work, state) => {
    const admitted = await admitDevice(context, work, state, admission);
    if (!admitted) throw new Error('not admitted');
    return admitted;
  });
  const disk = createMemoryDisk();
  const seal = (raw: MemoryStore) =>
    createSealedStore(raw, suite, random, new Uint8Array(32).fill(100 + seed));
  const store = seal(disk.open());
  const work = createWork(store, () => undefined);
  joinConversation(contextAt(pair.time, random), work, by.state(), introduction);
  const done = await store.commit(work.batch());
  if (!done.ok) throw new Error(done.error);
  const tab = async (): Promise<Tab> => {
    const raw = disk.open();
    const made = makeTab(pair.time, pair.node, random, raw, seal(raw));
    await made.conversation.refresh();
    await made.conversation.show(true);
    return made;
  };
  return { writer: admission.certificate.writer, disk, tab };
};
