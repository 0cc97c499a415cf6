/**
 * Two people, one of them with two devices, in the hands of a thief who has
 * recorded all there ever was (thief.ts).
 */
import { describe, expect, it } from 'vitest';
import { encodeBase64url } from '../../../src/core/bytes/base64url.ts';
import { parseVaultPage } from '../../../src/core/keys/vault-page.ts';
import { linkDevices, openFirst } from '../linking/linked.ts';
import { createRecording, type Recording } from '../support/recording.ts';
import { createThief, steal, type Loot } from '../support/thief.ts';
import {
  DAY,
  deviceKeyOf,
  introduceInTime,
  type PersonInTime,
  type World,
} from '../support/two-people.ts';

type Household = {
  readonly world: World;
  readonly recording: Recording;
  readonly phone: PersonInTime;
  readonly laptop: PersonInTime;
  readonly bob: PersonInTime;
  readonly all: readonly PersonInTime[];
};

/** Alice wrote `before` on her phone, and linked her laptop then. */
const household = async (seed: number, ...before: readonly string[]): Promise<Household> => {
  const world = await introduceInTime();
  const { alice: phone, bob } = world;
  const laptop = world.device('Laptop', seed);
  const all = [phone, laptop, bob];
  const recording = createRecording(all.map(({ disk }) => disk));
  const made = { world, recording, phone, laptop, bob, all };
  for (const text of before) await say(made, phone, text);
  await linkDevices(world, phone, laptop);
  await openFirst(laptop);
  await pass(made, 30_000);
  expect(laptop.texts()).toEqual(before);
  return made;
};

const say = async (at: Household, who: PersonInTime, text: string): Promise<void> => {
  await who.send(text);
  await pass(at, 10_000);
};

const pass = ({ world }: Household, ms: number): Promise<void> => world.time.advance(ms);

/** All are away for a day. */
const sleep = async (at: Household): Promise<void> => {
  for (const who of at.all) who.close();
  await at.world.time.advance(DAY + 60_000);
  for (const who of at.all) {
    await who.open();
    await openFirst(who);
  }
  await pass(at, 10_000);
};

/** A day, after which each writes with new keys, and again, so that all know the newer ones of all. */
const renew = async (at: Household, round: string): Promise<void> => {
  for (let day = 0; day < 2; day++) {
    await sleep(at);
    for (const who of at.all) await say(at, who, `${who.name}, ${round} ${day}`);
  }
};

const rob = ({ name, disk }: PersonInTime): Promise<Loot> => steal(disk, deviceKeyOf(name));

const idOf = (who: PersonInTime, text: string): string => {
  const found = who.messages().find(({ body }) => body.kind === 'text' && body.text === text);
  if (!found) throw new Error(`nobody wrote ${text}`);
  return found.id;
};

const vaultKeys = ({ records }: Loot): readonly Uint8Array[] =>
  records.flatMap((record) => {
    const page = parseVaultPage(record);
    return page.ok ? page.value.slots.filter((slot) => slot instanceof Uint8Array) : [];
  });

/** What stays for ever: who signs, who follows, where they meet, and the key of the disk. */
const longTermOnly = ({ state, records: [deviceKey = new Uint8Array()] }: Loot): Loot => ({
  state: { ...state, kem: { ...state.kem, keys: [] } },
  records: [
    deviceKey,
    state.writerSeed,
    ...(state.successorSeed ? [state.successorSeed] : []),
    ...state.roomSecrets.map(({ secret }) => secret),
  ],
});

const TIMEOUT = { timeout: 300_000 };

