/** A device that is removed: it ends in every conversation, also where it has not said yet to be in. */
import { describe, expect, it } from 'vitest';
import type { DeviceView } from '../../../src/app/snapshot.ts';
import { remainingWriters } from '../../../src/core/members/members.ts';
import { steal } from '../support/thief.ts';
import { deviceKeyOf, introduceInTime, type PersonInTime } from '../support/two-people.ts';
import { linkDevices, meetDevices, openFirst } from './linked.ts';

const listed = (device: PersonInTime, wanted: string): DeviceView => {
  const found = device
    .app()
    .snapshot()
    .devices.list.find(({ name }) => name === wanted);
  if (!found) throw new Error(`${wanted} is not in the list`);
  return found;
};

/** How many writers are in the conversation with the contact, as that device has it. */
const writersOn = async ({ name, disk }: PersonInTime): Promise<number> => {
  const { state } = await steal(disk, deviceKeyOf(name));
  return remainingWriters(state.members).length;
};

describe('removing a device', { timeout: 120_000 }, () => {
  it('A-209: that was let in a moment ago ends there too, and who does not know is named', async () => {
    const world = await introduceInTime();
    const { alice: phone, bob, time } = world;
    const laptop = world.device('Laptop', 61);
    await meetDevices(world, phone, laptop);
    bob.close();
    for (const device of [phone, laptop]) await device.app().commands.compareDevices('match');
    while ((await writersOn(phone)) < 3) await time.advance(1);
    laptop.close();
    expect(await phone.app().commands.removeDevice(listed(phone, 'Laptop').id)).toBe(true);
    await time.advance(30_000);
    expect(listed(phone, 'Laptop').unaware).toEqual(['Bob']);
    await bob.open();
    await time.advance(60_000);
    expect(listed(phone, 'Laptop').unaware).toEqual([]);
    for (const device of [phone, bob]) expect(await writersOn(device)).toBe(2);
    expect(world.bugs).toEqual([]);
  });

  it('A-209: ends where who removed it is not any more, by the others', async () => {
    const world = await introduceInTime();
    const { alice: phone, bob, time } = world;
    const [laptop, tablet] = [world.device('Laptop', 62), world.device('Tablet', 63)];
    await linkDevices(world, phone, laptop);
    await linkDevices(world, phone, tablet);
    await phone.app().commands.deleteConversation(phone.conversation().id);
    await time.advance(10_000);
    expect(await phone.app().commands.removeDevice(listed(phone, 'Laptop').id)).toBe(true);
    await time.advance(30_000);
    expect(await writersOn(bob)).toBe(4);
    await time.advance(90_000);
    expect(await writersOn(bob)).toBe(3);
    await openFirst(tablet);
    await bob.send('not for the laptop');
    await time.advance(30_000);
    await openFirst(laptop);
    expect(tablet.texts()).toEqual(['not for the laptop']);
    expect(laptop.texts()).toEqual([]);
    expect(world.bugs).toEqual([]);
  });

  it('A-209, U-143: leaves those that it let in, and names it with them', async () => {
    const world = await introduceInTime();
    const { alice: phone, bob, time } = world;
    const [laptop, tablet] = [world.device('Laptop', 64), world.device('Tablet', 65)];
    await linkDevices(world, phone, laptop);
    await linkDevices(world, laptop, tablet);
    const letIn = () => ['Alice', 'Laptop', 'Tablet'].map((name) => listed(phone, name).letInBy);
    const byAlice = { name: 'Alice', isRemoved: false };
    expect(letIn()).toEqual([undefined, byAlice, { name: 'Laptop', isRemoved: false }]);
    expect(await phone.app().commands.removeDevice(listed(phone, 'Laptop').id)).toBe(true);
    await time.advance(120_000);
    expect(letIn()).toEqual([undefined, byAlice, { name: 'Laptop', isRemoved: true }]);
    expect(await writersOn(bob)).toBe(3);
    await openFirst(tablet);
    await tablet.send('still here');
    await time.advance(30_000);
    expect(bob.texts()).toEqual(['still here']);
    expect(world.bugs).toEqual([]);
  });
});
