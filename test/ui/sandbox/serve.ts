/** Builds the sandbox and serves it under the app's own security headers. */

import { readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { securityHeaders } from '../../../signaling/content-security.ts';

/** Of this process alone, so that pictures can be taken while tests run. */
let served = 0;
const nextFolder = () =>
  fileURLToPath(
    new URL(`../../../.cache/sandbox-${process.pid}-${(served += 1)}/`, import.meta.url),
  );
const configFile = fileURLToPath(new URL('vite.config.ts', import.meta.url));
const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
};

export type Sandbox = { readonly url: string; close(): Promise<void> };

export async function serveSandbox(): Promise<Sandbox> {
  const folder = nextFolder();
  await build({ configFile, build: { outDir: folder } });
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://localhost').pathname;
    const file = join(folder, normalize(path === '/' ? '/index.html' : path));
    readFile(file).then(
      (content) => {
        const type = types[extname(file)] ?? 'application/octet-stream';
        response.writeHead(200, { ...securityHeaders, 'content-type': type }).end(content);
      },
      () => response.writeHead(404, securityHeaders).end(),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://localhost:${port}/`,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await rm(folder, { recursive: true, force: true });
    },
  };
}
