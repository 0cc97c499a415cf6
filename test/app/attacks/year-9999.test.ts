/** Clocks at the end of time: of the contact, of the node, and beyond what the fields can hold. */
import { describe, expect, it } from 'vitest';
import { introduceInTime, type World } from '../support/two-people.ts';

const YEAR_9999 = Date.UTC(9999, 11, 31);

const settle = ({ time }: World): Promise<void> => time.advance(60_000);

describe.each([
  ['the year 9999', YEAR_9999],
  ['the last millisecond that a stamp can hold', 2 ** 48 - 1],
  ['beyond what a stamp can hold', 2 ** 48 + 5],
  ['beyond what a number can hold', 2 ** 53 + 2],
])('a clock at %s', (_name, then) => {
  it('O-14: of the contact: its messages stand apart, nobody else moves, and all is well when it is right', async () => {
    const world = await introduceInTime();
    const { alice, bob, time } = world;
    await bob.send('before');
    await settle(world);
    const ahead = then - time.now();
    alice.clock.jump(ahead);
    await alice.send('from the end of time');
    await settle(world);
    await bob.send('from now');
    await settle(world);
    expect(bob.texts()).toEqual(['before', 'from now', 'from the end of time']);
    expect(bob.messages().map(({ clockAhead }) => clockAhead)).toEqual([false, false, true]);
    expect(alice.texts()).toEqual(bob.texts());
    alice.clock.jump(-ahead);
    await alice.open();
    await settle(world);
    await alice.send('right again');
    await settle(world);
    await bob.open();
    expect(bob.texts()).toEqual(['before', 'from now', 'from the end of time', 'right again']);
    expect(bob.messages().some(({ clockAhead }) => clockAhead)).toBe(false);
    expect(alice.texts()).toEqual(bob.texts());
    expect(world.bugs).toEqual([]);
  }, 60_000);

  it('O-14: of the node: a doubt is told, and messages keep the time of their devices', async () => {
    const world = await introduceInTime();
    const { alice, bob, time } = world;
    world.node.setClock(then - time.now());
    world.part();
    await time.advance(1_000);
    world.meet();
    await settle(world);
    await alice.send('now');
    await settle(world);
    expect(bob.texts()).toEqual(['now']);
    expect(Math.abs((bob.messages()[0]?.time ?? 0) - time.now())).toBeLessThan(600_000);
    const tags = bob
      .app()
      .snapshot()
      .problems.map(({ tag }) => tag);
    expect(tags).toContain('clock-doubtful');
    await bob.open();
    await settle(world);
    expect(bob.texts()).toEqual(['now']);
    expect(world.bugs).toEqual([]);
  }, 60_000);
});
