/** What somebody with the link, or an invitation of another kind, can do to a way back. */
import { describe, expect, it } from 'vitest';
import { putWay, readWay } from '../../../src/app/again/way-record.ts';
import { createWork } from '../../../src/app/store/work.ts';
import { createSealedStore } from '../../../src/app/vault/sealed-store.ts';
import { createNobleSuite } from '../../../src/core/crypto/noble-suite.ts';
import { createFakeRandom } from '../../../src/effects/platform/fake-random.ts';
import {
  deviceKeyOf,
  introduceInTime,
  type PersonInTime,
  type World,
} from '../support/two-people.ts';
import { judgeWay, meetAgain, pairAgain, showWayBack, startAnew, wayOf } from './back.ts';

const suite = createNobleSuite();
const DAY = 24 * 60 * 60 * 1000;

const take = async (taker: PersonInTime, link: string): Promise<void> => {
  await taker.app().commands.readInvitation(link);
  await taker.app().commands.acceptInvitation('again');
};

/** Alice and Bob, who has lost everything. */
const afterLoss = async (seed: number): Promise<World & { readonly anew: PersonInTime }> => {
  const world = await introduceInTime();
  await world.alice.send('before');
  await world.time.advance(10_000);
  world.bob.close();
  return { ...world, anew: await startAnew(world, 'Bob', seed) };
};

/** All tabs are closed for so long. */
const sleep = async (
  { time }: World,
  ms: number,
  ...people: readonly PersonInTime[]
): Promise<void> => {
  for (const each of people) each.close();
  await time.advance(ms);
  for (const each of people) await each.open();
  await time.advance(10_000);
};

const contactsOf = (person: PersonInTime): number => person.app().snapshot().contacts.length;

