/**
 * What a node sees of two profiles of one installation: everything that each socket subscribes and
 * publishes is written down, with what the frames hold inside, and compared.
 */
import { expect, it } from 'vitest';
import { encodeBase64url } from '../../../src/core/bytes/base64url.ts';
import { createNobleSuite } from '../../../src/core/crypto/noble-suite.ts';
import { EVERYBODY, SESSION_BYTES } from '../../../src/core/wire/envelope.ts';
import type { Suite } from '../../../src/core/crypto/suite.ts';
import type { Signaling } from '../../../src/ports/signaling.ts';
import { begin, createStreet, introduce, profileIdOf } from './house.ts';

/** Of one socket. Keys and texts are those that the node does not see. */
type Seen = {
  readonly topics: Set<string>;
  readonly sessions: Set<string>;
  readonly keys: Set<string>;
  readonly windows: Set<string>;
  frames: number;
};
type Sealing = { readonly key: string; readonly text: Uint8Array };

const NONCE = 24;
/** Bytes: two such windows of unrelated frames are never equal by chance. */
const WINDOW = 8;

it('N-50: two profiles share no socket, topic, session, key or byte of a frame; the two sides of one conversation do', async () => {
  const sealings = new Map<string, Sealing>();
  const sockets = new Map<number, Seen[]>();
  const street = createStreet({
    suite: noting(createNobleSuite(), sealings),
    signaling: (node, seed) => {
      const seen: Seen[] = [];
      sockets.set(seed, seen);
      return writeDown(node, seen, sealings);
    },
  });
  // Everything by way of the node, so that it sees as much as it can.
  street.network.setReachable(false);
  const alice = await begin(street.house(1), 'Alice');
  const bob = await begin(street.house(2), 'Bob');
  const carol = await begin(street.house(3), 'Carol');
  await introduce(street, alice, bob);
  await alice.commands.addProfile('Work');
  await introduce(street, alice, carol);
  for (let round = 0; round < 3; round += 1) {
    for (const name of ['Alice', 'Work']) {
      await alice.commands.showProfile(profileIdOf(alice, name));
      await alice.commands.send(`round ${round}`, undefined);
    }
    await bob.commands.send(`answer ${round}`, undefined);
    await carol.commands.send(`answer ${round}`, undefined);
    await street.time.advance(60_000);
    bob.commands.reconnect();
    await street.time.advance(5 * 60_000);
  }

  const [first, second, ...more] = sockets.get(1) ?? [];
  const [ofBob] = sockets.get(2) ?? [];
  if (!first || !second || !ofBob) throw new Error('a socket is missing');
  expect(more).toEqual([]);
  for (const seen of [first, second]) {
    expect(seen.frames).toBeGreaterThan(20);
    expect(seen.topics.size).toBeGreaterThan(3);
    expect(seen.sessions.size).toBeGreaterThan(1);
    expect(seen.keys.size).toBeGreaterThan(1);
  }
  expect(sharedBy(first, second)).toEqual({ topics: 0, sessions: 0, keys: 0, windows: 0 });
  const found = sharedBy(first, ofBob);
  expect(found.topics).toBeGreaterThan(3);
  expect(found.sessions).toBeGreaterThan(1);
  expect(found.keys).toBeGreaterThan(1);
  expect(street.bugs).toEqual([]);
}, 120_000);

it('N-50: bytes that stood in frames of both would be found, wherever they stand', () => {
  const seen = (): Seen => ({ ...nothingSeen(), windows: new Set() });
  const [one, other] = [seen(), seen()];
  const frame = Uint8Array.from({ length: 300 }, (_, i) => (i * 40_503) >>> 7);
  noteWindows(one, frame);
  noteWindows(other, Uint8Array.from([...new Uint8Array(33).fill(7), ...frame.slice(100, 108)]));
  expect(sharedBy(one, other).windows).toBe(1);
});

const nothingSeen = (): Seen => ({
  topics: new Set(),
  sessions: new Set(),
  keys: new Set(),
  windows: new Set(),
  frames: 0,
});

const sharedBy = (one: Seen, other: Seen) => {
  const count = (part: 'topics' | 'sessions' | 'keys' | 'windows'): number =>
    [...one[part]].filter((value) => other[part].has(value)).length;
  return {
    topics: count('topics'),
    sessions: count('sessions'),
    keys: count('keys'),
    windows: count('windows'),
  };
};

/** Remembers under which key what was sealed, by the sealed bytes. */
const noting = (suite: Suite, sealings: Map<string, Sealing>): Suite => ({
  ...suite,
  seal: (key, nonce, text, aad) => {
    const sealed = suite.seal(key, nonce, text, aad);
    sealings.set(encodeBase64url(sealed), { key: encodeBase64url(key), text: text.slice() });
    return sealed;
  },
});

const writeDown = (
  node: Signaling,
  sockets: Seen[],
  sealings: ReadonlyMap<string, Sealing>,
): Signaling => ({
  connect: (url, events) => {
    const seen = nothingSeen();
    sockets.push(seen);
    const connection = node.connect(url, events);
    return {
      ...connection,
      subscribe: (topics) => {
        for (const topic of topics) seen.topics.add(topic);
        connection.subscribe(topics);
      },
      publish: (topic, sealed) => {
        seen.topics.add(topic);
        seen.frames += 1;
        noteWindows(seen, sealed);
        noteInside(seen, sealings.get(encodeBase64url(sealed.subarray(NONCE))));
        return connection.publish(topic, sealed);
      },
    };
  },
});

const noteWindows = ({ windows }: Seen, frame: Uint8Array): void => {
  const bytes = Buffer.from(frame);
  for (let at = 0; at + WINDOW <= bytes.length; at += 1) {
    windows.add(bytes.toString('latin1', at, at + WINDOW));
  }
};

/** Version and kind stand before the sessions of sender and target (docs/PROTOCOL.md, "Envelope"). */
const noteInside = (seen: Seen, sealing: Sealing | undefined): void => {
  if (!sealing) throw new Error('a frame was published that the suite did not seal');
  seen.keys.add(sealing.key);
  for (const at of [2, 2 + SESSION_BYTES]) {
    const session = encodeBase64url(sealing.text.slice(at, at + SESSION_BYTES));
    if (session !== encodeBase64url(EVERYBODY)) seen.sessions.add(session);
  }
};
