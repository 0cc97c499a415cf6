/**
 * A node on a free loopback port and raw WebSocket clients that keep all they hear.
 */
import type { Socket } from 'node:net';
import { WebSocket } from 'ws';
import type { ClientOptions } from 'ws';
import { defaultLimits } from '../../signaling/options.ts';
import type { NodeOptions } from '../../signaling/options.ts';
import { createNode } from '../../signaling/server.ts';
import type { GrapevineNode, Started } from '../../signaling/server.ts';
import type { SwitchboardLimits } from '../../signaling/switchboard.ts';

export type RunningNode = Started & { readonly node: GrapevineNode };

export type Heard = Readonly<Record<string, unknown>>;

export interface Client {
  readonly socket: WebSocket;
  readonly heard: readonly Heard[];
  /** Resolves with the close code and words. */
  readonly closed: Promise<{ readonly code: number; readonly reason: string }>;
  send(frame: unknown): void;
  sendRaw(frame: string | Uint8Array, binary?: boolean): void;
  /** Resolves when the node has dealt with everything sent before. */
  settled(): Promise<void>;
}

export async function startNode(
  limits: Partial<SwitchboardLimits> = {},
  options: Partial<NodeOptions> = {},
): Promise<RunningNode> {
  const node = createNode({
    port: 0,
    host: 'localhost',
    appDir: null,
    trustProxy: false,
    ...options,
    limits: { ...defaultLimits, farewell: 200, ...limits },
  });
  const started = await node.start();
  if (!started.ok) throw new Error(started.error);
  return { ...started.value, node };
}

export async function connect(wsUrl: string, options: ClientOptions = {}): Promise<Client> {
  const socket = new WebSocket(wsUrl, options);
  const heard: Heard[] = [];
  const waiting: (() => void)[] = [];
  socket.on('message', (data) => {
    const frame = JSON.parse(data.toString()) as Heard;
    if (frame['type'] === 'pong') waiting.shift()?.();
    heard.push(frame);
  });
  // A refused or cut connection is told by `closed`.
  socket.on('error', () => undefined);
  const closed = new Promise<{ code: number; reason: string }>((resolve) =>
    socket.on('close', (code, reason) => resolve({ code, reason: reason.toString() })),
  );
  await Promise.race([new Promise((resolve) => socket.on('open', resolve)), closed]);
  return {
    socket,
    heard,
    closed,
    send: (frame) => socket.send(JSON.stringify(frame)),
    sendRaw: (frame, binary = false) => socket.send(frame, { binary }),
    settled: () =>
      new Promise((resolve) => {
        waiting.push(resolve);
        socket.send('{"type":"ping"}');
      }),
  };
}

/** The TCP connection below a client, to hold it still. */
export function tcpOf(client: Client): Socket {
  const socket: unknown = Reflect.get(client.socket, '_socket');
  return socket as Socket;
}

export function published(client: Client): readonly Heard[] {
  return client.heard.filter((frame) => frame['type'] === 'publish');
}
