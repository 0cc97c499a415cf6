/** Journey 7, the platform's faults: each gets words that say what is so, and nothing is lost. */
import type { Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser, type TestBrowser } from './support/browsers.ts';
import { eventually, find, press, valueOf } from './support/find.ts';
import { messagesOn, sameMessages, shows } from './support/messages.ts';
import { bringGuest, introduce, type Person } from './support/person.ts';
import { startServer, type TestServer } from './support/server.ts';
import { findWords } from './support/words.ts';

const HOST = 'grapevine.test';

let server: TestServer;
let browser: TestBrowser;

beforeAll(async () => {
  server = await startServer();
  browser = await launchBrowser('chromium', {
    args: [`--host-resolver-rules=MAP ${HOST} localhost`, `--proxy-bypass-list=${HOST}`],
  });
});
afterAll(async () => {
  await browser.dispose();
  await server.stop();
});

async function bringTwo(prepare: (alice: Person) => void = () => undefined) {
  const alice = await bringGuest('Alice', browser);
  const bob = await bringGuest('Bob', browser);
  prepare(alice);
  return { alice, bob };
}

async function leave(...people: readonly Person[]): Promise<void> {
  for (const person of people) await person.leave();
}

describe('a full disk', () => {
  it('S-32: says so, keeps what was typed and what was saved, and goes on when there is room', async () => {
    const { alice, bob } = await bringTwo();
    // A browser fixes the quota of a site when the site first stores something.
    await alice.visit(`${server.url}healthz`);
    const devtools = await alice.page().createCDPSession();
    const { origin } = new URL(server.url);
    await devtools.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: 8_000_000 });
    await bob.visit(server.url);
    await alice.goTo(server.url);
    await Promise.all([alice.start(), bob.start()]);
    await bob.accept(await alice.invite());
    await alice.send('while there was room');
    await bob.sees('while there was room');
    await alice.page().evaluate(fillStorage);

    const texts = await writeUntilFull(alice.page());
    await findWords(alice.page(), 'This device is full');
    const kept = await messagesOn(alice.page());
    const refused = await valueOf(alice.page(), 'Message');
    expect(texts).toContain(refused);
    expect(kept).not.toContain(refused);

    await alice.reload();
    await shows(alice.page(), 'while there was room');
    expect(await messagesOn(alice.page())).toEqual(kept);
    const fresh = await alice.page().createCDPSession();
    await fresh.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: 200_000_000 });
    await alice.send('there is room again');
    await bob.sees('there is room again');
    await sameMessages(alice.page(), bob.page(), kept.length + 1);
    await leave(alice, bob);
  });
});

describe('blocked storage', () => {
  const blocks: Record<string, () => void> = {
    'that throws': () => {
      IDBFactory.prototype.open = () => {
        throw new DOMException('The operation is insecure.', 'SecurityError');
      };
    },
    'that is missing': () => {
      Object.defineProperty(window, 'indexedDB', { value: undefined });
    },
  };
  it.each(Object.keys(blocks))('S-33: %s gets words, and nothing is asked for', async (name) => {
    const alice = await bringGuest('Alice', browser);
    alice.browser.before(blocks[name] ?? (() => undefined));
    await alice.visit(server.url);
    await findWords(alice.page(), 'does not let Grapevine keep anything');
    await find(alice.page(), 'button', 'Reload');
    expect(alice.browser.errors).toEqual([]);
    await leave(alice);
  });

  it('S-34: a private window works like any other until it is closed', async () => {
    const alice = await bringGuest('Alice', browser);
    await alice.visit(server.url);
    await alice.start();
    const link = await alice.invite();
    await alice.reload();
    await find(alice.page(), 'textbox', 'Invitation link');
    expect(await valueOf(alice.page(), 'Invitation link')).toBe(link);
    await leave(alice);
  });
});

