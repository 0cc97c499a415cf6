/**
 * The node as a thing to start and stop: one HTTP server for the app and the WebSockets.
 */
import { createServer } from 'node:http';
import type { IncomingMessage, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { err, ok } from '../src/core/bytes/result.ts';
import type { Result } from '../src/core/bytes/result.ts';
import { readAppFiles } from './app-files.ts';
import type { AppFiles } from './app-files.ts';
import type { NodeOptions } from './options.ts';
import { answerRequest, requestPath } from './pages.ts';
import { createSwitchboard } from './switchboard.ts';
import type { Switchboard, SwitchboardOptions } from './switchboard.ts';

/** Where the node can be reached: the URL to open, and the same for WebSockets. */
export type Started = { readonly port: number; readonly url: string; readonly wsUrl: string };

export type StartError = 'app-not-built' | 'port-in-use' | 'port-forbidden' | 'host-unknown';

export interface GrapevineNode {
  start(): Promise<Result<Started, StartError>>;
  /** Closes every socket with 1001 and resolves when nothing is open any more. */
  stop(): Promise<void>;
}

export function createNode(options: NodeOptions): GrapevineNode {
  const switchboard = createSwitchboard({ ...options, now: systemNow });
  const startedAt = systemNow().monotonic;
  let files: AppFiles | null = null;
  let draining = false;

  const server = createServer(HTTP_LIMITS, (request, response) => {
    const uptime = Math.floor((systemNow().monotonic - startedAt) / 1000);
    answerRequest(request, response, { files, uptime, draining });
  });
  server.on('upgrade', (request, socket, head) => {
    if (isSignaling(request) && !draining) switchboard.accept(request, socket, head);
    else refuseUpgrade(socket, draining ? '503 Service Unavailable' : '404 Not Found');
  });

  return {
    async start() {
      if (options.appDir !== null) {
        files = await readBuiltApp(options.appDir);
        if (files === null) return err('app-not-built');
      }
      return listen(server, options);
    },
    async stop() {
      draining = true;
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      await switchboard.drain();
      server.closeAllConnections();
      await closed;
    },
  };
}

/**
 * Puts the node's WebSocket on the root path of a server that somebody else runs, for example the
 * development server; upgrades that are not ours, such as its own reload socket, are left alone.
 */
export function attachSignaling(
  server: Pick<Server, 'on'>,
  options: Omit<SwitchboardOptions, 'now'>,
): Pick<Switchboard, 'drain'> {
  const switchboard = createSwitchboard({ ...options, now: systemNow });
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    if (isSignaling(request)) switchboard.accept(request, socket, head);
  });
  return switchboard;
}

/** A slow or silent client may hold a connection for this long, in milliseconds, and no longer. */
const HTTP_LIMITS = { headersTimeout: 10_000, requestTimeout: 20_000, keepAliveTimeout: 5_000 };

const systemNow = () => ({ monotonic: performance.now(), wall: Date.now() });

function isSignaling(request: IncomingMessage): boolean {
  if (requestPath(request.url) !== '/') return false;
  if (request.headers.upgrade?.toLowerCase() !== 'websocket') return false;
  return request.headers['sec-websocket-protocol']?.startsWith('vite-') !== true;
}

function refuseUpgrade(socket: Duplex, status: string): void {
  // The other side may already be gone; there is nothing left to tell it.
  socket.on('error', () => undefined);
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}

async function readBuiltApp(folder: string): Promise<AppFiles | null> {
  try {
    const files = await readAppFiles(folder);
    return files.has('/index.html') ? files : null;
  } catch (error) {
    if (errorCode(error) === 'ENOENT' || errorCode(error) === 'ENOTDIR') return null;
    throw error;
  }
}

function listen(server: Server, options: NodeOptions): Promise<Result<Started, StartError>> {
  return new Promise((resolve, reject) => {
    const failed = (error: Error) => {
      const known = START_ERRORS[errorCode(error)];
      if (known === undefined) reject(error);
      else resolve(err(known));
    };
    server.once('error', failed);
    server.listen(options.port, listenAddress(options.host), () => {
      server.off('error', failed);
      resolve(ok(started(options.host, server.address() as AddressInfo)));
    });
  });
}

const START_ERRORS: Readonly<Record<string, StartError>> = {
  EADDRINUSE: 'port-in-use',
  EACCES: 'port-forbidden',
  ENOTFOUND: 'host-unknown',
  EAI_AGAIN: 'host-unknown',
  EADDRNOTAVAIL: 'host-unknown',
};

/** Which of its two addresses `localhost` gives differs by system; browsers try both. */
function listenAddress(host: string): string {
  return host === 'localhost' ? '127.0.0.1' : host;
}

/** Only localhost is a secure context without a certificate, so that is the name to open. */
function started(host: string, { port }: AddressInfo): Started {
  const local = ['localhost', '127.0.0.1', '::1', '0.0.0.0', '::'].includes(host);
  const name = local ? 'localhost' : host.includes(':') ? `[${host}]` : host;
  return { port, url: `http://${name}:${port}/`, wsUrl: `ws://${name}:${port}/` };
}

function errorCode(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}
