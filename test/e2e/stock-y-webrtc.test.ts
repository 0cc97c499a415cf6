/**
 * The promise to be compatible, kept in both directions with y-webrtc as it is published: its
 * clients meet through our node, and our app's people meet through its signalling server.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Page } from 'puppeteer-core';
import { launchBrowser, type TestBrowser } from './support/browsers.ts';
import { eventually } from './support/find.ts';
import { startFront, type Front } from './support/front.ts';
import { sameMessages } from './support/messages.ts';
import { bringGuest, introduce, type Person } from './support/person.ts';
import { expectQuiet } from './support/privacy.ts';
import { startServer, type TestServer } from './support/server.ts';
import { serveStockPage, type StockPage } from './support/stock-page.ts';
import { startStockSignaling, type StockSignaling } from './support/stock-signaling.ts';
import type {} from './stock-client/main.ts';

let server: TestServer;
let machine: TestBrowser;

beforeAll(async () => {
  server = await startServer();
  machine = await launchBrowser('chromium');
});
afterAll(async () => {
  await machine.dispose();
  await server.stop();
});

describe('stock clients on our node', () => {
  let stockPage: StockPage;

  beforeAll(async () => {
    stockPage = await serveStockPage();
  });
  afterAll(() => stockPage.stop());

  it('N-20: two y-webrtc clients meet, sync both ways, and meet again after a restart', async () => {
    const address = stockPage.at('a room', server.url.replace('http', 'ws'));
    const [one, other] = await Promise.all([machine.guest(), machine.guest()]);
    for (const each of [one, other]) each.allow(server.url);
    const left = await one.open(address);
    await announced(left);
    const right = await other.open(address);
    await left.evaluate(() => window.stock.write('before they met; '));
    await linked(left);
    await right.evaluate(() => window.stock.set('from', 'right'));
    await left.evaluate(() => window.stock.write('and after'));
    for (const page of [left, right]) {
      await reads(page, { text: 'before they met; and after', map: { from: 'right' } });
    }

    await server.kill();
    await server.start();
    await announced(left);
    await right.reload();
    await linked(right);
    await right.evaluate(() => window.stock.set('again', 'right'));
    for (const page of [left, right]) {
      await reads(page, {
        text: 'before they met; and after',
        map: { from: 'right', again: 'right' },
      });
    }
    expect([...one.errors, ...other.errors]).toEqual([]);
    await Promise.all([one.dispose(), other.dispose()]);
  });
});

describe('our app on the signalling server of y-webrtc', () => {
  let stock: StockSignaling;
  let front: Front;
  let alice: Person;
  let bob: Person;

  beforeAll(async () => {
    stock = await startStockSignaling();
    front = await startFront(server.port, stock.port);
    [alice, bob] = await Promise.all([bringGuest('Alice', machine), bringGuest('Bob', machine)]);
  });
  afterAll(async () => {
    await Promise.all([alice.leave(), bob.leave()]);
    await front.stop();
    await stock.kill();
  });

  it('L-55: two people meet and talk, reload and go on', async () => {
    await introduce(alice, bob, front.url);
    await alice.send('through a stock server');
    await bob.sees('through a stock server');
    await bob.send('indeed');
    await alice.sees('indeed');

    await alice.reload();
    await bob.send('after a reload');
    await alice.sees('after a reload');
    await alice.send('heard');
    await bob.sees('heard');
    await sameMessages(alice.page(), bob.page(), 4);
  });

  it('L-55: links come back after that server was killed and started again', async () => {
    await stock.kill();
    // Direct links outlive the server; the pages' reload ends them.
    await Promise.all([alice.reload(), bob.reload()]);
    await alice.sees('heard');
    await alice.send('nobody carries this yet');
    await alice.sees('nobody carries this yet');
    expect(await bob.log()).not.toContain('nobody carries this yet');
    await stock.start();
    await bob.sees('nobody carries this yet');
    await bob.send('all is back');
    await alice.sees('all is back');
    await sameMessages(alice.page(), bob.page(), 6);
    expectQuiet(front, alice, bob);
  });
});

/**
 * Stock clients that announce themselves to each other at the same moment both make an offer, and
 * may hang with two half connections for good. So one of them is always there before the other.
 */
const announced = (page: Page) =>
  eventually(
    'a client on the node',
    async () => ((await page.evaluate(() => window.stock.isAnnounced())) ? true : null),
    60_000,
  );

/** By WebRTC, and not by a BroadcastChannel, which reaches no further than one profile. */
const linked = (page: Page) =>
  eventually(
    'a link to the other client',
    async () => {
      const { webrtc, broadcast } = await page.evaluate(() => window.stock.peers());
      expect(broadcast).toBe(0);
      return webrtc === 1 ? true : null;
    },
    60_000,
  );

const reads = async (page: Page, expected: unknown): Promise<void> => {
  const wanted = JSON.stringify(expected);
  let last = '';
  await eventually(
    'the same document',
    async () => {
      last = JSON.stringify(await page.evaluate(() => window.stock.read()));
      return last === wanted ? true : null;
    },
    60_000,
    () => `it is ${last}`,
  );
};
