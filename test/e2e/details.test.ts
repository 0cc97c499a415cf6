/**
 * The details of a conversation in real browsers: who it is, the safety number, the export, and
 * deleting; two people who have just met.
 */
import type { Page } from 'puppeteer-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { find, findGone, findText, press } from './support/find.ts';
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
