/**
 * A device that is set back to a copy of itself: the folder of its browser is put back to what it
 * was, or a second browser runs on a copy of it. In Chromium, as people run it, worker and all.
 */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { copyFolder, newFolder, setBack } from './support/copies.ts';
import { eventually, find, findGone, findText, lookFor, press } from './support/find.ts';
import { closeSettings, linkDevice } from './support/link-device.ts';
import { looksGood } from './support/look.ts';
import { openConversation } from './support/message-actions.ts';
import { messagesOn } from './support/messages.ts';
import { bringGuest, bringPerson, introduce, type Person } from './support/person.ts';
import { startServer, type TestServer } from './support/server.ts';

const LONG = 120_000;
const TOLD = 'A device was set back to an older copy';

let server: TestServer;
let folder: string;
let alice: Person;
let bob: Person;
let others: Person[];

beforeEach(async () => {
  server = await startServer();
  folder = await newFolder();
  alice = await bringPerson('Alice', 'chromium', { profile: folder });
  bob = await bringPerson('Bob', 'chromium');
  others = [];
  await introduce(alice, bob, server.url);
  await alice.page().evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
});
afterEach(async () => {
  for (const each of [...others, bob, alice]) await each.leave();
  await server.stop();
});

const passes = async (from: Person, text: string, ...to: readonly Person[]): Promise<void> => {
  await from.send(text);
  for (const each of [from, ...to]) await findText(each.page(), 'log', 'Messages', text, LONG);
};

const reads = (person: Person, ...texts: readonly string[]): Promise<unknown> => {
  let last: readonly string[] = [];
  return eventually(
    `${person.name} to read ${texts.join(', ')}`,
    async () => {
      last = await messagesOn(person.page());
      return JSON.stringify(last) === JSON.stringify(texts) ? true : null;
    },
    LONG,
    () => `it reads: ${last.join(', ')}`,
  );
};

/** Among what a screen reader is told of the state of things. */
const says = (person: Person, words: string): Promise<unknown> =>
  eventually(
    `"${words}"`,
    async () => {
      for (const status of await person.page().$$('::-p-aria([role="status"])')) {
        const text = await status.evaluate((node) => node.textContent);
        if (text?.replaceAll(/\s+/g, ' ').includes(words)) return true;
      }
      return null;
    },
    LONG,
  );

/** The copy, with the person back in the app. */
const copied = async (): Promise<string> => {
  await alice.browser.close();
  const copy = await copyFolder(folder);
  await alice.browser.restart();
  await alice.visit(server.url);
  await find(alice.page(), 'textbox', 'Message');
  return copy;
};

/** Nobody can be reached yet. */
const comeBackAlone = async (copy: string): Promise<void> => {
  await alice.browser.close();
  await server.stop();
  await setBack(alice, folder, copy);
  await alice.visit(server.url);
};

describe('a device that was set back to an older copy', { timeout: 600_000 }, () => {
  it('A-438, A-439, O-13: is written on at once, told in words, and says again what nobody has heard', async () => {
    await passes(alice, 'one', bob);
    const copy = await copied();
    await passes(alice, 'two', bob);
    await passes(bob, 'an answer', alice);
    await comeBackAlone(copy);
    await passes(alice, 'three');
    await server.start();
    await findText(alice.page(), 'alert', '', TOLD, LONG);
    await findText(alice.page(), 'alert', '', 'There is nothing to do');
    await reads(bob, 'one', 'two', 'an answer', 'three');
    await looksGood(alice.page(), 'forked');
    await press(alice.page(), 'button', 'Dismiss');
    await findGone(alice.page(), 'button', 'Dismiss');
    await passes(alice, 'four', bob);
    await passes(bob, 'five', alice);
    await reads(bob, 'one', 'two', 'an answer', 'three', 'four', 'five');
    await alice.reload();
    await reads(alice, 'one', 'three', 'four', 'five');
    await passes(alice, 'six', bob);
  });

  it('A-438, A-439: has all that was written since the copy from another device of its person', async () => {
    const laptop = await bringGuest('Laptop', bob.browser);
    others.push(laptop);
    await passes(alice, 'one', bob);
    await linkDevice(alice, laptop, 'Alice');
    await find(alice.page(), 'list', 'Your devices', LONG);
    await closeSettings(alice);
    await openConversation(laptop.page(), 'Bob');
    await find(laptop.page(), 'textbox', 'Message', LONG);
    await reads(laptop, 'one');
    const copy = await copied();
    await passes(alice, 'two', bob, laptop);
    await passes(bob, 'an answer', alice, laptop);
    await passes(laptop, 'from the laptop', alice, bob);
    await comeBackAlone(copy);
    await passes(alice, 'three');
    await server.start();
    const all = ['one', 'two', 'an answer', 'from the laptop', 'three'];
    for (const each of [alice, laptop, bob]) await reads(each, ...all);
    await passes(alice, 'four', bob, laptop);
    await passes(bob, 'five', alice, laptop);
    await passes(laptop, 'six', alice, bob);
    for (const each of [alice, laptop, bob]) await reads(each, ...all, 'four', 'five', 'six');
  });
});

describe('two browsers on copies of one folder', { timeout: 600_000 }, () => {
  it('A-440: one goes on, the other says that it ended and keeps what it wrote', async () => {
    await passes(alice, 'one', bob);
    await alice.browser.close();
    const copy = await copyFolder(folder);
    await server.stop();
    await alice.browser.restart();
    const second = await bringPerson('Alice', 'chromium', { profile: copy });
    others.push(second);
    const copies = { 'of the first': alice, 'of the second': second };
    for (const [text, each] of Object.entries(copies)) {
      await each.visit(server.url);
      await passes(each, text);
    }
    await server.start();
    const whoEnded = () =>
      eventually(
        'one to have ended',
        async () => {
          for (const [text, each] of Object.entries(copies)) {
            if (!(await lookFor(each.page(), 'textbox', 'Message'))) return { text, each };
          }
          return null;
        },
        LONG,
      );
    const ended = await whoEnded();
    await says(ended.each, 'another one took its place');
    await reads(ended.each, 'one', ended.text);
    const going = ended.each === alice ? second : alice;
    const said = ended.each === alice ? 'of the second' : 'of the first';
    await passes(going, 'and on', bob);
    await passes(bob, 'five', going);
    await reads(going, 'one', said, 'and on', 'five');
    expect(await messagesOn(bob.page())).toEqual(expect.arrayContaining(['one', said, 'five']));
  });
});
