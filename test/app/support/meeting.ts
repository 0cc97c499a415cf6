/** Tabs that write and meet, one after the other. */

import { expect } from 'vitest';
import type { VirtualTime } from '../../../src/effects/platform/fake-timers.ts';
import { settle, type Tab } from './pair.ts';

type Timed = { readonly time: VirtualTime };

/** Brings the tabs into the network until they have nothing more to tell each other. */
export const meet = async ({ time }: Timed, ...tabs: readonly Tab[]): Promise<void> => {
  const syncs = tabs.map((tab) => tab.online());
  await settle(time, 60_000);
  for (const sync of syncs) sync.close();
  await settle(time, 1_000);
};

/** One after the other, so that the order is known. */
export const say = async ({ time }: Timed, tab: Tab, text: string): Promise<void> => {
  expect(await tab.conversation.post(text, undefined)).toBe(true);
  await time.advance(10);
};

export const expectSound = (...tabs: readonly Tab[]): void => {
  for (const { bugs, problems } of tabs) expect([bugs, problems]).toEqual([[], []]);
};
