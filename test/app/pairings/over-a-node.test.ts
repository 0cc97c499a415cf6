/** Pairing through a real meeting place, over a node as bad as nodes can be. */
import { describe, expect, it } from 'vitest';
import { createHub } from '../../../src/app/links/hub.ts';
import { createPairingPlace } from '../../../src/app/links/rendezvous.ts';
import type { OpenPlace } from '../../../src/app/pairings/attendant.ts';
import { createNobleSuite } from '../../../src/core/crypto/noble-suite.ts';
import { createFakeRandom } from '../../../src/effects/platform/fake-random.ts';
import { createVirtualTime, type VirtualTime } from '../../../src/effects/platform/fake-timers.ts';
import { createFakeNode } from '../../../src/effects/signaling/fake.ts';
import { accept, createDevice, invite, linkOf } from './pairings-fixture.ts';

const suite = createNobleSuite();

const chanceOf = (seed: number): (() => number) => {
  const random = createFakeRandom(seed);
  return () => ((random(1)[0] ?? 0) + 0.5) / 256;
};

const createWorld = async (seed = 1) => {
  const time = createVirtualTime();
  const node = createFakeNode({ clock: time, timers: time, chance: chanceOf(seed) });
  const [hers, his] = [createDevice(time, 1), createDevice(time, 2)];
  const [alice, bob] = [await hers.openTab(), await his.openTab()];
  alice.pairings.lead(openAt(time, node, 11));
  bob.pairings.lead(openAt(time, node, 12));
  return { time, node, hers, his, alice, bob };
};

const openAt = (
  time: VirtualTime,
  node: ReturnType<typeof createFakeNode>,
  seed: number,
): OpenPlace => {
  const hub = createHub({ signaling: node, clock: time, timers: time }, 'wss://node.example/');
  const ports = { suite, random: createFakeRandom(seed), clock: time, timers: time, hub };
  return (secret, _node, events) => createPairingPlace(ports, secret, events);
};

describe('pairing over a node', () => {
  it('P-12: takes less than two seconds when both are there', async () => {
    const { time, alice, bob } = await createWorld();
    const id = await invite(alice);
    await time.advance(1_000);
    await accept(bob, linkOf(alice, id));
    await time.advance(2_000);
    expect([alice.completed, bob.completed]).toEqual([[id], [id]]);
  });

  for (const seed of [1, 2, 3, 4]) {
    it(`P-9: completes once over a node that loses, repeats and reorders (${seed})`, async () => {
      const { time, node, hers, his, alice, bob } = await createWorld(seed);
      node.setFaults({ loss: 0.3, duplicate: 0.4, delay: [1, 3_000] });
      const id = await invite(alice);
      await accept(bob, linkOf(alice, id));
      await time.advance(10 * 60_000);
      expect([alice.completed, bob.completed]).toEqual([[id], [id]]);
      expect(hers.founded.get(id)?.pairingKey).toEqual(his.founded.get(id)?.pairingKey);
    });
  }

  it('P-12: goes on by itself when the node was stopped in the middle', async () => {
    const { time, node, alice, bob } = await createWorld();
    const id = await invite(alice);
    await accept(bob, linkOf(alice, id));
    await time.advance(8);
    node.stop();
    await time.advance(5 * 60_000);
    expect(bob.completed).toEqual([]);
    node.start();
    await time.advance(60_000);
    expect([alice.completed, bob.completed]).toEqual([[id], [id]]);
  });

  it('P-12: goes on after midnight, on the topics of another day than it began on', async () => {
    const { time, node, alice, bob } = await createWorld();
    const topics = new Set<string>();
    node.watch((topic) => topics.add(topic));
    const id = await invite(alice);
    await accept(bob, linkOf(alice, id));
    await time.advance(8);
    node.stop();
    await time.advance(20 * 60 * 60_000);
    node.start();
    await time.advance(60_000);
    expect([alice.completed, bob.completed]).toEqual([[id], [id]]);
    expect(topics.size).toBe(2);
  });

  it('P-9: a node that says everything again, at once and later, changes nothing', async () => {
    const { time, node, hers, alice, bob } = await createWorld();
    const heard: [string, Uint8Array][] = [];
    node.watch((topic, sealed) => heard.push([topic, sealed]));
    const id = await invite(alice);
    await accept(bob, linkOf(alice, id));
    await time.advance(5_000);
    for (const wait of [0, 10 * 60_000]) {
      await time.advance(wait);
      const before = node.published;
      for (const [topic, sealed] of [...heard]) node.inject(topic, sealed);
      const injected = node.published - before;
      await time.advance(5_000);
      expect(node.published - before).toBe(injected);
      heard.length = injected;
    }
    expect([alice.completed, bob.completed]).toEqual([[id], [id]]);
    expect(hers.conversations()).toEqual([id]);
  });

  it('P-12: the node hears no name, no secret and no key', async () => {
    const { time, node, hers, alice, bob } = await createWorld();
    const heard: Buffer[] = [];
    node.watch((topic, sealed) => heard.push(Buffer.from(topic), Buffer.from(sealed)));
    const id = await invite(alice, 'Alice Liddell');
    await accept(bob, linkOf(alice, id), 'Bob Roberts');
    await time.advance(5_000);
    const founded = hers.founded.get(id);
    expect(founded).toBeDefined();
    const { own, peer } = founded ?? {};
    const secrets = [own?.writer, peer?.writer, own?.kemKey, peer?.kemKey, founded?.conversationId];
    for (const frame of heard) {
      expect(frame.includes('Alice') || frame.includes('Bob')).toBe(false);
      for (const secret of secrets) expect(frame.includes(Buffer.from(secret ?? []))).toBe(false);
    }
  });
});
