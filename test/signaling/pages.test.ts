import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  headerPolicy,
  pagePolicy,
  passphraseWorkerPolicy,
  securityHeaders,
} from '../../signaling/content-security.ts';
import { createNode } from '../../signaling/server.ts';
import { defaultLimits } from '../../signaling/options.ts';
import { startNode } from './node-fixture.ts';
import type { RunningNode } from './node-fixture.ts';

const script = `console.log(${JSON.stringify('grapevine '.repeat(200))})`;
let folder: string;
let running: RunningNode;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'app-'));
  await mkdir(join(folder, 'app', 'assets'), { recursive: true });
  await mkdir(join(folder, 'app', 'icons'));
  await writeFile(join(folder, 'secret.txt'), 'not for the world');
  const files = {
    'index.html': '<!doctype html><title>Grapevine</title>',
    'sw.js': '// worker',
    'manifest.webmanifest': '{}',
    '.env': 'KEY=1',
    'assets/main-BxWZ1a2b.js': script,
    'assets/argon2-worker-BxWZ1a2b.js': script,
    'assets/argon2-worker.js': script,
    'icons/icon-192.png': 'png',
  };
  for (const [name, text] of Object.entries(files))
    await writeFile(join(folder, 'app', name), text);
  running = await startNode({}, { appDir: join(folder, 'app') });
});
afterAll(async () => {
  await running.node.stop();
  await rm(folder, { recursive: true });
});

const get = (path: string, init: RequestInit = {}) => fetch(new URL(path, running.url), init);

describe('the app over HTTP', () => {
  it('N-14: / is the page; the page, the worker and the manifest are always asked for anew', async () => {
    for (const [path, type] of [
      ['/', 'text/html; charset=utf-8'],
      ['/index.html', 'text/html; charset=utf-8'],
      ['/?source=pwa', 'text/html; charset=utf-8'],
      ['/sw.js', 'text/javascript; charset=utf-8'],
      ['/manifest.webmanifest', 'application/manifest+json; charset=utf-8'],
      ['/icons/icon-192.png', 'image/png'],
    ] as const) {
      const response = await get(path);
      expect([response.status, response.headers.get('content-type')]).toEqual([200, type]);
      expect(response.headers.get('cache-control')).toBe('no-cache');
      const etag = response.headers.get('etag') ?? '';
      const again = await get(path, { headers: { 'if-none-match': etag } });
      expect(again.status).toBe(304);
    }
  });

  it('N-14: an asset named by its hash may be kept for good, packed or plain', async () => {
    for (const encoding of ['gzip', 'identity', 'gzip;q=0']) {
      const response = await get('/assets/main-BxWZ1a2b.js', {
        headers: { 'accept-encoding': encoding },
      });
      expect(response.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
      expect(response.headers.get('content-encoding')).toBe(encoding === 'gzip' ? 'gzip' : null);
      expect(await response.text()).toBe(script);
    }
  });

  it('N-14: only / falls back to the page; everything else that is not there is said not to be', async () => {
    for (const path of ['/conversation/1', '/assets/', '/assets/gone-BxWZ1a2b.js', '/.env', '/app'])
      expect((await get(path)).status, path).toBe(404);
    expect((await get('/', { method: 'POST', body: 'x' })).status).toBe(405);
    const head = await get('/', { method: 'HEAD' });
    expect([head.status, await head.text()]).toEqual([200, '']);
  });

  it('N-14: no path leads out of the folder of the app', async () => {
    for (const path of [
      '/../secret.txt',
      '/..%2fsecret.txt',
      '/%2e%2e/secret.txt',
      '/assets/../../secret.txt',
      '/..\\secret.txt',
      '//secret.txt',
      '/%00',
      '/%',
    ])
      expect([400, 404], path).toContain(await rawStatus(path));
  });

  it('N-18: every answer carries the content security policy and its companions', async () => {
    for (const path of ['/', '/sw.js', '/healthz', '/nowhere', '/assets/main-BxWZ1a2b.js']) {
      const { headers } = await get(path);
      for (const [name, value] of Object.entries(securityHeaders))
        expect(headers.get(name), `${path} ${name}`).toBe(value);
    }
    expect(headerPolicy).toBe(`${pagePolicy}; frame-ancestors 'none'`);
    expect(pagePolicy).toContain("default-src 'none'");
    expect(pagePolicy).not.toMatch(/unsafe|\*(?!;|$|.*127)|https?:/);
    expect(pagePolicy).not.toContain('frame-ancestors');
  });

  it('N-30: the worker of passphrases alone may compile WebAssembly, and nothing else', async () => {
    const policy = async (path: string, init?: RequestInit) =>
      (await get(path, init)).headers.get('content-security-policy');
    const path = '/assets/argon2-worker-BxWZ1a2b.js';
    expect(await policy(path)).toBe(passphraseWorkerPolicy);
    const etag = (await get(path)).headers.get('etag') ?? '';
    expect(await policy(path, { headers: { 'if-none-match': etag } })).toBe(passphraseWorkerPolicy);
    expect(passphraseWorkerPolicy).toBe(
      "default-src 'none'; script-src 'wasm-unsafe-eval'; frame-ancestors 'none'",
    );
    for (const other of [
      '/assets/argon2-worker.js',
      '/assets/main-BxWZ1a2b.js',
      '/argon2-worker-BxWZ1a2b.js',
      '/assets/argon2-worker-12345678.js',
      '/',
    ])
      expect(await policy(other), other).toBe(headerPolicy);
  });

  it('N-15: /healthz says that the node lives and nothing about who is here', async () => {
    const response = await get('/healthz');
    const body = (await response.json()) as Record<string, unknown>;
    expect(response.status).toBe(200);
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(Object.keys(body)).toEqual(['status', 'uptime']);
    expect(body['status']).toBe('ok');
    expect(Number.isInteger(body['uptime'])).toBe(true);
  });

  it('N-16: a node alone says in words what it is', async () => {
    const alone = await startNode();
    const response = await fetch(alone.url);
    expect(await response.text()).toContain('Grapevine node');
    expect((await fetch(new URL('/index.html', alone.url))).status).toBe(404);
    await alone.node.stop();
  });

  it('N-17: a missing app and a port in use are told apart', async () => {
    const options = { host: 'localhost', trustProxy: false, limits: defaultLimits };
    const noApp = createNode({ ...options, port: 0, appDir: join(folder, 'nowhere') });
    expect(await noApp.start()).toEqual({ ok: false, error: 'app-not-built' });
    await noApp.stop();
    const taken = createNode({ ...options, port: running.port, appDir: null });
    expect(await taken.start()).toEqual({ ok: false, error: 'port-in-use' });
    await taken.stop();
  });
});

/** fetch tidies paths before it sends them; this does not. */
function rawStatus(path: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    request({ host: '127.0.0.1', port: running.port, path }, (response) => {
      response.resume();
      resolve(response.statusCode);
    })
      .on('error', reject)
      .end();
  });
}
