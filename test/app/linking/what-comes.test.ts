/** What a person has noted of contacts and chosen counts on every device of theirs, and after a restore. */
import { describe, expect, it } from 'vitest';
import { backUp, restore, wipe } from '../support/backups.ts';
import { introduceInTime, type PersonInTime, type World } from '../support/two-people.ts';
import { linkDevices, openFirst } from './linked.ts';

/** A WebP file of one pixel. */
const PICTURE = Uint8Array.from(
  Buffer.from('UklGRiIAAABXRUJQVlA4IBYAAAAwAQCdASoBAAEADsD+JaQAA3AAAAAA', 'base64'),
);

const contactOf = (device: PersonInTime) => device.app().snapshot().contacts[0];
const idOf = (device: PersonInTime): string => contactOf(device)?.id ?? '';

/** All that can be seen of what was noted and chosen, with the conversation open. */
const chosenOn = (device: PersonInTime) => {
  const { profile } = device.app().snapshot();
  const contact = contactOf(device);
  return {
    nickname: contact?.nickname,
    compared: contact?.comparison,
    isBlocked: contact?.isBlocked,
    status: profile?.status,
    picture: profile?.picture,
    quiet: device.conversation().quiet,
  };
};

const noteAndChoose = async ({ alice, time }: World): Promise<void> => {
  const { commands } = alice.app();
  await openFirst(alice);
  await commands.setStatus('in the vineyard');
  await commands.setPicture(PICTURE);
  await commands.setNickname(idOf(alice), 'Bobby');
  await commands.compareEmoji('match');
  await commands.setConversationQuiet('typing', 'off');
  await time.advance(10_000);
};

const noted = {
  nickname: 'Bobby',
  compared: 'matched',
  isBlocked: false,
  status: 'in the vineyard',
  picture: PICTURE,
  quiet: { receipts: 'profile', typing: 'off', presence: 'profile' },
};

describe('what a person has noted and chosen', { timeout: 120_000 }, () => {
  it('A-203: comes to a device that is linked, and counts on all, wherever it is changed later', async () => {
    const world = await introduceInTime();
    const { alice: phone, bob, time } = world;
    await noteAndChoose(world);
    const laptop = world.device('Laptop', 21);
    await linkDevices(world, phone, laptop);
    await openFirst(laptop);
    expect(chosenOn(laptop)).toEqual(noted);
    phone.close();
    const { commands } = laptop.app();
    await commands.setNickname(idOf(laptop), '');
    await commands.setStatus('at home');
    await commands.setPicture(undefined);
    await commands.setConversationQuiet('typing', 'profile');
    await commands.setConversationQuiet('presence', 'off');
    await time.advance(30_000);
    await phone.open();
    await time.advance(60_000);
    await openFirst(phone);
    const changed = {
      nickname: undefined,
      compared: 'matched',
      isBlocked: false,
      status: 'at home',
      picture: undefined,
      quiet: { receipts: 'profile', typing: 'profile', presence: 'off' },
    };
    for (const device of [phone, laptop]) expect(chosenOn(device)).toEqual(changed);
    expect(contactOf(bob)?.status).toBe('at home');
    await phone.app().commands.setBlocked(idOf(phone), true);
    await time.advance(30_000);
    expect(contactOf(laptop)?.isBlocked).toBe(true);
    expect(world.bugs).toEqual([]);
  });

  it('A-249: a contact that is deleted on one device stays noted, and blocked, on the others', async () => {
    const world = await introduceInTime();
    const { alice: phone, bob, time } = world;
    await noteAndChoose(world);
    await phone.app().commands.setBlocked(idOf(phone), true);
    const laptop = world.device('Laptop', 24);
    await linkDevices(world, phone, laptop);
    expect(await phone.app().commands.deleteConversation(idOf(phone))).toBe(true);
    await bob.send('held out');
    await time.advance(60_000);
    expect(phone.app().snapshot().contacts).toEqual([]);
    expect(contactOf(laptop)).toMatchObject({
      nickname: 'Bobby',
      comparison: 'matched',
      isBlocked: true,
    });
    expect(laptop.app().snapshot().conversations).toEqual([]);
    expect(world.bugs).toEqual([]);
  });

  it('U-145: notes that two devices began apart from each other are opened alike on both afterwards', async () => {
    const world = await introduceInTime();
    const { alice: phone, time } = world;
    const laptop = world.device('Laptop', 25);
    await linkDevices(world, phone, laptop);
    world.part();
    for (const device of [phone, laptop]) {
      await device.app().commands.openNotes();
      await device.send(`from ${device.name}`);
      await time.advance(5_000);
    }
    world.meet();
    await time.advance(90_000);
    for (const device of [phone, laptop]) await device.app().commands.openNotes();
    expect(phone.texts()).toEqual(laptop.texts());
    await phone.send('seen by both');
    await time.advance(60_000);
    expect(laptop.texts()).toContain('seen by both');
    expect(world.bugs).toEqual([]);
  });

  it('A-203: of what two devices chose apart each part stands as it was chosen last', async () => {
    const world = await introduceInTime();
    const { alice: phone, time } = world;
    const laptop = world.device('Laptop', 22);
    await linkDevices(world, phone, laptop);
    for (const device of [phone, laptop]) await openFirst(device);
    world.part();
    await laptop.app().commands.setConversationQuiet('receipts', 'off');
    await laptop.app().commands.setConversationQuiet('presence', 'off');
    await time.advance(5_000);
    await phone.app().commands.setConversationQuiet('presence', 'on');
    world.meet();
    await time.advance(90_000);
    for (const device of [phone, laptop]) {
      const quiet = { receipts: 'off', typing: 'profile', presence: 'on' };
      expect(chosenOn(device).quiet).toEqual(quiet);
    }
    expect(world.bugs).toEqual([]);
  });

  it('A-203: what a device is called is the same on all of them', async () => {
    const world = await introduceInTime();
    const { alice: phone, time } = world;
    const laptop = world.device('Laptop', 23);
    await linkDevices(world, phone, laptop);
    const named = (device: PersonInTime) =>
      device
        .app()
        .snapshot()
        .devices.list.map(({ name, isThis }) => [name, isThis]);
    const other = phone
      .app()
      .snapshot()
      .devices.list.find(({ isThis }) => !isThis);
    expect(await phone.app().commands.renameDevice(other?.id ?? '', ' \n ')).toBe(false);
    expect(await phone.app().commands.renameDevice(other?.id ?? '', '  my old   laptop ')).toBe(
      true,
    );
    await time.advance(30_000);
    expect(named(phone)).toContainEqual(['my old laptop', false]);
    expect(named(laptop)).toContainEqual(['my old laptop', true]);
    expect(world.bugs).toEqual([]);
  });

  it('A-321: is there again on an empty device that a backup was restored on', async () => {
    const world = await introduceInTime();
    const { alice, bob, time } = world;
    await noteAndChoose(world);
    await alice.app().commands.setTold('receipts', false);
    const file = await backUp(time, alice);
    await wipe(alice);
    await restore(time, alice, file);
    await openFirst(alice);
    expect(chosenOn(alice)).toEqual(noted);
    expect(alice.app().snapshot().profile?.told.receipts).toBe(false);
    await time.advance(90_000);
    expect(contactOf(bob)?.status).toBe('in the vineyard');
    expect(world.bugs).toEqual([]);
  });
});
