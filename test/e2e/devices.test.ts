/**
 * One person with several devices: a link between the two that stand side by side, the emoji, and
 * then the same conversations on both. With Chromium, and with Firefox at either end.
 */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { BrowserName } from '../../scripts/browsers.mjs';
import { find, findGone, findText, press, write } from './support/find.ts';
import { closeSettings, comparing, deviceLink, linkDevice } from './support/link-device.ts';
import { looksGood } from './support/look.ts';
import { openConversation } from './support/message-actions.ts';
import { bringGuest, bringPerson, introduce, type Person } from './support/person.ts';
import { startServer, type TestServer } from './support/server.ts';

const LONG = 60_000;

let server: TestServer;
let phone: Person;
let bob: Person;
let others: Person[];

const begin = async (browser: BrowserName): Promise<void> => {
  server = await startServer();
  others = [];
  phone = await bringPerson('Alice', browser);
  bob = await bringGuest('Bob', phone.browser);
  await introduce(phone, bob, server.url);
};
afterEach(async () => {
  for (const each of [...others, bob, phone]) await each.leave();
  await server.stop();
});

const link = (laptop: Person): Promise<void> => linkDevice(phone, laptop, 'Alice');

const reads = (person: Person, text: string): Promise<void> =>
  findText(person.page(), 'log', 'Messages', text, LONG);

const bring = async (browser: BrowserName): Promise<Person> => {
  const laptop =
    browser === phone.browser.name
      ? await bringGuest('Laptop', phone.browser)
      : await bringPerson('Laptop', browser);
  others.push(laptop);
  return laptop;
};

describe.each([
  ['chromium', 'chromium'],
  ['chromium', 'firefox'],
  ['firefox', 'chromium'],
] as const)('a phone with %s, a laptop with %s', (first, second) => {
  beforeEach(() => begin(first));

  it('A-200, U-140, U-141, U-142: is linked, reads what was before, and writes for all', async () => {
    await phone.send('written before');
    await bob.sees('written before');
    await bob.send('an answer');
    await phone.sees('an answer');
    const laptop = await bring(second);
    await link(laptop);
    await openConversation(laptop.page(), 'Bob');
    await reads(laptop, 'written before');
    await reads(laptop, 'an answer');
    await laptop.send('from the laptop');
    await reads(bob, 'from the laptop');
    await closeSettings(phone);
    await reads(phone, 'from the laptop');
    await bob.send('to both');
    for (const device of [phone, laptop]) await reads(device, 'to both');
  }, 600_000);

  it('A-206, U-143: one is given a name that all know; a removed one reads nothing that is written later', async () => {
    const laptop = await bring(second);
    await link(laptop);
    await openConversation(laptop.page(), 'Bob');
    await find(phone.page(), 'list', 'Your devices', LONG);
    await press(phone.page(), 'button', 'Rename');
    await write(phone.page(), 'Name of the device', 'Pocket phone');
    await phone.page().keyboard.press('Enter');
    await findText(phone.page(), 'list', 'Your devices', 'Pocket phone (this device)');
    await press(laptop.page(), 'button', 'Settings');
    await findText(laptop.page(), 'list', 'Your devices', 'Pocket phone', LONG);
    await press(laptop.page(), 'button', 'Close');
    await looksGood(phone.page(), 'devices-list');
    await press(phone.page(), 'button', 'Remove');
    await press(phone.page(), 'button', 'Remove this device');
    await findGone(phone.page(), 'button', 'Remove this device');
    await findText(phone.page(), 'list', 'Your devices', 'Everybody knows', LONG);
    await closeSettings(phone);
    await bob.send('not for the laptop');
    await phone.sees('not for the laptop');
    expect(await laptop.log()).not.toContain('not for the laptop');
  }, 600_000);
});

describe('two devices of one person', () => {
  beforeEach(() => begin('chromium'));

  it('A-205: never on together, with only the contact between, read everything', async () => {
    const laptop = await bring('chromium');
    await link(laptop);
    await openConversation(laptop.page(), 'Bob');
    await closeSettings(phone);
    const off = (device: Person) => device.page().goto('about:blank');
    await off(phone);
    await laptop.send('from the laptop');
    await bob.sees('from the laptop');
    await off(laptop);
    await phone.visit(server.url);
    await reads(phone, 'from the laptop');
    await phone.send('from the phone');
    await bob.sees('from the phone');
    await off(phone);
    await laptop.visit(server.url);
    await reads(laptop, 'from the phone');
  });

  it('A-206, U-143: of a removed one the list names who does not know yet, until they were there', async () => {
    const laptop = await bring('chromium');
    await link(laptop);
    await findText(phone.page(), 'list', 'Your devices', 'Let in by', LONG);
    await openConversation(laptop.page(), 'Bob');
    await bob.page().goto('about:blank');
    await press(phone.page(), 'button', 'Remove');
    await press(phone.page(), 'button', 'Remove this device');
    const words = 'what they write until then it may still read: Bob';
    await findText(phone.page(), 'list', 'Your devices', words, LONG);
    await looksGood(phone.page(), 'devices-removed');
    await bob.visit(server.url);
    await findText(phone.page(), 'list', 'Your devices', 'Everybody knows', LONG);
  });

  it('U-145, A-202: share the notes to self', async () => {
    const laptop = await bring('chromium');
    await link(laptop);
    await press(phone.page(), 'button', 'Notes to self');
    await phone.send('buy milk');
    await openConversation(laptop.page(), 'Notes to self');
    await laptop.sees('buy milk');
  });

  it('A-201, U-142: "They do not match" hands nothing over', async () => {
    const laptop = await bring('chromium');
    await laptop.visit(await deviceLink(phone));
    await press(laptop.page(), 'button', 'Link this device');
    await comparing(laptop);
    await comparing(phone);
    await press(laptop.page(), 'button', 'They match');
    await press(phone.page(), 'button', 'They do not match');
    await findText(phone.page(), 'alert', '', 'Nothing was handed over');
    await press(phone.page(), 'button', 'Close');
    expect(await laptop.page().$('gv-conversation-list')).toBeNull();
  });
});
