/**
 * Two devices with a long conversation between them, written by the app's own code in bulk: what is
 * on their disks is what they would have written one message at a time, except that whoever
 * listened opened what had come when new keys came, by the fifty.
 *
 * They write a message a minute; then each writes a thousand more while they are apart.
 */
import type { Context } from '../../../src/app/conversation/context.ts';
import { writeMessage } from '../../../src/app/conversation/append.ts';
import { putEntries, readEntries } from '../../../src/app/conversation/feed-log.ts';
import { foundConversation, stateKey } from '../../../src/app/conversation/found.ts';
import { learnMessages, type OpenedMessage } from '../../../src/app/conversation/learn.ts';
import { openAll } from '../../../src/app/conversation/opening.ts';
import { withReadMark } from '../../../src/app/conversation/read-mark.ts';
import { encodeState, parseState } from '../../../src/app/conversation/state-codec.ts';
import {
  feedRecord,
  withFeed,
  type ConversationState,
} from '../../../src/app/conversation/state.ts';
import { encodeProfile, newProfile } from '../../../src/app/profile.ts';
import { createWork, type PendingWork, type Work } from '../../../src/app/store/work.ts';
import type { SealedStore } from '../../../src/app/vault/sealed-store.ts';
import { ok } from '../../../src/core/bytes/result.ts';
import { signCertificate } from '../../../src/core/members/certificate.ts';
import type { Paired } from '../../../src/core/pairing/schedule.ts';
import { createFakeRandom } from '../../../src/effects/platform/fake-random.ts';
import type { Batch, Row } from '../../../src/ports/store.ts';
import { createNativeSuite } from './native-suite.ts';
import type { TableRow } from './rows.ts';
import { APART, textOf, writerOf, type Side } from './texts.ts';

export const LOCAL_ID = 'bench';

export type Fixture = {
  /** What lies on Alice's disk; and on both, once they have been apart. */
  readonly base: readonly TableRow[];
  readonly alice: readonly TableRow[];
  readonly bob: readonly TableRow[];
};

/** The last of the `count` messages is written at `now`, less the time that they were apart. */
export const makeFixture = async (count: number, now: number): Promise<Fixture> => {
  const random = createFakeRandom(count);
  const sides = pairedSides(random);
  const clock = { now: now - APART * MS_APART - count * MS_BETWEEN - MS_PAUSE };
  const [alice, bob] = [
    await createDevice('alice', sides[0], 1, clock),
    await createDevice('bob', sides[1], 2, clock),
  ];
  const devices = { alice, bob };
  for (let i = 0; i < count; i++) {
    const side = writerOf(i);
    const [writer, reader] = side === 'alice' ? [alice, bob] : [bob, alice];
    clock.now += MS_BETWEEN + (i === count - AFTER_PAUSE ? MS_PAUSE : 0);
    await writer.write(textOf('both', i));
    if (i + 1 < count && writerOf(i + 1) === side) continue;
    if (await reader.take(writer)) await reader.open();
  }
  // Boxes are acknowledged, and the acknowledgement is heard.
  for (let i = 0; i < 2; i++) {
    for (const each of [alice, bob]) {
      await each.take(each === alice ? bob : alice);
      await each.open();
    }
  }
  const base = alice.rows();
  for (const side of ['alice', 'bob'] as const) {
    for (let i = 0; i < APART; i++) {
      clock.now = now - (APART - i) * MS_APART;
      await devices[side].write(textOf(side, i));
    }
    await devices[side].open();
  }
  return { base, alice: alice.rows(), bob: bob.rows() };
};

const MS_BETWEEN = 60_000;
const MS_APART = 3_000;
/** They pause before the last messages, so that no keys are old when the bench goes on. */
const MS_PAUSE = 25 * 60 * 60_000;
const AFTER_PAUSE = 40;

/** What each is called, by its profile and in the conversation: nothing is left to be told. */
const NAMES = { alice: 'Alice', bob: 'Bob' } as const;

const suite = createNativeSuite();

interface Device {
  write(text: string): Promise<void>;
  /** Carries over what the other has written since; whether keys are among it. */
  take(from: Device): Promise<boolean>;
  /** Opens and learns what was written and taken. */
  open(): Promise<void>;
  rows(): readonly TableRow[];
  /** The sealed boxes that were made since. */
  takeBoxes(): readonly Row[];
  state(): ConversationState;
  read<T>(reader: (work: Work) => Promise<T>): Promise<T>;
}

