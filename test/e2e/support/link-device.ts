/** Two devices of one person that stand side by side: the link, the emoji, and both say yes. */
import { expect } from 'vitest';
import { eventually, find, press, textOf, valueOf } from './find.ts';
import type { Person } from './person.ts';

/** What a machine may take over it that does much else. */
const LONG = 60_000;

/** Opens the settings, ticks the profiles that are to come along, and answers the link for another device. */
export async function deviceLink(
  phone: Person,
  alongside: readonly string[] = [],
): Promise<string> {
  await press(phone.page(), 'button', 'Settings');
  for (const profile of alongside) await press(phone.page(), 'checkbox', profile);
  await press(phone.page(), 'button', 'Link a device');
  return eventually('a link', async () => {
    await find(phone.page(), 'textbox', 'Device link');
    return (await valueOf(phone.page(), 'Device link')) || null;
  });
}

/** Waits until the device shows the emoji, and answers them. */
export function comparing(device: Person): Promise<string> {
  return eventually(
    'seven emoji',
    async () => {
      await find(device.page(), 'list', 'Your seven emoji', LONG);
      return textOf(device.page(), 'list', 'Your seven emoji');
    },
    LONG,
  );
}

/** `laptop` has no profile yet. The settings of the phone, whose person has this name, stay open. */
export async function linkDevice(phone: Person, laptop: Person, name: string): Promise<void> {
  await takeLink(phone, laptop, name, await deviceLink(phone));
  await find(laptop.page(), 'button', 'New conversation', LONG);
}

/** Until both have said that the emoji match. */
export async function takeLink(
  phone: Person,
  laptop: Person,
  name: string,
  link: string,
): Promise<void> {
  await laptop.visit(link);
  await find(laptop.page(), 'heading', `Link this device to ${name}`);
  await press(laptop.page(), 'button', 'Link this device');
  expect(await comparing(laptop)).toBe(await comparing(phone));
  for (const device of [phone, laptop]) await press(device.page(), 'button', 'They match');
}

/** Back to the conversation that was open. */
export async function closeSettings(phone: Person): Promise<void> {
  await press(phone.page(), 'button', 'Close');
  await find(phone.page(), 'textbox', 'Message');
}
