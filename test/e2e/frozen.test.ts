/**
 * Tabs that a browser freezes to save power, and whole browsers that stand still as behind a closed
 * lid. Nothing is pressed afterwards: what was written meanwhile comes by itself.
 */
import type { Page } from 'puppeteer-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { eventually, find, textOf, write } from './support/find.ts';
import { becomes } from './support/message-actions.ts';
import { messagesOn, sameMessages, shows } from './support/messages.ts';
import { bringPerson, introduce, type Person } from './support/person.ts';
import { isOurs } from './support/privacy.ts';
import { startServer, type TestServer } from './support/server.ts';

const LID_MS = 31_000;
const ON_DEVICE = 'On this device only';

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
  await alice.send('before');
  await bob.sees('before');
});
afterAll(async () => {
  await Promise.all([alice.leave(), bob.leave()]);
  await server.stop();
});

it('T-34: the only tab, frozen with a link open, is seen gone, and catches up when it thaws', async () => {
  await says(bob, 'Online');
  const thaw = await freeze(alice.page());
  await says(bob, 'Online', false);
  await bob.send('while she was frozen');
  await becomes(bob, 'while she was frozen', ON_DEVICE);
  await thaw();
  await shows(alice.page(), 'while she was frozen');
  await alice.send('thawed');
  await bob.sees('thawed');
  await sameMessages(alice.page(), bob.page(), 3);
});

it('T-34: a second tab, frozen behind the first, shows the same as that one when it thaws', async () => {
  const first = alice.page();
  const second = await alice.browser.open(server.url);
  await shows(second, 'thawed');
  const thaw = await freeze(second);
  await first.bringToFront();
  await bob.send('past the second');
  await shows(first, 'past the second');
  await alice.send('from the first');
  await bob.sees('from the first');
  await thaw();
  await sameMessages(first, second, 5);
  await write(second, 'Message', 'from the second');
  await second.keyboard.press('Enter');
  await bob.sees('from the second');
  await sameMessages(first, bob.page(), 6);
  await second.close();
  await first.bringToFront();
});

it.each([
  ['chromium', () => [alice, bob] as const],
  ['firefox', () => [bob, alice] as const],
])('T-35: %s, asleep for half a minute, catches up when it wakes', async (name, who) => {
  const [sleeper, other] = who();
  const before = await messagesOn(other.page());
  await sleeper.page().bringToFront();
  await says(other, 'Online');
  sleeper.browser.sleep();
  try {
    await other.send(`${name} sleeps, 1`);
    await pass(LID_MS);
    await other.send(`${name} sleeps, 2`);
    await becomes(other, `${name} sleeps, 1`, ON_DEVICE);
    await becomes(other, `${name} sleeps, 2`, ON_DEVICE);
  } finally {
    sleeper.browser.wake();
  }
  await shows(sleeper.page(), `${name} sleeps, 2`);
  await sleeper.send(`${name} is awake`);
  await other.sees(`${name} is awake`);
  const after = await sameMessages(sleeper.page(), other.page(), before.length + 3);
  expect(after.slice(0, before.length)).toEqual(before);
  await says(sleeper, 'Online');
  await says(other, 'Online');
  expect([...alice.browser.errors, ...bob.browser.errors].filter(isOurs)).toEqual([]);
});

/** As Chromium does with tabs behind others; answers what makes it go on and brings it to the front. */
async function freeze(page: Page): Promise<() => Promise<void>> {
  const cover = await page.browserContext().newPage();
  await cover.bringToFront();
  const devtools = await page.createCDPSession();
  await devtools.send('Page.setWebLifecycleState', { state: 'frozen' });
  return async () => {
    await devtools.send('Page.setWebLifecycleState', { state: 'active' });
    await devtools.detach();
    await cover.close();
    await page.bringToFront();
  };
}

/** Waits until the list says so of the contact, or does not any more. */
async function says(person: Person, words: string, isSo = true): Promise<void> {
  let last = '';
  await find(person.page(), 'list', 'Conversations');
  await eventually(
    `"${words}" ${isSo ? 'in' : 'gone from'} the list of ${person.name}`,
    async () => {
      last = await textOf(person.page(), 'list', 'Conversations');
      return last.includes(words) === isSo ? true : null;
    },
    90_000,
    () => `it reads: ${last}`,
  );
}

/** Half a minute is what is tried here. */
function pass(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