describe('stolen devices of a person with several', TIMEOUT, () => {
  it('A-434: open nothing that was erased on any of them, what was handed over included', async () => {
    const at = await household(31, 'erased, from before the laptop', 'kept, from before it');
    const { phone, laptop, bob } = at;
    await say(at, laptop, 'erased, of the laptop');
    await say(at, bob, 'erased, of Bob');
    await laptop.app().commands.edit(idOf(laptop, 'erased, from before the laptop'), 'its edit');
    await renew(at, 'kept');
    const before = await Promise.all(at.all.map(rob));
    await laptop.app().commands.deleteMessage(idOf(laptop, 'its edit'));
    await phone.app().commands.deleteMessage(idOf(phone, 'erased, of the laptop'));
    await bob.app().commands.deleteMessage(idOf(bob, 'erased, of Bob'));
    await pass(at, 30_000);
    const thief = createThief(await Promise.all(at.all.map(rob)), at.recording);
    const erased = ['erased, from before the laptop', 'its edit', 'erased, of the laptop'];
    for (const text of [...erased, 'erased, of Bob']) expect(thief.read).not.toContain(text);
    expect(thief.read).toContain('kept, from before it');
    expect(thief.read).toContain('Laptop, kept 1');
    thief.give(before.flatMap(vaultKeys));
    for (const text of [...erased, 'erased, of Bob']) expect(thief.read).toContain(text);
    expect(at.world.bugs).toEqual([]);
  });

  it('A-434: open what was handed over and erased as long as its KEM key is there, and no longer', async () => {
    const at = await household(32, 'erased at once');
    const { phone, laptop } = at;
    const handed = await rob(laptop);
    await phone.app().commands.deleteMessage(idOf(phone, 'erased at once'));
    await pass(at, 30_000);
    // The limit: a parcel has no step, so it is the KEM key of its day that closes it.
    expect(createThief([await rob(laptop)], at.recording).read).toContain('erased at once');
    await renew(at, 'kept');
    const later = await rob(laptop);
    expect(createThief([later], at.recording).read).not.toContain('erased at once');
    const ids = ({ state }: Loot) => state.kem.keys.map(({ id }) => encodeBase64url(id));
    expect(ids(later)).not.toContain(ids(handed)[0]);
  });

  it('A-435: as they were yesterday, open nothing that was written after the next rotations', async () => {
    const at = await household(33, 'before');
    for (const who of at.all) await say(at, who, `${who.name}, then`);
    const loot = await Promise.all(at.all.map(rob));
    for (const who of at.all) await say(at, who, `${who.name}, same day`);
    await renew(at, 'rotating');
    await sleep(at);
    for (const who of at.all) await say(at, who, `${who.name}, later`);
    const { read } = createThief(loot, at.recording);
    for (const { name } of at.all) {
      for (const when of ['then', 'same day']) expect(read).toContain(`${name}, ${when}`);
      expect(read).not.toContain(`${name}, later`);
    }
  });

  it('A-436: one that was removed opens nothing that was written by who knew, with all recorded traffic', async () => {
    const at = await household(34, 'before');
    const { phone, laptop, bob, world } = at;
    for (const who of at.all) await say(at, who, `${who.name}, then`);
    world.network.cut();
    laptop.close();
    const listed = phone.app().snapshot().devices.list;
    const removed = listed.find(({ isThis }) => !isThis);
    if (!removed) throw new Error('no other device is in the list');
    await bob.send('Bob, not knowing yet');
    await phone.app().commands.removeDevice(removed.id);
    await pass(at, 60_000);
    for (const who of [phone, bob]) await say(at, who, `${who.name}, after the removal`);
    await laptop.open();
    await openFirst(laptop);
    await pass(at, 60_000);
    for (const who of [phone, bob]) await say(at, who, `${who.name}, much later`);
    const thief = createThief([await rob(laptop)], at.recording);
    for (const { name } of [phone, bob]) {
      expect(thief.read).toContain(`${name}, then`);
      for (const when of ['after the removal', 'much later']) {
        expect(thief.read).not.toContain(`${name}, ${when}`);
      }
    }
    // Whoever stayed opens it from the same recording.
    const { read } = createThief([await rob(phone)], at.recording);
    for (const { name } of [phone, bob]) expect(read).toContain(`${name}, much later`);
  });

  it('A-437: all long-term keys of all devices and all recorded traffic open no message', async () => {
    const at = await household(35, 'before');
    for (const who of at.all) await say(at, who, `${who.name}, then`);
    await renew(at, 'again');
    const loot = await Promise.all(at.all.map(rob));
    const thief = createThief(loot.map(longTermOnly), at.recording);
    expect([...thief.read]).toEqual([]);
    thief.give(loot.flatMap(vaultKeys));
    expect(thief.read).toContain('before');
    for (const { name } of at.all) expect(thief.read).toContain(`${name}, again 1`);
  });
});
