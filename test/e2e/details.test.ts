/**
 * The details of a conversation in real browsers: who it is, the safety number, the export, and
 * deleting; two people who have just met.
 */
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'puppeteer-core';
import { encode } from 'uqr';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { eventually, find, findGone, findText, press, textOf } from './support/find.ts';
import { looksGood } from './support/look.ts';
import { bringPerson, introduce, type Person } from './support/person.ts';
import { startServer, type TestServer } from './support/server.ts';
import { steal } from './support/stolen-device.ts';
import { tracesOf } from './support/search.ts';
import { placesInPage, textMark } from './support/traces.ts';
import { writeVideo } from './support/video.ts';

let server: TestServer;
let folder: string;
let alice: Person;
let bob: Person;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'grapevine-details-'));
  server = await startServer();
  const camera = [
    '--use-fake-device-for-media-stream',
    `--use-file-for-fake-video-capture=${join(folder, 'screen.y4m')}`,
  ];
  [alice, bob] = await Promise.all([
    bringPerson('Alice', 'chromium'),
    bringPerson('Bob', 'chromium', { args: camera }),
  ]);
  await introduce(alice, bob, server.url);
});
afterAll(async () => {
  expect([...alice.browser.errors, ...bob.browser.errors]).toEqual([]);
  await rm(folder, { recursive: true, force: true });
  await alice.leave();
  await bob.leave();
  await server.stop();
});

const focused = (page: Page): Promise<string> =>
  page.evaluate(() => {
    let found = document.activeElement;
    while (found?.shadowRoot?.activeElement) found = found.shadowRoot.activeElement;
    return (found?.textContent ?? '').trim();
  });

it('U-120: say who it is, since when, how connected and whether compared; Escape gives the focus back', async () => {
  const page = alice.page();
  await press(page, 'button', 'Details');
  await findText(page, 'dialog', 'Details', 'Bob');
  await findText(page, 'dialog', 'Details', 'In touch since');
  await findText(page, 'dialog', 'Details', 'The two devices are connected');
  await findText(page, 'dialog', 'Details', 'Not yet. Compare');
  await looksGood(page, 'details');
  await page.keyboard.press('Escape');
  await findGone(page, 'dialog', 'Details');
  expect(await focused(page)).toBe('Details');
  await find(page, 'textbox', 'Message');
});

const openNumber = async (person: Person): Promise<string> => {
  await press(person.page(), 'button', 'Details');
  await press(person.page(), 'button', 'Safety number');
  return textOf(person.page(), 'list', 'Sixty digits');
};

/** A picture in base64 of the code on this screen. */
const photographCode = async (page: Page): Promise<string> => {
  const code = await find(page, 'image', 'QR code of the safety number');
  return code.screenshot({ encoding: 'base64' });
};

const close = async (person: Person): Promise<void> => {
  await press(person.page(), 'button', 'Close');
  await findGone(person.page(), 'dialog', 'Details');
};

const allowCamera = async (person: Person): Promise<void> => {
  const { origin } = new URL(server.url);
  await person.page().browserContext().overridePermissions(origin, ['camera']);
};

it('U-121: the safety number is the same on both sides', async () => {
  const [first, second] = await Promise.all([openNumber(alice), openNumber(bob)]);
  expect(first).toMatch(/^(\d{5} ?){12}$/);
  expect(second).toBe(first);
  await looksGood(alice.page(), 'safety-number');
});

it('U-123: what is no safety number is told, and the scanner goes on looking', async () => {
  await writeVideo(
    join(folder, 'screen.y4m'),
    bob.page(),
    await drawCode(bob.page(), 'https://example.org/menu'),
  );
  await allowCamera(bob);
  await press(bob.page(), 'button', 'Scan the contact’s code');
  await findText(bob.page(), 'dialog', 'Scan the safety number', 'no safety number');
  await press(bob.page(), 'button', 'Close');
  await findGone(bob.page(), 'dialog', 'Scan the safety number');
});

it('U-123: one’s own code is told apart, and a different number decides nothing', async () => {
  const page = bob.page();
  await writeVideo(join(folder, 'screen.y4m'), page, await photographCode(page));
  await press(page, 'button', 'Scan the contact’s code');
  await findText(page, 'dialog', 'Scan the safety number', 'the code of this device');
  await press(page, 'button', 'Close');
  await findGone(page, 'dialog', 'Scan the safety number');
  const other = Buffer.alloc(65, 1).toString('base64url');
  const drawn = await drawCode(page, `grapevine-safety:${other}`);
  await writeVideo(join(folder, 'screen.y4m'), page, drawn);
  await press(page, 'button', 'Scan the contact’s code');
  await find(page, 'heading', 'Not the same safety number');
  await findText(page, 'dialog', 'Details', 'Not yet. Compare');
});

it('U-122: the contact’s code read by the camera makes the conversation compared', async () => {
  const page = bob.page();
  await writeVideo(join(folder, 'screen.y4m'), page, await photographCode(alice.page()));
  await press(page, 'button', 'Scan the contact’s code');
  await find(page, 'heading', 'The same safety number');
  await findText(page, 'dialog', 'Details', 'Yes. Nobody stands between you.');
  await close(bob);
  await findGone(page, 'button', 'Not compared');
  await bob.reload();
  await find(page, 'textbox', 'Message');
  await findGone(page, 'button', 'Not compared');
});

