/** A device that is removed: it ends in every conversation, also where it has not said yet to be in. */
import { describe, expect, it } from 'vitest';
import { createWorld, introduceInTime } from '../support/two-people.ts';
import { linkDevices, listed, meetDevices, openFirst, writersOn } from './linked.ts';

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

  it('A-206: who is left to remove it is told where the conversation was deleted', async () => {
    const world = await introduceInTime();
    const { alice: phone, bob, time } = world;
    const [laptop, tablet] = [world.device('Laptop', 66), world.device('Tablet', 67)];
    await linkDevices(world, phone, laptop);
    await linkDevices(world, phone, tablet);
    await phone.app().commands.deleteConversation(phone.conversation().id);
    await time.advance(10_000);
    tablet.close();
    expect(await phone.app().commands.removeDevice(listed(phone, 'Laptop').id)).toBe(true);
    await time.advance(120_000);
    expect(listed(phone, 'Laptop')).toMatchObject({ unaware: ['Tablet'], leftTo: 'devices' });
    await tablet.open();
    await time.advance(120_000);
    expect(await writersOn(bob)).toBe(3);
    expect(listed(phone, 'Laptop')).toMatchObject({ unaware: [], leftTo: 'none' });
    expect(world.bugs).toEqual([]);
  });

  it('A-206: where nobody is left to remove it, that is told; a conversation deleted later changes nothing', async () => {
    const world = await introduceInTime();
    const { alice: phone, time } = world;
    const [laptop, tablet] = [world.device('Laptop', 68), world.device('Tablet', 69)];
    await linkDevices(world, phone, laptop);
    await linkDevices(world, phone, tablet);
    expect(await phone.app().commands.removeDevice(listed(phone, 'Tablet').id)).toBe(true);
    await time.advance(30_000);
    await phone.app().commands.deleteConversation(phone.conversation().id);
    expect(await phone.app().commands.removeDevice(listed(phone, 'Laptop').id)).toBe(true);
    await time.advance(120_000);
    expect(listed(phone, 'Tablet').leftTo).toBe('none');
    expect(listed(phone, 'Laptop').leftTo).toBe('nobody');
    expect(world.bugs).toEqual([]);
  });

  it('A-206: names an own device that has not heard of it, also where no conversation is shared', async () => {
    const world = createWorld();
    const { alice: phone, time } = world;
    await phone.open();
    await phone.app().commands.createProfile('Alice');
    const [laptop, tablet] = [world.device('Laptop', 85), world.device('Tablet', 86)];
    await linkDevices(world, phone, laptop);
    await linkDevices(world, phone, tablet);
    tablet.close();
    expect(await phone.app().commands.removeDevice(listed(phone, 'Laptop').id)).toBe(true);
    await time.advance(30_000);
    expect(listed(phone, 'Laptop').unaware).toEqual(['Tablet']);
    await tablet.open();
    await time.advance(60_000);
    expect(listed(phone, 'Laptop').unaware).toEqual([]);
    expect(world.bugs).toEqual([]);
  });
});
