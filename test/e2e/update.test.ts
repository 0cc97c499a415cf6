/**
 * Journey 6, second half: a new version waits, is offered in every tab, and takes all tabs over
 * together; nothing that was written or is being written suffers.
 */
import type { Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from './support/browsers.ts';
import { eventually, find, findGone, lookFor, press, valueOf, write } from './support/find.ts';
import { messagesOn } from './support/messages.ts';
import { bringPerson, introduce, type Person } from './support/person.ts';
import { isOurs } from './support/privacy.ts';
import { startServer, type TestServer } from './support/server.ts';
import {
  cachedNames,
  copyApp,
  isSecond,
  loadedAssets,
  lookForUpdate,
  publish,
  versionOf,
  type AppCopy,
} from './support/versions.ts';

it('O-102: in firefox a new version waits beside the old one until it is asked', async () => {
  const app = await copyApp();
  const server = await startServer({ args: ['--app-dir', app.folder] });
  const browser = await launchBrowser('firefox');
  try {
    const page = await browser.open(server.url);
    await page.evaluate(() => navigator.serviceWorker.ready.then(() => true));
    expect(await cachedNames(page)).toEqual(
      expect.arrayContaining(['index.html', 'manifest.webmanifest']),
    );
    await publish(app, server);
    await lookForUpdate(page);
    await page.reload();
    expect(await versionOf(page)).toBe('1');
    await press(page, 'button', 'Update now');
    await eventually('the new version', () => isVersion(page, '2'));
  } finally {
    await browser.dispose();
    await server.stop();
    await app.remove();
  }
});

describe.each(['chromium', 'firefox'] as const)('a new version, with two tabs in %s', (name) => {
  let app: AppCopy;
  let server: TestServer;
  let alice: Person;
  let first: Page;
  let second: Page;
  let before: string[];

  beforeAll(async () => {
    app = await copyApp();
    server = await startServer({ args: ['--app-dir', app.folder] });
    alice = await bringPerson('Alice', name);
    const bob = await bringPerson('Bob', name);
    try {
      await introduce(alice, bob, server.url);
      await alice.send('written in version 1');
      await bob.sees('written in version 1');
      await bob.send('an answer');
      await alice.sees('an answer');
    } finally {
      await bob.leave();
    }
    await press(alice.page(), 'button', 'Keep them');
    first = alice.page();
    await first.reload();
    await alice.sees('an answer');
    second = await alice.browser.open(server.url);
    await find(second, 'textbox', 'Message');
    before = await messagesOn(first);
  });
  afterAll(async () => {
    await alice.leave();
    await server.stop();
    await app.remove();
  });

  it('O-105: waits, is offered in every tab, and can be put off', async () => {
    await publish(app, server);
    await inFront(first, () => lookForUpdate(first));
    await inFront(first, () => find(first, 'button', 'Update now'));
    await inFront(second, () => find(second, 'button', 'Update now'));
    await inFront(second, () => press(second, 'button', 'Later'));
    await findGone(second, 'button', 'Update now');
    await inFront(first, () => alice.send('while it waits'));
    await alice.sees('while it waits');
    await findSame(second, first);
    expect(await inFront(second, () => lookFor(second, 'button', 'Update now'))).toBeNull();
  });

  it('O-106: leaves old tabs the parts of their own version while it waits', async () => {
    await inFront(first, async () => {
      await press(first, 'button', 'New conversation');
      await find(first, 'textbox', 'Invitation link');
      await press(first, 'button', 'Cancel');
      await findGone(first, 'textbox', 'Invitation link');
      await first.reload();
    });
    await find(first, 'textbox', 'Paste an invitation');
    expect(await versionOf(first)).toBe('1');
    expect((await loadedAssets(first)).filter(isSecond)).toEqual([]);
  });

  it('O-106: takes all tabs over together, with what is being typed', async () => {
    const reloads = { first: 0, second: 0 };
    await inFront(second, async () => {
      await find(second, 'textbox', 'Message');
      await write(second, 'Message', 'half a sen');
    });
    first.on('load', () => (reloads.first += 1));
    second.on('load', () => (reloads.second += 1));
    await inFront(first, () => press(first, 'button', 'Update now'));
    for (const page of [first, second]) {
      await eventually('the new version', () => isVersion(page, '2'));
    }
    await inFront(second, () => find(second, 'textbox', 'Message'));
    await eventually('the draft', async () =>
      (await valueOf(second, 'Message')) === 'half a sen' ? true : null,
    );
    expect(await messagesOn(second)).toEqual([...before, 'while it waits']);
    for (const page of [first, second]) {
      const assets = await loadedAssets(page);
      expect(assets.length).toBeGreaterThan(0);
      expect(assets.filter((name) => !isSecond(name))).toEqual([]);
      expect(await inFront(page, () => lookFor(page, 'button', 'Update now'))).toBeNull();
    }
    expect(reloads).toEqual({ first: 1, second: 1 });
  });

  it('O-106: leaves nothing of the old version behind', async () => {
    const kept = () => cachedNames(second);
    const assets = (names: readonly string[]) => names.filter((name) => name.startsWith('assets/'));
    await eventually('the old files gone', async () =>
      assets(await kept()).every(isSecond) ? true : null,
    );
    expect(assets(await kept()).toSorted()).toEqual(
      (await app.assets()).map((name) => `assets/${name}`).toSorted(),
    );
    expect((await kept()).filter((name) => name === 'index.html')).toHaveLength(1);
  });

  it('O-107: names a part that cannot be loaded, and the way on', async () => {
    await first.close();
    await second.bringToFront();
    await second.reload();
    await find(second, 'textbox', 'Message');
    // Firefox tells of a connection that was being made while the page was loaded anew.
    expect(alice.browser.errors.filter(isOurs)).toEqual([]);
    await second.setCacheEnabled(false);
    // As when a browser short of space threw away what was kept of the app.
    await second.evaluate(forgetFiles);
    await server.stop();
    await press(second, 'button', 'New conversation');
    await find(second, 'heading', 'This part of Grapevine could not be loaded');
    await server.start();
    await Promise.all([second.waitForNavigation(), press(second, 'button', 'Reload')]);
    await find(second, 'textbox', 'Invitation link');
  });
});

/** In the page. */
async function forgetFiles(): Promise<void> {
  for (const name of await caches.keys()) await caches.delete(name);
}

/** Looking fails while the page is between two documents. */
async function isVersion(page: Page, version: string): Promise<true | null> {
  const found = await versionOf(page).catch(() => undefined);
  return found === version ? true : null;
}

/** Both tabs show the same messages. */
function findSame(one: Page, other: Page): Promise<true> {
  return eventually('the same messages in both tabs', async () => {
    const [left, right] = await Promise.all([messagesOn(one), messagesOn(other)]);
    return left.join('\n') === right.join('\n') ? true : null;
  });
}

/** A tab behind another one does not draw, so nobody can find or press anything in it. */
async function inFront<T>(page: Page, act: () => Promise<T>): Promise<T> {
  await page.bringToFront();
  return act();
}