it('U-124: "They match" at the safety number makes the conversation compared', async () => {
  await press(alice.page(), 'button', 'They match');
  await findText(alice.page(), 'dialog', 'Details', 'Yes. Nobody stands between you.');
  await close(alice);
  await findGone(alice.page(), 'button', 'Not compared');
});

it('U-125: "Export conversation" gives the whole conversation in three forms', async () => {
  const page = alice.page();
  await alice.send('Hello <b>Bob</b>');
  await bob.sees('Hello <b>Bob</b>');
  await bob.send('Hello "Alice"');
  await alice.sees('Hello "Alice"');
  const session = await page.createCDPSession();
  await session.send('Browser.setDownloadBehavior', { behavior: 'allow', downloadPath: folder });
  await press(page, 'button', 'Details');
  await press(page, 'button', 'Export conversation');
  await findText(page, 'dialog', 'Details', 'It is not encrypted');
  await looksGood(page, 'export');

  const text = await download(page, 'Text', '.txt');
  expect(text).toContain('Conversation with Bob');
  expect(text).toMatch(/\] Alice\n {4}Hello <b>Bob<\/b>\n/);
  const read = JSON.parse(await download(page, 'JSON', '.json')) as { messages: unknown[] };
  expect(read.messages).toMatchObject([
    { number: 1, own: true, author: 'Alice', text: 'Hello <b>Bob</b>' },
    { number: 2, own: false, author: 'Bob', text: 'Hello "Alice"' },
  ]);
  const html = await download(page, 'Web page', '.html');
  const reader = await alice.browser.open(`data:text/html;base64,${btoa(toBinary(html))}`);
  const texts = await reader.$$eval('article .text', (found) => found.map((p) => p.textContent));
  expect(texts).toEqual(['Hello <b>Bob</b>', 'Hello "Alice"']);
  await reader.close();
  await close(alice);
});

it('U-129: "Delete conversation" asks first, and leaves nothing of it behind', async () => {
  const page = alice.page();
  const other = await alice.browser.open(server.url);
  await find(other, 'textbox', 'Message');
  // A click in a tab that lies behind waits for a frame that is never drawn.
  await page.bringToFront();
  await press(page, 'button', 'Details');
  await press(page, 'button', 'Delete conversation');
  await findText(page, 'dialog', 'Delete this conversation here?', 'keeps a copy and is not told');
  await looksGood(page, 'deleting-conversation');
  await press(page, 'button', 'Delete for good');
  await findGone(page, 'dialog', 'Details');
  await findGone(page, 'textbox', 'Message');
  await other.bringToFront();
  await findGone(other, 'textbox', 'Message');
  await other.close();
  await page.bringToFront();
  await bob.send('Still there?');
  await bob.sees('Still there?');
  await alice.reload();
  await find(page, 'button', 'New conversation');
  const marks = ['Hello "Alice"', 'Still there?'].map(textMark);
  expect(tracesOf(await placesInPage(page), marks)).toEqual([]);
  const { rows } = await steal(page);
  // What is left is the person's own: the profile and what their devices agree on, each fenced.
  const left = rows.filter(({ table }) => table !== 'device').map(({ table, key }) => [table, key]);
  expect(left).toEqual([
    ['revisions', ['profile']],
    ['revisions', ['registers']],
  ]);
});

/** What the browser has put into the folder. */
const download = async (page: Page, form: string, ending: string): Promise<string> => {
  await press(page, 'button', form);
  return eventually(`a file ${ending}`, async () => {
    const name = (await readdir(folder)).find((each) => each.endsWith(ending));
    if (name === undefined) return null;
    expect(name).toMatch(/^Grapevine - Bob - \d{4}-\d\d-\d\d\.\w+$/);
    return (await readFile(join(folder, name), 'utf8')) || null;
  });
};

const toBinary = (text: string): string => Buffer.from(text).toString('latin1');

/** A QR code as a picture in base64. */
const drawCode = (page: Page, text: string): Promise<string> => {
  const { size, data } = encode(text, { border: 4 });
  return page.evaluate(
    async (rows, width) => {
      const unit = Math.floor(300 / width);
      const canvas = new OffscreenCanvas(width * unit, width * unit);
      const context = canvas.getContext('2d');
      if (context === null) throw new Error('No canvas to draw on.');
      context.fillStyle = '#fff';
      context.fillRect(0, 0, canvas.width, canvas.height);
      context.fillStyle = '#000';
      rows.forEach((row, y) =>
        row.forEach((dark, x) => dark && context.fillRect(x * unit, y * unit, unit, unit)),
      );
      const bytes = new Uint8Array(await (await canvas.convertToBlob()).arrayBuffer());
      return btoa([...bytes].map((byte) => String.fromCharCode(byte)).join(''));
    },
    data,
    size,
  );
};
