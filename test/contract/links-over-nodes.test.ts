/** The links of two devices over real nodes: ours, and the one that comes with y-webrtc. */
import { spawn, type ChildProcess } from 'node:child_process';
import { createServer } from 'node:net';
import { randomBytes } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { createNode } from '../../signaling/server.ts';
import { defaultLimits } from '../../signaling/options.ts';
import { createHub } from '../../src/app/links/hub.ts';
import { createLinks, type LinkId } from '../../src/app/links/links.ts';
import { createNobleSuite } from '../../src/core/crypto/noble-suite.ts';
import { createTimers } from '../../src/effects/platform/timers.ts';
import {
  createWebSocketSignaling,
  type SocketLike,
} from '../../src/effects/signaling/websocket.ts';
import { until } from './signaling.ts';

const suite = createNobleSuite();
const clock = { now: () => Date.now() };
const timers = createTimers();
const random = (length: number): Uint8Array => new Uint8Array(randomBytes(length));
const pass = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));
const cleanups: (() => unknown)[] = [];

afterEach(async () => {
  for (const clean of cleanups.splice(0).reverse()) await clean();
});

const startOurs = async (): Promise<string> => {
  const limits = { ...defaultLimits, farewell: 100 };
  const node = createNode({ port: 0, host: 'localhost', appDir: null, trustProxy: false, limits });
  const started = await node.start();
  if (!started.ok) throw new Error(started.error);
  cleanups.push(() => node.stop());
  return started.value.wsUrl;
};

const startStock = async (): Promise<string> => {
  const port = await freePort();
  const child: ChildProcess = spawn(process.execPath, ['node_modules/y-webrtc/bin/server.js'], {
    env: { ...process.env, PORT: String(port) },
    stdio: 'ignore',
  });
  cleanups.push(() => child.kill());
  return `ws://localhost:${port}/`;
};

const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const server = createServer().listen(0, () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });

const startDevice = (url: string, seed: Uint8Array, peer: Uint8Array) => {
  const signaling = createWebSocketSignaling({
    clock,
    timers,
    jitter: () => 0,
    socket: (address) => new WebSocket(address) as unknown as SocketLike,
  });
  const hub = createHub({ signaling, clock, timers }, url);
  const up: LinkId[] = [];
  const heard: Uint8Array[] = [];
  const transport = {
    available: false,
    open: () => {
      throw new Error('no transport');
    },
  };
  const links = createLinks(
    { suite, random, clock, timers, hub, transport },
    {
      conversationId: new Uint8Array(32).fill(1),
      roomSecrets: [new Uint8Array(32).fill(2)],
      seed,
      isKnownWriter: (writer) => writer.join() === peer.join(),
    },
    {
      up: (link) => up.push(link),
      down: (link) => up.splice(up.indexOf(link), 1),
      message: (_link, message) => heard.push(message),
      drained: () => undefined,
      route: () => undefined,
    },
  );
  links.attend(true);
  cleanups.push(() => {
    links.close();
    hub.close();
  });
  return { links, up, heard };
};

describe('links over a node', () => {
  for (const [name, start] of [
    ['ours', startOurs],
    ['the one of y-webrtc', startStock],
  ] as const) {
    it(`L-53: two devices meet and exchange 200 kB each way over ${name}`, async () => {
      const url = await start();
      const seeds = [random(32), random(32)] as const;
      const [a, b] = [
        startDevice(url, seeds[0], suite.signingPublicKey(seeds[1])),
        startDevice(url, seeds[1], suite.signingPublicKey(seeds[0])),
      ];
      await until({ pass }, () => a.up.length === 1 && b.up.length === 1);
      const message = random(200_000);
      for (const { links, up } of [a, b]) links.send(up[0] ?? '', message);
      await until({ pass }, () => a.heard.length === 1 && b.heard.length === 1);
      expect([
        a.heard[0]?.join() === message.join(),
        b.heard[0]?.join() === message.join(),
      ]).toEqual([true, true]);
    });
  }
});
