/**
 * The node as a thing to start and stop: one HTTP server for the app and the WebSockets.
 */
import { createServer } from 'node:http';
import type { IncomingMessage, RequestListener, Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { Duplex } from 'node:stream';
import { err, ok } from '../src/core/bytes/result.ts';
import type { Result } from '../src/core/bytes/result.ts';
import { readAppFiles } from './app-files.ts';
import type { AppFiles } from './app-files.ts';
import { HTTP_LIMITS, listen } from './listen.ts';
import type { ListenError } from './listen.ts';
import type { NodeOptions } from './options.ts';
import { answerRequest, requestPath } from './pages.ts';
import { REFUSAL, refuseUpgrade } from './refusal.ts';
import { createSwitchboard } from './switchboard.ts';
import type { Switchboard, SwitchboardOptions } from './switchboard.ts';

/** Where the node can be reached: the URL to open, and the same for WebSockets. */
export type Started = { readonly port: number; readonly url: string; readonly wsUrl: string };

export type StartError = 'app-not-built' | ListenError;

/** A private key and the chain of certificates that goes with it, both PEM. */
export type TlsIdentity = { readonly key: string; readonly cert: string };

export interface GrapevineNode {
  start(): Promise<Result<Started, StartError>>;
  /** Closes every socket with 1001 and resolves when nothing is open any more. */
  stop(): Promise<void>;
  /** Shows another certificate to who connects from now on. Only for a node made with one. */
  renew(identity: TlsIdentity): void;
}

/** What the node itself needs to know; the local network is the business of what stands around it. */
export type ServerOptions = Omit<NodeOptions, 'lanAuthority'>;

/** @param identity with one the node speaks HTTPS and nothing else, without one plain HTTP */
export function createNode(options: ServerOptions, identity?: TlsIdentity): GrapevineNode {
  const switchboard = createSwitchboard({ ...options, now: systemNow });
  const startedAt = systemNow().monotonic;
  let files: AppFiles | null = null;
  let draining = false;

  const answer: RequestListener = (request, response) => {
    const uptime = Math.floor((systemNow().monotonic - startedAt) / 1000);
    answerRequest(request, response, { files, uptime, draining });
  };
  const tls = identity && createTlsServer({ ...HTTP_LIMITS, ...identity }, answer);
  const server: Server = tls ?? createServer(HTTP_LIMITS, answer);
  server.maxConnections = options.limits.sockets + CONNECTIONS_FOR_PAGES;
  server.on('upgrade', (request, socket, head) => {
    if (isSignaling(request) && !draining) switchboard.accept(request, socket, head);
    else refuseUpgrade(socket, draining ? REFUSAL.draining : REFUSAL.notHere);
  });

  return {
    async start() {
      if (options.appDir !== null) {
        files = await readBuiltApp(options.appDir);
        if (files === null) return err('app-not-built');
      }
      const listening = await listen(server, options.port, options.host);
      if (!listening.ok) return listening;
      return ok(started(options.host, listening.value, tls !== undefined));
    },
    async stop() {
      draining = true;
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      await switchboard.drain();
      server.closeAllConnections();
      await closed;
    },
    renew: (next) => tls?.setSecureContext(next),
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

/** Beside its sockets a node has this many connections open for pages and checks, and no more. */
const CONNECTIONS_FOR_PAGES = 512;

const systemNow = () => ({ monotonic: performance.now(), wall: Date.now() });

function isSignaling(request: IncomingMessage): boolean {
  if (requestPath(request.url) !== '/') return false;
  if (request.headers.upgrade?.toLowerCase() !== 'websocket') return false;
  return request.headers['sec-websocket-protocol']?.startsWith('vite-') !== true;
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

/** Only localhost is a secure context without a certificate, so that is the name to open. */
function started(host: string, port: number, secure: boolean): Started {
  const local = ['localhost', '127.0.0.1', '::1', '0.0.0.0', '::'].includes(host);
  const name = local ? 'localhost' : host.includes(':') ? `[${host}]` : host;
  const s = secure ? 's' : '';
  return { port, url: `http${s}://${name}:${port}/`, wsUrl: `ws${s}://${name}:${port}/` };
}

function errorCode(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}
