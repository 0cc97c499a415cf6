/** Links another browser to one with a long conversation, as its person does. */
import { setTimeout as wait } from 'node:timers/promises';
import type { Page } from 'puppeteer-core';
import type { TestBrowser } from '../../e2e/support/browsers.ts';
import { hand } from '../support/in-page.ts';
import { textOf } from '../journal/texts.ts';
import { openDisk } from './disk.ts';
import { longestTask } from './long-tasks.ts';

export type Linked = {
  /** From the second "They match" until the newest message is on the screen, in milliseconds. */
  readonly newest: number;
  /** Until the keys of all messages are there. */
  readonly all: number;
  /** The longest task of the two pages meanwhile. */
  readonly task: number;
};

export const linkDevice = async (
  there: TestBrowser,
  newcomer: TestBrowser,
  url: string,
  count: number,
): Promise<Linked> => {
  const phone = await there.open(url);
  await hand(phone, 'hears', textOf('both', count - 1));
  await hand(phone, 'press', 'Settings');
  await hand(phone, 'press', 'Link a device');
  const laptop = await newcomer.open(await hand(phone, 'read', 'Device link'));
  await hand(laptop, 'press', 'Link this device');
  await Promise.all([phone, laptop].map((page) => hand(page, 'offers', 'They match')));
  const disk = await openDisk(newcomer, url);
  await laptop.bringToFront();
  for (const page of [phone, laptop]) await longestTask(page);
  await hand(phone, 'press', 'They match');
  const began = await hand(laptop, 'press', 'They match');
  await hand(laptop, 'choose', 'Bob');
  const newest = await hand(laptop, 'hears', textOf('both', count - 1));
  const all = await allThere(disk, count);
  const tasks = await Promise.all([phone, laptop].map(longestTask));
  return { newest: newest - began, all: all - began, task: Math.max(...tasks) };
};

const LOOK_EVERY_MS = 250;

/** When the keys of so many messages were there, in milliseconds since 1970. */
const allThere = async (disk: Page, count: number): Promise<number> => {
  while ((await disk.evaluate(() => window.countKeys())) < count) await wait(LOOK_EVERY_MS);
  return performance.timeOrigin + performance.now();
};
