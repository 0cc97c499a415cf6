/** Deleting everything, backing up and restoring, with a contact who goes on. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ElementHandle, Page } from 'puppeteer-core';
import { eventually, find, findText, lookFor, press, write } from './support/find.ts';
import { looksGood } from './support/look.ts';
import { bringPerson, introduce, type Person } from './support/person.ts';
import { startServer, type TestServer } from './support/server.ts';
import { tracesOf } from './support/search.ts';
import { placesInPage, textMark } from './support/traces.ts';

const PASSPHRASE = 'eleven quiet grapes';

let server: TestServer;
let folder: string;
/** The backup that was saved. */
let file: string;
let alice: Person;
let bob: Person;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'grapevine-backup-'));
  server = await startServer();
  [alice, bob] = await Promise.all([
    bringPerson('Alice', 'chromium'),
    bringPerson('Bob', 'chromium'),
  ]);
  await introduce(alice, bob, server.url);
  await alice.send('Between us two');
  await bob.sees('Between us two');
});

afterAll(async () => {
  await Promise.all([alice, bob].map((each) => each?.leave()));
  await server?.stop();
  await rm(folder, { recursive: true, force: true });
});

it('U-211: "Back up" asks for a passphrase twice and saves one file without a word in clear', async () => {
  const page = alice.page();
  const session = await page.createCDPSession();
  await session.send('Browser.setDownloadBehavior', { behavior: 'allow', downloadPath: folder });
  await press(page, 'button', 'Settings');
  await press(page, 'button', 'Back up');
  await write(page, 'Passphrase', PASSPHRASE);
  await write(page, 'The same once more', `${PASSPHRASE}!`);
  await press(page, 'button', 'Back up');
  await findText(page, 'region', 'Settings', 'The two are not the same.');
  await write(page, 'The same once more', PASSPHRASE);
  await looksGood(page, 'backing-up');
  file = await download(page);
  const bytes = await readFile(file);
  expect(bytes.subarray(0, 8).toString()).toBe('GVBACKUP');
  for (const text of ['Between us two', 'Alice', 'Bob']) expect(bytes.includes(text)).toBe(false);
  await press(page, 'button', 'Close');
});

it('U-301: a place that was chosen is written to as a stream, one that was not takes nothing away', async () => {
  const page = alice.page();
  await page.evaluate(offerPlaces);
  await press(page, 'button', 'Settings');
  await press(page, 'button', 'Back up');
  await write(page, 'Passphrase', PASSPHRASE);
  await write(page, 'The same once more', PASSPHRASE);
  // The first is refused, as by a person who changes their mind.
  await press(page, 'button', 'Choose a place');
  await findText(page, 'region', 'Settings', 'It goes with your downloads');
  await press(page, 'button', 'Choose a place');
  await findText(page, 'region', 'Settings', 'It is written to chosen.gvbackup.');
  await looksGood(page, 'backing-up-to');
  await press(page, 'button', 'Back up');
  await findText(page, 'region', 'Settings', 'Saved: chosen.gvbackup, with 1 conversation', 60_000);
  const bytes = Buffer.from(await page.evaluate(takeChosen), 'latin1');
  expect(bytes.subarray(0, 8).toString()).toBe('GVBACKUP');
  // The same as the one that went with the downloads, but for random bytes and a few records of keys.
  expect(bytes.length).toBeGreaterThan((await readFile(file)).length / 2);
  await press(page, 'button', 'Close');
});

it('U-211: shows how far it is, and leaves nothing when it is cancelled', async () => {
  const page = alice.page();
  await page.evaluate(offerSlowPlace);
  await press(page, 'button', 'Settings');
  await press(page, 'button', 'Back up');
  await write(page, 'Passphrase', PASSPHRASE);
  await write(page, 'The same once more', PASSPHRASE);
  await press(page, 'button', 'Choose a place');
  await findText(page, 'region', 'Settings', 'It is written to slow.gvbackup.');
  await press(page, 'button', 'Back up');
  await page.waitForSelector('>>> gv-back-up >>> progress[aria-label="Backup"]');
  await press(page, 'button', 'Cancel');
  await page.evaluate(() => (window as unknown as { goOn(): void }).goOn());
  await findText(page, 'region', 'Settings', 'Cancelled. No file was made.', 60_000);
  const slow = await page.evaluate(() => (window as unknown as { slow: unknown }).slow);
  expect(slow).toEqual({ isClosed: false, isAborted: true });
  await press(page, 'button', 'Close');
});

it('U-210: "Delete everything" leaves nothing, and the app starts as new', async () => {
  const page = alice.page();
  const other = await alice.browser.open(server.url);
  await find(other, 'textbox', 'Message');
  await page.bringToFront();
  await press(page, 'button', 'Settings');
  await press(page, 'button', 'Delete everything');
  await findText(page, 'dialog', 'Delete everything on this device?', 'are not told');
  await looksGood(page, 'deleting-everything');
  await Promise.all([
    page.waitForNavigation(),
    other.waitForNavigation(),
    press(page, 'button', 'Delete everything for good'),
  ]);
  for (const tab of [page, other]) {
    await tab.bringToFront();
    await find(tab, 'textbox', 'Your name');
  }
  await other.close();
  await page.bringToFront();
  const marks = ['Between us two'].map(textMark);
  expect(tracesOf(await placesInPage(page), marks)).toEqual([]);
  // What time it is a new app notes too.
  expect(await recordsIn(page)).toEqual(['grapevine device ["time"]']);
  await findText(bob.page(), 'log', 'Messages', 'Between us two');
  await bob.send('Are you there?');
  await bob.sees('Are you there?');
});

