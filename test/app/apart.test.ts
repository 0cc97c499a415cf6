import { describe, expect, it } from 'vitest';
import { DAY, introduceInTime, type PersonInTime, type World } from './support/two-people.ts';

const YEAR = 365 * DAY;

/** Enough for knocks, a link, and all that is missing. */
const settle = (world: World): Promise<void> => world.time.advance(60_000);

const both = ({ alice, bob }: World): readonly [PersonInTime, PersonInTime] => [alice, bob];

const expectSameScreens = (world: World): void => {
  const [alice, bob] = both(world);
  expect(bob.messages().map(({ id }) => id)).toEqual(alice.messages().map(({ id }) => id));
  expect(bob.texts()).toEqual(alice.texts());
  expect(alice.texts()).not.toContain('sealed');
  expect(world.bugs).toEqual([]);
};

describe('two people apart', () => {
  it('O-10: who wrote for 90 days without the other reads everything when they meet', async () => {
    const world = await introduceInTime();
    const [alice, bob] = both(world);
    await alice.send('See you in spring');
    await settle(world);
    world.part();
    for (let day = 0; day < 90; day++) {
      for (const person of [alice, bob]) {
        await person.open();
        await person.send(`${person.name}, day ${day}`);
        person.close();
      }
      await world.time.advance(DAY);
    }
    await Promise.all([alice.open(), bob.open()]);
    world.meet();
    await settle(world);
    for (let more = 0; more < 3; more++) {
      await Promise.all(both(world).map((each) => each.app().commands.loadOlder()));
    }
    expect(alice.messages()).toHaveLength(181);
    expectSameScreens(world);
    expect(alice.messages().every(({ own, state }) => !own || state !== 'device')).toBe(true);
  }, 120_000);

  it('O-11, J-40: a clock a year ahead moves nobody; put right, its messages take their place', async () => {
    const world = await introduceInTime();
    const [alice, bob] = both(world);
    await bob.send('before');
    await settle(world);
    world.part();
    alice.clock.jump(YEAR);
    await alice.send('from the future');
    await world.time.advance(1000);
    await bob.send('from now');
    world.meet();
    await settle(world);
    expectSameScreens(world);
    expect(bob.messages().map(({ clockAhead }) => clockAhead)).toEqual([false, false, true]);
    await bob.send('still now');
    await settle(world);
    expect(bob.texts()).toEqual(['before', 'from now', 'still now', 'from the future']);
    alice.clock.jump(-YEAR);
    await settle(world);
    await alice.send('right again');
    await settle(world);
    expectSameScreens(world);
    expect(bob.messages().some(({ clockAhead }) => clockAhead)).toBe(false);
    expect(bob.texts().at(-1)).toBe('right again');
  }, 60_000);

  it('O-12: a clock a year behind keeps its answers behind what they answer', async () => {
    const world = await introduceInTime();
    const [alice, bob] = both(world);
    await bob.send('question');
    await settle(world);
    alice.clock.jump(-YEAR);
    await alice.send('answer');
    await settle(world);
    await bob.send('thanks');
    await settle(world);
    expectSameScreens(world);
    expect(alice.texts()).toEqual(['question', 'answer', 'thanks']);
    expect(alice.messages().some(({ clockAhead }) => clockAhead)).toBe(false);
  }, 60_000);

  it('O-13: a device set back to an older copy is told so', async () => {
    const world = await introduceInTime();
    const [alice, bob] = both(world);
    await alice.send('one');
    await settle(world);
    const copy = alice.disk.rows();
    await alice.send('two');
    await settle(world);
    alice.close();
    for (const { table, key } of alice.disk.rows()) alice.disk.damage(table, key, undefined);
    for (const { table, key, value } of copy) alice.disk.damage(table, key, value);
    await alice.open();
    await bob.send('hello?');
    await settle(world);
    expect(
      alice
        .app()
        .snapshot()
        .problems.map(({ tag }) => tag),
    ).toContain('forked');
  }, 60_000);

  it('D-30: a long history travels in pages and reads the same there', async () => {
    const world = await introduceInTime();
    const [alice, bob] = both(world);
    world.part();
    for (let i = 0; i < 300; i++) await alice.send(`message ${i}`);
    const pagesOf = (person: PersonInTime) =>
      person.disk
        .rows()
        .filter(({ table }) => table === 'pages')
        .map(({ key, value }) => [key.slice(1), value]);
    expect(pagesOf(alice)).toHaveLength(1);
    world.meet();
    await settle(world);
    expectSameScreens(world);
    expect(pagesOf(bob)).toEqual(pagesOf(alice));
    expect(bob.texts().at(-1)).toBe('message 299');
  }, 60_000);
});
