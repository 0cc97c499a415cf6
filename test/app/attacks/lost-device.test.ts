/** A lost device in the hands of somebody with a changed client, who wants it to outlast its removal. */
import { describe, expect, it, vi } from 'vitest';
import type * as Places from '../../../src/app/linking/places.ts';
import { encodePlace, goneKey, placeKey } from '../../../src/app/linking/names.ts';
import { createRegisters, type RegisterValue } from '../../../src/app/registers/registers.ts';
import { createSealedStore } from '../../../src/app/vault/sealed-store.ts';
import { decodeBase64url, encodeBase64url } from '../../../src/core/bytes/base64url.ts';
import { memberOf } from '../../../src/core/members/members.ts';
import { createFakeRandom } from '../../../src/effects/platform/fake-random.ts';
import { linkDevices, listed, openFirst, writersOn } from '../linking/linked.ts';
import { backUp, restore } from '../support/backups.ts';
import { suite } from '../support/pair.ts';
import { steal } from '../support/thief.ts';
import {
  deviceKeyOf,
  introduceInTime,
  type PersonInTime,
  type World,
} from '../support/two-people.ts';

/** Devices, by their writers among the devices, whose client does not say where they are. */
const silent = vi.hoisted(() => new Set<string>());
vi.mock('../../../src/app/linking/places.ts', async (original) => {
  const real = await original<typeof Places>();
  const tellPlaces: typeof real.tellPlaces = async (house, own) => {
    if (!silent.has(encodeBase64url(own.writer))) await real.tellPlaces(house, own);
  };
  return { ...real, tellPlaces };
});

const bytesOf = (id: string): Uint8Array => {
  const parsed = decodeBase64url(id);
  if (!parsed.ok) throw new Error('no name of a device');
  return parsed.value;
};

const lootOf = async ({ name, disk }: PersonInTime) => {
  const { state } = await steal(disk, deviceKeyOf(name));
  const member = memberOf(state.members, state.writer);
  if (!member) throw new Error('it is in no conversation');
  return { ...state, member };
};

/** Its client writes these registers, and tells them like its own. */
const forge = async (
  { time }: World,
  device: PersonInTime,
  ...values: readonly RegisterValue[]
): Promise<void> => {
  device.close();
  const random = createFakeRandom(990);
  const registers = createRegisters({
    store: createSealedStore(device.disk.open(), suite, random, deviceKeyOf(device.name)),
    suite,
    random,
    now: () => time.now(),
    ceiling: () => time.now(),
    written: () => undefined,
    damaged: () => undefined,
  });
  await registers.refresh();
  const done = await registers.setAll(values);
  if (!done.ok) throw new Error(done.error);
  await device.open();
  await openFirst(device);
  await time.advance(60_000);
};

/** The other device removes it; what is written then it never reads. */
const expectOut = async (world: World, by: PersonInTime, lost: PersonInTime, id: string) => {
  const { bob, time } = world;
  expect(await by.app().commands.removeDevice(id)).toBe(true);
  await time.advance(300_000);
  await bob.send('not for who is lost');
  await by.send('nor this');
  await time.advance(30_000);
  await lost.open();
  await openFirst(lost);
  await time.advance(60_000);
  expect(lost.texts()).toEqual([]);
  expect(world.bugs).toEqual([]);
};

describe('a lost device', { timeout: 120_000 }, () => {
  it('A-209: that says itself to be removed already can be removed', async () => {
    const world = await introduceInTime();
    const { alice: phone, bob } = world;
    const laptop = world.device('Laptop', 71);
    await linkDevices(world, phone, laptop);
    const { id } = listed(phone, 'Laptop');
    await forge(world, laptop, [goneKey(bytesOf(id)), new Uint8Array([1])]);
    expect(listed(phone, 'Laptop').isRemoved).toBe(false);
    await expectOut(world, phone, laptop, id);
    expect(await writersOn(bob)).toBe(2);
  });

  it('A-209: that says another device to be its writer ends all the same', async () => {
    const world = await introduceInTime();
    const { alice: phone, time } = world;
    const [laptop, tablet] = [world.device('Laptop', 72), world.device('Tablet', 73)];
    await linkDevices(world, phone, laptop);
    await linkDevices(world, phone, tablet);
    // It will not say any more where it is.
    await openFirst(tablet);
    await tablet.app().commands.deleteConversation(tablet.conversation().id);
    await time.advance(10_000);
    const { conversationId, writer, member } = await lootOf(laptop);
    const ofTablet = bytesOf(listed(phone, 'Tablet').id);
    const lie = encodePlace({ writer, member });
    await forge(world, laptop, [placeKey(conversationId, ofTablet), lie]);
    await expectOut(world, phone, laptop, listed(phone, 'Laptop').id);
  });

  it('A-209: that takes back where it was ends there, also where it was before all others', async () => {
    const world = await introduceInTime();
    const { alice: phone, bob } = world;
    const laptop = world.device('Laptop', 76);
    await linkDevices(world, phone, laptop);
    await openFirst(laptop);
    const { conversationId } = await lootOf(phone);
    const { id } = listed(laptop, 'Alice');
    silent.add(id);
    await forge(world, phone, [placeKey(conversationId, bytesOf(id)), new Uint8Array([1])]);
    await expectOut(world, laptop, phone, id);
    silent.clear();
    expect(await writersOn(bob)).toBe(2);
  });

  it('A-209: restored from a backup and removed a moment later ends everywhere', async () => {
    const world = await introduceInTime();
    const { alice: phone, bob, time } = world;
    const laptop = world.device('Laptop', 74);
    await linkDevices(world, phone, laptop);
    const file = await backUp(time, laptop);
    laptop.close();
    const thief = world.device('Thief', 75);
    await thief.open();
    expect((await restore(time, thief, file)).kind).toBe('done');
    const before = listed(phone, 'Laptop').id;
    const restored = () =>
      phone
        .app()
        .snapshot()
        .devices.list.find(({ id, isThis, isRemoved }) => !isThis && !isRemoved && id !== before);
    while (!restored()) await time.advance(1);
    thief.close();
    await expectOut(world, phone, thief, restored()?.id ?? '');
    expect(await writersOn(bob)).toBe(2);
  });
});