describe('an insecure origin', () => {
  it('H-40: says what is missing and what to do', async () => {
    const alice = await bringGuest('Alice', browser);
    await alice.visit(`http://${HOST}:${server.port}/`);
    expect(await alice.page().evaluate(() => isSecureContext)).toBe(false);
    await findWords(alice.page(), 'This address is not secure');
    await findWords(alice.page(), 'Open this page with https://');
    expect(alice.browser.errors).toEqual([]);
    await leave(alice);
  });
});

describe('a denied clipboard', () => {
  it('U-40: says so and leaves the link selected', async () => {
    const alice = await bringGuest('Alice', browser);
    alice.browser.before(() => {
      Clipboard.prototype.writeText = () =>
        Promise.reject(new DOMException('Write permission denied.', 'NotAllowedError'));
    });
    await alice.visit(server.url);
    await alice.start();
    const link = await alice.invite();
    await press(alice.page(), 'button', 'Copy link');
    await findWords(alice.page(), 'does not let Grapevine copy');
    const field = await find(alice.page(), 'textbox', 'Invitation link');
    const selected = await field.evaluate((node) =>
      node instanceof HTMLInputElement
        ? node.value.slice(node.selectionStart ?? 0, node.selectionEnd ?? 0)
        : '',
    );
    expect(selected).toBe(link);
    await leave(alice);
  });
});

describe('a browser without WebRTC', () => {
  it('L-60: chats through the node, says so, and comes back when the node was killed', async () => {
    const { alice, bob } = await bringTwo((without) =>
      without.browser.before(() => {
        Reflect.deleteProperty(window, 'RTCPeerConnection');
      }),
    );
    await introduce(alice, bob, server.url);
    await alice.send('through the node');
    await bob.sees('through the node');
    await bob.send('and back');
    await alice.sees('and back');
    await findWords(alice.page(), 'No direct connections in this browser');
    await findWords(alice.page(), 'relayed');

    await server.kill();
    await alice.send('said while it was gone');
    await shows(alice.page(), 'said while it was gone');
    await server.start();
    await shows(bob.page(), 'said while it was gone');
    await bob.send('heard again');
    await shows(alice.page(), 'heard again');
    await sameMessages(alice.page(), bob.page(), 4);
    await leave(alice, bob);
  });
});

/** Leaves some 200 kB of the site's quota; noise, since browsers compress what they store. */
async function fillStorage(): Promise<void> {
  const database = await new Promise<IDBDatabase>((resolve, reject) => {
    const request = indexedDB.open('filler', 1);
    request.onupgradeneeded = () =>
      request.result.createObjectStore('noise', { autoIncrement: true });
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error('no filler'));
  });
  const put = (bytes: number) =>
    new Promise<boolean>((resolve) => {
      const transaction = database.transaction('noise', 'readwrite', { durability: 'strict' });
      const noise = new Uint8Array(bytes);
      for (let i = 0; i < bytes; i += 65_536) {
        crypto.getRandomValues(noise.subarray(i, Math.min(bytes, i + 65_536)));
      }
      transaction.objectStore('noise').put(noise);
      transaction.oncomplete = () => resolve(true);
      transaction.onabort = () => resolve(false);
    });
  for (const bytes of [1_000_000, 100_000]) while (await put(bytes));
  database.close();
}

/** Sends long messages until one stays in the field; all texts that were tried. */
async function writeUntilFull(page: Page): Promise<readonly string[]> {
  const texts: string[] = [];
  for (;;) {
    const text = `${texts.length} ${'x'.repeat(12_000)}`;
    texts.push(text);
    const field = await find(page, 'textbox', 'Message');
    await field.evaluate((node, value) => {
      if (!(node instanceof HTMLTextAreaElement)) return;
      node.value = value;
      node.dispatchEvent(new InputEvent('input', { bubbles: true, composed: true }));
    }, text);
    await press(page, 'button', 'Send');
    const isSaved = await eventually('a message that is saved or given back', async () => {
      if ((await messagesOn(page)).includes(text)) return 'saved';
      return (await valueOf(page, 'Message')) === text ? 'refused' : null;
    });
    if (isSaved === 'refused') return texts;
  }
}
