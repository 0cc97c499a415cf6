/** What a backup has of devices that are just being linked: nothing. */
import { expect, it } from 'vitest';
import { linkOf, meetDevices } from '../linking/linked.ts';
import { backUp, restore } from '../support/backups.ts';
import { introduceInTime } from '../support/two-people.ts';

it('A-472: a backup that is made while a device is linked holds the conversations without the link', async () => {
  const world = await introduceInTime();
  const { alice: phone, time } = world;
  await meetDevices(world, phone, world.device('Laptop', 11));
  expect(linkOf(phone)).toMatchObject({ kind: 'linking' });
  const file = await backUp(time, phone);
  const tablet = world.device('Tablet', 12);
  await tablet.open();
  expect(await restore(time, tablet, file)).toMatchObject({ kind: 'done', conversations: 1 });
  expect(tablet.app().snapshot().devices.link).toBeUndefined();
  expect(world.bugs).toEqual([]);
}, 120_000);
