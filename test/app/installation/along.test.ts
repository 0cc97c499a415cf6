/** Which profiles come along when a device is linked: one link, one comparison, each apart from the others. */
import { describe, expect, it } from 'vitest';
import type { RunningInstallation } from '../../../src/app/installation/installation.ts';
import { createSealedStore } from '../../../src/app/vault/sealed-store.ts';
import { createFakeRandom } from '../../../src/effects/platform/fake-random.ts';
import {
  begin,
  createStreet,
  introduce,
  profileIdOf,
  textsOf,
  type House,
  type Street,
} from './house.ts';
import { compare, linkWith, meet, namesOf, titlesOf } from './linking.ts';

/** Alice, Work and Club, of whom Alice is shown and talks to Bob, and Work to Carol. */
const threeProfiles = async (street: Street) => {
  const home = street.house(1);
  const phone = await begin(home, 'Alice');
  const [bob, carol] = [await begin(street.house(2), 'Bob'), await begin(street.house(3), 'Carol')];
  await introduce(street, phone, bob);
  await phone.commands.addProfile('Work');
  await introduce(street, phone, carol);
  await phone.commands.addProfile('Club');
  await phone.commands.showProfile('first');
  await bob.commands.send('to Alice', undefined);
  await carol.commands.send('to Work', undefined);
  await street.time.advance(10_000);
  return { home, phone, bob, carol };
};

const openFirst = async (app: RunningInstallation): Promise<void> =>
  app.commands.openConversation(app.snapshot().conversations[0]?.id ?? '');

