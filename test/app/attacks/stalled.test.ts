/** 5 MB for somebody who takes them in parts, or stops taking anything. */
import { describe, expect, it } from 'vitest';
import { createStalling, type Stalling } from '../support/stalling.ts';
import { introduceInTime, type World } from '../support/two-people.ts';

const TEXT = 'x'.repeat(16_000);
const COUNT = 328;
const MB = 1024 * 1024;

/** Alice wrote 5 MB while Bob was away; the channel stalls when a tenth of it went through. */
const owing = async (): Promise<{ readonly world: World; readonly stalling: Stalling }> => {
  const stallings: Stalling[] = [];
  const world = await introduceInTime({
    transport: (real, name) => {
      const stalling = createStalling(real, name === 'Alice' ? MB / 2 : Infinity);
      stallings.push(stalling);
      return stalling.transport;
    },
  });
  world.bob.close();
  await world.time.advance(60_000);
  for (let i = 0; i < COUNT; i++) await world.alice.send(TEXT);
  await world.bob.open();
  await world.time.advance(10_000);
  const stalling = stallings.find((each) => each.isStalled());
  if (!stalling) throw new Error('nothing stalled');
  return { world, stalling };
};

const bytesAt = ({ bob }: World): number =>
  bob.disk
    .rows()
    .filter(({ table }) => table === 'entries' || table === 'pages')
    .reduce((sum, { value }) => sum + value.length, 0);

describe('5 MB over a direct channel that stalls', () => {
  it('L-59: little waits at the sender meanwhile, and all arrives when it flows again', async () => {
    const { world, stalling } = await owing();
    await world.time.advance(15_000);
    expect(stalling.isStalled()).toBe(true);
    expect(bytesAt(world)).toBeLessThan(MB);
    expect(stalling.most()).toBeGreaterThan(0);
    expect(stalling.most()).toBeLessThan(1.5 * MB);
    stalling.flow();
    await world.time.advance(60_000);
    expect(bytesAt(world)).toBeGreaterThan(5 * MB);
    expect(world.bob.texts().every((text) => text === TEXT)).toBe(true);
    expect(world.bugs).toEqual([]);
  }, 240_000);

  it('L-59: one that never flows again is given up, and all arrives over a new link', async () => {
    const { world, stalling } = await owing();
    await world.time.advance(180_000);
    expect(stalling.most()).toBeLessThan(1.5 * MB);
    expect(bytesAt(world)).toBeGreaterThan(5 * MB);
    expect(world.alice.messages().every(({ state }) => state !== 'device')).toBe(true);
    expect(world.bugs).toEqual([]);
  }, 240_000);
});
