/**
 * Journey 6, first half: the app is a real one of its own, works without the node from the first
 * visit on, and asks for installing and for lasting storage when there is something to keep.
 */
import type { Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually, find, findGone, lookFor, press, textOf, valueOf } from './support/find.ts';
import { bringPerson, type Person } from './support/person.ts';
import { isOurs } from './support/privacy.ts';
import { startServer, type TestServer } from './support/server.ts';

let server: TestServer;
let alice: Person;
let bob: Person;

beforeAll(async () => {
  server = await startServer();
  alice = await bringPerson('Alice', 'chromium');
  bob = await bringPerson('Bob', 'firefox');
});
afterAll(async () => {
  await alice.leave();
  await bob.leave();
  await server.stop();
});

type Manifest = {
  readonly name: string;
  readonly short_name: string;
  readonly start_url: string;
  readonly scope: string;
  readonly display: string;
  readonly icons: readonly {
    readonly src: string;
    readonly sizes: string;
    readonly type: string;
    readonly purpose: string;
  }[];
};

describe('the app', () => {
  it('O-103: has a manifest that the browser accepts, with icons of the sizes they name', async () => {
    await Promise.all([alice.visit(server.url), bob.visit(server.url)]);
    const page = alice.page();
    await workerReady(page);
    const session = await page.createCDPSession();
    const { data, errors } = await session.send('Page.getAppManifest');
    expect(errors).toEqual([]);
    const manifest = JSON.parse(data ?? '') as Manifest;
    expect(manifest).toMatchObject({
      name: 'Grapevine',
      start_url: '/',
      scope: '/',
      display: 'standalone',
    });
    const purposes = manifest.icons.map(({ purpose, sizes }) => `${purpose} ${sizes}`);
    expect(purposes).toEqual(
      expect.arrayContaining(['any 192x192', 'any 512x512', 'maskable 512x512']),
    );
    for (const { src, sizes, type } of manifest.icons) {
      const icon = await page.evaluate(measureImage, src);
      expect(icon.type).toContain(type);
      if (sizes !== 'any') expect(icon.size).toBe(sizes);
    }
    const { installabilityErrors } = await session.send('Page.getInstallabilityErrors');
    expect(installabilityErrors).toEqual([]);
    await session.detach();
  });

  it('O-104: does all it can with the node stopped, from the first visit on', async () => {
    await workerReady(bob.page());
    await server.stop();
    await Promise.all([alice.page().reload(), bob.page().reload()]);
    await Promise.all([alice.start(), bob.start()]);

    const link = await alice.invite();
    await alice.page().waitForSelector('>>> gv-qr-code >>> svg', { visible: true });
    await bob.accept(link);
    await find(bob.page(), 'heading', 'Waiting for Alice');

    await server.start();
    const both = [alice, bob].map((each) => each.page());
    await Promise.all(both.map((page) => find(page, 'textbox', 'Message', 60_000)));
    await server.stop();
    await alice.page().reload();
    await find(alice.page(), 'group', 'Compare emoji');
    await server.start();
  });
});

describe('what the app asks for', () => {
  it('U-16: installing is not offered before there are words', async () => {
    await alice.page().evaluate(offerInstall);
    await press(alice.page(), 'button', 'Later');
    await findGone(alice.page(), 'group', 'Compare emoji');
    expect(await lookFor(alice.page(), 'button', 'Install')).toBeNull();
    expect(await lookFor(alice.page(), 'button', 'Keep them')).toBeNull();
  });

  it('O-108: asks for lasting storage after the first message; no write waits for it', async () => {
    const page = alice.page();
    await page.evaluate(holdPersist);
    await alice.send('first words');
    await press(page, 'button', 'Keep them');
    await alice.send('while the browser asks');
    await alice.sees('while the browser asks');
    await eventually('an empty field', async () =>
      (await valueOf(page, 'Message')) === '' ? true : null,
    );
    await page.reload();
    await alice.sees('while the browser asks');
  });

  it('O-108: says so when the browser makes no promise, until that is understood', async () => {
    const page = alice.page();
    await page.evaluate(holdPersist);
    await press(page, 'button', 'Keep them');
    await page.evaluate(() => (window as unknown as Held).answerPersist(false));
    await find(page, 'button', 'Understood');
    await page.reload();
    await press(page, 'button', 'Understood');
    await findGone(page, 'button', 'Understood');
    await page.reload();
    await alice.sees('first words');
    expect(await lookFor(page, 'button', 'Keep them')).toBeNull();
    expect(await lookFor(page, 'button', 'Understood')).toBeNull();
  });

  it('O-108: remembers that a person put the question off', async () => {
    await bob.send('words of Bob');
    await find(bob.page(), 'button', 'Keep them');
    // The comparison offers "Later" too: whichever stands first is pressed first.
    await eventually('nothing left to put off', async () => {
      if ((await lookFor(bob.page(), 'button', 'Later')) === null) return true;
      await press(bob.page(), 'button', 'Later');
      return null;
    });
    expect(await lookFor(bob.page(), 'button', 'Keep them')).toBeNull();
    await bob.page().reload();
    await bob.sees('words of Bob');
    expect(await lookFor(bob.page(), 'button', 'Keep them')).toBeNull();
  });

  it('U-16: offers to install once words were exchanged', async () => {
    const page = alice.page();
    await page.evaluate(offerInstall);
    await press(page, 'button', 'Install');
    await findGone(page, 'button', 'Install');
    expect(await page.evaluate(() => (window as unknown as Held).installs)).toBe(1);
    expect([...alice.browser.errors, ...bob.browser.errors].filter(isOurs)).toEqual([]);
    expect(await textOf(page, 'log', 'Messages')).toContain('first words');
  });
});

type Held = { answerPersist(kept: boolean): void; installs: number };

function workerReady(page: Page): Promise<boolean> {
  return page.evaluate(() => navigator.serviceWorker.ready.then(() => true));
}

/** What an image really is, whatever the manifest says. */
async function measureImage(src: string): Promise<{ type: string; size: string }> {
  const type = (await fetch(src)).headers.get('content-type') ?? '';
  const image = new Image();
  image.src = src;
  await image.decode();
  return { type, size: `${image.naturalWidth}x${image.naturalHeight}` };
}

/** The browser's own question stays open until the test answers it. */
function holdPersist(): void {
  const held = window as unknown as Held;
  navigator.storage.persisted = () => Promise.resolve(false);
  navigator.storage.persist = () =>
    new Promise((resolve) => {
      held.answerPersist = resolve;
    });
}

/** Chromium's event, as it comes when the browser finds the app worth installing. */
function offerInstall(): void {
  const held = window as unknown as Held;
  held.installs = 0;
  const prompt = () => {
    held.installs += 1;
    return Promise.resolve();
  };
  const userChoice = Promise.resolve({ outcome: 'accepted' });
  const event = new Event('beforeinstallprompt', { cancelable: true });
  window.dispatchEvent(Object.assign(event, { prompt, userChoice }));
}
