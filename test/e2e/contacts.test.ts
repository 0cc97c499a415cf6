/** The address book in real browsers with the worker on: nicknames, searching, blocking, deleting. */
import type { Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually, find, findGone, findText, lookFor, press, write } from './support/find.ts';
import { looksGood } from './support/look.ts';
import { bringPerson, introduce, type Person } from './support/person.ts';
import { startServer, type TestServer } from './support/server.ts';

let server: TestServer;
let alice: Person;
let bob: Person;

beforeAll(async () => {
  server = await startServer();
  [alice, bob] = await Promise.all([
    bringPerson('Alice', 'chromium'),
    bringPerson('Bob', 'chromium'),
  ]);
  await introduce(alice, bob, server.url);
});
afterAll(async () => {
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

  it('A-249: a contact is deleted with its conversation', async () => {
    const page = alice.page();
    await openContacts(page);
    await press(page, 'button', 'Bobby vom Chor Bob');
    await press(page, 'button', 'Delete contact');
    await press(page, 'button', 'Delete for good');
    await eventually(
      'nobody',
      async () => (await lookFor(page, 'button', 'Delete contact')) === null || null,
    );
    await alice.reload();
    await openContacts(page);
    expect(await lookFor(page, 'button', 'Bobby vom Chor Bob')).toBeNull();
    expect([...alice.browser.errors, ...bob.browser.errors]).toEqual([]);
  });
});
