/** Alice introduces Bob and Carol: each is asked, and they are paired without a link. */
import { describe, expect, it } from 'vitest';
import { DAY, introduceInTime, type PersonInTime, type World } from '../support/two-people.ts';

const contactId = (person: PersonInTime, name: string): string => {
  const found = person
    .app()
    .snapshot()
    .contacts.find((each) => each.name === name);
  if (!found) throw new Error(`${person.name} does not know ${name}`);
  return found.id;
};

const openWith = (person: PersonInTime, name: string) =>
  person.app().commands.openConversation(contactId(person, name));

const asked = (person: PersonInTime) => person.conversation().introductions;

const answer = async (person: PersonInTime, isAccepted: boolean): Promise<void> => {
  const [first] = asked(person);
  if (!first) throw new Error(`${person.name} is not asked`);
  await person.app().commands.answerIntroduction(first.id, isAccepted);
};

/** Alice knows Bob and Carol, who do not know each other. */
const threePeople = async (): Promise<World & { readonly carol: PersonInTime }> => {
  const world = await introduceInTime();
  const carol = world.bring('Carol');
  await carol.open();
  await carol.app().commands.createProfile('Carol');
  await world.alice.app().commands.invite();
  const { open } = world.alice.app().snapshot();
  if (open?.kind !== 'inviting') throw new Error('no invitation');
  await carol.app().commands.readInvitation(open.link);
  await carol.app().commands.acceptInvitation();
  await world.time.advance(10_000);
  return { ...world, carol };
};

const offer = ({ alice }: World) =>
  alice.app().commands.introduce(contactId(alice, 'Bob'), contactId(alice, 'Carol'));

const names = (person: PersonInTime) =>
  person
    .app()
    .snapshot()
    .contacts.map(({ name }) => name);

describe('an introduction', () => {
  it('A-252: asks the one, then the other, and pairs them without a link; both compare the same emoji', async () => {
    const world = await threePeople();
    const { time, alice, bob, carol, bugs } = world;
    expect(await offer(world)).toBe(true);
    await time.advance(5_000);
    expect(asked(bob)).toMatchObject([{ name: 'Carol', isAgreed: false }]);
    expect(asked(carol)).toEqual([]);
    await answer(bob, true);
    await time.advance(10_000);
    expect(asked(bob)).toEqual([]);
    expect(asked(carol)).toMatchObject([{ name: 'Bob', isAgreed: true }]);
    await answer(carol, true);
    await time.advance(20_000);
    expect(names(bob)).toEqual(['Alice', 'Carol']);
    expect(names(carol)).toEqual(['Alice', 'Bob']);
    await openWith(bob, 'Carol');
    await openWith(carol, 'Bob');
    expect(carol.conversation().comparison).toEqual(bob.conversation().comparison);
    expect(bob.conversation().comparison.kind).toBe('open');
    await bob.send('Alice says hello');
    await time.advance(10_000);
    expect(carol.texts()).toEqual(['Alice says hello']);
    await openWith(carol, 'Alice');
    expect(asked(carol)).toEqual([]);
    expect(names(alice)).toEqual(['Bob', 'Carol']);
    expect(bugs).toEqual([]);
  }, 60_000);

  it('A-253: is passed on also when the three are never there together, and asked about once', async () => {
    const world = await threePeople();
    const { time, alice, bob, carol } = world;
    carol.close();
    await offer(world);
    await time.advance(5_000);
    await answer(bob, true);
    alice.close();
    await time.advance(DAY);
    bob.close();
    await alice.open();
    await time.advance(10_000);
    await bob.open();
    await time.advance(60_000);
    bob.close();
    await carol.open();
    await openWith(carol, 'Alice');
    await time.advance(60_000);
    alice.close();
    expect(asked(carol)).toMatchObject([{ name: 'Bob' }]);
    await answer(carol, true);
    await bob.open();
    await time.advance(120_000);
    expect(names(bob)).toEqual(['Alice', 'Carol']);
    expect(names(carol)).toEqual(['Alice', 'Bob']);
  }, 60_000);

  it('A-254: that is declined ends there, by either of them; nobody is asked again', async () => {
    const world = await threePeople();
    const { time, bob, carol } = world;
    await offer(world);
    await time.advance(5_000);
    await answer(bob, false);
    await time.advance(10_000);
    expect(asked(bob)).toEqual([]);
    expect(asked(carol)).toEqual([]);
    await offer(world);
    await time.advance(5_000);
    await answer(bob, true);
    await time.advance(10_000);
    await answer(carol, false);
    await time.advance(10_000);
    await bob.open();
    await carol.open();
    expect([...asked(bob), ...asked(carol)]).toEqual([]);
    expect(names(carol)).toEqual(['Alice']);
  }, 60_000);

  it('A-254: that nobody answers is asked about no more after seven days; a blocked contact asks nothing', async () => {
    const world = await threePeople();
    const { time, alice, bob, carol } = world;
    await offer(world);
    await time.advance(5_000);
    await bob.app().commands.setBlocked(contactId(bob, 'Alice'), true);
    expect(asked(bob)).toEqual([]);
    await bob.app().commands.setBlocked(contactId(bob, 'Alice'), false);
    expect(asked(bob)).toHaveLength(1);
    for (const person of [alice, bob, carol]) person.close();
    await time.advance(8 * DAY);
    await bob.open();
    await openWith(bob, 'Alice');
    expect(asked(bob)).toEqual([]);
  }, 60_000);
});
