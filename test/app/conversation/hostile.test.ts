/** A contact who holds all keys of the conversation and means harm. */
import { describe, expect, it } from 'vitest';
import { appendControl } from '../../../src/app/conversation/append-control.ts';
import { appendMessage } from '../../../src/app/conversation/append.ts';
import { encodeState, parseState } from '../../../src/app/conversation/state-codec.ts';
import { otherWriters, type ConversationState } from '../../../src/app/conversation/state.ts';
import { encodeSignedFrontier, signFrontier } from '../../../src/core/wire/signed-frontier.ts';
import { createFakeRandom } from '../../../src/effects/platform/fake-random.ts';
import { pairPeople, suite, type Person, type Tab } from '../support/pair.ts';
import { createSpeaker } from '../support/speaker.ts';

/** Control entries of a contact whose program is not ours. */
const writeControl = async (
  tab: Tab,
  count: number,
  make: (i: number, me: Uint8Array, you: Uint8Array) => Parameters<typeof appendControl>[3],
): Promise<void> => {
  await tab.conversation.run(async (context, work, state) => {
    const [you = new Uint8Array(32)] = otherWriters(state);
    let next = state;
    for (let i = 0; i < count; i++) {
      next = await appendControl(context, work, next, make(i, state.writer, you));
    }
    return next;
  });
};

const hashOf = (i: number): Uint8Array => suite.hash(new Uint8Array([i & 255, i >> 8]));

