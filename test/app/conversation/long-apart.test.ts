import { describe, expect, it } from 'vitest';
import { pendingBoxes } from '../../../src/core/members/members.ts';
import { linkDevice } from '../support/devices.ts';
import { expectSound, meet, say } from '../support/meeting.ts';
import { pairPeople, type Pair, type Tab } from '../support/pair.ts';

const DAY = 24 * 60 * 60 * 1000;

const blobsOn = (disk: Pair['alice']['disk']): number =>
  disk.rows().filter(({ table }) => table === 'blobs').length;

describe('apart for longer than secrets wait', { timeout: 120_000 }, () => {
  it('A-138: secrets end after 120 days, and what was written before is read all the same when they meet', async () => {
    const pair = await pairPeople(31);
    const [alice, bob] = [await pair.alice.tab(), await pair.bob.tab()];
    await say(pair, alice, 'one');
    await say(pair, bob, 'two');
    await say(pair, alice, 'while away');
    await say(pair, bob, 'here as well');
    expect(blobsOn(pair.alice.disk)).toBeGreaterThan(0);
    // Nobody is in the network, so the days cost nothing.
    await pair.time.advance(121 * DAY);
    await say(pair, alice, 'late');
    await say(pair, bob, 'late as well');
    // The boxes of the first day are gone; those of this one wait.
    expect(pendingBoxes(alice.state().members)).toHaveLength(1);
    expect(alice.state().kem.keys).toHaveLength(2);
    await meet(pair, alice, bob);
    await meet(pair, alice, bob);
    const all = ['one', 'two', 'while away', 'here as well', 'late', 'late as well'];
    for (const tab of [alice, bob]) expect(tab.texts()).toEqual(all);
    expectSound(alice, bob);
  });

  it('A-139: a contact hands over keys only of what was once boxed to that very writer', async () => {
    const pair = await pairPeople(32);
    const [phone, bob] = [await pair.alice.tab(), await pair.bob.tab()];
    await say(pair, bob, 'before the laptop');
    await meet(pair, phone, bob);
    const laptop: Tab = await (await linkDevice(pair, phone, 1)).tab();
    await meet(pair, laptop, bob);
    await meet(pair, laptop, bob);
    expect(laptop.texts()).toEqual([]);
    await meet(pair, phone, laptop);
    expect(laptop.texts()).toEqual(['before the laptop']);
    expectSound(phone, bob, laptop);
  });
});
