/** L-70 and L-78 over real WebRTC: two devices that share sixty conversations, their peer connections counted. */
import { describe, expect, it } from 'vitest';
import { MAX_PLACES } from '../../src/app/links/budget.ts';
import { createHub } from '../../src/app/links/hub.ts';
import { createLinks } from '../../src/app/links/links.ts';
import { createNobleSuite } from '../../src/core/crypto/noble-suite.ts';
import { createClock } from '../../src/effects/platform/clock.ts';
import { createRandom } from '../../src/effects/platform/random.ts';
import { createTimers } from '../../src/effects/platform/timers.ts';
import { createFakeNode, type FakeNode } from '../../src/effects/signaling/fake.ts';
import { createWebRtcTransport } from '../../src/effects/transport/webrtc.ts';

const CONVERSATIONS = 60;

const suite = createNobleSuite();
const random = createRandom();
const clock = createClock();
const timers = createTimers();

/** Counts the connections of this page that were made and not closed. */
const countConnections = () => {
  const open = new Set<RTCPeerConnection>();
  const counts = { made: 0, most: 0 };
  const Real = globalThis.RTCPeerConnection;
  globalThis.RTCPeerConnection = class extends Real {
    constructor(configuration?: RTCConfiguration) {
      super(configuration);
      open.add(this);
      counts.made += 1;
      counts.most = Math.max(counts.most, open.size);
    }
    override close(): void {
      open.delete(this);
      super.close();
    }
  };
  return { counts, open: () => open.size, end: () => (globalThis.RTCPeerConnection = Real) };
};

type Meeting = { readonly id: Uint8Array; readonly secret: Uint8Array };

/** A device with one end of each conversation, which says on each link what it is for. */
const device = (node: FakeNode, meetings: readonly Meeting[], isNewer: boolean) => {
  const hub = createHub({ signaling: node, clock, timers }, 'ws://node');
  const transport = createWebRtcTransport(timers);
  const heard = new Set<number>();
  const even = suite.hash(new Uint8Array([1]));
  const all = meetings.map(({ id, secret }, i) => {
    const config = {
      conversationId: id,
      roomSecrets: [secret],
      seed: random(32),
      isKnownWriter: () => true,
      // The node is in this page, so that nothing is as slow as a direct connection.
      relayAfter: 60_000,
    };
    const links = createLinks({ suite, random, clock, timers, hub, transport }, config, {
      up: (link) => void links.send(link, new Uint8Array([i])),
      down: () => undefined,
      message: (_link, [about = 255]) => {
        heard.add(about);
        // With what it was told it holds what the other side does.
        links.setDigest(even, false);
      },
      drained: () => undefined,
      route: () => undefined,
    });
    links.setDigest(isNewer ? even : random(32), false);
    return links;
  });
  const close = (): void => {
    for (const links of all) links.close();
    hub.close();
  };
  return { heard, close };
};

const until = async (isSo: () => boolean): Promise<void> => {
  for (let i = 0; i < 6_000 && !isSo(); i++) await new Promise((done) => setTimeout(done, 20));
  expect(isSo()).toBe(true);
};

describe('sixty conversations over WebRTC', () => {
  it('L-78: take turns on at most eight peer connections a device, and rest with no more', async () => {
    const connections = countConnections();
    const node = createFakeNode({ clock, timers, clockOffset: 0 });
    const meetings = Array.from({ length: CONVERSATIONS }, () => ({
      id: random(32),
      secret: random(32),
    }));
    const devices = [device(node, meetings, true), device(node, meetings, false)];
    await until(() => devices.every(({ heard }) => heard.size === CONVERSATIONS));
    // Both devices are in this page; one that was just refused is not yet closed.
    expect(connections.counts.most).toBeLessThanOrEqual(2 * MAX_PLACES + 4);
    await until(() => connections.open() <= 2 * MAX_PLACES);
    expect(connections.counts.made).toBeGreaterThanOrEqual(2 * CONVERSATIONS);
    for (const each of devices) each.close();
    await until(() => connections.open() === 0);
    connections.end();
  });
});
