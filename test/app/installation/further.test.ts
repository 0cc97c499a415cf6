/** A device link on a device that has profiles: a further one, never one in the place of another. */
import { describe, expect, it } from 'vitest';
import {
  changeProfileList,
  openInstallationStore,
} from '../../../src/app/installation/list-record.ts';
import { withProfile } from '../../../src/app/installation/profile-list.ts';
import { ok } from '../../../src/core/bytes/result.ts';
import { createNobleSuite } from '../../../src/core/crypto/noble-suite.ts';
import { createFakeRandom } from '../../../src/effects/platform/fake-random.ts';
import { begin, createStreet, introduce, profileIdOf, textsOf } from './house.ts';
import { compare, linkOf, linkWith, meet, namesOf, showLink, titlesOf } from './linking.ts';

describe('a linked profile beside others', { timeout: 120_000 }, () => {
  it('A-465: comes as a further one with all that it has; those that are there stay as they are', async () => {
    const street = createStreet();
    const phone = await begin(street.house(1), 'Alice');
    const bob = await begin(street.house(2), 'Bob');
    await introduce(street, phone, bob);
    await bob.commands.send('before', undefined);
    const home = street.house(4);
    const laptop = await begin(home, 'Office');
    const carol = await begin(street.house(3), 'Carol');
    await introduce(street, laptop, carol);
    await linkWith(street, phone, laptop);

    expect(namesOf(laptop)).toEqual(['Office', 'Alice']);
    expect(laptop.snapshot().profile?.name).toBe('Alice');
    expect(titlesOf(laptop)).toEqual(['Bob']);
    await laptop.commands.openConversation(laptop.snapshot().conversations[0]?.id ?? '');
    await street.time.advance(30_000);
    expect(textsOf(laptop)).toEqual(['before']);
    await laptop.commands.send('from the laptop', undefined);
    await street.time.advance(30_000);
    expect(textsOf(bob)).toEqual(['before', 'from the laptop']);
    await laptop.commands.showProfile('first');
    expect(titlesOf(laptop)).toEqual(['Carol']);
    expect(titlesOf(phone)).toEqual(['Bob']);
    laptop.close();
    const again = await home.open();
    await street.time.advance(30_000);
    expect(namesOf(again)).toEqual(['Office', 'Alice']);
    expect(street.bugs).toEqual([]);
  });

  it('A-465: another tab follows, and takes nothing away that is on its way', async () => {
    const street = createStreet();
    const phone = await begin(street.house(1), 'Alice');
    const home = street.house(4);
    const laptop = await begin(home, 'Office');
    const beside = await home.open();
    await meet(street, phone, laptop);
    await street.time.advance(60_000);
    expect(namesOf(beside)).toEqual(['Office', '']);
    const late = await home.open();
    await compare(phone, laptop);
    await street.time.advance(60_000);
    for (const tab of [laptop, beside, late]) expect(namesOf(tab)).toEqual(['Office', 'Alice']);
    expect(beside.snapshot().profile?.name).toBe('Office');
    // Ended in a tab that did not begin it.
    await phone.commands.addProfile('Work');
    await meet(street, phone, laptop);
    const coming = beside.snapshot().profiles.find(({ name }) => name === '');
    await beside.commands.showProfile(coming?.id ?? '');
    await beside.commands.cancelDeviceLink();
    await street.time.advance(60_000);
    for (const tab of [laptop, beside, late]) {
      expect(namesOf(tab)).toEqual(['Office', 'Alice']);
      expect(tab.snapshot().profile).toBeDefined();
    }
    expect(street.bugs).toEqual([]);
  });

  it('A-466: a profile that is on the device already is refused on both, and nothing of it stays', async () => {
    const street = createStreet();
    const phone = await begin(street.house(1), 'Alice');
    const home = street.house(4);
    const laptop = await home.open();
    await linkWith(street, phone, laptop);
    const databases = [...home.disks.keys()];
    await meet(street, phone, laptop);
    await compare(phone, laptop);
    await street.time.advance(30_000);
    for (const app of [phone, laptop]) expect(linkOf(app)).toMatchObject({ stage: 'here' });
    expect(phone.snapshot().devices.list).toHaveLength(2);
    for (const app of [phone, laptop]) await app.commands.cancelDeviceLink();
    await street.time.advance(30_000);
    expect(laptop.snapshot().profile?.name).toBe('Alice');
    expect(namesOf(laptop)).toEqual(['Alice']);
    expect([...home.disks.keys()]).toEqual(databases);
    expect(phone.snapshot().devices.link).toBeUndefined();
    expect(street.bugs).toEqual([]);
  });

  it('A-466: the link of another profile here is not taken', async () => {
    const street = createStreet();
    const app = await begin(street.house(1), 'Alice');
    const link = await showLink(app);
    await app.commands.addProfile('Work');
    await app.commands.readInvitation(link);
    expect(await app.commands.acceptDeviceLink('Laptop')).toBe('own');
    await street.time.advance(30_000);
    expect(namesOf(app)).toEqual(['Alice', 'Work']);
    expect(street.bugs).toEqual([]);
  });

  it('A-467: a link that comes to nothing leaves nothing, whether cancelled, not alike or forgotten', async () => {
    const street = createStreet();
    const phone = await begin(street.house(1), 'Alice');
    const home = street.house(4);
    let laptop = await begin(home, 'Office');
    await laptop.commands.addProfile('Club');
    const databases = [...home.disks.keys()];
    const expectNothing = async (): Promise<void> => {
      await street.time.advance(60_000);
      expect(laptop.snapshot().profile?.name).not.toBeUndefined();
      expect(namesOf(laptop)).toEqual(['Office', 'Club']);
      expect([...home.disks.keys()]).toEqual(databases);
    };
    // Before anybody is there.
    const link = await showLink(phone);
    phone.close();
    await laptop.commands.readInvitation(link);
    await laptop.commands.acceptDeviceLink('Laptop');
    expect(laptop.snapshot().phase).toBe('welcome');
    await laptop.commands.cancelDeviceLink();
    await street.time.advance(100);
    expect(laptop.snapshot().phase).toBe('ready');
    await expectNothing();

    const there = await street.house(5).open();
    await there.commands.createProfile('Ines');
    await meet(street, there, laptop);
    await laptop.commands.compareDevices('mismatch');
    await laptop.commands.cancelDeviceLink();
    await expectNothing();

    // Reloaded in the middle, and never compared.
    await there.commands.cancelDeviceLink();
    await meet(street, there, laptop);
    laptop.close();
    laptop = await home.open();
    await street.time.advance(60_000);
    expect(linkOf(laptop)).toMatchObject({ stage: 'compare' });
    await street.time.advance(20 * 60_000);
    await expectNothing();
    expect(street.bugs).toEqual([]);
  });

  it('A-467: a profile that was listed for a link which was never taken goes at the next start', async () => {
    const street = createStreet();
    const home = street.house(4);
    (await begin(home, 'Office')).close();
    // As far as a tab comes that is killed when the list is durable.
    const suite = createNobleSuite();
    const ports = {
      suite,
      random: createFakeRandom(9),
      openStore: (name: string) => Promise.resolve(ok(home.disk(name).open())),
    };
    const store = await openInstallationStore(ports, new Uint8Array(32).fill(4));
    if (!store.ok) throw new Error(store.error);
    const entry = { id: 'never', key: new Uint8Array(32).fill(5), name: '' };
    await changeProfileList(store.value, (list) => ({
      ...withProfile(list, entry),
      shown: 'never',
    }));
    const again = await home.open();
    await street.time.advance(60_000);
    expect(namesOf(again)).toEqual(['Office']);
    expect(again.snapshot().profile?.name).toBe('Office');
    expect(home.disks.size).toBe(2);
    expect(street.bugs).toEqual([]);
  });

  it('A-465: with as many profiles as there can be it is refused', async () => {
    const street = createStreet();
    const phone = await begin(street.house(1), 'Alice');
    const laptop = await begin(street.house(4), 'Office');
    for (let n = 2; n <= 12; n++) await laptop.commands.addProfile(`Profile ${n}`);
    await laptop.commands.readInvitation(await showLink(phone));
    expect(await laptop.commands.acceptDeviceLink('Laptop')).toBe('full');
    expect(laptop.snapshot().invitation).toMatchObject({ mode: 'device' });
    expect(laptop.snapshot().profiles).toHaveLength(12);
    expect(profileIdOf(laptop, 'Profile 12')).not.toBe('');
  });
});