const createDevice = async (
  side: Side,
  paired: Paired,
  seed: number,
  clock: { readonly now: number },
): Promise<Device> => {
  const store = createMapStore();
  const random = createFakeRandom(seed);
  const context = (): Context => ({
    suite,
    random,
    localId: LOCAL_ID,
    now: clock.now,
    ceiling: clock.now,
    isTimeConfirmed: true,
  });
  const start = (): PendingWork =>
    createWork(store, (table, key) => {
      throw new Error(`A record of the fixture is damaged: ${table} ${key.join('/')}`);
    });
  const step = async (
    change: (work: Work, state: ConversationState) => Promise<ConversationState>,
  ): Promise<Batch> => {
    const work = start();
    state = await change(work, state);
    const batch = work.batch();
    await store.commit(batch);
    return batch;
  };

  let work = start();
  await foundConversation(context(), work, paired, '');
  await store.commit(work.batch());
  work = start();
  const founded = await work.get('conversations', stateKey(LOCAL_ID));
  const parsed = founded && parseState(founded);
  if (!parsed?.ok) throw new Error('The conversation was not founded.');
  let state = parsed.value;
  let written: OpenedMessage[] = [];
  const boxes: Row[] = [];

  return {
    state: () => state,
    read: (reader) => reader(start()),
    write: async (text) => {
      const { put = [] } = await step(async (on, before) => {
        const operation = { type: 'post', replyTo: undefined, text } as const;
        const { state: next, message } = await writeMessage(context(), on, before, operation);
        written.push(message);
        return next;
      });
      boxes.push(...put.filter(({ table }) => table === 'blobs'));
    },
    takeBoxes: () => boxes.splice(0),
    take: async (from) => {
      const { writer } = from.state();
      const control = { writer, kind: 'control' } as const;
      const known = feedRecord(state, control).held.length;
      await step(async (on, before) => {
        let next = before;
        for (const kind of ['control', 'message'] as const) {
          const feed = { writer, kind };
          const record = feedRecord(next, feed);
          const { held } = feedRecord(from.state(), feed);
          const entries = await from.read((theirs) =>
            readEntries(theirs, suite, LOCAL_ID, feed, record.held.length, held.length),
          );
          await putEntries(on, suite, LOCAL_ID, entries);
          next = withFeed(next, { ...record, held });
        }
        for (const { key, value } of from.takeBoxes()) on.put('blobs', key, value);
        return next;
      });
      return feedRecord(state, control).held.length > known;
    },
    open: async () => {
      await step((on, before) => learnMessages(context(), on, before, written));
      written = [];
      await step(async (on, before) => withAllRead(await openAll(context(), on, before)));
    },
    rows: () => {
      const lastOpen = encodeProfile({
        ...newProfile(NAMES[side]),
        lastOpen: LOCAL_ID,
        storageAnswer: 'later',
      });
      const revision = { table: 'conversations', key: stateKey(LOCAL_ID) } as const;
      return [
        ...store.rows().filter(({ table, key }) => table !== 'conversations' || key[1] !== 'state'),
        { ...revision, value: encodeState({ ...state, frontierNumber: clock.now % 2 ** 32 }) },
        { table: 'device', key: ['profile'], value: lastOpen },
      ];
    },
  };
};

const withAllRead = (state: ConversationState): ConversationState =>
  state.feeds
    .filter(({ feed, opened }) => feed.kind === 'message' && opened > 0)
    .reduce((next, { feed, opened }) => {
      return withReadMark(next, { writer: feed.writer, sequence: opened - 1 });
    }, state);

/** Sealing is left to the page, which has the device key. */
const createMapStore = (): SealedStore & { rows(): readonly TableRow[] } => {
  const rows = new Map<string, TableRow>();
  const nameOf = (table: string, key: readonly (string | number)[]): string =>
    `${table} ${JSON.stringify(key)}`;
  return {
    rows: () => [...rows.values()],
    get: (table, key) => Promise.resolve(ok(rows.get(nameOf(table, key))?.value)),
    list: (table, prefix) => {
      const found = [...rows.values()].filter(
        (row) => row.table === table && prefix.every((part, i) => row.key[i] === part),
      );
      return Promise.resolve(ok(found.map(({ key, value }) => ({ key, value: ok(value) }))));
    },
    keys: () => Promise.resolve(ok([...rows.values()].map(({ key }) => key))),
    commit: ({ put = [], remove = [] }) => {
      for (const row of put) rows.set(nameOf(row.table, row.key), row);
      for (const { table, key } of remove) rows.delete(nameOf(table, key));
      return Promise.resolve(ok(undefined));
    },
    close: () => undefined,
  };
};

const pairedSides = (random: (length: number) => Uint8Array): readonly [Paired, Paired] => {
  const common = {
    conversationId: random(32),
    roomSecret: random(32),
    pairingKey: random(32),
    emoji: random(6),
  };
  const [alice, bob] = [sideOf(NAMES.alice), sideOf(NAMES.bob)];
  return [
    { ...common, role: 'inviter', ...alice, peer: bob.own },
    { ...common, role: 'claimant', ...bob, peer: alice.own },
  ];

  function sideOf(name: string) {
    const [writerSeed, kemSeed] = [random(32), random(32)];
    const kemKey = suite.kemPublicKey(kemSeed);
    const own = signCertificate(suite, writerSeed, common.conversationId, kemKey, name);
    return { writerSeed, kemSeed, own };
  }
};

export type { Side };
