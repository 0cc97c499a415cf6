/** L-56 over real WebRTC: four real channels, with somebody in the middle of two devices. */
import { describe, expect, it } from 'vitest';
import { createHub } from '../../../src/app/links/hub.ts';
import { createLinks } from '../../../src/app/links/links.ts';
import { createNobleSuite } from '../../../src/core/crypto/noble-suite.ts';
import { createClock } from '../../../src/effects/platform/clock.ts';
import { createRandom } from '../../../src/effects/platform/random.ts';
import { createTimers } from '../../../src/effects/platform/timers.ts';
import { createFakeNode, type FakeNode } from '../../../src/effects/signaling/fake.ts';
import { createWebRtcTransport } from '../../../src/effects/transport/webrtc.ts';
import type { Transport } from '../../../src/ports/transport.ts';
import { createSplice } from '../../app/support/splice.ts';

const suite = createNobleSuite();
const random = createRandom();
const clock = createClock();
const timers = createTimers();
const conversationId = random(32);
const roomSecret = random(32);

/** A device of one conversation: what its links told, in words. */
const device = (node: FakeNode, transport: Transport) => {
  const told: string[] = [];
  const texts: string[] = [];
  let link = '';
  const hub = createHub({ signaling: node, clock, timers }, 'ws://node');
  const config = {
    conversationId,
    roomSecrets: [roomSecret],
    seed: random(32),
    isKnownWriter: () => true,
  };
  const links = createLinks({ suite, random, clock, timers, hub, transport }, config, {
    up: (name, _peer, route) => {
      link = name;
      told.push(route);
    },
    down: () => undefined,
    message: (_link, bytes) => texts.push(new TextDecoder().decode(bytes)),
    drained: () => undefined,
    route: () => undefined,
  });
  links.attend(true);
  links.setDigest(random(32), true);
  return {
    told,
    texts,
    say: (text: string) => links.send(link, new TextEncoder().encode(text)),
    close: () => {
      links.close();
      hub.close();
    },
  };
};

const until = async (isSo: () => boolean): Promise<void> => {
  for (let i = 0; i < 1_000 && !isSo(); i++) await new Promise((done) => setTimeout(done, 20));
  expect(isSo()).toBe(true);
};

const meet = (isBindingForged: boolean) => {
  const node = createFakeNode({ clock, timers });
  const real = createWebRtcTransport(timers);
  const splice = createSplice(real, { isBindingForged });
  const devices = [device(node, real), device(node, splice.transport)] as const;
  return {
    splice,
    devices,
    all: (isSo: (each: (typeof devices)[0]) => boolean) => devices.every(isSo),
  };
};

describe('who ends both WebRTC channels himself', () => {
  it('L-56: gets no link: both sides refuse it, and go through the node', async () => {
    const { splice, devices, all } = meet(false);
    await until(() => splice.opened() > 0 && all(({ told }) => told.length > 0));
    expect(all(({ told }) => told.every((route) => route === 'relayed'))).toBe(true);
    devices[0].say('hello');
    await until(() => devices[1].texts.includes('hello'));
    devices.forEach((each) => each.close());
  }, 60_000);

  it('L-56: the test would see it: with one binding on both halves he stands in the middle', async () => {
    const { splice, devices, all } = meet(true);
    await until(() => all(({ told }) => told.includes('direct')));
    expect(splice.opened()).toBeGreaterThan(0);
    devices.forEach((each) => each.close());
  }, 60_000);
});
