/** Code that is loaded when it is first needed, and the network, which is. */
import { describe, expect, it, vi } from 'vitest';
import { createLate } from '../../src/app/late.ts';
import { lateNetwork } from '../../src/app/late-network.ts';
import { createLeading } from '../../src/app/leading.ts';
import type { Ports } from '../../src/app/ports.ts';
import { createProblemBoard } from '../../src/app/problem-board.ts';
import { createNobleSuite } from '../../src/core/crypto/noble-suite.ts';
import { createFakeRandom } from '../../src/effects/platform/fake-random.ts';
import { createVirtualTime, settle } from '../../src/effects/platform/fake-timers.ts';
import { createFakeNode } from '../../src/effects/signaling/fake.ts';
import { createFakeNetwork } from '../../src/effects/transport/fake.ts';

describe('late code', () => {
  it('A-473: is loaded once, however often it is asked for', async () => {
    let loads = 0;
    const late = createLate(() => Promise.resolve(++loads));
    expect(late.now()).toBeUndefined();
    expect(await Promise.all([late.load(), late.load()])).toEqual([1, 1]);
    expect([late.now(), await late.load(), loads]).toEqual([1, 1, 1]);
  });

  it('A-473: is tried again after a failure', async () => {
    let loads = 0;
    const late = createLate(() =>
      ++loads === 1 ? Promise.reject(new Error('no connection')) : Promise.resolve('code'),
    );
    await expect(late.load()).rejects.toThrow('no connection');
    expect(late.now()).toBeUndefined();
    expect(await late.load()).toBe('code');
  });
});

describe('the network', () => {
  /** A tab that may lead, and how often it has connected to the node. */
  const createTab = () => {
    const time = createVirtualTime();
    const node = createFakeNode({ clock: time, timers: time });
    let connects = 0;
    const ports = {
      suite: createNobleSuite(),
      random: createFakeRandom(1),
      clock: time,
      timers: time,
      transport: createFakeNetwork(time).transport(),
      signaling: {
        connect: (...given: Parameters<typeof node.connect>) => {
          connects += 1;
          return node.connect(...given);
        },
      },
      nodeUrl: 'wss://chat.example/',
    } as unknown as Ports;
    const problems = createProblemBoard(() => undefined);
    const leading = createLeading({
      ports,
      parts: () => undefined,
      problems,
      tell: () => undefined,
      changed: () => undefined,
    });
    const tags = () => problems.list().map(({ tag }) => tag);
    return { time, leading, tags, connects: () => connects };
  };

  it('A-473: begins when its code is there, if the tab leads then', async () => {
    const [stays, leaves, closes] = [createTab(), createTab(), createTab()];
    for (const { leading } of [stays, leaves, closes]) leading.lead();
    expect(stays.leading.status().follower).toBe(false);
    expect(stays.connects()).toBe(0);
    leaves.leading.follow();
    closes.leading.close();
    await lateNetwork.load();
    await settle();
    expect([stays, leaves, closes].map(({ connects }) => connects())).toEqual([1, 0, 0]);
    expect(leaves.leading.status().follower).toBe(true);
    // From then on there is nothing to wait for.
    leaves.leading.lead();
    expect(leaves.connects()).toBe(1);
    for (const { leading } of [stays, leaves]) leading.close();
  });

  it('A-473: that its code did not come is said until it does', async () => {
    const { time, leading, tags, connects } = createTab();
    const code = await lateNetwork.load();
    const now = vi.spyOn(lateNetwork, 'now').mockReturnValue(undefined);
    const load = vi.spyOn(lateNetwork, 'load').mockRejectedValueOnce(new Error('no connection'));
    leading.lead();
    await settle();
    expect([tags(), connects()]).toEqual([['part-missing'], 0]);
    now.mockReturnValue(code);
    await time.advance(5_000);
    expect([tags(), connects()]).toEqual([[], 1]);
    leading.close();
    for (const each of [now, load]) each.mockRestore();
  });
});
