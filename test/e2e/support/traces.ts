/**
 * What a browser keeps of things that should leave no trace: a search of all that a page can read
 * back, and of every file of the profile folder. Both are needed: LevelDB, which holds IndexedDB and
 * localStorage, may compress its blocks, and no page sees the browser's own history and forms.
 */
import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import type { Page } from 'puppeteer-core';
import type { Mark, Place } from './search.ts';

/** A text as it may lie about: UTF-8, UTF-16 as Chromium stores strings, and base64. */
export const textMark = (text: string): Mark => ({
  name: `"${text}"`,
  forms: [Buffer.from(text, 'utf8'), Buffer.from(text, 'utf16le'), ...inBase64(text)],
});

export const bytesMark = (name: string, bytes: Uint8Array): Mark => ({
  name,
  forms: [Buffer.from(bytes)],
});

/** Bytes as they may pass through a program: as they are, and as text, of one or two bytes a unit. */
export function spelledMark(name: string, bytes: Uint8Array): Mark {
  const raw = Buffer.from(bytes);
  const hex = raw.toString('hex');
  const texts = [hex, hex.toUpperCase(), raw.join(','), ...base64Texts(raw)];
  const urlTexts = base64Texts(raw).map((text) => text.replaceAll('+', '-').replaceAll('/', '_'));
  const all = [...new Set([...texts, ...urlTexts])];
  return {
    name,
    forms: [raw, ...all.flatMap((text) => [Buffer.from(text), Buffer.from(text, 'utf16le')])],
  };
}

/** Every file below the folder, as a thief of the disk has them; the browser must have ended. */
export async function placesOnDisk(profile: string): Promise<Place[]> {
  const entries = await readdir(profile, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name));
  return Promise.all(
    paths.map(async (path) => ({ name: relative(profile, path), bytes: await readFile(path) })),
  );
}

/** Everything that a script of the page can reach. */
export async function placesInPage(page: Page): Promise<Place[]> {
  const found = await page.evaluate(readEverything);
  return found.map(({ name, base64 }) => ({ name, bytes: Buffer.from(base64, 'base64') }));
}

/** Runs in the page before the app: keeps every 32 bytes of chance, which all keys come from. */
export function rememberKeys(): void {
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

/** What `rememberKeys` has kept in this page. */
export async function keyMarks(page: Page): Promise<Mark[]> {
  const kept = await page.evaluate(() => (window as unknown as { keptKeys: string[] }).keptKeys);
  return kept.map((hex, at) => bytesMark(`secret ${at} of the page`, Buffer.from(hex, 'hex')));
}

const inBase64 = (text: string): Buffer[] =>
  base64Texts(Buffer.from(text)).map((encoded) => Buffer.from(encoded));

/**
 * At each of the three places that the bytes can have in groups of three: all that they alone
 * decide, since less of a short one is found anywhere by chance.
 */
function base64Texts(bytes: Buffer): string[] {
  return [0, 1, 2].map((before) => {
    const encoded = Buffer.concat([Buffer.alloc(before), bytes]).toString('base64');
    const end = Math.floor(((before + bytes.length) * 8) / 6);
    return encoded.slice(Math.ceil((before * 8) / 6), end);
  });
}

/** Runs in the page. */
async function readEverything(): Promise<{ name: string; base64: string }[]> {
  const places: { name: string; base64: string }[] = [];
  const keep = (name: string, bytes: Uint8Array): void => {
    let binary = '';
    for (const byte of bytes) binary += String.fromCharCode(byte);
    places.push({ name, base64: btoa(binary) });
  };
  const add = (name: string, value: unknown): void => {
    if (value instanceof ArrayBuffer) keep(name, new Uint8Array(value));
    else if (ArrayBuffer.isView(value)) {
      keep(name, new Uint8Array(value.buffer, value.byteOffset, value.byteLength));
    } else if (typeof value === 'object' && value !== null) {
      for (const [key, inside] of Object.entries(value)) add(`${name}.${key}`, inside);
    } else keep(name, new TextEncoder().encode(String(value)));
  };
  const answerOf = <T>(request: IDBRequest<T>): Promise<T> =>
    new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error ?? new Error('unreadable'));
    });

  for (const { name = '' } of await indexedDB.databases()) {
    const database = await answerOf(indexedDB.open(name));
    for (const table of database.objectStoreNames) {
      const store = database.transaction(table).objectStore(table);
      const [keys, values] = await Promise.all([
        answerOf(store.getAllKeys()),
        answerOf<unknown[]>(store.getAll()),
      ]);
      keys.forEach((key, at) => {
        const place = `indexedDB ${name} ${table} ${JSON.stringify(key)}`;
        add(`${place} (its key)`, key);
        add(place, values[at]);
      });
    }
    database.close();
  }
  for (const [kind, storage] of Object.entries({ localStorage, sessionStorage })) {
    for (const key of Object.keys(storage)) add(`${kind} ${key}`, key + storage.getItem(key));
  }
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const request of await cache.keys()) {
      const answer = await cache.match(request);
      add(`cache ${name}`, request.url);
      add(`cache ${name}`, await answer?.arrayBuffer());
    }
  }
  add('cookies', document.cookie);
  add('address', location.href);
  add('title', document.title);
  add('history', JSON.stringify(history.state));
  const { navigation } = window as { navigation?: { entries(): { url: string }[] } };
  for (const { url } of navigation?.entries() ?? []) add('history', url);
  return places;
}
