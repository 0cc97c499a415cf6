/**
 * The plain HTTP server beside the node: the page of trust, its style, the authority's certificate,
 * and nothing else.
 */
import { createServer } from 'node:http';
import type { IncomingMessage, Server } from 'node:http';
import { err, ok } from '../../src/core/bytes/result.ts';
import type { Result } from '../../src/core/bytes/result.ts';
import { HTTP_LIMITS, listen } from '../listen.ts';
import type { ListenError } from '../listen.ts';
import { requestPath } from '../pages.ts';
import { CERTIFICATE_PATH, STYLE_PATH, trustPage } from './trust-page.ts';
import { trustStyle } from './trust-style.ts';

export type TrustServerOptions = {
  /** DER. */
  readonly certificate: Buffer;
  readonly fingerprint: string;
  /** Names and addresses in whose place a link to the app may be given, best first. */
  readonly hosts: () => readonly string[];
  /** The port of the app. */
  readonly appPort: number;
};

export interface TrustServer {
  /** Gives the port. */
  start(port: number, host: string): Promise<Result<number, ListenError>>;
  stop(): Promise<void>;
}

export function createTrustServer(options: TrustServerOptions): TrustServer {
  const server: Server = createServer(HTTP_LIMITS, (request, response) => {
    const { status, type, body, more } = answer(request, options);
    response.writeHead(status, {
      ...HEADERS,
      ...more,
      'content-type': type,
      'content-length': String(Buffer.byteLength(body)),
    });
    response.end(request.method === 'HEAD' ? undefined : body);
  });
  server.maxConnections = 64;
  return {
    async start(port, host) {
      const listening = await listen(server, port, host);
      return listening.ok ? ok(listening.value) : err(listening.error);
    },
    async stop() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
  };
}

type Answer = {
  readonly status: number;
  readonly type: string;
  readonly body: string | Buffer;
  readonly more?: Readonly<Record<string, string>>;
};

const HEADERS = {
  'cache-control': 'no-store',
  'content-security-policy':
    "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
};

function answer(request: IncomingMessage, options: TrustServerOptions): Answer {
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    return words(405, 'Only GET and HEAD are understood here.', { allow: 'GET, HEAD' });
  }
  switch (requestPath(request.url)) {
    case '/':
      return { status: 200, type: 'text/html; charset=utf-8', body: page(request, options) };
    case STYLE_PATH:
      return { status: 200, type: 'text/css; charset=utf-8', body: trustStyle };
    case CERTIFICATE_PATH:
      // The type by which phones know an authority to install.
      return { status: 200, type: 'application/x-x509-ca-cert', body: options.certificate };
    default:
      return words(404, 'There is nothing here. The page of trust is at /.');
  }
}

function page(request: IncomingMessage, options: TrustServerOptions): string {
  return trustPage({
    appUrl: `https://${appHost(request.headers.host, options.hosts())}:${options.appPort}/`,
    fingerprint: options.fingerprint,
    agent: request.headers['user-agent'] ?? '',
  });
}

/** The name by which the person came, when it is one of ours; else the best known. */
function appHost(header: string | undefined, hosts: readonly string[]): string {
  const asked = header?.replace(/:\d+$/, '').toLowerCase();
  return hosts.find((host) => host === asked) ?? hosts[0] ?? 'localhost';
}

function words(status: number, text: string, more?: Readonly<Record<string, string>>): Answer {
  return { status, type: 'text/plain; charset=utf-8', body: `${text}\n`, more };
}
