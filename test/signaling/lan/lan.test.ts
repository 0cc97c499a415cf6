/** Both servers of `--lan` together: what each serves, what changes while they run, how they end. */
import { X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { request as requestHttp } from 'node:http';
import { request } from 'node:https';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { connect as connectTls } from 'node:tls';
import decodeQR from 'qr/decode.js';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { faultWords, lanWords } from '../../../signaling/lan/words.ts';
import { connect } from '../node-fixture.ts';
import { DAY, createMachine } from './lan-fixture.ts';
import type { TestMachine } from './lan-fixture.ts';

let machine: TestMachine;
let ca: string;
beforeEach(async () => {
  machine = await createMachine();
  await machine.startedBefore();
  ca = await readFile(join(machine.folder, 'authority.crt'), 'utf8');
});
afterEach(() => machine.dispose());

type Heard = {
  readonly status: number | undefined;
  readonly type: string | undefined;
  readonly body: Buffer;
};

function get(url: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Heard> {
  return new Promise((resolve, reject) => {
    const ask = url.startsWith('https:') ? request : requestHttp;
    const asked = ask(url, { ca, headers, method, agent: false }, (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.on('end', () =>
        resolve({
          status: response.statusCode,
          type: response.headers['content-type'],
          body: Buffer.concat(parts),
        }),
      );
    });
    asked.on('error', reject);
    asked.end();
  });
}

/** What a new connection to the app is shown; believed, unless its time is another. */
function shownCertificate(port: number, isLater = false): Promise<X509Certificate | undefined> {
  return new Promise((resolve, reject) => {
    const socket = connectTls({ port, host: '127.0.0.1', ca, rejectUnauthorized: !isLater }, () => {
      resolve(socket.getPeerX509Certificate());
      socket.end();
    });
    socket.on('error', reject);
  });
}

describe('the app', () => {
  it('N-22: is served over HTTPS and wss to who trusts the authority, and to nobody over HTTP', async () => {
    const { started } = await machine.start();
    const places = `127.0.0.1:${started.port}/`;
    expect((await get(`https://${places}`)).body.toString()).toContain('This is a Grapevine node');
    expect(JSON.parse((await get(`https://${places}healthz`)).body.toString())).toMatchObject({
      status: 'ok',
    });
    const [alice, bob] = await Promise.all([
      connect(`wss://${places}`, { ca }),
      connect(`wss://localhost:${started.port}/`, { ca }),
    ]);
    for (const each of [alice, bob]) each.send({ type: 'subscribe', topics: ['t'] });
    await Promise.all([alice.settled(), bob.settled()]);
    alice.send({ type: 'publish', topic: 't', data: 'hello' });
    await alice.settled();
    await bob.settled();
    expect(bob.heard).toContainEqual({ type: 'publish', topic: 't', data: 'hello' });
    await expect(get(`http://${places}`)).rejects.toThrow();
    const stranger = await connect(`wss://${places}`, { ca: [] });
    expect(stranger.socket.readyState).toBe(stranger.socket.CLOSED);
  });
});

describe('the page of trust', () => {
  it('N-26: tells how to trust, with the fingerprint and the way on', async () => {
    const { started } = await machine.start();
    const page = await get(`http://127.0.0.1:${started.pagePort}/`);
    const text = page.body.toString();
    expect([page.status, page.type]).toEqual([200, 'text/html; charset=utf-8']);
    expect(text).toContain(`href="https://192.168.7.20:${started.port}/"`);
    for (const row of [0, 8, 16, 24]) {
      expect(text).toContain(
        started.fingerprint
          .split(':')
          .slice(row, row + 8)
          .join(' '),
      );
    }
    for (const word of ['iPhone and iPad', 'Certificate Trust Settings', 'Android', 'Firefox']) {
      expect(text).toContain(word);
    }
    const style = /<link rel="stylesheet" href="([^"]+)"/.exec(text)?.[1] ?? '';
    const served = await get(`http://127.0.0.1:${started.pagePort}${style}`);
    expect([served.status, served.type]).toEqual([200, 'text/css; charset=utf-8']);
  });

  it('N-26: leads on by the name the person came by, if it is one of the machine, and opens the fitting part', async () => {
    const { started } = await machine.start();
    const url = `http://127.0.0.1:${started.pagePort}/`;
    const of = async (headers: Record<string, string>) => (await get(url, headers)).body.toString();
    expect(await of({ host: `kitchen.local:${started.pagePort}` })).toContain(
      `href="https://kitchen.local:${started.port}/"`,
    );
    const strange = await of({ host: 'evil"><script>', 'user-agent': '<script>' });
    expect(strange).toContain(`href="https://192.168.7.20:${started.port}/"`);
    expect(strange).not.toMatch(/evil|<script|details open/);
    const agents = {
      iPhone: 'iPhone and iPad',
      'Android 15; Mobile': 'Android',
      'X11; Firefox/140': 'Firefox',
    };
    for (const [agent, title] of Object.entries(agents)) {
      const text = await of({ 'user-agent': `Mozilla/5.0 (${agent})` });
      expect(text.match(/<details open><summary>[^<]+/g)).toEqual([
        `<details open><summary>${title}`,
      ]);
    }
  });

  it('N-26: gives the certificate that signed the app, as the type that phones install', async () => {
    const { started } = await machine.start();
    const page = (await get(`http://127.0.0.1:${started.pagePort}/`)).body.toString();
    const path = /href="([^"]+\.crt)"/.exec(page)?.[1] ?? '';
    const given = await get(`http://127.0.0.1:${started.pagePort}${path}`);
    expect([given.status, given.type]).toEqual([200, 'application/x-x509-ca-cert']);
    const authority = new X509Certificate(given.body);
    expect(authority.raw.equals(given.body)).toBe(true);
    expect(authority.fingerprint256).toBe(started.fingerprint);
    expect((await shownCertificate(started.port))?.verify(authority.publicKey)).toBe(true);
  });

  it('N-26: gives nothing else', async () => {
    const { started } = await machine.start();
    const url = `http://127.0.0.1:${started.pagePort}`;
    const others = ['/authority.key', '/machine.key', '/../authority.key', '/%2e%2e/authority.key'];
    for (const path of [...others, '/index.html', '/healthz', '/%', '/sw.js']) {
      expect((await get(url + path)).status).toBe(404);
    }
    expect((await get(url, {}, 'POST')).status).toBe(405);
    const head = await get(url, {}, 'HEAD');
    expect([head.status, head.body.length]).toEqual([200, 0]);
    const socket = await connect(url.replace('http', 'ws'));
    expect(socket.socket.readyState).toBe(socket.socket.CLOSED);
  });
});

