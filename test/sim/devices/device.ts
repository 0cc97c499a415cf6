/** One device in the one conversation of a run: its disk, its clock, and the app's own code on it. */
import { NO_CARD } from '../../../src/app/contacts/card.ts';
import type { Context } from '../../../src/app/conversation/context.ts';
import {
  createConversation,
  type Conversation,
} from '../../../src/app/conversation/conversation.ts';
import type { ConversationState } from '../../../src/app/conversation/state.ts';
import { createSync, type Sync } from '../../../src/app/conversation/sync.ts';
import { createHub } from '../../../src/app/links/hub.ts';
import type { ProblemTag } from '../../../src/app/problems.ts';
import { TELL_ALL } from '../../../src/app/quiet.ts';
import { createWork, type PendingWork } from '../../../src/app/store/work.ts';
import { createSealedStore } from '../../../src/app/vault/sealed-store.ts';
import { encodeBase64url } from '../../../src/core/bytes/base64url.ts';
import type { Suite } from '../../../src/core/crypto/suite.ts';
import { createFakeClock } from '../../../src/effects/platform/fake-clock.ts';
import { createFakeRandom } from '../../../src/effects/platform/fake-random.ts';
import type { VirtualTime } from '../../../src/effects/platform/fake-timers.ts';
import type { FakeNode } from '../../../src/effects/signaling/fake.ts';
import { createMemoryDisk, type MemoryDisk } from '../../../src/effects/store/memory.ts';
import type { FakeNetwork } from '../../../src/effects/transport/fake.ts';
import type { Store } from '../../../src/ports/store.ts';

export const LOCAL_ID = 'chat';

export type Around = {
  readonly suite: Suite;
  readonly time: VirtualTime;
  readonly node: FakeNode;
  readonly network: FakeNetwork;
  readonly seed: number;
  readonly bugs: unknown[];
  /** Every box and parcel that any device ever kept: who records all traffic has them. */
  readonly blobs: Set<Uint8Array>;
};

export interface SimDevice {
  readonly number: number;
  readonly person: number;
  readonly disk: MemoryDisk;
  state(): ConversationState;
  /** Of the writer that it is now. */
  name(): string;
  readonly conversation: Conversation;
  readonly problems: ReadonlySet<ProblemTag>;
  /** As they were when it was looked at last. */
  texts(): readonly string[];
  /** Draws all that can be read; nothing is drawn before, which would take most of the time. */
  look(): Promise<void>;
  shiftClock(ms: number): void;
  context(): Context;
  /** For the first step on an empty disk. */
  found(step: (context: Context, work: PendingWork) => Promise<void> | void): Promise<void>;
  /** Reads what is durable; before anything but `found`. */
  open(): Promise<void>;
  online(): void;
  offline(): void;
}

export const createSimDevice = (
  around: Around,
  number: number,
  person: number,
  from?: MemoryDisk,
): SimDevice => {
  const { suite, time, node, network, bugs } = around;
  const disk = createMemoryDisk();
  for (const { table, key, value } of from?.rows() ?? []) disk.damage(table, key, value);
  const random = createFakeRandom(around.seed * 64 + number);
  const clock = createFakeClock(time);
  // A backup is restored by who has its passphrase: the same key on every device of a person.
  const key = new Uint8Array(32).fill(person + 1);
  const store = createSealedStore(recording(disk.open(), around.blobs), suite, random, key);
  const problems = new Set<ProblemTag>();
  let sync: Sync | undefined;
  /** The one that is online: it may be followed by another meanwhile. */
  let writer = '';
  let endSync = (): void => undefined;
  let texts: readonly string[] = [];

  const conversation = createConversation(
    {
      store,
      suite,
      random,
      now: () => clock.now(),
      // The node tells the time.
      time: { ceiling: () => Math.max(clock.now(), time.now()), verdict: () => 'confirmed' },
      card: () => NO_CARD,
      changed: () => undefined,
      written: () => {
        sync?.written();
        if (sync && writer !== encodeBase64url(state().writer)) {
          device.offline();
          device.online();
        }
      },
      lost: () => sync?.lost(),
      problem: (tag) => problems.add(tag),
    },
    LOCAL_ID,
  );

  const state = (): ConversationState => {
    const now = conversation.state();
    if (!now) throw new Error(`device ${number} has no state`);
    return now;
  };

  const shown = () => conversation.view()?.messages ?? [];

  const context = (): Context => ({
    suite,
    random,
    localId: LOCAL_ID,
    now: clock.now(),
    ceiling: Math.max(clock.now(), time.now()),
    isTimeConfirmed: true,
  });

  const device: SimDevice = {
    number,
    person,
    disk,
    state,
    name: () => encodeBase64url(state().writer),
    conversation,
    problems,
    texts: () => texts,
    look: async () => {
      await conversation.show(true);
      for (let count = -1; count < shown().length;) {
        count = shown().length;
        await conversation.showOlder();
      }
      texts = shown().flatMap(({ body }) => (body.kind === 'text' ? [body.text] : []));
      await conversation.show(false);
    },
    shiftClock: (ms) => clock.jump(ms),
    context,
    found: async (step) => {
      const work = createWork(store, () => undefined);
      await step(context(), work);
      const done = await store.commit(work.batch());
      if (!done.ok) throw new Error(done.error);
    },
    open: () => conversation.refresh(),
    online: () => {
      const hub = createHub({ signaling: node, clock, timers: time }, 'ws://node');
      const ports = { suite, random, clock, timers: time, hub, transport: network.transport() };
      writer = device.name();
      sync = createSync(ports, conversation, state(), {
        told: () => TELL_ALL,
        contact: () => undefined,
        problem: (tag) => problems.add(tag),
        broken: (error) => bugs.push(error),
      });
      sync.attend(true);
      endSync = () => {
        sync?.close();
        sync = undefined;
        hub.close();
      };
    },
    offline: () => {
      endSync();
      endSync = () => undefined;
    },
  };
  return device;
};

/** Boxes and parcels are sealed by themselves and lie on a disk as they are. */
const recording = (store: Store, blobs: Set<Uint8Array>): Store => ({
  ...store,
  commit: (batch) => {
    for (const { table, value } of batch.put ?? []) if (table === 'blobs') blobs.add(value);
    return store.commit(batch);
  },
});
