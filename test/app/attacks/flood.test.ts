/**
 * Somebody who holds a room secret, and no key of a writer, and floods the topic with knocks and
 * offers under ever new sessions.
 */
import { describe, expect, it } from 'vitest';
import { encodeRelayFrame } from '../../../src/core/link/relay.ts';
import { ENVELOPE_KIND, EVERYBODY, sealEnvelope } from '../../../src/core/wire/envelope.ts';
import { encodeKnock, encodeLinkSignal } from '../../../src/core/wire/knock.ts';
import { dayOf, roomTopic } from '../../../src/core/wire/topics.ts';
import { createFakeRandom } from '../../../src/effects/platform/fake-random.ts';
import { createWorld, fill, suite, writerOf, type World } from '../links/world.ts';
import { createCounted } from '../support/counted.ts';

type Kind = 'knock' | 'offer' | 'relay';

const KINDS: readonly Kind[] = ['knock', 'offer', 'relay'];

/** `perSecond` frames of each kind, each of a session of its own, for so many seconds. */
const flood = async (
  { time, node }: World,
  roomSecret: Uint8Array,
  kinds: readonly Kind[],
  perSecond: number,
  seconds: number,
): Promise<void> => {
  const random = createFakeRandom(31337);
  const say = (kind: number, body: Uint8Array, first: number): void => {
    const topic = roomTopic(suite, roomSecret, dayOf(time.now()));
    const sender = random(16);
    sender[0] = first;
    const envelope = { kind, sender, target: EVERYBODY, counter: 0, time: time.now(), body };
    node.inject(topic.name, sealEnvelope(suite, random, topic, envelope));
  };
  const speak = {
    // The side with the smaller session opens: these make the others open, those below answer.
    knock: () => say(ENVELOPE_KIND.knock, knockOf(random(32)), 255),
    offer: () => {
      const body = encodeLinkSignal({ link: random(8), bytes: random(2) });
      say(ENVELOPE_KIND.signal, body, 0);
    },
    relay: () => {
      const part = { sequence: 0, acknowledged: 0, chunk: { bytes: random(33), isLast: true } };
      say(ENVELOPE_KIND.relay, encodeRelayFrame({ type: 'data', link: random(8), part }), 0);
    },
  };
  for (let i = 0; i < perSecond * seconds; i++) {
    for (const kind of kinds) speak[kind]();
    await time.advance(1000 / perSecond);
  }
};

const knockOf = (digest: Uint8Array): Uint8Array =>
  encodeKnock({ attending: true, lacking: true, busy: false, writer: writerOf(1), digest });

const busy = (secret: Uint8Array, kinds = KINDS) => {
  const world = createWorld();
  // As slow as a node far away: the flood goes on while a handshake is under way.
  world.node.setFaults({ delay: [80, 160] });
  const counted = [1, 2].map(() => createCounted(world.network.transport()));
  const start = () =>
    [1, 2].map((number, i) => world.device(number, { transport: counted[i]?.transport }));
  return { world, counted, start, flood: () => flood(world, secret, kinds, 20, 20) };
};

describe('a flood of knocks and offers', () => {
  it.each([...KINDS.map((kind) => [kind, [kind]] as const), ['all', KINDS] as const])(
    'L-58: takes few places at a time, and the contact is met in the middle of it (%s)',
    async (_name, kinds) => {
      const { world, counted, start, flood } = busy(fill(8), [...kinds]);
      let most = 0;
      const flooding = flood();
      const devices = start();
      const watch = (): void => {
        most = Math.max(most, ...counted.map((each) => each.open()));
        world.time.after(50, watch);
      };
      watch();
      await flooding;
      expect(devices.map((device) => device.up().length)).toEqual([1, 1]);
      expect(most).toBeLessThan(10);
      devices[0]?.say('in the middle of it');
      await world.time.advance(60_000);
      expect(devices[1]?.texts()).toEqual(['in the middle of it']);
      expect(counted.map((each) => each.open())).toEqual([1, 1]);
    },
  );
});
