/** The address book in Firefox with the worker on, and a contact in Chromium. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { find, findText, press, write } from './support/find.ts';
import { looksGood } from './support/look.ts';
import { bringPerson, introduce, type Person } from './support/person.ts';
import { startServer, type TestServer } from './support/server.ts';

let server: TestServer;
let alice: Person;
let bob: Person;

beforeAll(async () => {
  server = await startServer();
  [alice, bob] = await Promise.all([
    bringPerson('Alice', 'firefox'),
    bringPerson('Bob', 'chromium'),
  ]);
  await introduce(alice, bob, server.url);
});
afterAll(async () => {
  await alice.leave();
  await bob.leave();
  await server.stop();
});

it('U-163: in Firefox too a contact is found, given a nickname, blocked and unblocked', async () => {
  const page = alice.page();
  await press(page, 'button', 'Contacts');
  await write(page, 'Search contacts', 'bo');
  await press(page, 'button', 'Bob');
  await write(page, 'Nickname', 'Bobby');
  await page.keyboard.press('Enter');
  await find(page, 'heading', 'Bobby');
  await looksGood(page, 'contact-firefox');
  await press(page, 'button', 'Block');
  await press(page, 'button', 'Block now');
  await press(page, 'button', 'Open conversation');
  await find(page, 'button', 'Unblock');
  await bob.send('held out');
  await findText(bob.page(), 'log', 'Messages', 'Delivered');
  expect(await alice.log()).not.toContain('held out');
  await press(page, 'button', 'Unblock');
  await alice.sees('held out');
  expect([...alice.browser.errors, ...bob.browser.errors]).toEqual([]);
});