describe('a hostile contact', () => {
  it('A-10: announces boxes that never come: the state stays small and sound, and messages with keys go on', async () => {
    const { time, alice, bob } = await pairPeople();
    const [mallory, honest] = [await alice.tab(), await bob.tab()];
    await writeControl(mallory, 600, (i, _me, you) => ({
      type: 'announce',
      firstMessage: 0,
      boxes: [
        {
          mode: 'rolling',
          recipient: you,
          number: i,
          kemKeyId: new Uint8Array(8),
          hash: hashOf(i),
        },
      ],
    }));
    mallory.online();
    honest.online();
    await time.advance(60_000);
    await honest.conversation.post('still here', undefined);
    await time.advance(10_000);
    expect(honest.state().receivers[0]?.keys.waiting.length).toBe(600);
    const bytes = encodeState(honest.state());
    expect(bytes.length).toBeLessThan(200_000);
    expect(parseState(bytes).ok).toBe(true);
    expect(mallory.texts()).toEqual(['still here']);
    expect(honest.bugs).toEqual([]);
  });

  it('A-11: says to hold what is not written: nothing of it is shown as delivered, now or later', async () => {
    const { pair, honest, mallory } = await facing();
    await honest.conversation.post('one', undefined);
    await pair.time.advance(5_000);
    mallory.say(frontier(pair.alice, 1, pair.bob, 1_000_000));
    await pair.time.advance(5_000);
    await honest.conversation.post('two', undefined);
    await pair.time.advance(5_000);
    expect(honest.messages().map(({ state }) => state)).toEqual(['device', 'device']);
    mallory.say(frontier(pair.alice, 2, pair.bob, 0));
    await pair.time.advance(5_000);
    expect(honest.messages().map(({ state }) => state)).toEqual(['delivered', 'device']);
  });

  it('A-37: claims to hold what was never written, or something else: no alarm without proof', async () => {
    const { pair, honest, mallory } = await facing();
    await honest.conversation.post('one', undefined);
    await pair.time.advance(5_000);
    const feed = { writer: pair.bob.paired.own.writer, kind: 'message' } as const;
    for (const sequence of [0, 7]) {
      const head = { feed, sequence, hash: new Uint8Array(32).fill(9) };
      mallory.say({ type: 'frontier', heads: [head], signed: [] });
      await pair.time.advance(30_000);
      const forged = [new Uint8Array(500).fill(7)];
      mallory.say({ type: 'entries', feed, first: sequence, entries: forged });
      await pair.time.advance(30_000);
    }
    const wants = mallory.heard.flatMap((frame) => (frame.type === 'want' ? [frame.from] : []));
    expect(new Set(wants)).toEqual(new Set([0, 1]));
    expect(honest.problems).toEqual([]);
    await honest.conversation.post('two', undefined);
    await pair.time.advance(0);
    expect(honest.texts()).toEqual(['one', 'two']);
  });

  it('A-11: cannot sign what another writer holds or has read', async () => {
    const { pair, honest, mallory } = await facing();
    await honest.conversation.post('one', undefined);
    const before = honest.state().frontierNumber;
    const forged = frontier(pair.alice, 1_000, pair.bob, 0, pair.bob.paired.own.writer);
    mallory.say(forged);
    await pair.time.advance(5_000);
    expect(honest.messages()[0]?.state).toBe('device');
    expect(honest.state().frontierNumber).toBe(before);
  });

  it('A-12: a flood of presence, of frontiers and of wants changes nothing and stops nobody', async () => {
    const { pair, honest, mallory } = await facing();
    await honest.conversation.post('one', undefined);
    await pair.time.advance(1_000);
    const toldBefore = honest.contacts.length;
    const feed = { writer: pair.bob.paired.own.writer, kind: 'message' } as const;
    for (let i = 0; i < 500; i++) {
      mallory.say({ type: 'presence', attending: true, typing: false });
      mallory.say({ type: 'want', feed, from: 0, to: 0 });
      mallory.say({ type: 'frontier', heads: [], signed: [] });
    }
    await pair.time.advance(400_000);
    expect(honest.contacts.length - toldBefore).toBeLessThan(3);
    const answers = mallory.heard.filter(({ type }) => type === 'entries').length;
    expect(answers).toBeLessThan(600);
    expect(honest.bugs).toEqual([]);
    await honest.conversation.post('two', undefined);
    await pair.time.advance(5_000);
    expect(honest.texts()).toEqual(['one', 'two']);
  });

  it('A-13: no frame, however wrong, breaks the tab: what is malformed ends the link, and a new one comes', async () => {
    const { pair, honest, mallory } = await facing();
    const dice = createFakeRandom(99);
    for (let i = 0; i < 60; i++) {
      if (mallory.up.length === 0) await pair.time.advance(10_000);
      mallory.sayBytes(
        dice(1 + (dice(1)[0] ?? 0)).map((byte, at) => (at === 0 ? byte % 10 : byte)),
      );
      await pair.time.advance(100);
    }
    expect(mallory.downs()).toBeGreaterThan(3);
    expect(honest.bugs).toEqual([]);
    await pair.time.advance(60_000);
    expect(mallory.up.length).toBeGreaterThan(0);
    expect(await honest.conversation.post('fine', undefined)).toBe(true);
  });

  it('A-14: entries of strangers, of our own feed and without a proof are left out, without a fuss', async () => {
    const { pair, honest, mallory } = await facing();
    await honest.conversation.post('mine', undefined);
    const other = await pairPeople(77);
    const foreign = await entriesOf(other.alice);
    const own = await entriesOf(pair.bob);
    const stranger = { writer: other.alice.paired.own.writer, kind: 'control' } as const;
    const victim = { writer: pair.bob.paired.own.writer, kind: 'control' } as const;
    const alice = { writer: pair.alice.paired.own.writer, kind: 'message' } as const;
    for (let i = 0; i < 20; i++) {
      mallory.say({ type: 'entries', feed: stranger, first: 0, entries: foreign });
      mallory.say({ type: 'entries', feed: victim, first: 0, entries: own });
      mallory.say({ type: 'entries', feed: alice, first: 0, entries: foreign });
    }
    const before = honest.state();
    await pair.time.advance(20_000);
    expect(honest.state().feeds).toEqual(before.feeds);
    expect([honest.bugs, honest.texts()]).toEqual([[], ['mine']]);
  });

  it('A-15: writes operations that mean harm: other people’s messages, their order and their clocks stay', async () => {
    const { time, alice, bob } = await pairPeople();
    const [mallory, honest] = [await alice.tab(), await bob.tab()];
    await honest.conversation.post('mine', undefined);
    await time.advance(1_000);
    const mine = honest.messages()[0];
    const you = bob.paired.own.writer;
    const stamp = { wall: 2 ** 48 - 1, count: 65_535 };
    const place = { writer: you, sequence: 0, stamp: { wall: time.now() - 1_000, count: 0 } };
    await mallory.conversation.run(async (context, work, state) => {
      let next: ConversationState = { ...state, latestOwn: { wall: 2 ** 47, count: 0 } };
      for (let i = 0; i < 60; i++) {
        const nowhere = { writer: you, sequence: 1_000_000 + i, stamp };
        for (const operation of [
          { type: 'edit', target: place, text: 'not mine' },
          { type: 'redact', target: place },
          { type: 'redact', target: nowhere },
          { type: 'react', target: nowhere, on: true, emoji: '😈' },
          { type: 'restamp', first: 0, last: 4 * i, stamp: { ...stamp, wall: 2 ** 47 } },
        ] as const) {
          next = await appendMessage(context, work, next, operation);
        }
      }
      return next;
    });
    mallory.online();
    honest.online();
    await time.advance(60_000);
    expect(
      honest
        .state()
        .feeds.map(({ opened }) => opened)
        .toSorted((a, b) => b - a)[0],
    ).toBe(300);
    expect(honest.messages().map(({ body, id }) => [body, id])).toEqual([[mine?.body, mine?.id]]);
    await honest.conversation.post('next', undefined);
    await time.advance(1_000);
    expect(honest.texts()).toEqual(['mine', 'next']);
    expect(honest.state().latestOwn.wall).toBeLessThan(time.now() + 1);
    expect(honest.bugs).toEqual([]);
  });

  it('A-16: acknowledges what does not exist, and names itself at length: the state stays small and sound', async () => {
    const { time, alice, bob } = await pairPeople();
    const [mallory, honest] = [await alice.tab(), await bob.tab()];
    await writeControl(mallory, 64, (i, _me, you) => ({
      type: 'acknowledge',
      acknowledgements: Array.from({ length: 128 }, (_, j) => ({
        writer: you,
        sequence: 1_000 + i * 128 + j,
      })),
    }));
    await writeControl(mallory, 64, (i) => ({ type: 'name', name: `${i}`.padEnd(256, 'x') }));
    await writeControl(mallory, 8, () => ({ type: 'kem', key: new Uint8Array(1216).fill(255) }));
    mallory.online();
    honest.online();
    await time.advance(60_000);
    const bytes = encodeState(honest.state());
    expect(bytes.length).toBeLessThan(300_000);
    expect(parseState(bytes).ok).toBe(true);
    expect(await honest.conversation.post('still here', undefined)).toBe(true);
    await time.advance(1_000);
    expect([honest.texts(), honest.bugs]).toEqual([['still here'], []]);
  });
});

/** Bob is honest; Alice's keys are in the hands of another program. */
const facing = async () => {
  const pair = await pairPeople();
  const honest = await pair.bob.tab();
  const mallory = createSpeaker(pair, pair.alice);
  honest.online();
  await pair.time.advance(10_000);
  expect(mallory.up.length).toBe(1);
  return { pair, honest, mallory };
};

/** A frontier frame in which `by` says to hold the other's message feed up to `sequence`. */
const frontier = (
  by: Person,
  number: number,
  of: Person,
  sequence: number,
  claimedWriter?: Uint8Array,
) => {
  const feed = { writer: of.paired.own.writer, kind: 'message' } as const;
  const { conversationId, writerSeed } = by.paired;
  const heads = [{ feed, sequence, hash: new Uint8Array(32) }];
  const signed = signFrontier(suite, conversationId, writerSeed, { number, heads, read: [] });
  const said = claimedWriter ? { ...signed, writer: claimedWriter } : signed;
  return { type: 'frontier', heads: [], signed: [encodeSignedFrontier(said)] } as const;
};

const entriesOf = ({ disk }: Person): Promise<readonly Uint8Array[]> =>
  Promise.resolve(disk.rows().flatMap(({ table, value }) => (table === 'entries' ? [value] : [])));
