/** The safety number between Chromium and Firefox, and what a mismatch of it does. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { find, findGone, lookFor, press, textOf } from './support/find.ts';
import { bringPerson, introduce, type Person } from './support/person.ts';
import { startServer, type TestServer } from './support/server.ts';

let server: TestServer;
let alice: Person;
let bob: Person;

beforeAll(async () => {
  server = await startServer();
  [alice, bob] = await Promise.all([
    bringPerson('Alice', 'chromium'),
    bringPerson('Bob', 'firefox'),
  ]);
  await introduce(alice, bob, server.url);
});
afterAll(async () => {
  expect([...alice.browser.errors, ...bob.browser.errors]).toEqual([]);
  await alice.leave();
  await bob.leave();
  await server.stop();
});

const openNumber = async (person: Person): Promise<string> => {
  await press(person.page(), 'button', 'Details');
  await press(person.page(), 'button', 'Safety number');
  const digits = await textOf(person.page(), 'list', 'Sixty digits');
  return digits.replaceAll(' ', '');
};

it('U-121: the safety number is the same in Chromium and in Firefox', async () => {
  const first = await openNumber(alice);
  expect(first).toMatch(/^\d{60}$/);
  expect(await openNumber(bob)).toBe(first);
});

it('U-124: "They do not match" at the safety number ends the conversation, also after "They match"', async () => {
  const page = bob.page();
  await press(page, 'button', 'They match');
  await find(page, 'heading', 'The same safety number');
  await press(page, 'button', 'They do not match');
  await findGone(page, 'dialog', 'Details');
  await find(page, 'heading', 'The keys were destroyed, because it did not match');
  expect(await lookFor(page, 'textbox', 'Message')).toBeNull();
  await press(page, 'button', 'Details');
  await find(page, 'dialog', 'Details');
  expect(await lookFor(page, 'button', 'Safety number')).toBeNull();
});
