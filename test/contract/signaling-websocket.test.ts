import { describe, expect, it } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { createNode, type GrapevineNode } from '../../signaling/server.ts';
import { defaultLimits } from '../../signaling/options.ts';
import { createTimers } from '../../src/effects/platform/timers.ts';
import { createVirtualTime } from '../../src/effects/platform/fake-timers.ts';
import {
  createWebSocketSignaling,
  type SocketLike,
} from '../../src/effects/signaling/websocket.ts';
import { trySignaling, until } from './signaling.ts';

const wait = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));
/** `ws` has the browser's interface. */
const openSocket = (url: string): SocketLike => new WebSocket(url) as unknown as SocketLike;

const startNode = async (port: number): Promise<{ node: GrapevineNode; port: number }> => {
  const limits = { ...defaultLimits, farewell: 100 };
  const node = createNode({ port, host: 'localhost', appDir: null, trustProxy: false, limits });
  const started = await node.start();
  if (!started.ok) throw new Error(started.error);
  return { node, port: started.value.port };
};

const createRealSignaling = () =>
  createWebSocketSignaling({
    clock: { now: () => Date.now() },
    timers: createTimers(),
    jitter: () => 0,
    socket: openSocket,
  });

trySignaling('WebSocket and node', async () => {
  let running: { node: GrapevineNode; port: number } | null = await startNode(0);
  const { port } = running;
  const stopNode = async (): Promise<void> => {
    await running?.node.stop();
    running = null;
  };
  return {
    signaling: createRealSignaling(),
    url: `ws://localhost:${port}/`,
    pass: wait,
    stopNode,
    startNode: async () => {
      running = await startNode(port);
    },
    end: stopNode,
  };
});

describe('signalling over a WebSocket', () => {
  it('W-26: a flood stays within the limits of the node: the rest is refused here', async () => {
    const { node, port } = await startNode(0);
    const states: string[] = [];
    const connection = createRealSignaling().connect(`ws://localhost:${port}/`, {
      state: (state) => states.push(state),
      received: () => undefined,
      time: () => undefined,
    });
    connection.subscribe(['x']);
    await until({ pass: wait }, () => states.at(-1) === 'open');
    const taken = Array.from({ length: 300 }, () => connection.publish('x', new Uint8Array(9)));
    await wait(300);
    expect(taken.filter(Boolean).length).toBeLessThanOrEqual(150);
    expect(taken.filter(Boolean).length).toBeGreaterThan(100);
    expect(states).toEqual(['connecting', 'open']);
    connection.close();
    await node.stop();
  });

  it('W-27: frames that are not understood change nothing', async () => {
    const server = new WebSocketServer({ port: 0 });
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    server.on('connection', (socket) => {
      for (const frame of ['', '{', '[]', '{"type":"publish"}', '{"type":"pong","time":"x"}']) {
        socket.send(frame);
      }
      socket.send(JSON.stringify({ type: 'publish', topic: 'x', data: { no: 'text' } }));
      socket.send(JSON.stringify({ type: 'publish', topic: 'x', data: 'not base64!' }));
      socket.send(JSON.stringify({ type: 'publish', topic: 'y', data: 'AAAA' }));
      socket.send(JSON.stringify({ type: 'publish', topic: 'x', data: 'AQID', clients: 3 }));
      socket.send(new Uint8Array([1, 2, 3]));
    });
    const heard: Uint8Array[] = [];
    const times: (number | null)[] = [];
    const connection = createRealSignaling().connect(`ws://localhost:${port}/`, {
      state: () => undefined,
      received: (_topic, sealed) => heard.push(sealed),
      time: (time) => times.push(time),
    });
    connection.subscribe(['x']);
    await until({ pass: wait }, () => heard.length > 0);
    expect(heard).toEqual([new Uint8Array([1, 2, 3])]);
    expect(times).toEqual([]);
    connection.close();
    await new Promise((done) => server.close(done));
  });

  it('W-28: retries wait 0.5 s to 30 s, twice as long each time, and wake tries at once', async () => {
    const time = createVirtualTime();
    const tried: number[] = [];
    const start = time.now();
    const signaling = createWebSocketSignaling({
      clock: time,
      timers: time,
      jitter: () => 1,
      socket: () => {
        tried.push(time.now() - start);
        const socket = deadSocket();
        time.after(0, () => socket.onclose?.call(socket as never, new Event('close') as never));
        return socket;
      },
    });
    const connection = signaling.connect('ws://gone/', {
      state: () => undefined,
      received: () => undefined,
      time: () => undefined,
    });
    await time.advance(100_000);
    expect(tried).toEqual([0, 500, 1500, 3500, 7500, 15_500, 31_500, 61_500, 91_500]);
    connection.wake();
    expect(tried.at(-1)).toBe(100_000);
    connection.close();
    await time.advance(100_000);
    expect(tried).toHaveLength(10);
  });

  it('W-29: a connection that brings no pong is given up', async () => {
    const time = createVirtualTime();
    const states: string[] = [];
    const sent: string[] = [];
    const signaling = createWebSocketSignaling({
      clock: time,
      timers: time,
      jitter: () => 1,
      socket: () => {
        const socket = {
          ...deadSocket(),
          readyState: 1,
          send: (text: unknown) => sent.push(String(text)),
        };
        time.after(0, () => socket.onopen?.call(socket as never, new Event('open')));
        return socket;
      },
    });
    const connection = signaling.connect('ws://mute/', {
      state: (state) => states.push(state),
      received: () => undefined,
      time: () => undefined,
    });
    await time.advance(9_000);
    expect(states).toEqual(['connecting', 'open']);
    await time.advance(1_100);
    expect(states).toEqual(['connecting', 'open', 'waiting']);
    expect(sent).toEqual(['{"type":"ping"}']);
    connection.close();
  });
});

const deadSocket = (): SocketLike => ({
  readyState: 0,
  send: () => undefined,
  close: () => undefined,
  onopen: null,
  onmessage: null,
  onclose: null,
  onerror: null,
});
