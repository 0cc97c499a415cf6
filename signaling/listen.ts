/**
 * Opening a port, with the reasons why it may not open as a closed union.
 */
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { err, ok } from '../src/core/bytes/result.ts';
import type { Result } from '../src/core/bytes/result.ts';

export type ListenError = 'port-in-use' | 'port-forbidden' | 'host-unknown';

/** A slow or silent client may hold a connection for this long, in milliseconds, and no longer. */
export const HTTP_LIMITS = {
  headersTimeout: 10_000,
  requestTimeout: 20_000,
  keepAliveTimeout: 5_000,
};

/**
 * Listens, and gives the port, which is a new one for port 0. What is not in the union, as a lack of
 * descriptors, throws.
 */
export function listen(
  server: Server,
  port: number,
  host: string,
): Promise<Result<number, ListenError>> {
  return new Promise((resolve, reject) => {
    const failed = (error: Error) => {
      const known = 'code' in error ? LISTEN_ERRORS[String(error.code)] : undefined;
      if (known === undefined) reject(error);
      else resolve(err(known));
    };
    server.once('error', failed);
    server.listen(port, listenAddress(host), () => {
      server.off('error', failed);
      resolve(ok((server.address() as AddressInfo).port));
    });
  });
}

const LISTEN_ERRORS: Readonly<Record<string, ListenError>> = {
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
