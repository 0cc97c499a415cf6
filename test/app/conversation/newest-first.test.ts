/** What is taken from the end of a feed, and what is not. */
import { beforeAll, describe, expect, it } from 'vitest';
import { createBackwards } from '../../../src/app/conversation/backwards.ts';
import type { Context } from '../../../src/app/conversation/context.ts';
import { readEntries } from '../../../src/app/conversation/feed-log.ts';
import { takeTail } from '../../../src/app/conversation/newest-first.ts';
import { encodeState, parseState } from '../../../src/app/conversation/state-codec.ts';
import {
  otherWriters,
  tailOf,
  withFeed,
  type ConversationState,
} from '../../../src/app/conversation/state.ts';
import { createWork } from '../../../src/app/store/work.ts';
import { createSealedStore } from '../../../src/app/vault/sealed-store.ts';
import { EMPTY_FEED } from '../../../src/core/journal/chain.ts';
import type { FeedId } from '../../../src/core/journal/feed.ts';
import { createFakeRandom } from '../../../src/effects/platform/fake-random.ts';
import { createMemoryDisk } from '../../../src/effects/store/memory.ts';
import { LOCAL_ID, makeFixture } from '../../bench/journal/fixture.ts';
import { createNativeSuite } from '../../bench/journal/native-suite.ts';

const NOW = 1_700_000_000_000;
const suite = createNativeSuite();
const context: Context = {
  suite,
  random: createFakeRandom(3),
  localId: LOCAL_ID,
  now: NOW,
  ceiling: NOW,
  isTimeConfirmed: true,
};

let state: ConversationState;
let feed: FeedId;
/** All of the contact's messages. */
let entries: readonly Uint8Array[];

const startWork = () => {
  const store = createSealedStore(
    createMemoryDisk().open(),
    suite,
    createFakeRandom(4),
    new Uint8Array(32),
  );
  return { store, work: createWork(store, () => undefined) };
};

beforeAll(async () => {
  const { base } = await makeFixture(300, NOW);
  const { store, work } = startWork();
  await store.commit({ put: [...base] });
  const bytes = await work.get('conversations', [LOCAL_ID, 'state']);
  const parsed = bytes && parseState(bytes);
  const writer = parsed?.ok ? otherWriters(parsed.value)[0] : undefined;
  if (!parsed?.ok || !writer) throw new Error('no conversation');
  feed = { writer, kind: 'message' };
  entries = (await readEntries(work, suite, LOCAL_ID, feed, 0, 300)).map((entry) => entry.bytes);
  state = withFeed(parsed.value, { feed, held: EMPTY_FEED, opened: 0 });
}, 120_000);

/** As its last byte is of the signature. */
const changed = (bytes: Uint8Array | undefined): Uint8Array => {
  const copy = new Uint8Array(bytes ?? []);
  copy[copy.length - 1] = (copy.at(-1) ?? 0) ^ 1;
  return copy;
};

const take = (from: ConversationState, received: readonly Uint8Array[]) =>
  takeTail(context, startWork().work, from, feed, received);

const rangeOf = (of: ConversationState) => {
  const tail = tailOf(of, feed.writer);
  return tail && [tail.from, tail.end];
};

describe('a feed from its end', { timeout: 60_000 }, () => {
  it('A-462: begins at a signed entry, and grows by what hangs on it', async () => {
    const all = entries.length;
    const begun = await take(state, [...entries.slice(all - 40, -1), changed(entries.at(-1))]);
    expect(rangeOf(begun)).toEqual([all - 40, all - 1]);
    const grown = await take(begun, entries.slice(all - 90, all - 30));
    expect(rangeOf(grown)).toEqual([all - 90, all - 1]);
    const read = parseState(encodeState(grown));
    expect(read.ok && read.value.tails).toEqual(grown.tails);
  });

  it('A-462: a changed entry, a gap, another feed and what is no entry change nothing', async () => {
    const all = entries.length;
    const begun = await take(state, entries.slice(all - 40));
    const before = entries.slice(all - 80, all - 40);
    const torn = [...before.slice(0, -1), changed(before.at(-1))];
    for (const received of [torn, before.slice(0, -1), [], [new Uint8Array(50)]]) {
      expect(await take(begun, received)).toBe(begun);
    }
    const elsewhere = { ...feed, kind: 'control' } as const;
    expect(await takeTail(context, startWork().work, begun, elsewhere, before)).toBe(begun);
    const partly = await take(
      begun,
      before.map((each, i) => (i === 20 ? changed(each) : each)),
    );
    expect(rangeOf(partly)).toEqual([all - 59, all]);
  });

  it('A-462: where nobody gives what fits, the feed comes in its order', async () => {
    const begun = await take(state, entries.slice(-40));
    const backwards = createBackwards();
    expect(backwards.isApart(begun, feed)).toBe(true);
    const sizes = Array.from({ length: 6 }, () => {
      const [hole] = backwards.holes(begun);
      backwards.worked(feed, false);
      return hole ? hole.to - hole.from + 1 : 0;
    });
    expect(sizes.at(-1)).toBe(1);
    expect(backwards.isApart(begun, feed)).toBe(false);
  });

  it('A-462: where a link says to have it and gives nothing, it comes in its order too', async () => {
    const begun = await take(state, entries.slice(-40));
    const backwards = createBackwards();
    for (let i = 0; i < 20; i++) backwards.tick(begun, () => false);
    expect(backwards.isApart(begun, feed)).toBe(true);
    for (let i = 0; i < 20; i++) backwards.tick(begun, () => true);
    expect(backwards.isApart(begun, feed)).toBe(false);
  });
});