it('U-212: "Restore" on the first screen brings everything back, and the chat goes on', async () => {
  const page = alice.page();
  await restore(page, 'not the passphrase');
  await findText(page, 'dialog', 'Restore a backup', 'not the one of this backup');
  await restore(page, PASSPHRASE);
  await findText(page, 'dialog', 'Restore a backup', 'Added: 1 conversation, 1 message.');
  await looksGood(page, 'restored');
  await press(page, 'button', 'Close');
  await openOnly(page);
  await alice.sees('Between us two');
  await alice.send('Here I am again');
  await bob.sees('Here I am again');
  await bob.send('Good to see you');
  await alice.sees('Good to see you');
});

it('U-213: "Restore" in the settings of a running device adds only what is not there', async () => {
  const page = alice.page();
  await press(page, 'button', 'Settings');
  await restore(page, PASSPHRASE);
  await findText(page, 'dialog', 'Restore a backup', 'Nothing was added: all of it is here.');
  await press(page, 'button', 'Close');
  await press(page, 'button', 'Close');
  await alice.sees('Good to see you');
  await alice.send('Still here');
  await bob.sees('Still here');
});

/**
 * In the page: the browser's question for a place, which nobody could answer here. Refused once; then
 * a real file of the page's own.
 */
function offerPlaces(): void {
  let asked = 0;
  const showSaveFilePicker = async () => {
    asked += 1;
    if (asked === 1) throw new DOMException('refused', 'AbortError');
    const root = await navigator.storage.getDirectory();
    return root.getFileHandle('chosen.gvbackup', { create: true });
  };
  Object.assign(window, { showSaveFilePicker });
}

/** In the page: a place that takes nothing until `goOn`, and says what became of it. */
function offerSlowPlace(): void {
  const slow = { isClosed: false, isAborted: false };
  let goOn = (): void => undefined;
  const waits = new Promise<void>((resolve) => (goOn = resolve));
  const stream = {
    write: () => waits,
    close: () => Promise.resolve(void (slow.isClosed = true)),
    abort: () => Promise.resolve(void (slow.isAborted = true)),
  };
  const handle = {
    name: 'slow.gvbackup',
    createWritable: () => Promise.resolve(stream),
    getFile: () => Promise.resolve(new File([], 'slow.gvbackup')),
  };
  Object.assign(window, { slow, goOn, showSaveFilePicker: () => Promise.resolve(handle) });
}

/** In the page: what was written there, a character for each byte. The file goes. */
async function takeChosen(): Promise<string> {
  const root = await navigator.storage.getDirectory();
  const handle = await root.getFileHandle('chosen.gvbackup');
  const bytes = new Uint8Array(await (await handle.getFile()).arrayBuffer());
  await root.removeEntry('chosen.gvbackup');
  return [...bytes].map((byte) => String.fromCharCode(byte)).join('');
}

/** Chooses the file of the backup and types a passphrase, in a dialog that may be open already. */
const restore = async (page: Page, passphrase: string): Promise<void> => {
  if (!(await page.$('>>> input#file'))) await press(page, 'button', 'Restore');
  const input = await page.waitForSelector('>>> input#file');
  await (input as ElementHandle<HTMLInputElement>).uploadFile(file);
  await write(page, 'Passphrase', passphrase);
  await press(page, 'button', 'Restore');
};

/** Opens the one conversation that there is. */
const openOnly = async (page: Page): Promise<void> => {
  if (!(await lookFor(page, 'textbox', 'Message'))) {
    const row = await page.waitForSelector('>>> li button');
    await row?.click();
  }
  await find(page, 'textbox', 'Message');
};

/** What the browser has put into the folder. */
const download = async (page: Page): Promise<string> => {
  await press(page, 'button', 'Back up');
  const name = await eventually(
    'a file',
    async () => (await readdir(folder)).find((each) => each.endsWith('.gvbackup')) ?? null,
  );
  await findText(page, 'region', 'Settings', 'with 1 conversation');
  return join(folder, name);
};

/** Keys of all records of all databases, but for those that an app has which was never used. */
const recordsIn = (page: Page): Promise<string[]> => page.evaluate(listRecords);

/** In the page. */
async function listRecords(): Promise<string[]> {
  const answerOf = <T>(request: IDBRequest<T>): Promise<T> =>
    new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error ?? new Error('unreadable'));
    });
  const found: string[] = [];
  for (const { name = '' } of await indexedDB.databases()) {
    if (name === 'grapevine-key') continue;
    const database = await answerOf(indexedDB.open(name));
    for (const table of database.objectStoreNames) {
      const keys = await answerOf(database.transaction(table).objectStore(table).getAllKeys());
      found.push(...keys.map((key) => `${name} ${table} ${JSON.stringify(key)}`));
    }
    database.close();
  }
  found.push(...Object.keys(localStorage), ...Object.keys(sessionStorage));
  return found;
}
