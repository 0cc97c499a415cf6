/** Somebody who ends the direct channels of two devices himself (splice.ts), and what he gets. */
import { describe, expect, it } from 'vitest';
import { createWorld } from '../links/world.ts';
import { createSplice, type Splice } from '../support/splice.ts';
import { introduceInTime, type World } from '../support/two-people.ts';

const talk = async ({ time, alice, bob }: World): Promise<void> => {
  await alice.send('from Alice');
  await time.advance(10_000);
  await bob.send('from Bob');
  await time.advance(10_000);
};

const spliced = async (isBindingForged: boolean) => {
  const splices: Splice[] = [];
  const world = await introduceInTime({
    transport: (real, name) => {
      if (name === 'Alice') return real;
      const splice = createSplice(real, { isBindingForged });
      splices.push(splice);
      return splice.transport;
    },
  });
  await talk(world);
  await world.time.advance(60_000);
  const opened = splices.reduce((sum, splice) => sum + splice.opened(), 0);
  return { world, opened, passed: splices.flatMap((splice) => splice.passed) };
};

describe('who ends both direct channels himself', () => {
  it('L-56: gets no link: both sides refuse it, and the conversation goes through the node', async () => {
    const { world, opened } = await spliced(false);
    expect(opened).toBeGreaterThan(0);
    for (const person of [world.alice, world.bob]) {
      expect(person.conversation().route).toBe('relayed');
      expect(person.texts()).toEqual(['from Alice', 'from Bob']);
    }
    expect(world.bugs).toEqual([]);
  });

  it('L-56: the test would see it: with one binding on both halves he stands in the middle', async () => {
    const { world, passed } = await spliced(true);
    for (const person of [world.alice, world.bob]) {
      expect(person.conversation().route).toBe('direct');
      expect(person.texts()).toEqual(['from Alice', 'from Bob']);
    }
    const text = Buffer.from('from Alice');
    expect(passed.some((bytes) => Buffer.from(bytes).includes(text))).toBe(false);
  });

  it.each([
    ['who opens', 1],
    ['who answers', 2],
  ])('L-56: neither side takes the link for good, with %s behind him', async (_name, victim) => {
    const world = createWorld();
    const splice = createSplice(world.network.transport());
    const devices = [1, 2].map((number) =>
      world.device(number, {
        transport: number === victim ? splice.transport : world.network.transport(),
      }),
    );
    await world.time.advance(60_000);
    expect(splice.opened()).toBeGreaterThan(0);
    for (const device of devices) {
      const routes = device.told.flatMap((told) => (told.type === 'up' ? [told.route] : []));
      expect(routes).toEqual(['relayed']);
      expect(device.up()).toHaveLength(1);
    }
    devices[0]?.say('hello');
    await world.time.advance(5_000);
    expect(devices[1]?.texts()).toEqual(['hello']);
  });
});
