/** A node that recorded everything, pairing, offers and relayed links included, and says it all again. */
import { describe, expect, it } from 'vitest';
import { createFakeRandom } from '../../../src/effects/platform/fake-random.ts';
import { createCounted, type Counted } from '../support/counted.ts';
import { introduceInTime, type World } from '../support/two-people.ts';

type Frame = { readonly topic: string; readonly sealed: Uint8Array };

const FRAMES = 10_000;
const BATCH = 250;
const MINUTE = 60_000;

/** Two people who paired and talked directly and through the node, and every frame that the node saw. */
const record = async (timeless = false) => {
  const frames: Frame[] = [];
  const counted: Counted[] = [];
  const world = await introduceInTime({
    timeless,
    watch: (topic, sealed) => frames.push({ topic, sealed }),
    transport: (real) => {
      const each = createCounted(real);
      counted.push(each);
      return each.transport;
    },
  });
  await converse(world, 'directly');
  world.network.setReachable(false);
  world.network.cut();
  for (let i = 0; i < 20; i++) await converse(world, `through the node, ${i}`);
  world.network.setReachable(true);
  await reload(world);
  await converse(world, 'directly again');
  expect(world.alice.conversation().route).toBe('direct');
  return { world, recorded: [...frames], frames, counted };
};

const people = ({ alice, bob }: World) => [alice, bob] as const;

const reload = async (world: World): Promise<void> => {
  for (const person of people(world)) await person.open();
};

const converse = async (world: World, text: string): Promise<void> => {
  for (const person of people(world)) {
    await person.send(`${person.name}, ${text}`);
    await world.time.advance(15_000);
  }
};

/** All recorded frames in any order, again and again. */
const replay = async (
  world: World,
  recorded: readonly Frame[],
  count = FRAMES,
  atHalf: () => Promise<void> = () => Promise.resolve(),
): Promise<void> => {
  const dice = createFakeRandom(4711);
  for (let i = 0; i < count; i++) {
    const [high = 0, low = 0] = dice(2);
    const frame = recorded[(high * 256 + low) % recorded.length];
    if (frame) world.node.inject(frame.topic, frame.sealed);
    if (i % BATCH === BATCH - 1) await world.time.advance(500);
    if (i === count / 2) await atHalf();
  }
};

const total = (counted: readonly Counted[], what: 'made' | 'open'): number =>
  counted.reduce((sum, each) => sum + each[what](), 0);

const storedBytes = (world: World): number =>
  people(world)
    .flatMap(({ disk }) => disk.rows())
    .reduce((sum, { value }) => sum + value.length, 0);

describe('10,000 recorded frames', () => {
  it('L-57: said again to programs that run take no place, get no answer and change nothing', async () => {
    const { world, recorded, frames, counted } = await record();
    expect(new Set(recorded.map(({ sealed }) => String(sealed))).size).toBeGreaterThan(100);
    const before = {
      texts: people(world).map((person) => person.texts()),
      made: total(counted, 'made'),
      stored: storedBytes(world),
      frames: frames.length,
    };
    await replay(world, recorded);
    await world.time.advance(MINUTE);
    expect({
      texts: people(world).map((person) => person.texts()),
      made: total(counted, 'made'),
      stored: storedBytes(world),
      frames: frames.length - FRAMES,
    }).toEqual(before);
    expect(total(counted, 'open')).toBe(2);
    expect(world.bugs).toEqual([]);
  }, 120_000);

  it.each([
    ['a node that tells the time', false],
    ['a node that tells none', true],
  ])(
    'L-57: said to programs that just began they keep nobody out, and what they took is free soon; by %s',
    async (_node, timeless) => {
      const { world, frames, counted } = await record(timeless);
      for (let i = 0; i < 8; i++) {
        await reload(world);
        await world.time.advance(2_000);
      }
      const recorded = [...frames];
      const made = total(counted, 'made');
      await reload(world);
      await replay(world, recorded, FRAMES, () => world.alice.send('in the middle of it'));
      // They do open to programs that know nothing yet, so something is tried.
      expect(total(counted, 'made')).toBeGreaterThan(made + 2);
      expect(total(counted, 'made')).toBeLessThan(made + 200);
      for (const person of people(world)) {
        expect(person.conversation().route).toBe('direct');
        expect(person.texts().at(-1)).toBe('in the middle of it');
        expect(new Set(person.texts()).size).toBe(person.texts().length);
      }
      await world.time.advance(MINUTE);
      expect(total(counted, 'open')).toBe(2);
      expect(world.bugs).toEqual([]);
    },
    120_000,
  );

  it('P-9: said to an inviter that waits they claim nothing, and the next claimant is let in', async () => {
    const { world, recorded } = await record();
    await world.alice.app().commands.invite();
    const { open } = world.alice.app().snapshot();
    if (open?.kind !== 'inviting') throw new Error('Alice has no invitation open');
    await replay(world, recorded, 2_000);
    await world.time.advance(MINUTE);
    expect(world.alice.app().snapshot().open).toEqual(open);
    await world.bob.app().commands.readInvitation(open.link);
    await world.bob.app().commands.acceptInvitation();
    await world.time.advance(10_000);
    expect(world.alice.conversation().messages).toEqual([]);
    expect(world.alice.app().snapshot().conversations).toHaveLength(2);
    expect(world.bugs).toEqual([]);
  }, 60_000);
});
