/**
 * The local network: `--lan` as a process, opened by real browsers over its own certificates.
 *
 * Chromium cannot be told by its command line to trust an authority, only to take whatever one key
 * has signed as if it were trusted (`--ignore-certificate-errors-spki-list`). So this proves that
 * everything runs over `https:` and `wss:`, worker included; that the chain, the names and the dates
 * are right is proved with OpenSSL in test/signaling/lan.
 */
import { X509Certificate, createHash } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { find } from './support/find.ts';
import { bringGuest, bringPerson, introduce, type Person } from './support/person.ts';
import { expectQuiet } from './support/privacy.ts';
import { startServer, type TestServer } from './support/server.ts';

describe('a local network', () => {
  let folder: string;
  let server: TestServer;
  let alice: Person;
  let bob: Person;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'grapevine-lan-'));
    const authority = join(folder, 'authority');
    server = await startServer({
      args: ['--lan', '--host', '127.0.0.1', '--lan-authority', authority],
    });
    const certificate = new X509Certificate(await readFile(join(authority, 'authority.crt')));
    const spki = certificate.publicKey.export({ type: 'spki', format: 'der' });
    const pin = createHash('sha256').update(spki).digest('base64');
    alice = await bringPerson('Alice', 'chromium', {
      args: [`--ignore-certificate-errors-spki-list=${pin}`],
    });
    bob = await bringGuest('Bob', alice.browser);
  });
  afterAll(async () => {
    await alice.leave();
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  });

  it('N-28: two people talk over https and wss, and the app stays without the network', async () => {
    const url = `https://127.0.0.1:${server.port}/`;
    await introduce(alice, bob, url);
    await alice.send('Hello from the kitchen');
    await bob.sees('Hello from the kitchen');
    await bob.send('Hello from the sofa');
    await alice.sees('Hello from the sofa');
    expect([...alice.browser.requests]).toContain(url.replace('https', 'wss'));
    expectQuiet({ ...server, url }, alice, bob);

    await alice.page().evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
    await server.kill();
    await alice.visit(url);
    await alice.sees('Hello from the sofa');
    await find(alice.page(), 'textbox', 'Message');
    await server.start();
    await alice.send('And back');
    await bob.sees('And back');
  });
});
