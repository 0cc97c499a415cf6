/**
 * A long history on its way to a new device, cut in the middle: the new device keeps what it has,
 * readable meanwhile, and goes on from there.
 *
 * The wire is cut in the page of the new device, after so many bytes, so that the test does not
 * race with the history; the bytes that come after that say that nothing came twice.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { makeAppFolder } from '../bench/devices/app-folder.ts';
import { openDisk } from '../bench/devices/disk.ts';
import { seedDevice } from '../bench/devices/seeding.ts';
import { makeFixture } from '../bench/journal/fixture.ts';
import { encodeRows } from '../bench/journal/rows.ts';
import { textOf } from '../bench/journal/texts.ts';
import { eventually, find, findText, press, valueOf } from './support/find.ts';
import { openConversation } from './support/message-actions.ts';
import { bringGuest, bringPerson, type Person } from './support/person.ts';
import { startServer, type TestServer } from './support/server.ts';

const COUNT = 2_000;
const NEWEST = textOf('both', COUNT - 1);
const LONG = 120_000;
/** Bytes: about two thirds of what that history takes. */
const MOST = 1_600_000;
/** Messages: most of those that these bytes bring. */
const KEPT = 1_300;

declare global {
  interface Window {
    /** Bytes that came over all data channels of this page. */
    cameBytes: number;
    isCut: boolean;
  }
}

let folder: string;
let server: TestServer;
let phone: Person;
let laptop: Person;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'grapevine-cut-'));
  await makeAppFolder(folder);
  const { base } = await makeFixture(COUNT, Date.now());
  await writeFile(join(folder, 'history.rows'), encodeRows(base));
  server = await startServer({ args: ['--app-dir', folder] });
  phone = await bringPerson('Phone', 'chromium');
  laptop = await bringGuest('Laptop', phone.browser);
}, 300_000);
afterEach(async () => {
  for (const each of [laptop, phone]) await each.leave();
  await server.stop();
  await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
});

/** Counts what comes to each page; the first page of the tab hears nothing more after `most` bytes. */
const cutAfter = (person: Person, most: number): void => {
  person.browser.before((limit: number) => {
    window.cameBytes = 0;
    window.isCut = false;
    const isFirst = window.name !== 'came back';
    const handler = Object.getOwnPropertyDescriptor(RTCDataChannel.prototype, 'onmessage');
    Object.defineProperty(RTCDataChannel.prototype, 'onmessage', {
      configurable: true,
      get: () => null,
      set(this: RTCDataChannel, heard: (event: MessageEvent<ArrayBuffer>) => void) {
        handler?.set?.call(this, (event: MessageEvent<ArrayBuffer>) => {
          if (window.isCut) return;
          window.cameBytes += event.data.byteLength;
          window.isCut = isFirst && window.cameBytes > limit;
          heard(event);
        });
      },
    });
  }, most);
};

const link = async (): Promise<void> => {
  await press(phone.page(), 'button', 'Settings');
  await press(phone.page(), 'button', 'Link a device');
  const shown = await eventually('a link', async () => {
    await find(phone.page(), 'textbox', 'Device link');
    return (await valueOf(phone.page(), 'Device link')) || null;
  });
  await laptop.visit(shown);
  await press(laptop.page(), 'button', 'Link this device');
  for (const { page } of [phone, laptop]) {
    await find(page(), 'list', 'Your seven emoji', LONG);
    await press(page(), 'button', 'They match');
  }
  await find(laptop.page(), 'button', 'New conversation', LONG);
};

const came = (): Promise<number> => laptop.page().evaluate(() => window.cameBytes);

const keysThere = async (): Promise<number> => {
  const disk = await openDisk(laptop.browser, server.url);
  const count = await disk.evaluate(() => window.countKeys());
  await disk.close();
  return count;
};

/** How many messages are here, as the screen says while the others are on their way. */
const held = async (): Promise<number> => {
  const line = await laptop.page().waitForSelector('>>> gv-conversation-list >>> .coming span');
  const words = (await line?.evaluate((node) => node.textContent)) ?? '';
  const [, done = ''] = /^Older messages are coming: ([\d,]+) of 2,000$/.exec(words) ?? [];
  return Number(done.replaceAll(',', ''));
};

describe('a history that is cut on its way', () => {
  it('A-461, A-204, U-302: goes on from there in real browsers, and what came is readable meanwhile', async () => {
    cutAfter(laptop, MOST);
    await seedDevice(phone.browser, server.url, '/history.rows');
    await phone.visit(server.url);
    await findText(phone.page(), 'log', 'Messages', NEWEST, LONG);
    await link();
    await openConversation(laptop.page(), 'Bob');
    await findText(laptop.page(), 'log', 'Messages', NEWEST, LONG);
    await laptop.page().waitForFunction(() => window.isCut, { timeout: LONG });
    const first = await came();
    await eventually('what came to be kept', async () => (await held()) >= KEPT || null, LONG);

    // The phone is gone, and the laptop begins anew.
    await phone.page().goto('about:blank');
    await laptop.page().evaluate(() => (window.name = 'came back'));
    await laptop.reload();
    await openConversation(laptop.page(), 'Bob');
    await findText(laptop.page(), 'log', 'Messages', NEWEST, LONG);
    expect(await held()).toBeGreaterThanOrEqual(KEPT);

    await phone.visit(server.url);
    await eventually('the rest', async () => (await keysThere()) === COUNT || null, LONG);
    await laptop.page().waitForSelector('>>> .coming', { hidden: true, timeout: LONG });
    // From the start it would be half as much again as came before.
    expect(await came()).toBeLessThan(0.9 * first);
    await findText(laptop.page(), 'log', 'Messages', NEWEST, LONG);
  }, 600_000);
});