describe('the run', () => {
  it('N-26: the page is on the port after the app, and one in use is told', async () => {
    const port = await freePair();
    const { started, lan } = await machine.start({ port });
    expect([started.port, started.pagePort]).toEqual([port, port + 1]);
    await lan.stop();
    const holder = createServer().listen(port + 1, '0.0.0.0');
    await new Promise((resolve) => holder.once('listening', resolve));
    const second = await machine.lan({ port }).start();
    const words = second.ok || typeof second.error === 'string' ? '' : faultWords(second.error);
    expect(words).toContain(`Port ${port + 1} is already in use`);
    // The app's port is free again: nothing half-started stays behind.
    await expect(get(`https://127.0.0.1:${port}/`)).rejects.toThrow();
    await new Promise((resolve) => holder.close(resolve));
  });

  it('N-25: a change of the network shows in a new certificate while it runs', async () => {
    const { started, lan } = await machine.start();
    const first = await shownCertificate(started.port);
    expect(await lan.refresh()).toEqual({ ok: true, value: null });
    expect((await shownCertificate(started.port))?.serialNumber).toBe(first?.serialNumber);
    machine.cidrs = [];
    expect(await lan.refresh()).toEqual({ ok: true, value: null });
    machine.cidrs = ['10.9.8.7/24'];
    const changed = await lan.refresh();
    expect(changed).toMatchObject({ ok: true, value: { places: { addresses: ['10.9.8.7'] } } });
    const second = await shownCertificate(started.port);
    expect(second?.subjectAltName).toContain('IP Address:10.9.8.7');
    machine.now += 350 * DAY;
    expect(await lan.refresh()).toEqual({ ok: true, value: null });
    const third = await shownCertificate(started.port, true);
    expect(third?.serialNumber).not.toBe(second?.serialNumber);
    const page = (await get(`http://127.0.0.1:${started.pagePort}/`)).body.toString();
    expect(page).toContain(`https://10.9.8.7:${started.port}/`);
  });

  it('N-27: the words name every address, the page with its QR code, and the fingerprint', async () => {
    const { started } = await machine.start();
    const words = lanWords({ ...started, leftOut: ['203.0.113.9'] });
    expect(words).toContain(`open https://localhost:${started.port}/`);
    expect(words).toContain(`https://192.168.7.20:${started.port}/`);
    expect(words).toContain(`https://kitchen.local:${started.port}/`);
    expect(words).toContain(`http://192.168.7.20:${started.pagePort}/`);
    expect(words).toContain('not 203.0.113.9');
    expect(readQr(words)).toBe(`http://192.168.7.20:${started.pagePort}/`);
    expect(words).toContain(started.fingerprint.split(':').slice(0, 8).join(' '));
  });

  it('N-27: stopping ends both servers', async () => {
    const { started, lan } = await machine.start();
    const client = await connect(`wss://127.0.0.1:${started.port}/`, { ca });
    await lan.stop();
    expect((await client.closed).code).toBe(1001);
    await expect(get(`https://127.0.0.1:${started.port}/`)).rejects.toThrow('ECONNREFUSED');
    await expect(get(`http://127.0.0.1:${started.pagePort}/`)).rejects.toThrow('ECONNREFUSED');
  });
});

/** What a camera reads off a dark terminal: a block is light, two modules to a character. */
function readQr(words: string): string {
  const lines = words.split('\n').filter((line) => /^[ █▀▄]{20,}$/.test(line));
  const rows = lines.flatMap((line) => [
    [...line].map((block) => '█▀'.includes(block)),
    [...line].map((block) => '█▄'.includes(block)),
  ]);
  const scale = 6;
  const width = (rows[0]?.length ?? 0) * scale;
  const height = rows.length * scale;
  const data = new Uint8ClampedArray(width * height * 4).fill(255);
  for (let at = 0; at < width * height; at += 1) {
    const row = rows[Math.floor(at / width / scale)];
    const isLight = row?.[Math.floor((at % width) / scale)] === true;
    data.fill(isLight ? 255 : 0, at * 4, at * 4 + 3);
  }
  return decodeQR({ width, height, data });
}

/** A port that is free, with a free one after it. */
async function freePair(): Promise<number> {
  for (;;) {
    const first = createServer().listen(0, '0.0.0.0');
    await new Promise((resolve) => first.once('listening', resolve));
    const { port } = first.address() as AddressInfo;
    const second = createServer();
    const isFree = await new Promise<boolean>((resolve) => {
      second.once('error', () => resolve(false));
      if (port < 65_535) second.listen(port + 1, '0.0.0.0', () => resolve(true));
      else resolve(false);
    });
    await Promise.all([first, second].map((each) => new Promise((resolve) => each.close(resolve))));
    if (isFree) return port;
  }
}
