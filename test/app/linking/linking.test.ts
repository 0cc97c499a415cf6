/** Another device of a person: how it comes in, and that nothing is handed over before the emoji. */
import { describe, expect, it } from 'vitest';
import { backUp, restore } from '../support/backups.ts';
import { introduceInTime } from '../support/two-people.ts';
import { emojiOf, linkDevices, linkOf, meetDevices, openFirst, showLink } from './linked.ts';

describe('linking a device', { timeout: 120_000 }, () => {
  it('A-200: conversations and what was written before arrive; from then on both are equal', async () => {
    const world = await introduceInTime();
    const { alice: phone, bob, time } = world;
    await phone.send('one');
    await bob.send('two');
    await time.advance(10_000);
    const laptop = world.device('Laptop', 11);
    await linkDevices(world, phone, laptop);
    expect(laptop.app().snapshot().profile?.name).toBe('Alice');
    await openFirst(laptop);
    await time.advance(30_000);
    expect(laptop.texts()).toEqual(['one', 'two']);
    await laptop.send('three');
    await time.advance(30_000);
    await bob.send('four');
    await time.advance(30_000);
    for (const each of [phone, laptop, bob]) {
      expect(each.texts()).toEqual(['one', 'two', 'three', 'four']);
    }
    for (const each of [phone, laptop]) {
      const { list, link, progress } = each.app().snapshot().devices;
      expect(list.map(({ name, isThis }) => [name, isThis])).toEqual([
        [each.name, true],
        [each === phone ? 'Laptop' : 'Alice', false],
      ]);
      expect([link, progress]).toEqual([undefined, undefined]);
    }
    expect(world.bugs).toEqual([]);
  });

  it('A-201: nothing is handed over before both have said that they match', async () => {
    const world = await introduceInTime();
    const { alice: phone, time } = world;
    const laptop = world.device('Laptop', 12);
    await meetDevices(world, phone, laptop);
    expect(emojiOf(laptop)).toEqual(emojiOf(phone));
    await laptop.app().commands.compareDevices('match');
    await time.advance(60_000);
    expect(laptop.app().snapshot().phase).toBe('welcome');
    expect(phone.app().snapshot().devices.list).toEqual([]);
    expect(linkOf(laptop)).toMatchObject({ stage: 'waiting' });
    await phone.app().commands.compareDevices('mismatch');
    await time.advance(60_000);
    expect(laptop.app().snapshot().phase).toBe('welcome');
    expect(laptop.app().snapshot().conversations).toEqual([]);
    expect(world.bugs).toEqual([]);
  });

  it('A-202: what is begun later on one comes to the other, notes too; what was deleted stays away', async () => {
    const world = await introduceInTime();
    const { alice: phone, bob, time } = world;
    const laptop = world.device('Laptop', 13);
    await linkDevices(world, phone, laptop);
    await laptop.app().commands.openNotes();
    await laptop.send('buy milk');
    await time.advance(60_000);
    const notes = phone
      .app()
      .snapshot()
      .conversations.find(({ kind }) => kind === 'notes');
    expect(notes?.preview).toMatchObject({ text: 'buy milk', own: true });
    await phone.app().commands.openNotes();
    expect(phone.texts()).toEqual(['buy milk']);
    await laptop.app().commands.deleteConversation(laptop.conversation().id);
    await phone.send('and bread');
    await time.advance(60_000);
    for (const device of [phone, laptop]) await device.open();
    await time.advance(60_000);
    const kinds = (device: typeof phone) =>
      device
        .app()
        .snapshot()
        .conversations.map(({ kind }) => kind);
    expect(kinds(laptop)).toEqual(['direct']);
    expect(kinds(phone).toSorted()).toEqual(['direct', 'notes']);
    expect(kinds(bob)).toEqual(['direct']);
    expect(world.bugs).toEqual([]);
  });

  it('A-202: what was deleted on a device stays away where it goes on as another one', async () => {
    const world = await introduceInTime();
    const { alice: phone, time } = world;
    const laptop = world.device('Laptop', 93);
    await linkDevices(world, phone, laptop);
    await openFirst(laptop);
    await laptop.app().commands.deleteConversation(laptop.conversation().id);
    await time.advance(60_000);
    const file = await backUp(time, laptop);
    laptop.close();
    const restored = world.device('Laptop', 94);
    await restored.open();
    expect((await restore(time, restored, file)).kind).toBe('done');
    await time.advance(180_000);
    expect(restored.app().snapshot().devices.list.length).toBeGreaterThan(1);
    expect(restored.app().snapshot().conversations).toEqual([]);
    expect(world.bugs).toEqual([]);
  });

  it('A-526: is let in by the device that linked it, without waiting for those that could too', async () => {
    const world = await introduceInTime();
    const { alice: phone, time } = world;
    const laptop = world.device('Laptop', 17);
    await linkDevices(world, phone, laptop);
    const links = [
      [laptop, world.device('Tablet', 18)],
      [phone, world.device('Desk', 19)],
    ] as const;
    for (const [host, newcomer] of links) {
      await meetDevices(world, host, newcomer);
      const began = time.now();
      for (const each of [host, newcomer]) await each.app().commands.compareDevices('match');
      while (newcomer.app().snapshot().conversations.length === 0) {
        await time.advance(50);
      }
      expect(time.now() - began).toBeLessThan(1_500);
      await time.advance(60_000);
    }
    expect(world.bugs).toEqual([]);
  });

  it('A-527: is told when the device that links may let nobody in, rather than wait', async () => {
    const world = await introduceInTime();
    const { alice: phone, time } = world;
    const laptop = world.device('Laptop', 20);
    await linkDevices(world, phone, laptop);
    const other = laptop
      .app()
      .snapshot()
      .devices.list.find(({ isThis }) => !isThis);
    expect(await laptop.app().commands.removeDevice(other?.id ?? '')).toBe(true);
    await time.advance(60_000);
    const tablet = world.device('Tablet', 25);
    await linkDevices(world, phone, tablet);
    expect(linkOf(tablet)).toMatchObject({ stage: 'refused' });
    expect(linkOf(phone)).toMatchObject({ stage: 'refused' });
    await tablet.app().commands.cancelDeviceLink();
    expect(tablet.app().snapshot().devices.link).toBeUndefined();
    expect(world.bugs).toEqual([]);
  });

  it('A-203: name, what is told and what was read are the same on both', async () => {
    const world = await introduceInTime();
    const { alice: phone, bob, time } = world;
    await phone.app().commands.setTold('typing', false);
    const laptop = world.device('Laptop', 14);
    await linkDevices(world, phone, laptop);
    expect(laptop.app().snapshot().profile?.told.typing).toBe(false);
    phone.close();
    await laptop.app().commands.rename('Alice W.');
    await laptop.app().commands.setTold('receipts', false);
    await bob.send('unread');
    await time.advance(30_000);
    const unread = (device: typeof phone) =>
      device
        .app()
        .snapshot()
        .conversations.map((each) => each.unread);
    expect(unread(laptop)).toEqual([1]);
    await openFirst(laptop);
    await laptop.app().commands.markRead(laptop.messages().at(-1)?.id ?? '');
    await time.advance(30_000);
    await phone.open();
    await time.advance(60_000);
    const { profile } = phone.app().snapshot();
    expect([profile?.name, profile?.told.receipts]).toEqual(['Alice W.', false]);
    expect(unread(phone)).toEqual([0]);
    expect(bob.conversation().title).toBe('Alice W.');
    expect(world.bugs).toEqual([]);
  });

  it('A-205: never on together, with only the contact between, both read everything', async () => {
    const world = await introduceInTime();
    const { alice: phone, bob, time } = world;
    const laptop = world.device('Laptop', 15);
    await linkDevices(world, phone, laptop);
    await openFirst(laptop);
    const alone = async (device: typeof phone, text: string): Promise<void> => {
      await device.open();
      await device.send(text);
      await time.advance(60_000);
      device.close();
    };
    phone.close();
    laptop.close();
    await alone(laptop, 'from the laptop');
    await bob.send('from Bob');
    await time.advance(10);
    await alone(phone, 'from the phone');
    await alone(laptop, 'again');
    await alone(phone, 'and again');
    await laptop.open();
    await time.advance(60_000);
    const all = ['from the laptop', 'from Bob', 'from the phone', 'again', 'and again'];
    for (const device of [laptop, bob]) expect(device.texts()).toEqual(all);
    expect(world.bugs).toEqual([]);
  });

  it('A-206: a removed device reads nothing that is written later; who does not know is named', async () => {
    const world = await introduceInTime();
    const { alice: phone, bob, time } = world;
    const laptop = world.device('Laptop', 16);
    await linkDevices(world, phone, laptop);
    await openFirst(laptop);
    bob.close();
    const other = phone
      .app()
      .snapshot()
      .devices.list.find(({ isThis }) => !isThis);
    expect(await phone.app().commands.removeDevice(other?.id ?? '')).toBe(true);
    await time.advance(30_000);
    const removed = () =>
      phone
        .app()
        .snapshot()
        .devices.list.find(({ isRemoved }) => isRemoved);
    expect(removed()?.unaware).toEqual(['Bob']);
    await bob.open();
    await time.advance(60_000);
    expect(removed()?.unaware).toEqual([]);
    await bob.send('not for the laptop');
    await time.advance(10);
    await phone.send('nor this');
    await time.advance(60_000);
    expect(phone.texts()).toEqual(['not for the laptop', 'nor this']);
    expect(laptop.texts()).toEqual([]);
    // It has been told, and writes no more.
    expect(await laptop.app().commands.send('from who is gone', undefined)).toBe(false);
    for (const device of [phone, bob]) expect(device.texts()).not.toContain('from who is gone');
    expect(world.bugs).toEqual([]);
  });

  it('A-207: neither kind of link is taken for the other', async () => {
    const world = await introduceInTime();
    const { alice: phone, bob, time } = world;
    const link = await showLink(phone);
    await bob.app().commands.readInvitation(link);
    expect(bob.app().snapshot().invitation?.mode).toBe('device');
    await bob.app().commands.acceptDeviceLink('Bob');
    await bob.app().commands.acceptInvitation();
    await time.advance(10_000);
    expect(linkOf(phone)).toMatchObject({ kind: 'inviting', state: 'waiting' });
    await phone.app().commands.invite();
    const { open } = phone.app().snapshot();
    if (open?.kind !== 'inviting') throw new Error('no invitation');
    const laptop = world.device('Laptop', 17);
    await laptop.open();
    await laptop.app().commands.readInvitation(open.link);
    await laptop.app().commands.acceptDeviceLink('Laptop');
    await time.advance(10_000);
    expect(phone.app().snapshot().open).toMatchObject({ kind: 'inviting', state: 'waiting' });
    expect(world.bugs).toEqual([]);
  });

  it('A-204: a reload of both after each step loses nothing and repeats nothing', async () => {
    const world = await introduceInTime();
    const { alice: phone, time } = world;
    await phone.send('one');
    const laptop = world.device('Laptop', 18);
    await meetDevices(world, phone, laptop);
    for (const device of [phone, laptop]) await device.app().commands.compareDevices('match');
    for (let step = 0; step < 60; step++) {
      await time.advance(700);
      await (step % 2 === 0 ? phone : laptop).open();
    }
    await time.advance(60_000);
    await openFirst(laptop);
    await time.advance(30_000);
    expect(laptop.texts()).toEqual(['one']);
    expect(phone.app().snapshot().devices.list).toHaveLength(2);
    expect(phone.app().snapshot().devices.link).toBeUndefined();
    expect(world.bugs).toEqual([]);
  });

  it('U-144: while a new device fetches, it says how many of how many, and then no more', async () => {
    const world = await introduceInTime();
    const { alice: phone, time } = world;
    for (let n = 0; n < 30; n++) await phone.send(`message ${n}`);
    const laptop = world.device('Laptop', 19);
    await meetDevices(world, phone, laptop);
    const seen = new Set<string>();
    laptop.app().subscribe(() => {
      const { progress } = laptop.app().snapshot().devices;
      if (progress) seen.add(`${progress.conversations.done} of ${progress.conversations.total}`);
    });
    for (const device of [phone, laptop]) await device.app().commands.compareDevices('match');
    await time.advance(60_000);
    expect(seen).toContain('0 of 1');
    expect(laptop.app().snapshot().devices.progress).toBeUndefined();
    expect(world.bugs).toEqual([]);
  });
});
