/**
 * One person with several profiles links a laptop that has a profile of its own: one more comes by
 * the link, another one along with it, and each goes on by itself. The laptop has Chromium, then
 * Firefox.
 */
import { afterEach, beforeEach, it } from 'vitest';
import type { Page } from 'puppeteer-core';
import { eventually, find, findGone, findText, press, textOf, write } from './support/find.ts';
import { deviceLink, takeLink } from './support/link-device.ts';
import { openConversation } from './support/message-actions.ts';
import { bringGuest, bringPerson, introduce, type Person } from './support/person.ts';
import { openProfiles } from './support/profiles.ts';
import { startServer, type TestServer } from './support/server.ts';

const LONG = 60_000;

let server: TestServer;
let phone: Person;
let laptop: Person;
let bob: Person;
let carol: Person;

beforeEach(async () => {
  server = await startServer();
  phone = await bringPerson('Alice', 'chromium');
  bob = await bringGuest('Bob', phone.browser);
  carol = await bringGuest('Carol', phone.browser);
  await introduce(phone, bob, server.url);
  await settle(carol);
});
afterEach(async () => {
  for (const each of [laptop, carol, bob, phone]) await each.leave();
  await server.stop();
});

const settle = async (person: Person): Promise<void> => {
  await person.visit(server.url);
  await person.start();
};

/** Until it is gone: what is pressed before would be for the one that goes. */
const closeProfiles = async (page: Page): Promise<void> => {
  await press(page, 'button', 'Close');
  await findGone(page, 'dialog', 'Profiles');
};

const show = async (person: Person, name: string): Promise<void> => {
  await openProfiles(person.page());
  await press(person.page(), 'button', name);
  await find(person.page(), 'button', `Profiles: ${name}`);
};

it.each(['chromium', 'firefox'] as const)(
  'A-465, A-468, U-143, U-285, U-286, U-287: the linked profile and the one that was ticked come beside the one that is there, on a laptop with %s',
  async (browser) => {
    laptop =
      browser === 'chromium'
        ? await bringGuest('Office', phone.browser)
        : await bringPerson('Office', browser);
    await settle(laptop);
    const page = phone.page();
    await phone.send('to Bob, before');
    await bob.sees('to Bob, before');
    await openProfiles(page);
    await press(page, 'button', 'Add a profile');
    await write(page, 'Name of the new profile', 'Work');
    await press(page, 'button', 'Add');
    await find(page, 'button', 'Profiles: Work');
    await carol.accept(await phone.invite());
    await Promise.all([phone, carol].map((each) => find(each.page(), 'textbox', 'Message')));
    await phone.send('to Carol, before');
    await carol.sees('to Carol, before');
    await show(phone, 'Alice');

    await takeLink(phone, laptop, 'Alice', await deviceLink(phone, ['Work']));

    await find(laptop.page(), 'button', 'Profiles: Alice', LONG);
    await openConversation(laptop.page(), 'Bob');
    await laptop.sees('to Bob, before');
    await eventually(
      'the other profile',
      async () => {
        await openProfiles(laptop.page());
        const listed = await textOf(laptop.page(), 'list', 'Profiles');
        await closeProfiles(laptop.page());
        return (listed.includes('Work') && listed.includes('Office')) || null;
      },
      LONG,
    );
    await show(laptop, 'Work');
    await openConversation(laptop.page(), 'Carol');
    await laptop.sees('to Carol, before');
    await laptop.send('from the laptop');
    await carol.sees('from the laptop');

    await findText(page, 'list', 'Your devices', 'Let in by', LONG);
    await press(page, 'button', 'Remove');
    await findText(page, 'list', 'Your devices', 'look in your others too: Work');
    await press(page, 'button', 'Keep');
  },
  600_000,
);
