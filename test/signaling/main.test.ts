/** The node as a process: what it prints, and how it ends. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { connect } from './node-fixture.ts';

type Finished = { readonly code: number | null; readonly out: string; readonly err: string };

const running = new Set<ReturnType<typeof launch>>();
afterEach(() => running.forEach(({ child }) => child.kill('SIGKILL')));

describe('the process', () => {
  it('N-17: --help explains and ends well', async () => {
    const { code, out, err } = await launch(['--help']).finished;
    expect([code, err]).toEqual([0, '']);
    expect(out).toContain('--trust-proxy');
  });

  it('N-17: a wrong option is named and ends with 2, and so does a missing app', async () => {
    const [wrong, noApp] = await Promise.all([
      launch(['--no-app'], { PORT: 'eighty' }).finished,
      launch(['--port', '0', '--app-dir', '/nowhere/at/all']).finished,
    ]);
    expect([wrong.code, wrong.out]).toEqual([2, '']);
    expect(wrong.err).toContain('--port (or PORT) must be a whole number');
    expect(noApp.code).toBe(2);
    expect(noApp.err).toContain('no built app in /nowhere/at/all');
  });

  it('N-17: a port in use is said in words and ends with 1', async () => {
    const holder = createServer().listen(0, '127.0.0.1');
    await once(holder, 'listening');
    const { port } = holder.address() as AddressInfo;
    const { code, err } = await launch(['--no-app', '--port', String(port)]).finished;
    holder.close();
    expect(code).toBe(1);
    expect(err).toContain(`Port ${port} is already in use`);
  });

  it.each(['SIGTERM', 'SIGINT'] as const)(
    'N-13, N-19: %s drains, ends with 0, and no topic or address was written anywhere',
    async (signal) => {
      const node = launch(['--no-app', '--port', '0']);
      const [url = ''] = /http:\S+/.exec(await node.firstWords) ?? [];
      const client = await connect(url.replace('http', 'ws'), {
        headers: { 'x-forwarded-for': '203.0.113.7' },
      });
      client.send({ type: 'subscribe', topics: ['a-secret-topic'] });
      client.sendRaw('{"type":"publish","topic":"a-secret-topic"');
      await client.settled();
      node.child.kill(signal);
      expect((await client.closed).code).toBe(1001);
      const { code, out, err } = await node.finished;
      expect([code, err]).toEqual([0, '']);
      expect(out).toBe(`The Grapevine node listens at ${url}\n`);
    },
  );

  it.each(['SIGTERM', 'SIGINT'] as const)(
    'N-27: --lan says where to go, and %s ends both servers with 0',
    async (signal) => {
      const folder = await mkdtemp(join(tmpdir(), 'grapevine-lan-'));
      const words = ['--lan', '--no-app', '--port', '0', '--host', '127.0.0.1'];
      const node = launch([...words, '--lan-authority', join(folder, 'authority')]);
      const out = await node.saying('Ctrl+C ends');
      const [app = ''] = /https:\S+/.exec(out) ?? [];
      const [page = ''] = /http:\S+/.exec(out) ?? [];
      expect(await (await fetch(page)).text()).toContain(`href="${app}"`);
      node.child.kill(signal);
      expect(await node.finished).toMatchObject({ code: 0, err: '' });
      await expect(fetch(page)).rejects.toThrow();
      await rm(folder, { recursive: true });
    },
  );

  it('N-27: --lan says in words that a port is in use or a folder cannot be, and ends with 1', async () => {
    const holder = createServer().listen(0, '127.0.0.1');
    await once(holder, 'listening');
    const { port } = holder.address() as AddressInfo;
    const folder = await mkdtemp(join(tmpdir(), 'grapevine-lan-'));
    const lan = ['--lan', '--no-app', '--host', '127.0.0.1', '--lan-authority'];
    const [busy, nowhere] = await Promise.all([
      launch([...lan, join(folder, 'authority'), '--port', String(port)]).finished,
      launch([...lan, '/dev/null/authority', '--port', '0']).finished,
    ]);
    holder.close();
    await rm(folder, { recursive: true });
    expect([busy.code, busy.err]).toEqual([1, expect.stringContaining(`Port ${port} is already`)]);
    expect([nowhere.code, nowhere.err]).toEqual([1, expect.stringContaining('--lan-authority')]);
  });
});

function launch(args: readonly string[], environment: Readonly<Record<string, string>> = {}) {
  const child = spawn(process.execPath, ['--import', 'tsx', 'signaling/main.ts', ...args], {
    env: { PATH: process.env['PATH'], ...environment },
  });
  let out = '';
  let err = '';
  child.stderr.on('data', (chunk) => (err += String(chunk)));
  child.stdout.on('data', (chunk) => (out += String(chunk)));
  /** All it said, once that is among it. */
  const saying = (words: string) =>
    new Promise<string>((resolve) => {
      const look = () => void (out.includes(words) && resolve(out));
      child.stdout.on('data', look);
      look();
    });
  const firstWords = saying('\n');
  const finished = once(child, 'close').then(([code]): Finished => {
    running.delete(launched);
    return { code: code as number | null, out, err };
  });
  const launched = { child, firstWords, saying, finished };
  running.add(launched);
  return launched;
}
