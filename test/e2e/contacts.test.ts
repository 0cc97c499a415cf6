/**
 * The address book in real browsers with the worker on: nicknames, searching, a picture, blocking,
 * introducing, deleting.
 */
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32, deflateSync } from 'node:zlib';
import type { Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually, find, findGone, findText, lookFor, press, write } from './support/find.ts';
import { looksGood } from './support/look.ts';
import { bringPerson, introduce, type Person } from './support/person.ts';
import { startServer, type TestServer } from './support/server.ts';

let server: TestServer;
let folder: string;
let photograph: string;
let noPicture: string;
let alice: Person;
let bob: Person;
let carol: Person;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'grapevine-contacts-'));
  photograph = join(folder, 'photograph.png');
  noPicture = join(folder, 'letter.txt');
  await writePhotograph(photograph);
  await writeFile(noPicture, 'Dear Alice');
  server = await startServer();
  [alice, bob, carol] = await Promise.all([
    bringPerson('Alice', 'chromium'),
    bringPerson('Bob', 'chromium'),
    bringPerson('Carol', 'chromium'),
  ]);
  await introduce(alice, bob, server.url);
});
afterAll(async () => {
  await alice.leave();
  await bob.leave();
  await carol.leave();
  await server.stop();
  await rm(folder, { recursive: true, force: true });
});

/** A PNG file of 300 by 200 pixels with a text that would tell where it was taken. */
const writePhotograph = async (path: string): Promise<void> => {
  const [width, height] = [300, 200];
  const rows = Buffer.alloc((width * 3 + 1) * height);
  for (let i = 0; i < rows.length; i++) rows[i] = i % (width * 3 + 1) === 0 ? 0 : (i * 7) % 256;
  const chunk = (type: string, data: Buffer): Buffer => {
    const body = Buffer.concat([Buffer.from(type), data]);
    const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
    length.writeUInt32BE(data.length);
    sum.writeUInt32BE(crc32(body));
    return Buffer.concat([length, body, sum]);
  };
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 2, 0, 0, 0], 8);
  await writeFile(
    path,
    Buffer.concat([
      Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
      chunk('IHDR', head),
      chunk('tEXt', Buffer.from('Comment\0Exif of a vineyard')),
      chunk('IDAT', deflateSync(rows)),
      chunk('IEND', Buffer.alloc(0)),
    ]),
  );
};

const focused = (page: Page): Promise<string> =>
  page.evaluate(() => {
    let found = document.activeElement;
    while (found?.shadowRoot?.activeElement) found = found.shadowRoot.activeElement;
    return (found?.textContent ?? '').trim();
  });

const openContacts = async (page: Page): Promise<void> => {
  await press(page, 'button', 'Contacts');
  await find(page, 'heading', 'Contacts');
};

