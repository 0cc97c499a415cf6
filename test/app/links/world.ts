/** Devices of one conversation around a node, in virtual time. */
import { createNobleSuite } from '../../../src/core/crypto/noble-suite.ts';
import { equalBytes } from '../../../src/core/bytes/compare.ts';
import { createHub, type Hub } from '../../../src/app/links/hub.ts';
import {
  createLinks,
  type LinkId,
  type Links,
  type LinksConfig,
} from '../../../src/app/links/links.ts';
import type { BestRoute } from '../../../src/app/links/standing.ts';
import { createFakeClock, type FakeClock } from '../../../src/effects/platform/fake-clock.ts';
import { createFakeRandom } from '../../../src/effects/platform/fake-random.ts';
import {
  createFreezableTimers,
  createVirtualTime,
  type FreezableTimers,
  type VirtualTime,
} from '../../../src/effects/platform/fake-timers.ts';
import { createFakeNode, type FakeNode } from '../../../src/effects/signaling/fake.ts';
import { createFakeNetwork, type FakeNetwork } from '../../../src/effects/transport/fake.ts';
import type { Transport } from '../../../src/ports/transport.ts';

export const suite = createNobleSuite();

export type Told =
  | {
      readonly type: 'up';
      readonly link: LinkId;
      readonly route: string;
      readonly peer: Uint8Array;
    }
  | { readonly type: 'down'; readonly link: LinkId; readonly reason: string }
  | { readonly type: 'message'; readonly link: LinkId; readonly message: Uint8Array }
  | { readonly type: 'drained'; readonly link: LinkId };

export type Device = {
  readonly links: Links;
  readonly hub: Hub;
  readonly clock: FakeClock;
  readonly timers: FreezableTimers;
  readonly writer: Uint8Array;
  readonly told: Told[];
  readonly routes: BestRoute[];
  /** Links that stand now. */
  up(): readonly LinkId[];
  route(): BestRoute;
  texts(): readonly string[];
  say(text: string): boolean;
};

export type World = {
  readonly time: VirtualTime;
  readonly node: FakeNode;
  readonly network: FakeNetwork;
  device(seed: number, options?: DeviceOptions): Device;
};

export type DeviceOptions = {
  readonly transport?: Transport;
  readonly clockOffset?: number;
  readonly knows?: LinksConfig['isKnownWriter'];
  readonly conversationId?: Uint8Array;
};

export const fill = (byte: number): Uint8Array => new Uint8Array(32).fill(byte);
export const seedOf = (number: number): Uint8Array => fill(number + 100);
export const writerOf = (number: number): Uint8Array => suite.signingPublicKey(seedOf(number));

export const createWorld = (clockOffset: number | null = 0, seed = 7): World => {
  const time = createVirtualTime();
  const dice = createFakeRandom(seed);
  const chance = (): number => (dice(1)[0] ?? 0) / 256;
  const node = createFakeNode({ clock: time, timers: time, chance, clockOffset });
  const network = createFakeNetwork(time);
  const members = [1, 2, 3].map(writerOf);
  let made = 0;

  const device = (number: number, options: DeviceOptions = {}): Device => {
    made += 1;
    const clock = createFakeClock(time, options.clockOffset);
    const timers = createFreezableTimers(time);
    const hub = createHub({ signaling: node, clock, timers }, 'ws://node');
    const told: Told[] = [];
    const routes: BestRoute[] = [];
    const up: LinkId[] = [];
    const links = createLinks(
      {
        suite,
        random: createFakeRandom(1000 * seed + made),
        clock,
        timers,
        hub,
        transport: options.transport ?? network.transport(false),
      },
      {
        conversationId: options.conversationId ?? fill(9),
        roomSecrets: [fill(8)],
        seed: seedOf(number),
        isKnownWriter:
          options.knows ?? ((writer) => members.some((member) => equalBytes(member, writer))),
      },
      {
        up: (link, peer, route) => {
          up.push(link);
          told.push({ type: 'up', link, route, peer });
        },
        down: (link, reason) => {
          up.splice(up.indexOf(link), 1);
          told.push({ type: 'down', link, reason });
        },
        message: (link, message) => told.push({ type: 'message', link, message }),
        drained: (link) => told.push({ type: 'drained', link }),
        route: (route) => routes.push(route),
      },
    );
    links.setDigest(fill(number), false);
    const texts = (): readonly string[] =>
      told.flatMap((event) =>
        event.type === 'message' ? [new TextDecoder().decode(event.message)] : [],
      );
    return {
      links,
      hub,
      clock,
      timers,
      writer: writerOf(number),
      told,
      routes,
      up: () => up,
      route: () => routes.at(-1) ?? 'none',
      texts,
      say: (text) => links.send(up.at(-1) ?? '', new TextEncoder().encode(text)),
    };
  };
  return { time, node, network, device };
};
