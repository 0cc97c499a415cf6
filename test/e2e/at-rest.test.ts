/**
 * What is left on the disk after a journey: every store of the browser, read by script and as files
 * of the profile folder, holds no sentence, no name and no key that anybody could read.
 */
import { mkdtemp, readdir, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'puppeteer-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { eventually, find, write } from './support/find.ts';
import { shows } from './support/messages.ts';
import { bringPerson, type Person } from './support/person.ts';
import { startServer, type TestServer } from './support/server.ts';

const NAMES = ['Alexandrine Quimby', 'Bartholomew Zephyr'] as const;
const SENTENCES = ['The heron lands at dusk', 'Seventeen lanterns by the quay'] as const;
const DRAFT = 'unsent words about umbrellas';

/** Something to look for, and what it is called when it is found. */
type Needle = { readonly what: string; readonly bytes: Buffer };
/** Something to look in. */
type Place = { readonly name: string; readonly bytes: Buffer };

let server: TestServer;
let people: Person[];
let profiles: string[];

beforeAll(async () => {
  server = await startServer();
  profiles = await Promise.all(NAMES.map(() => mkdtemp(join(tmpdir(), 'grapevine-rest-'))));
  people = await Promise.all(
    NAMES.map((name, i) => bringPerson(name, 'chromium', { profile: profiles[i] ?? '' })),
  );
});
afterAll(async () => {
  for (const person of people) await person.leave();
  await server.stop();
});

it('H-41: no sentence, name or key stands in clear in any store of the browser', async () => {
  const [alice, bob] = people as [Person, Person];
  for (const person of people) person.browser.before(rememberKeys);
  await alice.visit(server.url);
  await alice.start();
  const link = await alice.invite();
  // Pasted: an address that is opened is written down by the browser before the page runs.
  await bob.visit(server.url);
  await bob.start();
  await bob.accept(link);
  await find(alice.page(), 'textbox', 'Message');
  await alice.send(SENTENCES[0]);
  await shows(bob.page(), SENTENCES[0]);
  await bob.send(SENTENCES[1]);
  await shows(alice.page(), SENTENCES[1]);
  await write(alice.page(), 'Message', DRAFT);
  await draftIsSaved(alice.page());

  const needles = [
    ...[...NAMES, ...SENTENCES, DRAFT, link, new URL(link).hash.slice(1)].flatMap(textNeedles),
    ...linkNeedles(link),
  ];
  for (const [i, person] of people.entries()) {
    const keys = (await person.page().evaluate(rememberedKeys)).map((hex, at) => ({
      what: `secret ${at} that ${person.name}'s browser made`,
      bytes: Buffer.from(hex, 'hex'),
    }));
    expect(keys.length).toBeGreaterThan(5);
    const inPage = await readStores(person.page());
    expect(inPage.map(({ name }) => name)).toEqual(
      expect.arrayContaining([expect.stringContaining('indexedDB grapevine entries')]),
    );
    await person.browser.close();
    const onDisk = await readFiles(profiles[i] ?? '');
    expect(findAll([...inPage, ...onDisk], [...needles, ...keys])).toEqual([]);
  }
});

/** A text as it may lie about: UTF-8, UTF-16 as Chromium stores strings, and as base64. */
function textNeedles(text: string): Needle[] {
  const encodings = ['utf8', 'utf16le'] as const;
  const plain = encodings.map((encoding) => ({
    what: `"${text}" in ${encoding}`,
    bytes: Buffer.from(text, encoding),
  }));
  return [...plain, { what: `"${text}" in base64`, bytes: Buffer.from(btoa(text).slice(0, -4)) }];
}

/** The bytes of the invitation, in runs that leave room for a part of it to be stored elsewhere. */
function linkNeedles(link: string): Needle[] {
  const bytes = Buffer.from(new URL(link).hash.slice(1), 'base64url');
  const runs: Needle[] = [];
  for (let at = 0; at + 16 <= bytes.length; at += 8) {
    runs.push({ what: `bytes ${at} of the invitation`, bytes: bytes.subarray(at, at + 16) });
  }
  return runs;
}

function findAll(places: readonly Place[], needles: readonly Needle[]): string[] {
  return places.flatMap(({ name, bytes }) =>
    needles.flatMap((needle) => (bytes.includes(needle.bytes) ? `${needle.what} in ${name}` : [])),
  );
}

async function draftIsSaved(page: Page): Promise<void> {
  await eventually('the draft on the disk', async () => {
    const stores = await readStores(page);
    return stores.some(({ name }) => name.includes('"draft"')) ? true : null;
  });
}

/** In the page, before the app: keeps every 32 bytes of chance, which is what all keys come from. */
function rememberKeys(): void {
  const kept: string[] = [];
  const { getRandomValues } = Crypto.prototype;
  Crypto.prototype.getRandomValues = function <T extends ArrayBufferView | null>(array: T): T {
    const filled = getRandomValues.call(this, array as never) as T;
    if (filled instanceof Uint8Array && filled.length === 32) {
      kept.push([...filled].map((byte) => byte.toString(16).padStart(2, '0')).join(''));
    }
    return filled;
  };
  Object.assign(window, { keptKeys: kept });
}

function rememberedKeys(): string[] {
  return (window as unknown as { keptKeys: string[] }).keptKeys;
}

/** Everything a script of the page can reach. */
async function readStores(page: Page): Promise<Place[]> {
  const found = await page.evaluate(async () => {
    const places: { name: string; base64: string }[] = [];
    const encode = (bytes: Uint8Array) => {
      let text = '';
      for (const byte of bytes) text += String.fromCharCode(byte);
      return btoa(text);
    };
    const add = (name: string, value: unknown) => {
      const bytes =
        value instanceof Uint8Array
          ? value
          : value instanceof ArrayBuffer
            ? new Uint8Array(value)
            : new TextEncoder().encode(typeof value === 'string' ? value : JSON.stringify(value));
      places.push({ name, base64: encode(bytes) });
    };
    const done = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error ?? new Error('unreadable'));
      });
    for (const { name = '' } of await indexedDB.databases()) {
      const database = await done(indexedDB.open(name));
      for (const table of database.objectStoreNames) {
        const store = database.transaction(table).objectStore(table);
        const [keys, values] = await Promise.all([done(store.getAllKeys()), done(store.getAll())]);
        keys.forEach((key, i) => {
          const where = `indexedDB ${name} ${table} ${JSON.stringify(key)}`;
          add(`${where} (its key)`, key);
          add(where, values[i]);
        });
      }
      database.close();
    }
    for (const [kind, storage] of Object.entries({ localStorage, sessionStorage })) {
      for (const key of Object.keys(storage)) add(`${kind} ${key}`, key + storage.getItem(key));
    }
    for (const key of await caches.keys()) {
      const cache = await caches.open(key);
      for (const request of await cache.keys()) {
        const answer = await cache.match(request);
        add(`cache ${request.url}`, request.url);
        if (answer !== undefined) add(`cache ${request.url}`, await answer.arrayBuffer());
      }
    }
    add('cookies', document.cookie);
    add('address', location.href);
    add('history', history.state ?? '');
    const entries = (window as unknown as { navigation?: { entries(): { url: string }[] } })
      .navigation;
    for (const { url } of entries?.entries() ?? []) add('history', url);
    return places;
  });
  return found.map(({ name, base64 }) => ({ name, bytes: Buffer.from(base64, 'base64') }));
}

/** All files of the profile, as a thief of the disk has them. */
async function readFiles(folder: string): Promise<Place[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  return Promise.all(
    files.map(async (entry) => {
      const path = join(entry.parentPath, entry.name);
      return { name: path.slice(folder.length), bytes: await readFile(path) };
    }),
  );
}
