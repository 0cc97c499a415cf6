/**
 * What is left on the disk after a journey: all that pages keep and every file of the browsers'
 * profiles are searched for what was said, for names, links and keys that anybody could read.
 */
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually, find, press, write } from './support/find.ts';
import { act } from './support/message-actions.ts';
import { shows } from './support/messages.ts';
import { bringPerson, type Person } from './support/person.ts';
import { tracesOf, type Mark } from './support/search.ts';
import { startServer, type TestServer } from './support/server.ts';
import {
  bytesMark,
  keyMarks,
  placesInPage,
  placesOnDisk,
  rememberKeys,
  textMark,
} from './support/traces.ts';

const SENT = 'The heron lands at dusk';
const ANSWERED = 'Seventeen lanterns by the quay';
const BEFORE_EDIT = 'Numbats at the ferry';
const EDITED = 'Quokkas at the ferry';
const DELETED = 'Bilbies under the stairs';
const DRAFTED = 'unsent words about umbrellas';
const TYPED = 'half a thought of wombats';

describe.each(['chromium', 'firefox'] as const)('in %s', (name) => {
  let server: TestServer;
  let alice: Person;
  let bob: Person;
  let profiles: ReadonlyMap<Person, string>;

  beforeAll(async () => {
    server = await startServer();
    const [one, other] = await Promise.all([newFolder(), newFolder()]);
    alice = await bringPerson('Alexandrine Quimby', name, { profile: one });
    bob = await bringPerson('Bartholomew Zephyr', name, { profile: other });
    profiles = new Map([
      [alice, one],
      [bob, other],
    ]);
    for (const { browser } of [alice, bob]) browser.before(rememberKeys);
  });
  afterAll(async () => {
    await alice.leave();
    await bob.leave();
    await server.stop();
  });

  it('H-41: no sentence, name or key stands in clear in any store of the browser', async () => {
    await Promise.all([alice.visit(server.url), bob.visit(server.url)]);
    await Promise.all([alice.start(), bob.start()]);
    const link = await alice.invite();
    // Pasted: an address that is opened is written down by the browser before the page runs.
    await bob.accept(link);
    await find(alice.page(), 'textbox', 'Message');
    await talk();
    await write(alice.page(), 'Message', DRAFTED);
    await draftIsSaved(alice.page());
    // Still in the field when the browser closes.
    await write(bob.page(), 'Message', TYPED);

    for (const person of [alice, bob]) {
      const keys = await keyMarks(person.page());
      expect(keys.length).toBeGreaterThan(5);
      const marks = [...wordsAndNames(), ...linkMarks(link), ...keys];
      const inPage = await placesInPage(person.page());
      expect(inPage.some(({ name }) => name.startsWith('indexedDB grapevine entries'))).toBe(true);
      const onDisk = await placesAfterClosing(person);
      expect(tracesOf([...inPage, ...onDisk], marks)).toEqual([]);
    }
  });

  it('H-28: a link opened by its address is left in the history of the browser alone', async () => {
    await Promise.all([alice.browser.restart(), bob.browser.restart()]);
    await alice.visit(server.url);
    const link = await alice.invite();
    await bob.visit(link);
    await find(bob.page(), 'button', 'Accept');
    const beforeAccept = await placesInPage(bob.page());
    await press(bob.page(), 'button', 'Accept');
    await find(bob.page(), 'textbox', 'Message');

    const places = [...beforeAccept, ...(await placesInPage(bob.page()))];
    const onDisk = await placesAfterClosing(bob);
    const elsewhere = [...places, ...onDisk.filter((place) => !isHistory(place))];
    expect(tracesOf(elsewhere, [...wordsAndNames(), ...linkMarks(link)])).toEqual([]);
    expect(tracesOf(onDisk.filter(isHistory), words())).toEqual([]);
    await alice.browser.close();
  });

  it('H-26: the key that seals the device key cannot be exported', async () => {
    await bob.browser.restart();
    await bob.visit(server.url);
    await find(bob.page(), 'button', 'New conversation');
    expect(await bob.page().evaluate(exportsOfWrappingKey)).toEqual(['refused', 'refused']);
  });

  it('H-29: the search finds what is kept in clear, wherever a page can keep it', async () => {
    const marker = 'platypus in plain sight';
    await bob.page().evaluate(keepInClear, marker);
    const inPage = tracesOf(await placesInPage(bob.page()), [textMark(marker)]);
    const onDisk = tracesOf(await placesAfterClosing(bob), [textMark(marker)]);
    for (const store of ['indexedDB', 'localStorage', 'sessionStorage', 'cache', 'cookies']) {
      expect(inPage).toContainEqual(expect.stringContaining(`" in ${store}`));
    }
    for (const store of storesOnDisk[name]) {
      expect(onDisk).toContainEqual(expect.stringContaining(store));
    }
  });

  async function talk(): Promise<void> {
    await alice.send(SENT);
    await shows(bob.page(), SENT);
    await bob.send(ANSWERED);
    await shows(alice.page(), ANSWERED);
    await alice.send(BEFORE_EDIT);
    await act(alice.page(), BEFORE_EDIT, 'Edit');
    await write(alice.page(), 'Message', EDITED);
    await alice.page().keyboard.press('Enter');
    await shows(bob.page(), EDITED);
    await alice.send(DELETED);
    await shows(bob.page(), DELETED);
    await act(alice.page(), DELETED, 'Delete');
    await find(alice.page(), 'dialog', 'Delete this message?');
    await press(alice.page(), 'button', 'Delete');
    await bob.sees('This message was deleted');
  }

  const wordsAndNames = (): Mark[] => [...words(), textMark(alice.name), textMark(bob.name)];

  async function placesAfterClosing(person: Person) {
    await person.browser.close();
    return placesOnDisk(profiles.get(person) ?? '');
  }
});

