import { describe, expect, it } from 'vitest';
import { openInstallationStore } from '../../../src/app/installation/list-record.ts';
import type { RunningInstallation } from '../../../src/app/installation/installation.ts';
import { createSealedStore } from '../../../src/app/vault/sealed-store.ts';
import { ok } from '../../../src/core/bytes/result.ts';
import { createNobleSuite } from '../../../src/core/crypto/noble-suite.ts';
import { createFakeRandom } from '../../../src/effects/platform/fake-random.ts';
import { begin, createStreet, introduce, profileIdOf, textsOf } from './house.ts';

const PASSPHRASE = 'blue grapes in winter';
const suite = createNobleSuite();

/** Alice with a hidden profile that talks to Carol. */
const hideOne = async () => {
  const street = createStreet();
  const home = street.house(1);
  const app = await begin(home, 'Alice');
  const carol = await begin(street.house(3), 'Carol');
  await app.commands.addProfile('Nightshade');
  const id = profileIdOf(app, 'Nightshade');
  await introduce(street, app, carol);
  expect(await app.commands.hideProfile(PASSPHRASE)).toBe('done');
  return { street, home, app, carol, id };
};

const said = (app: RunningInstallation): string => JSON.stringify(app.snapshot());

describe('a hidden profile', () => {
  it('A-290: is nowhere to be seen, until its passphrase opens it, and again once another is shown', async () => {
    const { street, home, app, carol, id } = await hideOne();
    expect(app.snapshot().profile?.name).toBe('Alice');
    await carol.commands.send('psst', undefined);
    await street.time.advance(60_000);
    expect(said(app)).not.toMatch(/Nightshade|Carol|psst/);
    expect(app.snapshot().profiles).toHaveLength(1);

    expect(await app.commands.openHiddenProfile(PASSPHRASE)).toBe('done');
    expect(app.snapshot().profile?.name).toBe('Nightshade');
    expect(app.snapshot().hidden).toBe(id);
    expect(app.snapshot().profiles.map(({ name, isShown }) => [name, isShown])).toEqual([
      ['Alice', false],
    ]);
    await street.time.advance(60_000);
    expect(textsOf(app)).toEqual(['psst']);
    const there = await home.open();
    expect(said(there)).not.toMatch(/Nightshade|Carol|psst/);

    await app.commands.showProfile('first');
    await carol.commands.send('still there?', undefined);
    await street.time.advance(60_000);
    expect(said(app)).not.toMatch(/Nightshade|Carol|psst|still/);
    expect(app.snapshot().hidden).toBeUndefined();
    expect(street.bugs).toEqual([]);
  });

  it('A-290: closes with the tab', async () => {
    const { home, app } = await hideOne();
    await app.commands.openHiddenProfile(PASSPHRASE);
    app.close();
    expect(said(await home.open())).not.toMatch(/Nightshade|Carol/);
  });

  it('A-291: a wrong passphrase opens nothing, and after three the next one waits, in a new tab too', async () => {
    const { street, home, app } = await hideOne();
    for (let tries = 0; tries < 3; tries += 1) {
      expect(await app.commands.openHiddenProfile('green grapes')).toBe('wrong');
    }
    expect(await app.commands.openHiddenProfile(PASSPHRASE)).toBe('wait');
    const there = await home.open();
    expect(await there.commands.openHiddenProfile(PASSPHRASE)).toBe('wait');
    await street.time.advance(6_000);
    expect(await there.commands.openHiddenProfile(PASSPHRASE)).toBe('done');
    expect(said(app)).not.toMatch(/Nightshade|Carol/);
  });

  it('A-291: where nothing is hidden a passphrase is wrong all the same', async () => {
    const app = await begin(createStreet().house(1), 'Alice');
    expect(await app.commands.openHiddenProfile(PASSPHRASE)).toBe('wrong');
  });

  it('A-292: the key of the installation opens its box and its records no more than anybody could', async () => {
    const { home, app, id } = await hideOne();
    app.close();
    const key = new Uint8Array(32).fill(1);
    const ports = {
      suite,
      random: createFakeRandom(7),
      openStore: (name: string) => {
        const disk = home.disks.get(name);
        if (!disk) throw new Error(`there is no ${name}`);
        return Promise.resolve(ok(disk.open()));
      },
    };
    const installation = await openInstallationStore(ports, key);
    if (!installation.ok) throw new Error('it does not open');
    const records = await installation.value.list('device', []);
    if (!records.ok) throw new Error('it cannot be read');
    const opened = records.value.map(({ value }) => (value.ok ? value.value : new Uint8Array()));
    const text = opened.map((bytes) => Buffer.from(bytes).toString('latin1')).join();
    expect(text).toContain('first');
    expect(text).not.toContain('Nightshade');
    expect(text).not.toContain(id);

    const disk = home.disks.get(`grapevine-${id}`);
    if (!disk) throw new Error('its database is missing');
    const store = createSealedStore(disk.open(), suite, createFakeRandom(8), key);
    const found = await store.get('device', ['profile']);
    expect(found).toEqual({ ok: false, error: 'damaged' });
  });

  it('A-293: can be put back into the list', async () => {
    const { app } = await hideOne();
    await app.commands.openHiddenProfile(PASSPHRASE);
    expect(await app.commands.unhideProfile()).toBe(true);
    expect(app.snapshot().hidden).toBeUndefined();
    expect(app.snapshot().profiles.map(({ name, isShown }) => [name, isShown])).toEqual([
      ['Alice', false],
      ['Nightshade', true],
    ]);
    await app.commands.showProfile('first');
    expect(await app.commands.openHiddenProfile(PASSPHRASE)).toBe('wrong');
  });

  it('A-293: can be removed, with its database and its box', async () => {
    const { home, app, id } = await hideOne();
    await app.commands.openHiddenProfile(PASSPHRASE);
    expect(await app.commands.removeProfile(id)).toBe(true);
    expect(app.snapshot().profile?.name).toBe('Alice');
    expect(home.disks.has(`grapevine-${id}`)).toBe(false);
    expect(await app.commands.openHiddenProfile(PASSPHRASE)).toBe('wrong');
  });

  it('A-294: one passphrase hides one; the first one cannot be hidden, nor the only one', async () => {
    const { app } = await hideOne();
    expect(await app.commands.hideProfile('other')).toBe('impossible');
    await app.commands.addProfile('Club');
    expect(await app.commands.hideProfile(PASSPHRASE)).toBe('taken');
    await app.commands.showProfile('first');
    expect(await app.commands.hideProfile('other')).toBe('impossible');
    expect(app.snapshot().profiles.map(({ name }) => name)).toEqual(['Alice', 'Club']);
  });
});
