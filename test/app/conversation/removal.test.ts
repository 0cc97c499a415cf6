import { describe, expect, it } from 'vitest';
import { endWriter } from '../../../src/app/conversation/devices.ts';
import { ownEnd, writersUnawareOf } from '../../../src/app/conversation/endings.ts';
import { roomsInUse, roomToUse } from '../../../src/app/conversation/rooms-in-use.ts';
import { linkDevice } from '../support/devices.ts';
import { expectSound, meet, say } from '../support/meeting.ts';
import { pairPeople, settle, type Tab } from '../support/pair.ts';

const remove = async (by: Tab, writer: Uint8Array): Promise<void> => {
  const isDone = await by.conversation.run((context, work, state) =>
    endWriter(context, work, state, writer, 'removed'),
  );
  expect(isDone).toBe(true);
};

const DAY = 24 * 60 * 60 * 1000;

const roomOf = (tab: Tab): Uint8Array => roomToUse(tab.state()).id;

describe('a device that was removed', { timeout: 120_000 }, () => {
  it('A-129: hears of it when it knocks, writes no more and says why', async () => {
    const pair = await pairPeople(11);
    const [phone, bob] = [await pair.alice.tab(), await pair.bob.tab()];
    const device = await linkDevice(pair, phone, 1);
    const laptop = await device.tab();
    await say(pair, laptop, 'hello');
    await meet(pair, phone, bob, laptop);
    await remove(phone, device.writer);
    await meet(pair, phone, bob);
    expect(laptop.conversation.view()?.writable).toBe(true);
    await meet(pair, bob, laptop);
    expect(ownEnd(laptop.state())).toBe('removed');
    const again = await device.tab();
    expect([again.conversation.view()?.writable, again.conversation.view()?.ended]).toEqual([
      false,
      'removed',
    ]);
    expect(await again.conversation.post('no more', undefined)).toBe(false);
    expect(again.texts()).toEqual(['hello']);
    expectSound(phone, bob, laptop, again);
  });

  it('A-130: leaves nothing on the screen that stands beyond its end, wherever it came before', async () => {
    const pair = await pairPeople(12);
    const [phone, bob] = [await pair.alice.tab(), await pair.bob.tab()];
    const device = await linkDevice(pair, phone, 2);
    const laptop = await device.tab();
    await say(pair, laptop, 'before');
    await meet(pair, phone, bob, laptop);
    await say(pair, laptop, 'beyond');
    await meet(pair, bob, laptop);
    expect(bob.texts()).toEqual(['before', 'beyond']);
    expect(bob.conversation.summary()?.unread).toBe(2);
    await remove(phone, device.writer);
    await meet(pair, phone, bob);
    for (const tab of [phone, bob]) expect(tab.texts()).toEqual(['before']);
    const [first] = bob.messages();
    await bob.conversation.markRead(first?.id ?? '');
    await settle(pair.time, 10);
    expect(bob.conversation.summary()?.unread).toBe(0);
    expectSound(phone, bob, laptop);
  });

  it('A-131: is left behind in its room: those who remain meet under a fresh secret, and who has not heard is known', async () => {
    const pair = await pairPeople(13);
    const [phone, bob] = [await pair.alice.tab(), await pair.bob.tab()];
    const [first, second] = [await linkDevice(pair, phone, 3), await linkDevice(pair, phone, 4)];
    const [laptop, tablet] = [await first.tab(), await second.tab()];
    await meet(pair, phone, bob, laptop, tablet);
    const old = roomOf(phone);
    await remove(phone, first.writer);
    expect(writersUnawareOf(phone.state(), first.writer)).toHaveLength(2);
    await meet(pair, phone, bob);
    expect(writersUnawareOf(phone.state(), first.writer)).toEqual([second.writer]);
    await say(pair, bob, 'under the new one');
    // The tablet knows the old room alone, and the others still listen there.
    await meet(pair, tablet, bob);
    expect(tablet.texts()).toEqual(['under the new one']);
    await meet(pair, tablet, phone);
    expect(writersUnawareOf(phone.state(), first.writer)).toEqual([]);
    for (const tab of [phone, bob, tablet]) {
      expect(roomOf(tab)).toEqual(roomOf(phone));
      expect(roomOf(tab)).not.toEqual(old);
      await say(pair, tab, 'again');
    }
    await meet(pair, phone, bob, tablet);
    for (const tab of [phone, bob, tablet]) {
      expect(roomsInUse(tab.state())).toEqual([roomToUse(tab.state()).secret]);
    }
    const secrets = laptop.state().roomSecrets.map(({ id }) => id);
    expect(secrets).toEqual([old]);
    expectSound(phone, bob, tablet);
  });

  it('A-132: two removed apart part nobody: all end under one secret that neither knows', async () => {
    const pair = await pairPeople(14);
    const [phone, bob] = [await pair.alice.tab(), await pair.bob.tab()];
    const [first, second] = [await linkDevice(pair, phone, 5), await linkDevice(pair, bob, 6)];
    const [laptop, bobs] = [await first.tab(), await second.tab()];
    await meet(pair, phone, bob, laptop, bobs);
    await remove(phone, first.writer);
    await remove(bob, second.writer);
    const apart = [roomOf(phone), roomOf(bob)];
    expect(apart[0]).not.toEqual(apart[1]);
    await meet(pair, phone, bob);
    await say(pair, phone, 'one');
    await meet(pair, phone, bob);
    await say(pair, bob, 'two');
    await meet(pair, phone, bob);
    for (const tab of [phone, bob]) {
      expect(tab.texts()).toEqual(['one', 'two']);
      expect(roomOf(tab)).toEqual(roomOf(phone));
      expect(apart).not.toContainEqual(roomOf(tab));
    }
    for (const tab of [laptop, bobs]) {
      expect(tab.state().roomSecrets.map(({ id }) => id)).not.toContainEqual(roomOf(phone));
    }
    expectSound(phone, bob);
  });

  it('A-133: a device that came in while another removed one is given the room of those who remain', async () => {
    const pair = await pairPeople(15);
    const [phone, bob] = [await pair.alice.tab(), await pair.bob.tab()];
    const first = await linkDevice(pair, phone, 7);
    const laptop = await first.tab();
    await meet(pair, phone, bob, laptop);
    await remove(bob, first.writer);
    await say(pair, bob, 'without the laptop');
    const second = await linkDevice(pair, phone, 8);
    const tablet = await second.tab();
    await meet(pair, phone, bob);
    await meet(pair, phone, bob, tablet);
    await meet(pair, bob, tablet);
    expect(tablet.texts()).toEqual(['without the laptop']);
    expect(roomOf(tablet)).toEqual(roomOf(bob));
    expectSound(phone, bob, tablet);
  });

  it('A-498: does not part those who each removed one apart from the other, wherever they go from there', async () => {
    const pair = await pairPeople(18);
    const [phone, bob] = [await pair.alice.tab(), await pair.bob.tab()];
    const [laptop, tablet] = [await linkDevice(pair, phone, 18), await linkDevice(pair, bob, 19)];
    await meet(pair, phone, bob, await laptop.tab(), await tablet.tab());
    await remove(phone, laptop.writer);
    await remove(bob, tablet.writer);
    for (const tab of [phone, bob]) await say(pair, tab, 'in a room of my own');
    await meet(pair, phone, bob);
    for (const tab of [phone, bob]) expect(tab.texts()).toHaveLength(2);
    // Neither room was made by who had seen both ends, so each makes one more.
    await settle(pair.time, 20 * DAY);
    for (const tab of [phone, bob]) await say(pair, tab, 'in another one');
    await meet(pair, phone, bob);
    for (const tab of [phone, bob]) expect(tab.texts()).toHaveLength(4);
    expect(roomOf(phone)).toEqual(roomOf(bob));
    expectSound(phone, bob);
  });
});