describe('attacks on a way back', { timeout: 120_000 }, () => {
  it('A-405: leaked, and used by another first: other emoji, the late one is told, nothing is handed over', async () => {
    const world = await afterLoss(41);
    const { alice, anew: bob, time } = world;
    const mallory = await startAnew(world, 'Bob', 42);
    const link = await showWayBack(alice);
    await take(mallory, link);
    await time.advance(10_000);
    await take(bob, link);
    await time.advance(10_000);
    expect(bob.app().snapshot().open).toMatchObject({ kind: 'accepting', state: 'used' });
    await judgeWay(mallory);
    await time.advance(60_000);
    expect(wayOf(alice).stage).toBe('compare');
    // Alice asks the Bob whom she knows, and he has no such emoji.
    await judgeWay(alice, 'mismatch', true);
    await time.advance(60_000);
    expect([contactsOf(mallory), contactsOf(bob)]).toEqual([0, 0]);
    expect(world.bugs).toEqual([]);
  });

  it('A-405: somebody between the two with a link of its own shows other emoji to each', async () => {
    const world = await afterLoss(43);
    const { alice, bob: lost, anew: bob, time } = world;
    const mallory = await startAnew(world, 'Alice', 44);
    await meetAgain(world, alice, mallory);
    // To Bob it pretends to be Alice, in a conversation with somebody else of its own.
    const friend = await startAnew(world, 'Friend', 45);
    await mallory.app().commands.invite();
    const { open } = mallory.app().snapshot();
    if (open?.kind !== 'inviting') throw new Error('no invitation');
    await friend.app().commands.readInvitation(open.link);
    await friend.app().commands.acceptInvitation();
    await time.advance(10_000);
    await meetAgain(world, mallory, bob);
    expect(wayOf(bob).emoji).not.toEqual(wayOf(alice).emoji);
    await judgeWay(bob, 'mismatch');
    await judgeWay(alice, 'mismatch');
    await time.advance(60_000);
    expect([contactsOf(bob), contactsOf(alice)]).toEqual([0, 1]);
    await lost.open();
    expect(contactsOf(lost)).toBe(1);
    expect(world.bugs).toEqual([]);
  });

  it('A-405: raced by two before completion it is void for both', async () => {
    const world = await afterLoss(46);
    const { alice, anew: bob, time, node } = world;
    const mallory = await startAnew(world, 'Bob', 47);
    const link = await showWayBack(alice);
    node.stop();
    await take(mallory, link);
    await take(bob, link);
    node.start();
    await time.advance(60_000);
    expect(alice.app().snapshot().open).toMatchObject({ kind: 'inviting', state: 'raced' });
    for (const each of [mallory, bob]) {
      expect(each.app().snapshot().open).toMatchObject({ kind: 'accepting', state: 'raced' });
      expect(contactsOf(each)).toBe(0);
    }
    expect(world.bugs).toEqual([]);
  });

  it('A-405: it expires after a day, and so does what was begun and not compared', async () => {
    const world = await afterLoss(48);
    const { alice, anew: bob, time } = world;
    const link = await showWayBack(alice);
    await sleep(world, DAY + 60_000, alice, bob);
    await take(bob, link);
    await time.advance(60_000);
    expect(alice.app().snapshot().open).toMatchObject({ state: 'expired' });
    expect(bob.app().snapshot().invitation?.state).toBe('expired');
    bob.app().commands.dismissInvitation();
    await alice.app().commands.cancelInvitation(alice.app().snapshot().open?.id ?? '');
    const [first] = alice.app().snapshot().conversations;
    await alice.app().commands.openConversation(first?.id ?? '');
    await meetAgain(world, alice, bob);
    await judgeWay(bob);
    await sleep(world, DAY + 60_000, alice, bob);
    expect([alice, bob].map((each) => each.app().snapshot().conversations.length)).toEqual([1, 0]);
    expect(contactsOf(bob)).toBe(0);
    expect(world.bugs).toEqual([]);
  });

  it('A-406: an ordinary invitation and one for a device lead into no conversation that exists, and the other way round', async () => {
    const world = await afterLoss(49);
    const { alice, anew: bob, time } = world;
    const link = await showWayBack(alice);
    await bob.app().commands.readInvitation(link);
    expect(bob.app().snapshot().invitation?.mode).toBe('again');
    await bob.app().commands.acceptInvitation();
    await bob.app().commands.acceptDeviceLink('Bob');
    await time.advance(10_000);
    expect(alice.app().snapshot().open).toMatchObject({ kind: 'inviting', state: 'waiting' });
    await alice.app().commands.invite();
    const { open } = alice.app().snapshot();
    if (open?.kind !== 'inviting') throw new Error('no invitation');
    await take(bob, open.link);
    await time.advance(10_000);
    expect(alice.app().snapshot().open).toMatchObject({ kind: 'inviting', state: 'waiting' });
    expect(contactsOf(bob)).toBe(0);
    expect(world.bugs).toEqual([]);
  });

  it('A-407: one made for a place that somebody has taken meanwhile leads nowhere', async () => {
    const world = await afterLoss(50);
    const { alice, anew: bob, time } = world;
    const { id } = alice.conversation();
    const old = await showWayBack(alice);
    await alice.app().commands.openConversation(id);
    await pairAgain(world, alice, bob);
    const mallory = await startAnew(world, 'Bob', 51);
    await take(mallory, old);
    await time.advance(10_000);
    await judgeWay(mallory);
    const pending = alice
      .app()
      .snapshot()
      .conversations.find(({ kind }) => kind === 'again');
    await alice.app().commands.openConversation(pending?.id ?? '');
    await judgeWay(alice, 'match', true);
    await time.advance(60_000);
    expect(wayOf(alice).stage).toBe('refused');
    expect(contactsOf(mallory)).toBe(0);
    await alice.app().commands.openConversation(id);
    await bob.send('still here');
    await time.advance(30_000);
    expect(alice.texts()).toEqual(['before', 'still here']);
    expect(world.bugs).toEqual([]);
  });

  it('A-407: who still has the conversation is not let into it a second time', async () => {
    const world = await introduceInTime();
    const { alice, bob, time } = world;
    const { id } = bob.conversation();
    await meetAgain(world, alice, bob);
    await judgeWay(alice);
    await judgeWay(bob);
    await time.advance(60_000);
    expect(wayOf(bob).stage).toBe('refused');
    await bob.app().commands.dropAgain(wayOf(bob).id);
    await bob.app().commands.openConversation(id);
    await bob.send('I have it');
    await time.advance(30_000);
    expect(alice.app().snapshot().contacts[0]?.comparison).toBe('open');
    expect(
      alice
        .app()
        .snapshot()
        .conversations.find((each) => each.kind === 'direct')?.preview,
    ).toMatchObject({ text: 'I have it' });
    expect(world.bugs).toEqual([]);
  });

  it('A-407: where the other names another place than the link is about, nobody comes in', async () => {
    const world = await afterLoss(53);
    const { alice, anew: bob, time } = world;
    await meetAgain(world, alice, bob);
    const { id } = wayOf(bob);
    bob.close();
    const random = createFakeRandom(99);
    const store = createSealedStore(bob.disk.open(), suite, random, deviceKeyOf(bob.name));
    const work = createWork(store, () => undefined);
    const way = await readWay(work, id);
    if (!way) throw new Error('no way is kept');
    putWay(work, id, { ...way, about: way.about.map((byte) => byte ^ 1) });
    expect((await store.commit(work.batch())).ok).toBe(true);
    store.close();
    await bob.open();
    await bob.app().commands.openConversation(id);
    await judgeWay(bob);
    await judgeWay(alice, 'match', true);
    await time.advance(60_000);
    expect(wayOf(bob).stage).toBe('refused');
    expect(contactsOf(bob)).toBe(0);
    // Nobody was admitted: who is thought lost is still the contact.
    expect(alice.app().snapshot().contacts[0]?.comparison).toBe('open');
    expect(world.bugs).toEqual([]);
  });

  it('A-407: with two conversations only the one is entered that the link was made in', async () => {
    const world = await afterLoss(52);
    const { alice, anew: bob, time } = world;
    const carol = world.bring('Carol');
    await carol.open();
    await carol.app().commands.createProfile('Carol');
    const { id } = alice.conversation();
    await alice.app().commands.invite();
    const { open } = alice.app().snapshot();
    if (open?.kind !== 'inviting') throw new Error('no invitation');
    await carol.app().commands.readInvitation(open.link);
    await carol.app().commands.acceptInvitation();
    await time.advance(10_000);
    await alice.app().commands.openConversation(id);
    await pairAgain(world, alice, bob);
    await carol.send('I am Carol');
    await time.advance(30_000);
    const { contacts } = alice.app().snapshot();
    expect(contacts.map(({ name, comparison }) => [name, comparison])).toEqual([
      ['Bob', 'changed'],
      ['Carol', 'open'],
    ]);
    expect(contactsOf(bob)).toBe(1);
    expect(world.bugs).toEqual([]);
  });
});
