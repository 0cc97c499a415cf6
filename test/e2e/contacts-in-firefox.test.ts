/** The address book in Firefox with the worker on, and contacts in Chromium. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { find, findGone, findText, lookFor, press, write } from './support/find.ts';
import { looksGood } from './support/look.ts';
import { bringGuest, bringPerson, introduce, type Person } from './support/person.ts';
import { isOurs } from './support/privacy.ts';
import { startServer, type TestServer } from './support/server.ts';

let server: TestServer;
let alice: Person;
let bob: Person;
let carol: Person;

beforeAll(async () => {
  server = await startServer();
  [alice, bob] = await Promise.all([
    bringPerson('Alice', 'firefox'),
    bringPerson('Bob', 'chromium'),
  ]);
  carol = await bringGuest('Carol', bob.browser);
  await introduce(alice, bob, server.url);
});
afterAll(async () => {
  await alice.leave();
  await carol.leave();
  await bob.leave();
  await server.stop();
});

const errors = (): readonly string[] =>
  [...alice.browser.errors, ...bob.browser.errors, ...carol.browser.errors].filter(isOurs);

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
  expect(errors()).toEqual([]);
});

it('A-252: in Firefox too two contacts are introduced to each other', async () => {
  const page = alice.page();
  await carol.visit(server.url);
  await carol.start();
  await carol.accept(await alice.invite());
  await find(carol.page(), 'textbox', 'Message');
  await press(page, 'button', 'Contacts');
  await press(page, 'button', 'Carol');
  await press(page, 'button', 'Introduce');
  await press(page, 'button', 'Offer to both');
  await find(carol.page(), 'group', 'Introduction');
  await press(carol.page(), 'button', 'Accept');
  await find(bob.page(), 'group', 'Introduction');
  await press(bob.page(), 'button', 'Accept');
  await find(bob.page(), 'heading', 'Carol');
  await press(page, 'button', 'Back to the contacts');
  await press(page, 'button', 'Close');
});

it('A-249: in Firefox too a contact is deleted, for good', async () => {
  const page = alice.page();
  await press(page, 'button', 'Contacts');
  await press(page, 'button', 'Carol');
  await press(page, 'button', 'Delete contact');
  await press(page, 'button', 'Delete for good');
  await findGone(page, 'button', 'Delete contact');
  await alice.reload();
  await press(page, 'button', 'Contacts');
  await find(page, 'button', 'Bobby Bob');
  expect(await lookFor(page, 'button', 'Carol')).toBeNull();
  expect(errors()).toEqual([]);
});
