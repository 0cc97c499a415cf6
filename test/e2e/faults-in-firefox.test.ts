/**
 * The platform's faults as Firefox itself has them, by its preferences. Not tried here: a full disk,
 * since BiDi sets no quota, and a denied clipboard, since no preference denies it to a press.
 */
import { expect, it } from 'vitest';
import { launchBrowser, type BrowserSettings, type TestBrowser } from './support/browsers.ts';
import { find, valueOf } from './support/find.ts';
import { sameMessages, shows } from './support/messages.ts';
import { bringGuest, introduce } from './support/person.ts';
import { startServer, type TestServer } from './support/server.ts';
import { findWords } from './support/words.ts';

const HOST = 'grapevine.test';

type Place = { readonly server: TestServer; readonly browser: TestBrowser };

async function withFirefox(
  prefs: BrowserSettings['prefs'],
  act: (place: Place) => Promise<void>,
): Promise<void> {
  const server = await startServer();
  const browser = await launchBrowser('firefox', { prefs });
  try {
    await act({ server, browser });
  } finally {
    await browser.dispose();
    await server.stop();
  }
}

it('L-60: without WebRTC two chat through the node, and come back when it was killed', async () => {
  await withFirefox({ 'media.peerconnection.enabled': false }, async ({ server, browser }) => {
    const alice = await bringGuest('Alice', browser);
    const bob = await bringGuest('Bob', browser);
    await introduce(alice, bob, server.url);
    expect(await alice.page().evaluate(() => 'RTCPeerConnection' in window)).toBe(false);
    await alice.send('through the node');
    await shows(bob.page(), 'through the node');
    await findWords(alice.page(), 'No direct connections in this browser');

    await server.kill();
    await alice.send('said while it was gone');
    await shows(alice.page(), 'said while it was gone');
    await server.start();
    await shows(bob.page(), 'said while it was gone');
    await bob.send('heard again');
    await sameMessages(alice.page(), bob.page(), 3);
  });
});

it('H-40: an insecure origin says what is missing and what to do', async () => {
  const prefs = { 'network.dns.localDomains': HOST, 'network.proxy.no_proxies_on': HOST };
  await withFirefox(prefs, async ({ server, browser }) => {
    const page = await browser.open(`http://${HOST}:${server.port}/`);
    expect(await page.evaluate(() => isSecureContext)).toBe(false);
    await findWords(page, 'This address is not secure');
    await findWords(page, 'Open this page with https://');
    expect(browser.errors).toEqual([]);
  });
});

it('S-33: blocked storage gets words and a way to try again', async () => {
  await withFirefox({ 'network.cookie.cookieBehavior': 2 }, async ({ server, browser }) => {
    const page = await browser.open(server.url);
    await findWords(page, 'does not let Grapevine keep anything');
    await find(page, 'button', 'Reload');
    // Firefox itself writes down that no worker may be kept either.
    expect(browser.errors.filter((error) => !error.includes('ServiceWorker'))).toEqual([]);
  });
});

it('S-34: a private window works like any other until it is closed', async () => {
  await withFirefox({ 'browser.privatebrowsing.autostart': true }, async ({ server, browser }) => {
    const alice = await bringGuest('Alice', browser);
    await alice.visit(server.url);
    await alice.start();
    const link = await alice.invite();
    await alice.reload();
    await find(alice.page(), 'textbox', 'Invitation link');
    expect(await valueOf(alice.page(), 'Invitation link')).toBe(link);
  });
});
