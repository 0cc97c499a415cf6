/** A long history on a device that was just linked: from its end on, and on from where it was cut. */
import { describe, expect, it } from 'vitest';
import { createSealedStore } from '../../../src/app/vault/sealed-store.ts';
import { parseVaultPage } from '../../../src/core/keys/vault-page.ts';
import { createFakeRandom } from '../../../src/effects/platform/fake-random.ts';
import { makeFixture } from '../../bench/journal/fixture.ts';
import { createNativeSuite } from '../../bench/journal/native-suite.ts';
import { textOf } from '../../bench/journal/texts.ts';
import { createWorld, deviceKeyOf, type PersonInTime, type World } from '../support/two-people.ts';
import { meetDevices, openFirst } from './linked.ts';

const COUNT = 1_000;
const NEWEST = textOf('both', COUNT - 1);
const suite = createNativeSuite();

const diskOf = ({ disk, name }: PersonInTime) =>
  createSealedStore(disk.open(), suite, createFakeRandom(9), deviceKeyOf(name));

/** A phone with a long conversation, whose contact is away. */
const phoneWithHistory = async (): Promise<{ world: World; phone: PersonInTime }> => {
  const world = createWorld();
  const phone = world.device('Phone', 21);
  const { base } = await makeFixture(COUNT, world.time.now());
  await diskOf(phone).commit({ put: [...base] });
  await phone.open();
  return { world, phone };
};

/** Of the conversations that are shown. */
const keysOn = async (device: PersonInTime): Promise<number> => {
  const rows = await diskOf(device).list('vault', []);
  if (!rows.ok) throw new Error(rows.error);
  const shown = rows.value.filter(({ key }) => !String(key[0]).startsWith('.'));
  return shown.reduce((sum, { value }) => {
    const page = value.ok ? parseVaultPage(value.value) : value;
    return sum + (page.ok ? page.value.slots.filter((slot) => slot !== null).length : 0);
  }, 0);
};

const progressOf = (device: PersonInTime) => device.app().snapshot().devices.progress?.messages;

const compare = async (devices: readonly PersonInTime[]): Promise<void> => {
  for (const device of devices) await device.app().commands.compareDevices('match');
};

/** Until the condition holds, a moment at a time. */
const until = async ({ time }: World, holds: () => boolean): Promise<void> => {
  for (let i = 0; i < 6_000 && !holds(); i++) await time.advance(10);
  expect(holds()).toBe(true);
};

const listed = (device: PersonInTime): string | undefined => {
  const preview = device.app().snapshot().conversations[0]?.preview;
  return preview?.kind === 'text' ? preview.text : undefined;
};

describe('history on a new device', { timeout: 240_000 }, () => {
  it('A-460: comes newest first, with how many of how many, and then all of it is there', async () => {
    const { world, phone } = await phoneWithHistory();
    const laptop = world.device('Laptop', 22);
    await meetDevices(world, phone, laptop);
    const seen: { newest: boolean; done: number; total: number }[] = [];
    laptop.app().subscribe(() => {
      const messages = progressOf(laptop);
      if (messages) seen.push({ ...messages, newest: listed(laptop) !== undefined });
    });
    await compare([phone, laptop]);
    await world.time.advance(60_000);
    const first = seen.find(({ newest }) => newest);
    expect(first?.total).toBe(COUNT);
    expect(first?.done).toBeLessThan(COUNT / 2);
    expect(progressOf(laptop)).toBeUndefined();
    expect(await keysOn(laptop)).toBe(COUNT);
    await openFirst(laptop);
    expect(laptop.texts().at(-1)).toBe(NEWEST);
    expect(world.bugs).toEqual([]);
  });

  it('A-525: the newest is there after the ways that it takes, with no wait between', async () => {
    const { world, phone } = await phoneWithHistory();
    const laptop = world.device('Laptop', 24);
    await meetDevices(world, phone, laptop);
    const began = world.time.now();
    await compare([phone, laptop]);
    await until(world, () => listed(laptop) === NEWEST);
    expect(world.time.now() - began).toBeLessThan(900);
    expect(world.bugs).toEqual([]);
  });

  it('A-461: goes on from where it was cut, and what was there stays readable meanwhile', async () => {
    const { world, phone } = await phoneWithHistory();
    const laptop = world.device('Laptop', 23);
    await meetDevices(world, phone, laptop);
    await compare([phone, laptop]);
    await until(
      world,
      () => (progressOf(laptop)?.done ?? 0) > COUNT / 3 && listed(laptop) === NEWEST,
    );
    phone.close();
    await world.time.advance(60_000);
    const before = progressOf(laptop)?.done ?? COUNT;
    expect(before).toBeLessThan(COUNT);
    await laptop.open();
    await openFirst(laptop);
    expect(laptop.texts().at(-1)).toBe(NEWEST);
    expect(progressOf(laptop)?.done).toBe(before);
    await phone.open();
    await world.time.advance(120_000);
    expect(progressOf(laptop)).toBeUndefined();
    expect(await keysOn(laptop)).toBe(COUNT);
    await phone.send('and on');
    await world.time.advance(30_000);
    expect(laptop.texts().at(-1)).toBe('and on');
    expect(world.bugs).toEqual([]);
  });
});
