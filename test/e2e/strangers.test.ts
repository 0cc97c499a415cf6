/**
 * The journeys' own watch over whom a browser asks, tried on a page that asks strangers in every way
 * there is; and what the content security policy leaves of those ways to the app.
 */
import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import { launchBrowser } from './support/browsers.ts';
import { eventually, find } from './support/find.ts';
import { startServer } from './support/server.ts';

/** Reserved for tests (RFC 6761): nobody is there. */
const STRANGER = 'stranger.test';

const ways = ['fetch', 'image', 'script', 'frame', 'beacon', 'socket', 'worker'];

describe.each(['chromium', 'firefox'] as const)('%s', (name) => {
  it('A-69: whoever asks a stranger, in whatever way, is found out', async () => {
    const careless = await servePageWithoutPolicy();
    const browser = await launchBrowser(name);
    try {
      const page = await browser.open(careless.url);
      await page.evaluate(askInEveryWay, STRANGER);
      await page.evaluate(askForIce, STRANGER);
      for (const way of ways) await names(() => browser.reached, `${way}.${STRANGER}`);
      await names(browser.strangers, `stun:ice.${STRANGER}`);
      await expect(browser.dispose()).rejects.toThrow('Pages asked strangers');
    } finally {
      await careless.stop();
    }
  });

  it('H-107: the policy of the page lets none of that out, whatever part of it asks', async () => {
    const server = await startServer();
    const browser = await launchBrowser(name);
    try {
      const page = await browser.open(server.url);
      await find(page, 'button', 'Start');
      await page.evaluate(askInEveryWay, STRANGER);
      for (const way of ways) {
        await names(() => browser.errors, way === 'worker' ? 'blob:' : `${way}.${STRANGER}`);
      }
      expect(browser.reached).toEqual([]);
      // Browsers tell of some requests before they refuse them.
      for (const way of ways) browser.allow(`http://${way}.${STRANGER}/`);
    } finally {
      await browser.dispose();
      await server.stop();
    }
  });
});

/** Waits until one line of the list names it. */
function names(list: () => readonly string[], wanted: string): Promise<true> {
  return eventually(
    wanted,
    () => Promise.resolve(list().some((line) => line.includes(wanted)) || null),
    20_000,
    () => `there are: ${list().join(' ')}`,
  );
}

async function servePageWithoutPolicy() {
  const server = createServer((_asked, answer) => {
    answer.setHeader('content-type', 'text/html');
    answer.end('<!doctype html><title>careless</title>');
  }).listen(0, 'localhost');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://localhost:${port}/`,
    async stop() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

/** In the page: each way asks a host that bears its name. */
function askInEveryWay(stranger: string): void {
  const at = (way: string, scheme = 'http') => `${scheme}://${way}.${stranger}/`;
  const put = (tag: string, fields: object) =>
    document.body.append(Object.assign(document.createElement(tag), fields));
  const told = (error: unknown) => console.log(String(error));
  fetch(at('fetch'), { mode: 'no-cors' }).catch(told);
  put('img', { src: at('image') });
  put('script', { src: at('script') });
  put('iframe', { src: at('frame') });
  navigator.sendBeacon(at('beacon'), 'x');
  try {
    new WebSocket(at('socket', 'ws'));
  } catch (error) {
    told(error);
  }
  try {
    const code = `fetch('${at('worker')}', { mode: 'no-cors' })`;
    new Worker(URL.createObjectURL(new Blob([code])));
  } catch (error) {
    told(error);
  }
}

/** In the page. */
function askForIce(stranger: string): void {
  new RTCPeerConnection({ iceServers: [{ urls: `stun:ice.${stranger}` }] }).close();
}