describe('profiles that come along', { timeout: 240_000 }, () => {
  it('A-468: those that were chosen come with all that they have, after one comparison, and no other', async () => {
    const street = createStreet();
    const { phone, carol } = await threeProfiles(street);
    const laptop = await street.house(4).open();
    await linkWith(street, phone, laptop, [profileIdOf(phone, 'Work')]);
    await street.time.advance(60_000);

    expect(namesOf(laptop)).toEqual(['Alice', 'Work']);
    expect(laptop.snapshot().profile?.name).toBe('Alice');
    expect(titlesOf(laptop)).toEqual(['Bob']);
    await openFirst(laptop);
    await street.time.advance(30_000);
    expect(textsOf(laptop)).toEqual(['to Alice']);
    for (const app of [phone, laptop]) {
      await app.commands.showProfile(profileIdOf(app, 'Work'));
      const { list, link } = app.snapshot().devices;
      expect([list.map(({ name }) => name).toSorted(), link]).toEqual([
        ['Laptop', 'Phone'],
        undefined,
      ]);
    }
    await openFirst(laptop);
    await street.time.advance(30_000);
    expect(textsOf(laptop)).toEqual(['to Work']);
    await laptop.commands.send('from the laptop', undefined);
    await street.time.advance(30_000);
    expect(textsOf(carol)).toEqual(['to Work', 'from the laptop']);
    await phone.commands.showProfile(profileIdOf(phone, 'Club'));
    expect(phone.snapshot().devices.list).toEqual([]);
    expect(street.bugs).toEqual([]);
  });

  it('A-468: they come beside profiles that are on the new device, and one that is there comes not twice', async () => {
    const street = createStreet();
    const { phone } = await threeProfiles(street);
    const laptop = await begin(street.house(4), 'Office');
    await phone.commands.showProfile(profileIdOf(phone, 'Work'));
    await linkWith(street, phone, laptop);
    await phone.commands.showProfile('first');
    await linkWith(street, phone, laptop, [profileIdOf(phone, 'Work'), profileIdOf(phone, 'Club')]);
    await street.time.advance(60_000);
    expect(namesOf(laptop)).toEqual(['Office', 'Work', 'Alice', 'Club']);
    await phone.commands.showProfile(profileIdOf(phone, 'Work'));
    expect(phone.snapshot().devices.list).toHaveLength(2);
    expect(street.bugs).toEqual([]);
  });

  it('A-468: where there is no room for one of them, the new device says so', async () => {
    const street = createStreet();
    const { phone } = await threeProfiles(street);
    const laptop = await begin(street.house(4), 'Profile 1');
    for (let n = 2; n <= 11; n++) await laptop.commands.addProfile(`Profile ${n}`);
    await linkWith(street, phone, laptop, [profileIdOf(phone, 'Work')]);
    expect(namesOf(laptop)).toHaveLength(12);
    expect(namesOf(laptop).slice(11)).toEqual(['Alice']);
    expect(laptop.snapshot().problems.map(({ tag }) => tag)).toEqual(['profiles-left']);
    await street.time.advance(20 * 60_000);
    await phone.commands.showProfile(profileIdOf(phone, 'Work'));
    expect(phone.snapshot().devices).toMatchObject({ list: [], link: undefined });
    expect(street.bugs).toEqual([]);
  });

  it('A-468: a hidden one comes while it is open, and carries others; a closed one cannot be chosen', async () => {
    const street = createStreet();
    const { home, phone } = await threeProfiles(street);
    const [work, club] = [profileIdOf(phone, 'Work'), profileIdOf(phone, 'Club')];
    await phone.commands.showProfile(club);
    expect(await phone.commands.hideProfile('a long passphrase')).toBe('done');
    const laptop = await street.house(4).open();
    await phone.commands.showProfile('first');
    await linkWith(street, phone, laptop, [club]);
    expect(namesOf(laptop)).toEqual(['Alice']);

    expect(await phone.commands.openHiddenProfile('a long passphrase')).toBe('done');
    await linkWith(street, phone, laptop, [work]);
    await street.time.advance(60_000);
    expect(namesOf(laptop)).toEqual(['Alice', 'Club', 'Work']);
    // Nothing that the others keep names it, not even by its id.
    for (const id of ['first', work]) {
      const rows = home.disk(id === 'first' ? 'grapevine' : `grapevine-${id}`).rows();
      expect(rows.map(({ key }) => JSON.stringify(key)).join()).not.toContain(club);
    }
    expect(await textIn(street, home, 1)).not.toContain(club);
    expect(street.bugs).toEqual([]);
  });

  it('A-469: nothing of those that come along is told before both have said that the emoji match', async () => {
    const street = createStreet();
    const { home, phone } = await threeProfiles(street);
    const work = profileIdOf(phone, 'Work');
    const rows = () => home.disks.get(`grapevine-${work}`)?.rows().length;
    const laptop = await street.house(4).open();
    const before = rows();
    await meet(street, phone, laptop, [work]);
    await compare(laptop);
    await street.time.advance(30_000);
    expect(rows()).toBe(before);
    await phone.commands.compareDevices('mismatch');
    await street.time.advance(30_000);
    expect(rows()).toBe(before);
    expect(laptop.snapshot().phase).toBe('welcome');
    expect(namesOf(laptop)).toEqual(['']);
    expect(street.bugs).toEqual([]);
  });

  it('A-470: a reload of both at any step loses none of them and brings none twice', async () => {
    const street = createStreet();
    const { home, phone } = await threeProfiles(street);
    const there = street.house(4);
    const apps = { phone, laptop: await there.open() };
    await meet(street, apps.phone, apps.laptop, [
      profileIdOf(phone, 'Work'),
      profileIdOf(phone, 'Club'),
    ]);
    await compare(apps.phone, apps.laptop);
    for (let step = 0; step < 60; step++) {
      await street.time.advance(700);
      const name = step % 2 === 0 ? 'phone' : 'laptop';
      apps[name].close();
      apps[name] = await (name === 'phone' ? home : there).open();
    }
    await street.time.advance(120_000);
    expect(namesOf(apps.laptop).toSorted()).toEqual(['Alice', 'Club', 'Work']);
    for (const name of ['Alice', 'Club', 'Work']) {
      await apps.phone.commands.showProfile(profileIdOf(apps.phone, name));
      expect(apps.phone.snapshot().devices).toMatchObject({ link: undefined, list: [{}, {}] });
    }
    expect(street.bugs).toEqual([]);
  });

  it('A-472: when all is done no record of one names another, nor holds a link that led here', async () => {
    const street = createStreet();
    const { home, phone } = await threeProfiles(street);
    const there = street.house(4);
    const laptop = await there.open();
    const work = profileIdOf(phone, 'Work');
    await meet(street, phone, laptop, [work]);
    expect(await textIn(street, home, 1)).toContain(work);
    await compare(phone, laptop);
    await street.time.advance(60_000);
    expect(namesOf(laptop)).toEqual(['Alice', 'Work']);
    const ofAlice = await textIn(street, home, 1);
    expect(ofAlice).toContain('Alice');
    for (const [text, id] of [
      [ofAlice, work],
      [await textIn(street, there, 4), profileIdOf(laptop, 'Work')],
    ] as const) {
      for (const word of [id, 'Work', 'Carol', 'https://chat.example/#']) {
        expect(text).not.toContain(word);
      }
    }
    for (const house of [home, there]) {
      const rows = house.disk('grapevine').rows();
      const names = rows.map(({ key }) => String(key[0]));
      expect(names.filter((name) => name.startsWith('.') && name !== '.devices')).toEqual([]);
    }
    expect(street.bugs).toEqual([]);
  });
});

/** Whatever of the first profile opens with its key, as text. */
const textIn = async ({ suite }: Street, house: House, seed: number): Promise<string> => {
  const key = new Uint8Array(32).fill(seed);
  const disk = house.disk('grapevine');
  const store = createSealedStore(disk.open(), suite, createFakeRandom(9), key);
  const texts: string[] = [];
  for (const { table, key: at } of disk.rows()) {
    const found = await store.get(table, at);
    if (found.ok && found.value) texts.push(Buffer.from(found.value).toString('latin1'));
    texts.push(JSON.stringify(at));
  }
  return texts.join('\n');
};
