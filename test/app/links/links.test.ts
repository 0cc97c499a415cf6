import { describe, expect, it } from 'vitest';
import { createWorld, writerOf } from './world.ts';

describe('links', () => {
  it('L-101: two devices with news for each other meet through the node and talk both ways', async () => {
    const { time, device } = createWorld();
    const [alice, bob] = [device(1), device(2)];
    await time.advance(3000);
    expect(alice.told[0]).toMatchObject({ type: 'up', route: 'relayed', peer: writerOf(2) });
    expect(bob.told[0]).toMatchObject({ type: 'up', route: 'relayed', peer: writerOf(1) });
    expect(alice.say('hello')).toBe(true);
    expect(bob.say('hi')).toBe(true);
    await time.advance(200);
    expect(bob.texts()).toEqual(['hello']);
    expect(alice.texts()).toEqual(['hi']);
    expect([alice.route(), bob.route()]).toEqual(['relayed', 'relayed']);
  });
});