describe('the address book', () => {
  it('U-160: is reached and left by keyboard, with Escape and "back", and the focus comes back', async () => {
    const page = alice.page();
    const button = await find(page, 'button', 'Contacts');
    await button.focus();
    await page.keyboard.press('Enter');
    await eventually('the heading', async () => (await focused(page)) === 'Contacts' || null);
    await looksGood(page, 'contacts');
    await page.keyboard.press('Escape');
    await findGone(page, 'heading', 'Contacts');
    await eventually('the button', async () => (await focused(page)) === 'Contacts' || null);
    await page.keyboard.press('Enter');
    await find(page, 'heading', 'Contacts');
    await page.goBack();
    await findGone(page, 'heading', 'Contacts');
    await find(page, 'textbox', 'Message');
  });

  it('A-245: a nickname stands in place of the name, here alone, also after a reload; the search knows both', async () => {
    const page = alice.page();
    await openContacts(page);
    await press(page, 'button', 'Bob');
    await write(page, 'Nickname', 'Bobby vom Chor');
    await page.keyboard.press('Enter');
    await find(page, 'heading', 'Bobby vom Chor');
    await looksGood(page, 'contact');
    await press(page, 'button', 'Open conversation');
    await find(page, 'heading', 'Bobby vom Chor');
    await alice.reload();
    await find(page, 'heading', 'Bobby vom Chor');
    await press(page, 'button', 'Details');
    await findText(page, 'dialog', 'Details', 'Says to be called Bob');
    await page.keyboard.press('Escape');
    await openContacts(page);
    await write(page, 'Search contacts', 'BOB chor');
    await find(page, 'button', 'Bobby vom Chor Bob');
    await write(page, 'Search contacts', 'carol');
    await findGone(page, 'button', 'Bobby vom Chor Bob');
    await press(page, 'button', 'Close');
    expect(await lookFor(bob.page(), 'heading', 'Alice')).not.toBeNull();
  });

  it('A-255: is saved as a file, and taken in again where a nickname is gone', async () => {
    const page = alice.page();
    const devtools = await page.createCDPSession();
    await devtools.send('Browser.setDownloadBehavior', { behavior: 'allow', downloadPath: folder });
    await openContacts(page);
    await press(page, 'button', 'Save contacts');
    const name = await eventually(
      'a file',
      async () => (await readdir(folder)).find((each) => each.endsWith('.json')) ?? null,
    );
    const file = join(folder, name);
    expect(JSON.parse(await readFile(file, 'utf8'))).toMatchObject({
      format: 'grapevine-contacts',
      contacts: [{ name: 'Bob', nickname: 'Bobby vom Chor', blocked: false, compared: false }],
    });
    await press(page, 'button', 'Bobby vom Chor Bob');
    await write(page, 'Nickname', ' ');
    await page.keyboard.press('Enter');
    await find(page, 'heading', 'Bob');
    await press(page, 'button', 'Back to the contacts');
    const input = await eventually('the file input', () =>
      page.$('>>> gv-book-file >>> input[type="file"]'),
    );
    const says = (words: string) =>
      eventually(`"${words}"`, async () => {
        const note = await page.$('>>> gv-book-file >>> [role="status"]');
        return (await note?.evaluate((node) => node.textContent))?.includes(words) || null;
      });
    await input.uploadFile(noPicture);
    await says('This file is no address book of Grapevine.');
    await input.uploadFile(file);
    await says('1 nickname added.');
    await find(page, 'button', 'Bobby vom Chor Bob');
    await input.uploadFile(file);
    await says('Nothing in it was new.');
    await press(page, 'button', 'Close');
    await find(page, 'heading', 'Bobby vom Chor');
    await devtools.detach();
  });

  it('U-162: a picture is made small and anew in the browser, and stands at the contact with the status', async () => {
    const page = bob.page();
    await press(page, 'button', 'Settings');
    const input = await eventually('the file input', () =>
      page.$('>>> gv-your-picture >>> input[type="file"]'),
    );
    await input.uploadFile(noPicture);
    await eventually('a refusal', () => page.$('>>> gv-your-picture >>> .wrong'));
    await input.uploadFile(photograph);
    await find(page, 'button', 'Remove the picture');
    await write(page, 'Status', 'in the vineyard');
    await page.keyboard.press('Enter');
    await looksGood(page, 'settings-picture');
    await press(page, 'button', 'Close');
    const shown = await eventually('the picture at Alice', () =>
      alice.page().$('>>> gv-conversation >>> .face img'),
    );
    const [address, side] = await shown.evaluate(async (image) => {
      if (!(image instanceof HTMLImageElement)) throw new Error('no image');
      await image.decode();
      return [image.src, image.naturalWidth] as const;
    });
    expect(side).toBe(96);
    const bytes = Buffer.from(address.split(',')[1] ?? '', 'base64');
    expect(bytes.length).toBeLessThanOrEqual(12_288);
    expect(bytes.includes('Exif')).toBe(false);
    await press(alice.page(), 'button', 'Details');
    await findText(alice.page(), 'dialog', 'Details', 'in the vineyard');
    await alice.page().keyboard.press('Escape');
  });

  it('A-246: what a blocked contact writes is held out until it is unblocked, and the contact sees it delivered', async () => {
    const page = alice.page();
    await bob.send('before the block');
    await alice.sees('before the block');
    await press(page, 'button', 'Details');
    await press(page, 'button', 'Block');
    await press(page, 'button', 'Block now');
    await page.keyboard.press('Escape');
    await find(page, 'button', 'Unblock');
    await bob.send('you should not see this');
    await findText(bob.page(), 'log', 'Messages', 'Delivered');
    expect(await alice.log()).not.toContain('you should not see this');
    await alice.reload();
    await find(page, 'button', 'Unblock');
    expect(await alice.log()).not.toContain('you should not see this');
    await press(page, 'button', 'Unblock');
    await alice.sees('you should not see this');
    await find(page, 'textbox', 'Message');
  });

  it('A-252: one who knows both introduces them; they are asked in turn, paired without a link, and may compare', async () => {
    const page = alice.page();
    await carol.visit(server.url);
    await carol.start();
    await carol.accept(await alice.invite());
    await find(carol.page(), 'textbox', 'Message');
    await openContacts(page);
    await press(page, 'button', 'Carol');
    await press(page, 'button', 'Introduce');
    await find(page, 'button', 'Offer to both');
    await looksGood(page, 'introduce');
    await press(page, 'button', 'Offer to both');
    await find(carol.page(), 'group', 'Introduction');
    await looksGood(carol.page(), 'introduction');
    await press(carol.page(), 'button', 'Accept');
    await find(bob.page(), 'group', 'Introduction');
    await press(bob.page(), 'button', 'Accept');
    await find(bob.page(), 'heading', 'Carol');
    await find(bob.page(), 'button', 'Not compared');
    await bob.send('Alice says hello');
    const row = await eventually('the new conversation', async () => {
      for (const each of await carol.page().$$('>>> button.conversation')) {
        if (await each.evaluate((node) => node.textContent?.includes('Bob'))) return each;
      }
      return null;
    });
    await row.click();
    await carol.sees('Alice says hello');
    await press(page, 'button', 'Back to the contacts');
    await press(page, 'button', 'Close');
  });

  it('A-249: a contact is deleted with its conversation', async () => {
    const page = alice.page();
    await openContacts(page);
    await press(page, 'button', 'Bobby vom Chor Bob in the vineyard');
    await press(page, 'button', 'Delete contact');
    await press(page, 'button', 'Delete for good');
    await eventually(
      'nobody',
      async () => (await lookFor(page, 'button', 'Delete contact')) === null || null,
    );
    await alice.reload();
    await openContacts(page);
    expect(await lookFor(page, 'button', 'Bobby vom Chor Bob in the vineyard')).toBeNull();
    const people = [alice, bob, carol];
    expect(people.flatMap(({ browser }) => browser.errors)).toEqual([]);
  });
});
