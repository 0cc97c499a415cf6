/**
 * Somebody lost every device, and comes back into the same conversation on a new one: the link, the
 * emoji, what is handed over, and the other safety number that is announced. With Chromium, and with
 * Firefox as the new device.
 */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  eventually,
  find,
  findGone,
  findText,
  lookFor,
  press,
  textOf,
  valueOf,
} from './support/find.ts';
import { looksGood } from './support/look.ts';
import { openConversation } from './support/message-actions.ts';
import { bringGuest, bringPerson, introduce, type Person } from './support/person.ts';
import { startServer, type TestServer } from './support/server.ts';

const LONG = 60_000;

let server: TestServer;
let alice: Person;
let lost: Person;
let others: Person[];

beforeEach(async () => {
  server = await startServer();
  alice = await bringPerson('Alice', 'chromium');
  lost = await bringGuest('Bob', alice.browser);
  others = [];
  await introduce(alice, lost, server.url);
});
afterEach(async () => {
  for (const each of [...others, alice]) await each.leave();
  await server.stop();
});

const bring = async (browser: 'chromium' | 'firefox'): Promise<Person> => {
  const anew =
    browser === 'firefox'
      ? await bringPerson('Bob', 'firefox')
      : await bringGuest('Bob', alice.browser);
  others.push(anew);
  return anew;
};

const wayBack = async (): Promise<string> => {
  await press(alice.page(), 'button', 'Details');
  await press(alice.page(), 'button', 'Pair again');
  await press(alice.page(), 'button', 'Make a link');
  await find(alice.page(), 'heading', 'Pair again with Bob');
  return eventually('a link', async () => {
    await find(alice.page(), 'textbox', 'Invitation link');
    return (await valueOf(alice.page(), 'Invitation link')) || null;
  });
};

const comparing = (person: Person): Promise<string> =>
  eventually(
    'seven emoji',
    async () => {
      await find(person.page(), 'list', 'Your seven emoji', LONG);
      return textOf(person.page(), 'list', 'Your seven emoji');
    },
    LONG,
  );

/** Up to where both show the same emoji. */
const meet = async (bob: Person): Promise<void> => {
  await bob.visit(await wayBack());
  await find(bob.page(), 'heading', 'Alice asks you back into your conversation');
  await bob.start();
  await press(bob.page(), 'button', 'Accept');
  expect(await comparing(bob)).toBe(await comparing(alice));
};

const reads = (person: Person, text: string): Promise<void> =>
  findText(person.page(), 'log', 'Messages', text, LONG);

describe.each(['chromium', 'firefox'] as const)('a new device with %s', (browser) => {
  it('A-400, A-401, A-403, U-240, U-241, U-242: comes into the same conversation, and both read and write on', async () => {
    await alice.send('written before');
    await lost.sees('written before');
    await lost.send('by the lost device');
    await alice.sees('by the lost device');
    await lost.leave();
    const bob = await bring(browser);
    await meet(bob);
    await looksGood(alice.page(), 'pairing-again');
    await press(alice.page(), 'checkbox', 'Hand over the messages written so far');
    for (const each of [alice, bob]) await press(each.page(), 'button', 'They match');
    for (const each of [alice, bob]) await find(each.page(), 'textbox', 'Message', LONG);
    await reads(alice, 'Bob came back into this conversation');
    await find(alice.page(), 'heading', 'Your safety number with Bob has changed');
    await looksGood(alice.page(), 'safety-number-changed');
    await reads(bob, 'You came back into this conversation');
    await reads(bob, 'written before');
    await reads(bob, 'by the lost device');
    await bob.send('back again');
    await reads(alice, 'back again');
    await alice.send('welcome');
    await reads(bob, 'welcome');
    // It stays over a reload, until she has seen it; the line in the log stays for good.
    await alice.reload();
    await press(alice.page(), 'button', 'I have seen it');
    await findGone(alice.page(), 'button', 'I have seen it');
    await reads(alice, 'Bob came back into this conversation');
    await alice.reload();
    await find(alice.page(), 'textbox', 'Message', LONG);
    await reads(alice, 'Bob came back into this conversation');
    expect(await lookFor(alice.page(), 'button', 'I have seen it')).toBeNull();
  }, 600_000);
});

describe('with the wrong emoji', () => {
  it('A-402, U-240: "They do not match" lets nobody in, and the conversation is as it was', async () => {
    await alice.send('written before');
    await lost.sees('written before');
    const mallory = await bring('chromium');
    await meet(mallory);
    await press(mallory.page(), 'button', 'They match');
    await press(alice.page(), 'button', 'They do not match');
    await find(alice.page(), 'heading', 'They did not match');
    await press(alice.page(), 'button', 'Remove');
    await openConversation(alice.page(), 'Bob');
    await lost.send('I am still here');
    await reads(alice, 'I am still here');
    expect(await lookFor(mallory.page(), 'log', 'Messages')).toBeNull();
    expect(await lookFor(alice.page(), 'button', 'I have seen it')).toBeNull();
    await lost.leave();
  }, 300_000);
});
