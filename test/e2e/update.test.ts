import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from 'puppeteer-core';
import { expect, it } from 'vitest';
import { launchBrowser } from './support/browsers.ts';
import { eventually } from './support/find.ts';
import { startServer } from './support/server.ts';

const built = fileURLToPath(new URL('../../dist/app', import.meta.url));

it.each(['chromium', 'firefox'] as const)(
  'O-102: in %s a new version waits beside the old one until it is asked',
  async (name) => {
    const app = await mkdtemp(join(tmpdir(), 'grapevine-app-'));
    await cp(built, app, { recursive: true });
    const server = await startServer({ args: ['--app-dir', app] });
    const browser = await launchBrowser(name);
    try {
      const page = await browser.open(server.url);
      await page.evaluate(() => navigator.serviceWorker.ready.then(() => true));
      expect(await cachedNames(page)).toEqual(expect.arrayContaining(['index.html', 'manifest.webmanifest']));

      await server.stop();
      await makeNewVersion(app);
      await server.start();
      await page.evaluate(async () => {
        const registration = await navigator.serviceWorker.ready;
        await registration.update();
      });
      await eventually('a waiting worker', () => waitingWorker(page));
      await page.reload();
      expect(await versionOf(page)).toBe('1');
      expect(await waitingWorker(page)).toBe(true);

      await page.evaluate(async () => {
        const { waiting } = await navigator.serviceWorker.ready;
        waiting?.postMessage({ type: 'SKIP_WAITING' });
      });
      // The app may reload itself at that moment, so looking may fail for a while.
      await eventually('the new worker in charge', () =>
        waitingWorker(page).then(
          (waits) => (waits === null ? true : null),
          () => null,
        ),
      );
      await page.reload();
      expect(await versionOf(page)).toBe('2');
    } finally {
      await browser.dispose();
      await server.stop();
      await rm(app, { recursive: true, force: true });
    }
  },
);

/** The same app, told apart by a mark in the page; the worker's list names the page's new hash. */
async function makeNewVersion(app: string): Promise<void> {
  const page = join(app, 'index.html');
  const worker = join(app, 'sw.js');
  const html = await readFile(page, 'utf8');
  await writeFile(page, html.replace('<html', '<html data-version="2"'));
  const script = await readFile(worker, 'utf8');
  const changed = script.replace(
    /"?revision"?:\s*["'`]\w+["'`],\s*"?url"?:\s*["'`]index\.html/,
    (entry) => entry.replace(/\w{32}/, '0'.repeat(32)),
  );
  expect(changed).not.toBe(script);
  await writeFile(worker, changed);
}

function versionOf(page: Page): Promise<string> {
  return page.evaluate(() => document.documentElement.dataset['version'] ?? '1');
}

/** True while a new worker waits, otherwise null. */
function waitingWorker(page: Page): Promise<true | null> {
  return page.evaluate(async () => {
    const { waiting } = await navigator.serviceWorker.ready;
    return waiting === null ? null : true;
  });
}

/** Paths, relative to the root, of everything the worker keeps. */
function cachedNames(page: Page): Promise<string[]> {
  return page.evaluate(async () => {
    const names: string[] = [];
    for (const key of await caches.keys()) {
      const requests = await (await caches.open(key)).keys();
      names.push(...requests.map(({ url }) => new URL(url).pathname.slice(1)));
    }
    return names;
  });
}
