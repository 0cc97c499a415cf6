/**
 * A copy of the built app in a folder of its own, and a second version to put in its place: the
 * same code, but the page marked and every hashed file under another name, as after a real change.
 */
import { cp, mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliDecompressSync } from 'node:zlib';
import type { Page } from 'puppeteer-core';
import { eventually } from './find.ts';
import type { TestServer } from './server.ts';

const built = fileURLToPath(new URL('../../../dist/app', import.meta.url));

export interface AppCopy {
  readonly folder: string;
  /** Names of the hashed files, as they stand in URLs. */
  assets(): Promise<readonly string[]>;
  /** Puts the second version in place of the first; the node reads it at its next start. */
  change(): Promise<void>;
  remove(): Promise<void>;
}

export async function copyApp(): Promise<AppCopy> {
  const folder = await mkdtemp(join(tmpdir(), 'grapevine-app-'));
  await cp(built, folder, { recursive: true });
  const assets = () => readdir(join(folder, 'assets'));
  return {
    folder,
    assets,
    change: async () => {
      const names = await assets();
      for (const name of names) {
        const file = join(folder, 'assets', name);
        await rewrite(file, (text) => renameAll(text, names));
        await rename(file, join(folder, 'assets', secondName(name)));
      }
      await rewrite(join(folder, 'index.html'), (text) =>
        renameAll(text, names).replace('<html', '<html data-version="2"'),
      );
      await rewrite(join(folder, 'sw.js'), (text) => newPageHash(renameAll(text, names)));
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

/** An earlier build, as `scripts/keep-build.mjs` has kept it; `change` puts the present one in its place. */
export async function unpackBuild(name: string): Promise<AppCopy> {
  const folder = await mkdtemp(join(tmpdir(), 'grapevine-app-'));
  const packed = await readFile(new URL(`../builds/${name}.json.br`, import.meta.url));
  const files = JSON.parse(brotliDecompressSync(packed).toString()) as Record<string, string>;
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), Buffer.from(content, 'base64'));
  }
  return {
    folder,
    assets: () => readdir(join(folder, 'assets')),
    change: async () => {
      await rm(folder, { recursive: true });
      await cp(built, folder, { recursive: true });
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

/** The node serves what it read at its start, so it is started again. */
export async function publish(app: AppCopy, server: TestServer): Promise<void> {
  await server.stop();
  await app.change();
  await server.start();
}

/** Browsers look by themselves at navigations and the app looks each hour; here it is asked to. */
export async function lookForUpdate(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const registration = await navigator.serviceWorker.ready;
    await registration.update();
  });
  await eventually('a waiting worker', () =>
    page.evaluate(async () => ((await navigator.serviceWorker.ready).waiting ? true : null)),
  );
}

/** The version of the page: '1', or '2' after the change. */
export function versionOf(page: Page): Promise<string> {
  return page.evaluate(() => document.documentElement.dataset['version'] ?? '1');
}

/** Paths, relative to the root, of everything the worker keeps. */
export function cachedNames(page: Page): Promise<string[]> {
  return page.evaluate(async () => {
    const names: string[] = [];
    for (const key of await caches.keys()) {
      const requests = await (await caches.open(key)).keys();
      names.push(...requests.map(({ url }) => new URL(url).pathname.slice(1)));
    }
    return names;
  });
}

/** Names of the hashed files that the page has asked for since it was loaded. */
export function loadedAssets(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    performance
      .getEntriesByType('resource')
      .map(({ name }) => new URL(name).pathname)
      .filter((path) => path.startsWith('/assets/'))
      .map((path) => path.slice('/assets/'.length)),
  );
}

export const isSecond = (asset: string): boolean => asset.includes('-second');

const secondName = (asset: string): string => asset.replace(/(\.\w+)$/, '-second$1');

const renameAll = (text: string, names: readonly string[]): string =>
  names.reduce((result, name) => result.replaceAll(name, secondName(name)), text);

/** The worker's list names the page with a hash of its content. */
function newPageHash(worker: string): string {
  const changed = worker.replace(
    /"?revision"?:\s*["'`]\w+["'`],\s*"?url"?:\s*["'`]index\.html/,
    (entry) => entry.replace(/\w{32}/, '0'.repeat(32)),
  );
  if (changed === worker) throw new Error('The worker does not name the page with a hash.');
  return changed;
}

async function rewrite(file: string, change: (text: string) => string): Promise<void> {
  await writeFile(file, change(await readFile(file, 'utf8')));
}
