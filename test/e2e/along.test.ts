/**
 * One person with several profiles links a laptop that has a profile of its own: one more comes by
 * the link, another one along with it, and each goes on by itself. The laptop has Chromium, then
 * Firefox.
 */
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Page } from 'puppeteer-core';
import { eventually, find, findGone, press, textOf, valueOf, write } from './support/find.ts';
import { openConversation } from './support/message-actions.ts';
import { bringGuest, bringPerson, introduce, type Person } from './support/person.ts';
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

const openProfiles = async (page: Page): Promise<void> => {
  await eventually('the way to profiles', () =>
    page.evaluate(() => {
      const app = document.querySelector('gv-app')?.shadowRoot;
      const list = app?.querySelector('gv-conversation-list')?.shadowRoot;
      const button = list?.querySelector<HTMLElement>('.me');
      button?.click();
      return button ? true : null;
    }),
  );
  await find(page, 'dialog', 'Profiles');
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

const comparing = (device: Person): Promise<string> =>
  eventually(
    'seven emoji',
    async () => {
      await find(device.page(), 'list', 'Your seven emoji', LONG);
      return textOf(device.page(), 'list', 'Your seven emoji');
    },
    LONG,
  );

it.each(['chromium', 'firefox'] as const)(
  'A-465, A-468, U-285, U-286, U-287: the linked profile and the one that was ticked come beside the one that is there, on a laptop with %s',
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

    await press(page, 'button', 'Settings');
    await press(page, 'checkbox', 'Work');
    await press(page, 'button', 'Link a device');
    const link = await eventually('a link', async () => {
      await find(page, 'textbox', 'Device link');
      return (await valueOf(page, 'Device link')) || null;
    });
    await laptop.visit(link);
    await find(laptop.page(), 'heading', 'Link this device to Alice');
    await press(laptop.page(), 'button', 'Link this device');
    expect(await comparing(laptop)).toBe(await comparing(phone));
    for (const device of [phone, laptop]) await press(device.page(), 'button', 'They match');

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
  },
  600_000,
);
