/** Links for a device that come into the wrong hands, or too late. With Chromium, and with Firefox. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { find, findText, press } from './support/find.ts';
import { comparing, deviceLink } from './support/link-device.ts';
import { looksGood } from './support/look.ts';
import { bringGuest, bringPerson, type Person } from './support/person.ts';
import { startServer, type TestServer } from './support/server.ts';
import { windClock } from './support/wind-clock.ts';

const LONG = 60_000;
const LATE = 6 * 60_000;

describe.each(['chromium', 'firefox'] as const)('a link for a device, in %s', (browser) => {
  let server: TestServer;
  let phone: Person;
  let laptop: Person;
  let mallory: Person;

  beforeEach(async () => {
    server = await startServer();
    phone = await bringPerson('Alice', browser);
    laptop = await bringGuest('Laptop', phone.browser);
    mallory = await bringGuest('Mallory', phone.browser);
    await phone.visit(server.url);
    await phone.start();
  });
  afterEach(async () => {
    for (const each of [mallory, laptop, phone]) await each.leave();
    await server.stop();
  });

  const take = async (device: Person, link: string): Promise<void> => {
    await device.visit(link);
    await press(device.page(), 'button', 'Link this device');
  };

  it('P-62, U-140, U-141: that is too old says so on both, and cannot be taken', async () => {
    const link = await deviceLink(phone);
    windClock(laptop.browser, LATE);
    await laptop.visit(link);
    await findText(laptop.page(), 'alert', '', 'The link has expired');
    await looksGood(laptop.page(), 'device-link-expired-here');
    await press(laptop.page(), 'button', 'Close');
    await find(laptop.page(), 'textbox', 'Your name');
    windClock(phone.browser, LATE);
    await phone.visit(server.url);
    await press(phone.page(), 'button', 'Settings');
    await findText(phone.page(), 'alert', '', 'The link has expired', LONG);
    await looksGood(phone.page(), 'device-link-expired');
  });

  it('P-62, A-201: that somebody else took first tells the late device, and hands nothing over', async () => {
    const link = await deviceLink(phone);
    await take(mallory, link);
    await comparing(mallory);
    await comparing(phone);
    await take(laptop, link);
    await findText(laptop.page(), 'alert', '', 'Another device has used this link already', LONG);
    await looksGood(laptop.page(), 'device-link-used');
    await press(mallory.page(), 'button', 'They match');
    await press(phone.page(), 'button', 'They do not match');
    await findText(phone.page(), 'alert', '', 'Nothing was handed over');
    expect(await mallory.page().$('gv-conversation-list')).toBeNull();
  });
});
