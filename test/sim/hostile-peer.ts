/**
 * Another program with the keys of one member: it gets real links with the
 * other one and says on them what no honest program would. It never signs an
 * entry or a frontier as that member, so all promises hold for both of them.
 */
import { parseState } from '../../src/app/conversation/state-codec.ts';
import { otherWriters, type ConversationState } from '../../src/app/conversation/state.ts';
import { stateKey } from '../../src/app/conversation/found.ts';
import { createHub } from '../../src/app/links/hub.ts';
import { createLinks, type LinkId } from '../../src/app/links/links.ts';
import { createSealedStore } from '../../src/app/vault/sealed-store.ts';
import type { FeedId } from '../../src/core/journal/feed.ts';
import { writeEntry } from '../../src/core/journal/entry.ts';
import { encodeFrame, parseFrame, type Frame } from '../../src/core/wire/frame.ts';
import { createFakeRandom } from '../../src/effects/platform/fake-random.ts';
import type { MischiefKind } from './plan.ts';
import type { Person } from './person.ts';
import type { World } from './world.ts';

export interface HostilePeer {
  /** Does its worst on the links that stand, and on those that come within the next moments. */
  speak(kind: MischiefKind, count: number): void;
  close(): void;
}

const MAX_HEARD = 500;

export const createHostilePeer = async (
  world: World,
  person: Person,
  conversation: string,
): Promise<HostilePeer | null> => {
  const state = await stolenState(world, person, conversation);
  if (!state) return null;
  const { suite, time, node, network, dice } = world;
  const random = createFakeRandom(dice.whole(0, 1_000_000));
  const ports = { suite, random, clock: time, timers: time };
  const hub = createHub({ signaling: node, clock: time, timers: time }, 'wss://chat.example/');
  const up: LinkId[] = [];
  const heard: Uint8Array[] = [];
  const links = createLinks(
    { ...ports, hub, transport: network.transport(dice.hit(0.5)) },
    {
      conversationId: state.conversationId,
      roomSecrets: state.roomSecrets.map(({ secret }) => secret),
      seed: state.writerSeed,
      isKnownWriter: () => true,
    },
    {
      up: (link) => up.push(link),
      down: (link) => void up.splice(up.indexOf(link), 1),
      message: (_link, bytes) => {
        if (heard.length < MAX_HEARD && parseFrame(bytes).ok) heard.push(bytes);
      },
      drained: () => undefined,
      route: () => undefined,
    },
  );
  links.setDigest(random(32), true);
  links.attend(true);

  const say = (bytes: Uint8Array): void => {
    for (const link of [...up]) links.send(link, bytes);
  };
  const sayFrame = (frame: Frame): void => say(encodeFrame(frame));
  const writers = [state.writer, ...otherWriters(state), random(32)] as const;
  const someFeed = (): FeedId => ({
    writer: dice.pick(writers),
    kind: dice.pick(['message', 'control'] as const),
  });

  const once: Record<MischiefKind, () => void> = {
    garbage: () => {
      const bytes = random(dice.whole(1, 300));
      bytes[0] = dice.whole(0, 10);
      say(bytes);
    },
    replay: () => {
      const bytes = heard[dice.whole(0, Math.max(0, heard.length - 1))];
      if (bytes) say(bytes);
    },
    forge: () => sayFrame(forgedEntries(world, someFeed(), state)),
    lie: () =>
      sayFrame({
        type: 'frontier',
        heads: [{ feed: someFeed(), sequence: dice.whole(0, 5_000), hash: random(32) }],
        signed: [],
      }),
    flood: () => {
      sayFrame({ type: 'presence', attending: dice.hit(0.5), typing: dice.hit(0.5) });
      sayFrame({ type: 'want', feed: someFeed(), from: 0, to: dice.whole(0, 255) });
      sayFrame({ type: 'want-blobs', hashes: [random(32)] });
    },
    // Claims a little more than there is, and never answers who asks for it.
    withhold: () =>
      sayFrame({
        type: 'frontier',
        heads: state.feeds.slice(0, 2).map(({ feed, held }) => ({
          feed,
          sequence: held.length + dice.whole(0, 40),
          hash: random(32),
        })),
        signed: [],
      }),
    leave: () => up.splice(0).forEach((link) => links.drop(link)),
  };

  return {
    speak: (kind, count) => {
      for (let i = 0; i < count; i++) time.after(i * 50, once[kind]);
    },
    close: () => {
      links.close();
      hub.close();
    },
  };
};

/** Entries under the name of any writer, signed by nobody who counts. */
const forgedEntries = (world: World, feed: FeedId, state: ConversationState): Frame => {
  const { suite, dice } = world;
  const random = createFakeRandom(dice.whole(0, 1_000_000));
  const held = state.feeds.find(
    (each) =>
      each.feed.kind === feed.kind && each.feed.writer.every((b, i) => b === feed.writer[i]),
  )?.held;
  const sequence = dice.hit(0.7) ? (held?.length ?? 0) : dice.whole(0, 300);
  const entry = writeEntry(suite, random, {
    conversationId: state.conversationId,
    kind: feed.kind,
    seed: random(32),
    sequence,
    prev: sequence === 0 ? new Uint8Array(32) : (held?.hash ?? random(32)),
    entryKey: random(32),
    keyReference: random(8),
    expiry: 0,
    heads: [],
    body: random(40),
  });
  const bytes = entry.bytes.slice();
  // The header names its writer from byte 4 on.
  bytes.set(feed.writer, 4);
  return { type: 'entries', feed, first: sequence, entries: [bytes] };
};

const stolenState = async (
  { suite }: World,
  { disk, deviceKey }: Person,
  conversation: string,
): Promise<ConversationState | null> => {
  const store = createSealedStore(disk.open(), suite, createFakeRandom(1), deviceKey);
  const found = await store.get('conversations', stateKey(conversation));
  const parsed = found.ok && found.value ? parseState(found.value) : null;
  return parsed?.ok ? parsed.value : null;
};