const words = (): Mark[] =>
  [SENT, ANSWERED, BEFORE_EDIT, EDITED, DELETED, DRAFTED, TYPED].map(textMark);

/** The invitation, in runs that leave room for a part of it to be kept elsewhere. */
function linkMarks(link: string): Mark[] {
  const text = new URL(link).hash.slice(1);
  const bytes = Buffer.from(text, 'base64url');
  const marks: Mark[] = [];
  for (let at = 0; at + 16 <= bytes.length; at += 8) {
    marks.push(bytesMark(`bytes ${at} of the invitation`, bytes.subarray(at, at + 16)));
  }
  for (let at = 0; at + 24 <= text.length; at += 12) {
    marks.push(textMark(text.slice(at, at + 24)));
  }
  return marks;
}

async function draftIsSaved(page: Page): Promise<void> {
  await eventually('the draft on the disk', async () => {
    const places = await placesInPage(page);
    return places.some(({ name }) => name.includes('"draft"')) ? true : null;
  });
}

/** Where each browser keeps what pages store; Firefox packs the small values of others. */
const storesOnDisk = {
  chromium: ['IndexedDB', 'Local Storage', 'CacheStorage'],
  firefox: ['/idb/', '/ls/', '/cache/'],
} as const;

/** What browsers write down of visits by themselves; no page can read or clear it. */
const isHistory = ({ name }: { readonly name: string }): boolean =>
  /^(segmentation_platform|Default.(Sessions|History|Favicons|Top Sites|Shortcuts))\b/.test(name) ||
  /^(places\.sqlite|favicons\.sqlite|sessionstore)/.test(name);

/** In the page: what comes of exporting, in each format for secrets. */
async function exportsOfWrappingKey(): Promise<string[]> {
  const answerOf = <T>(request: IDBRequest<T>): Promise<T> =>
    new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error ?? new Error('unreadable'));
    });
  const database = await answerOf(indexedDB.open('grapevine-key'));
  const store = database.transaction('keys').objectStore('keys');
  const { key } = await answerOf<{ key: CryptoKey }>(store.get('device'));
  database.close();
  return Promise.all(
    (['raw', 'jwk'] as const).map((format) =>
      crypto.subtle.exportKey(format, key).then(
        () => 'exported',
        () => 'refused',
      ),
    ),
  );
}

/** In the page. */
async function keepInClear(marker: string): Promise<void> {
  localStorage.setItem('control', marker);
  sessionStorage.setItem('control', marker);
  document.cookie = `control=${marker}; max-age=3600`;
  await (await caches.open('control')).put('/control', new Response(marker));
  await new Promise<void>((resolve, reject) => {
    const opening = indexedDB.open('control', 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore('control').put(marker, 1);
    opening.onerror = () => reject(opening.error ?? new Error('not opened'));
    opening.onsuccess = () => {
      opening.result.close();
      resolve();
    };
  });
}

const newFolder = (): Promise<string> => mkdtemp(join(tmpdir(), 'grapevine-rest-'));
