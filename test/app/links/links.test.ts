import { describe, expect, it } from 'vitest';
import { createPairingPlace } from '../../../src/app/links/rendezvous.ts';
import { createFakeRandom } from '../../../src/effects/platform/fake-random.ts';
import { createWorld, fill, suite, writerOf, type Device, type World } from './world.ts';

const YEAR = 365 * 24 * 60 * 60 * 1000;

const talk = async ({ time }: World, a: Device, b: Device): Promise<void> => {
  const [fromA, fromB] = [`a${a.texts().length}`, `b${b.texts().length}`];
  a.say(fromA);
  b.say(fromB);
  await time.advance(3000);
  expect(b.texts()).toContain(fromA);
  expect(a.texts()).toContain(fromB);
};

const reasons = (device: Device): readonly string[] =>
  device.told.flatMap((event) => (event.type === 'down' ? [event.reason] : []));

describe('links', () => {
  it('L-31: two devices with news for each other meet through the node and talk both ways', async () => {
    const world = createWorld();
    const [alice, bob] = [world.device(1), world.device(2)];
    await world.time.advance(3000);
    expect(alice.told[0]).toMatchObject({ type: 'up', route: 'relayed', peer: writerOf(2) });
    expect(bob.told[0]).toMatchObject({ type: 'up', route: 'relayed', peer: writerOf(1) });
    await talk(world, alice, bob);
    expect([alice.routes, bob.routes]).toEqual([
      ['connecting', 'relayed'],
      ['connecting', 'relayed'],
    ]);
  });

  it('L-32: a direct link is tried first, and the relay is not used when it stands', async () => {
    const world = createWorld();
    const [alice, bob] = [1, 2].map((n) =>
      world.device(n, { transport: world.network.transport() }),
    );
    if (alice === undefined || bob === undefined) throw new Error('no devices');
    await world.time.advance(3000);
    expect([alice.route(), bob.route()]).toEqual(['direct', 'direct']);
    const before = world.node.published;
    await talk(world, alice, bob);
    expect(world.node.published).toBe(before);
  });

  it('L-33: with no direct way the relay takes over after a moment, and a direct link later, without a gap', async () => {
    const world = createWorld();
    world.network.setReachable(false);
    const [alice, bob] = [1, 2].map((n) =>
      world.device(n, { transport: world.network.transport() }),
    );
    if (alice === undefined || bob === undefined) throw new Error('no devices');
    await world.time.advance(1000);
    expect(alice.route()).toBe('connecting');
    await world.time.advance(4000);
    expect([alice.route(), bob.route()]).toEqual(['relayed', 'relayed']);
    await talk(world, alice, bob);
    world.network.setReachable(true);
    await world.time.advance(100_000);
    expect([alice.route(), bob.route()]).toEqual(['direct', 'direct']);
    expect(alice.up()).toHaveLength(1);
    const order = alice.told.flatMap((e) => (e.type === 'up' || e.type === 'down' ? [e.type] : []));
    expect(order).toEqual(['up', 'up', 'down']);
    await talk(world, alice, bob);
  });

  it('L-34: a device without WebRTC is relayed to at once', async () => {
    const world = createWorld();
    const alice = world.device(1, { transport: world.network.transport() });
    const bob = world.device(2);
    await world.time.advance(4000);
    expect([alice.route(), bob.route()]).toEqual(['relayed', 'relayed']);
  });

  it('L-35: equal digests and nobody attending open nothing; attention does', async () => {
    const world = createWorld();
    const [alice, bob] = [world.device(1), world.device(2)];
    for (const device of [alice, bob]) device.links.setDigest(fill(5), false);
    await world.time.advance(120_000);
    expect([alice.routes, bob.routes]).toEqual([[], []]);
    alice.links.attend(true);
    await world.time.advance(3000);
    expect(bob.route()).toBe('relayed');
  });

  it('L-36: news open a link, which closes after five minutes without attention, and what was settled opens nothing', async () => {
    const world = createWorld();
    const [alice, bob] = [world.device(1), world.device(2)];
    await world.time.advance(3000);
    await talk(world, alice, bob);
    await world.time.advance(6 * 60_000);
    expect([alice.route(), bob.route()]).toEqual(['none', 'none']);
    expect(reasons(alice).concat(reasons(bob))).toContain('idle');
    const told = alice.told.length;
    world.time.advanceNow(10 * 60_000);
    expect(alice.told).toHaveLength(told);
    alice.links.setDigest(fill(77), false);
    await world.time.advance(3000);
    expect(alice.route()).toBe('relayed');
  });

  it('L-37: while somebody attends the link stays', async () => {
    const world = createWorld();
    const [alice, bob] = [world.device(1), world.device(2)];
    bob.links.attend(true);
    world.time.advanceNow(30 * 60_000);
    expect(reasons(alice)).toEqual([]);
    await talk(world, alice, bob);
  });

  it('L-38: loss, repetition and overtaking in the node lose, double and swap no message', async () => {
    for (const seed of [1, 2, 3]) {
      const world = createWorld(0, seed);
      world.node.setFaults({ loss: 0.1, duplicate: 0.2, delay: [5, 300] });
      const [alice, bob] = [world.device(1), world.device(2)];
      await world.time.advance(60_000);
      const texts = Array.from({ length: 20 }, (_, i) => `${i} ${'x'.repeat(500 * i)}`);
      for (const text of texts) alice.say(text);
      await world.time.advance(60_000);
      expect(bob.texts()).toEqual(texts);
      expect(reasons(bob)).toEqual([]);
    }
  });

  it('L-39: after a restart of the node a relayed link goes on', async () => {
    const world = createWorld();
    const [alice, bob] = [world.device(1), world.device(2)];
    await world.time.advance(3000);
    world.node.stop();
    await world.time.advance(5000);
    alice.say('while the node is away');
    world.node.start();
    await world.time.advance(5000);
    expect(bob.texts()).toEqual(['while the node is away']);
    expect(reasons(alice)).toEqual([]);
  });

  it('L-40: a node away for minutes ends the link, and it comes back by itself', async () => {
    const world = createWorld();
    const [alice, bob] = [world.device(1), world.device(2)];
    await world.time.advance(3000);
    world.node.stop();
    await world.time.advance(120_000);
    expect([alice.route(), bob.route()]).toEqual(['none', 'none']);
    expect(reasons(alice)).toEqual(['silent']);
    world.node.start();
    await world.time.advance(5000);
    await talk(world, alice, bob);
  });

  it('L-41: a frozen side is given up, and met again when it thaws', async () => {
    const world = createWorld();
    const [alice, bob] = [world.device(1), world.device(2)];
    await world.time.advance(3000);
    bob.timers.freeze();
    await world.time.advance(120_000);
    expect(alice.up()).toHaveLength(0);
    bob.timers.thaw();
    bob.links.wake();
    await world.time.advance(40_000);
    expect([alice.up().length, bob.up().length]).toEqual([1, 1]);
    await talk(world, alice, bob);
  });

  it('L-42: a direct link that died without a word is found out after a wake, and replaced', async () => {
    const world = createWorld();
    const [alice, bob] = [1, 2].map((n) =>
      world.device(n, { transport: world.network.transport() }),
    );
    if (alice === undefined || bob === undefined) throw new Error('no devices');
    await world.time.advance(3000);
    world.network.setAlive(false);
    await world.time.advance(1000);
    alice.links.wake();
    await world.time.advance(11_000);
    expect(reasons(alice)).toEqual(['silent']);
    world.network.setAlive(true);
    await world.time.advance(60_000);
    await talk(world, alice, bob);
  });

  it('L-43: a device that reloads is met again at once, and its old link goes', async () => {
    const world = createWorld();
    const [alice, bob] = [world.device(1), world.device(2)];
    await world.time.advance(3000);
    bob.timers.freeze();
    bob.hub.close();
    const again = world.device(2);
    await world.time.advance(14_000);
    expect(alice.up()).toHaveLength(1);
    await talk(world, alice, again);
  });

  it('L-44: a writer who is not known gets no link, though it holds the room secret', async () => {
    const world = createWorld();
    const alice = world.device(1, { knows: () => false });
    const mallory = world.device(3, { knows: () => true });
    alice.links.attend(true);
    mallory.links.attend(true);
    await world.time.advance(60_000);
    expect(alice.told.concat(mallory.told).filter(({ type }) => type === 'up')).toEqual([]);
  });

  it('L-45: every recorded frame played again, now and an hour later, opens and says nothing', async () => {
    const world = createWorld();
    const recorded: (readonly [string, Uint8Array])[] = [];
    world.node.watch((topic, sealed) => recorded.push([topic, sealed]));
    const [alice, bob] = [world.device(1), world.device(2)];
    await world.time.advance(3000);
    await talk(world, alice, bob);
    const replay = async (): Promise<void> => {
      for (const [topic, sealed] of recorded.slice()) world.node.inject(topic, sealed);
      await world.time.advance(5000);
    };
    const told = bob.told.length;
    await replay();
    expect(bob.told).toHaveLength(told);
    expect(bob.up()).toHaveLength(1);
    alice.links.close();
    world.time.advanceNow(60 * 60_000);
    const { length } = bob.told;
    await replay();
    expect(bob.told).toHaveLength(length);
    expect(bob.route()).toBe('none');
  });

  it('L-46: garbage on a topic changes nothing', async () => {
    const world = createWorld();
    const topics = new Set<string>();
    world.node.watch((topic) => topics.add(topic));
    const [alice, bob] = [world.device(1), world.device(2)];
    await world.time.advance(3000);
    const random = createFakeRandom(5);
    for (const topic of topics) {
      for (const size of [0, 1, 100, 256, 2048, 5600]) world.node.inject(topic, random(size));
    }
    await world.time.advance(1000);
    await talk(world, alice, bob);
  });

  it('L-47: devices whose clocks are a year apart meet, by the node’s clock', async () => {
    const world = createWorld();
    const [alice, bob] = [
      world.device(1, { clockOffset: YEAR }),
      world.device(2, { clockOffset: -YEAR }),
    ];
    await world.time.advance(5000);
    await talk(world, alice, bob);
  });

  it('L-48: over a node that tells no time devices meet too', async () => {
    const world = createWorld(null);
    const [alice, bob] = [world.device(1), world.device(2)];
    await world.time.advance(10_000);
    await talk(world, alice, bob);
  });

  it('L-48: a node that tells no time is not waited for', async () => {
    const world = createWorld(null);
    const [alice, bob] = [world.device(1), world.device(2)];
    alice.links.attend(true);
    await world.time.advance(1500);
    expect([alice.up().length, bob.up().length]).toEqual([1, 1]);
  });

  it('L-49: a relayed link goes on over midnight, on the topics of the new day', async () => {
    const world = createWorld();
    const topics = new Set<string>();
    world.node.watch((topic) => topics.add(topic));
    const [alice, bob] = [world.device(1), world.device(2)];
    alice.links.attend(true);
    await world.time.advance(3000);
    // From 22:13 over midnight, as UTC tells it.
    world.time.advanceNow(2 * 60 * 60_000);
    await talk(world, alice, bob);
    expect(topics.size).toBe(2);
    expect(reasons(alice)).toEqual([]);
  });

  it('L-50: a large message goes through the relay at its pace, and the sender is told to wait', async () => {
    const world = createWorld();
    const [alice, bob] = [world.device(1), world.device(2)];
    await world.time.advance(3000);
    const before = world.node.published;
    expect(alice.say('x'.repeat(200_000))).toBe(true);
    expect(alice.say('y'.repeat(200_000))).toBe(false);
    await world.time.advance(1000);
    expect(world.node.published - before).toBeLessThan(150);
    await world.time.advance(9000);
    expect(bob.texts().map((text) => text.length)).toEqual([200_000, 200_000]);
    expect(alice.told.some(({ type }) => type === 'drained')).toBe(true);
  });

  it('L-51: closing says so to the other side', async () => {
    const world = createWorld();
    const [alice, bob] = [world.device(1), world.device(2)];
    await world.time.advance(3000);
    alice.links.close();
    await world.time.advance(100);
    expect(reasons(bob)).toEqual(['pipe-closed']);
  });

  it('L-52: three devices of one conversation each get a link to the two others', async () => {
    const world = createWorld();
    const devices = [1, 2, 3].map((n) => world.device(n));
    for (const device of devices) device.links.attend(true);
    await world.time.advance(60_000);
    expect(devices.map((device) => device.up().length)).toEqual([2, 2, 2]);
  });

  it('L-54: a writer that opens link after link has four at most', async () => {
    const world = createWorld();
    const honest = world.device(1);
    const many = Array.from({ length: 7 }, () => world.device(2));
    for (const device of many) device.links.attend(true);
    await world.time.advance(8_000);
    expect(honest.up().length).toBe(4);
  });

  it('W-15: frames of a pairing reach the others on its topic, and no other place', async () => {
    const world = createWorld();
    const heard: string[][] = [[], [], []];
    const places = [fill(1), fill(1), fill(2)].map((secret, i) => {
      const { hub, clock, timers } = world.device(1 + (i % 3));
      return createPairingPlace(
        { suite, random: createFakeRandom(50 + i), clock, timers, hub },
        secret,
        {
          received: (kind, body) => heard[i]?.push(`${kind}:${body.join()}`),
          ready: () => undefined,
        },
      );
    });
    await world.time.advance(3000);
    expect(places[0]?.isReady).toBe(true);
    expect(places[0]?.send(16, new Uint8Array([1, 2]))).toBe(true);
    await world.time.advance(100);
    expect(heard).toEqual([[], ['16:1,2'], []]);
    expect(() => places[0]?.send(2, new Uint8Array(0))).toThrow(RangeError);
  });
});
