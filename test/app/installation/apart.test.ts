/**
 * What a node sees of two profiles of one installation: everything that each socket subscribes and
 * publishes is written down, with what the frames hold inside, and compared.
 */
import { expect, it } from 'vitest';
import { createNobleSuite } from '../../../src/core/crypto/noble-suite.ts';
import { begin, createStreet, introduce, profileIdOf } from './house.ts';
import { linkWith, namesOf } from './linking.ts';
import {
  nothingSeen,
  noteWindows,
  noting,
  sharedBy,
  writeDown,
  type Sealing,
  type Seen,
} from './seen.ts';

/** What the node sees of each socket is written down, and what was sealed for it. */
const watchedStreet = () => {
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
  return { street, sockets };
};

it('N-50: two profiles share no socket, topic, session, key or byte of a frame; the two sides of one conversation do', async () => {
  const { street, sockets } = watchedStreet();
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

it('A-471: profiles that come along share nothing that the node sees either, on both devices', async () => {
  const { street, sockets } = watchedStreet();
  const phone = await begin(street.house(1), 'Alice');
  await phone.commands.addProfile('Work');
  await phone.commands.showProfile('first');
  const laptop = await street.house(4).open();
  await linkWith(street, phone, laptop, [profileIdOf(phone, 'Work')]);
  await street.time.advance(2 * 60_000);
  expect(namesOf(laptop)).toEqual(['Alice', 'Work']);

  const [alice, work] = sockets.get(1) ?? [];
  const [aliceThere, workThere, ...more] = sockets.get(4) ?? [];
  if (!alice || !work || !aliceThere || !workThere) throw new Error('a socket is missing');
  expect(more).toEqual([]);
  const nothing = { topics: 0, sessions: 0, keys: 0, windows: 0 };
  for (const one of [alice, aliceThere]) {
    for (const other of [work, workThere]) expect(sharedBy(one, other)).toEqual(nothing);
  }
  for (const [here, there] of [
    [alice, aliceThere],
    [work, workThere],
  ] as const) {
    const found = sharedBy(here, there);
    expect(found.topics).toBeGreaterThan(2);
    expect(found.keys).toBeGreaterThan(1);
  }
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
