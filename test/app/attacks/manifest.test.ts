/** Announcements that lie: nothing they claim counts unless a box opens. */
import { describe, expect, it } from 'vitest';
import { appendControl } from '../../../src/app/conversation/append-control.ts';
import { blobKey } from '../../../src/app/conversation/feed-log.ts';
import {
  feedRecord,
  otherWriters,
  ownFeed,
  type ConversationState,
} from '../../../src/app/conversation/state.ts';
import { makeBox } from '../../../src/core/keys/box.ts';
import type { BoxReference } from '../../../src/core/journal/control-operations.ts';
import { ID, pairPeople, suite, type Pair, type Tab } from '../support/pair.ts';

type Lie = { readonly box: BoxReference; readonly blob: Uint8Array };

/** Alice's program announces the box beside what it says honestly, and carries the blob. */
const announce = (tab: Tab, make: (me: Uint8Array, you: Uint8Array) => Lie): Promise<boolean> =>
  tab.conversation.run(async (context, work, state) => {
    const [you = new Uint8Array(32)] = otherWriters(state);
    const { box, blob } = make(state.writer, you);
    work.put('blobs', blobKey(ID, box.hash), blob);
    return appendControl(context, work, state, { type: 'announce', firstMessage: 0, boxes: [box] });
  });

/** A well-made box, sealed to a key and step that are not Bob's, under any claims. */
const boxFor = ({ alice, bob }: Pair, you: Uint8Array, claims: Partial<BoxReference> = {}): Lie => {
  const { conversationId } = alice.paired;
  const stolen = new Uint8Array(32).fill(9);
  const place = {
    conversationId,
    sender: alice.paired.own.writer,
    recipient: you,
    number: claims.number ?? 0,
    announcement: 1,
  };
  const content = { chainKey: stolen, index: 0 };
  const random = (length: number) => new Uint8Array(length).fill(3);
  const made = makeBox(suite, random, place, suite.kemPublicKey(stolen), stolen, content);
  if (!made) throw new Error('the key is good');
  const honest = { mode: 'rolling', recipient: you, number: 0, hash: made.hash } as const;
  const kemKeyId = suite.hash(bob.paired.own.kemKey).slice(0, 8);
  return { box: { ...honest, kemKeyId, ...claims }, blob: made.blob };
};

const meet = async (lie: (pair: Pair, me: Uint8Array, you: Uint8Array) => Lie) => {
  const pair = await pairPeople();
  const [mallory, honest] = [await pair.alice.tab(), await pair.bob.tab()];
  await announce(mallory, (me, you) => lie(pair, me, you));
  const founded = ownControlLength(honest.state());
  mallory.online();
  honest.online();
  await pair.time.advance(30_000);
  return { pair, mallory, honest, founded };
};

const ownControlLength = (state: ConversationState): number =>
  feedRecord(state, ownFeed(state, 'control')).held.length;

const LIES = [
  [
    'is sealed to another key and step',
    (pair: Pair, _me: Uint8Array, you: Uint8Array) => boxFor(pair, you),
  ],
  [
    'is no box',
    (pair: Pair, _me: Uint8Array, you: Uint8Array) => {
      const blob = new Uint8Array(1_200).fill(1);
      return { ...boxFor(pair, you, { hash: suite.hash(blob) }), blob };
    },
  ],
  [
    'claims a box number far ahead',
    (pair: Pair, _me: Uint8Array, you: Uint8Array) => boxFor(pair, you, { number: 2 ** 32 - 1 }),
  ],
  ['claims the honest side as a stranger', (pair: Pair, me: Uint8Array) => boxFor(pair, me)],
  [
    'claims a mode of a later version',
    (pair: Pair, _me: Uint8Array, you: Uint8Array) => boxFor(pair, you, { mode: 'kept' }),
  ],
] as const;

describe('an announcement that lies', () => {
  it.each(LIES)(
    'M-8: and %s: nothing of it counts, and what is written afterwards is read',
    async (_name, lie) => {
      const { pair, mallory, honest, founded } = await meet(lie);
      const alice = honest.state().receivers[0];
      expect(alice?.keys.generations).toEqual([]);
      // Nothing is acknowledged: the own control feed is as it was founded.
      expect(ownControlLength(honest.state())).toBe(founded);
      expect(honest.conversation.view()?.title).toBe('Alice');
      await mallory.conversation.post('honest after all', undefined);
      await pair.time.advance(1_000);
      await honest.conversation.post('fine', undefined);
      await pair.time.advance(30_000);
      expect(honest.texts()).toEqual(['honest after all', 'fine']);
      expect(mallory.texts()).toEqual(['honest after all', 'fine']);
      expect(honest.bugs).toEqual([]);
    },
  );
});
