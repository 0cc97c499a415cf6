import { describe, expect, it } from 'vitest';
import { admitDevice, endWriter, introduce } from '../../../src/app/conversation/devices.ts';
import { appendControl } from '../../../src/app/conversation/append-control.ts';
import { blobKey } from '../../../src/app/conversation/feed-log.ts';
import { feedRecord, ownFeed } from '../../../src/app/conversation/state.ts';
import { readVaultSlots } from '../../../src/app/conversation/vault-log.ts';
import { makeKeysParcel } from '../../../src/core/keys/parcel.ts';
import { newestKemKey } from '../../../src/core/members/members.ts';
import { linkDevice } from '../support/devices.ts';
import { expectSound, meet, say } from '../support/meeting.ts';
import { ID, pairPeople, suite, type Tab } from '../support/pair.ts';

describe('three devices of two people', { timeout: 120_000 }, () => {
  it('A-120: all read and write, also what was written before the third came', async () => {
    const pair = await pairPeople();
    const [phone, bob] = [await pair.alice.tab(), await pair.bob.tab()];
    await say(pair, phone, 'one');
    await say(pair, bob, 'two');
    await meet(pair, phone, bob);
    const laptop = await (await linkDevice(pair, phone, 1)).tab();
    await meet(pair, phone, bob, laptop);
    expect(laptop.texts()).toEqual(['one', 'two']);
    await say(pair, laptop, 'three');
    await say(pair, bob, 'four');
    await say(pair, phone, 'five');
    await meet(pair, phone, bob, laptop);
    const all = ['one', 'two', 'three', 'four', 'five'];
    for (const tab of [phone, bob, laptop]) expect(tab.texts()).toEqual(all);
    expectSound(phone, bob, laptop);
  });

  it('A-121: two devices that are never on together read everything, with a contact between', async () => {
    const pair = await pairPeople(2);
    const [phone, bob] = [await pair.alice.tab(), await pair.bob.tab()];
    await say(pair, phone, 'before');
    await meet(pair, phone, bob);
    const laptop = await (await linkDevice(pair, phone, 2)).tab();
    await say(pair, bob, 'not yet for the laptop');
    await meet(pair, phone, bob);
    await meet(pair, bob, laptop);
    await say(pair, laptop, 'from the laptop');
    await meet(pair, bob, laptop);
    await meet(pair, bob, phone);
    await say(pair, phone, 'from the phone');
    await meet(pair, bob, phone);
    await meet(pair, bob, laptop);
    await meet(pair, bob, phone);
    const all = ['before', 'not yet for the laptop', 'from the laptop', 'from the phone'];
    for (const tab of [phone, bob, laptop]) expect(tab.texts()).toEqual(all);
    expectSound(phone, bob, laptop);
  });

  it('A-122: a removed device reads nothing written after those who know of it write again', async () => {
    const pair = await pairPeople(3);
    const [phone, bob] = [await pair.alice.tab(), await pair.bob.tab()];
    const device = await linkDevice(pair, phone, 3);
    const laptop = await device.tab();
    await meet(pair, phone, bob, laptop);
    await say(pair, bob, 'for all');
    await meet(pair, phone, bob, laptop);
    expect(laptop.texts()).toEqual(['for all']);
    await phone.conversation.run((context, work, state) =>
      endWriter(context, work, state, device.writer, 'removed'),
    );
    await say(pair, laptop, 'not heard of it');
    await meet(pair, phone, bob);
    await say(pair, bob, 'secret of Bob');
    await say(pair, phone, 'secret of the phone');
    await meet(pair, phone, bob);
    const theirs = ['for all', 'secret of Bob', 'secret of the phone'];
    for (const tab of [phone, bob]) expect(tab.texts()).toEqual(theirs);
    // Even with every byte that the others hold: the ciphertext comes, no key does.
    for (const { table, key, value } of [...pair.bob.disk.rows(), ...pair.alice.disk.rows()]) {
      if (table === 'blobs' || table === 'entries') device.disk.damage(table, key, value);
    }
    await meet(pair, laptop, bob, phone);
    expect(laptop.texts()).toEqual(['for all', 'not heard of it']);
    for (const tab of [phone, bob]) expect(tab.texts()).toEqual(theirs);
    expect([phone.bugs, bob.bugs, laptop.bugs]).toEqual([[], [], []]);
  });

  it('A-123: only a device of the same person is let in, by its own word for this conversation', async () => {
    const pair = await pairPeople(4);
    const [phone, bob] = [await pair.alice.tab(), await pair.bob.tab()];
    await meet(pair, phone, bob);
    const random = (length: number) => new Uint8Array(length).fill(5);
    const make = (conversationId: Uint8Array, member: Uint8Array) =>
      introduce({ suite, random }, conversationId, { member, name: 'new' }).admission;
    const { conversationId, writer } = phone.state();
    let answers: unknown[] = [];
    await phone.conversation.run(async (context, work, state) => {
      answers = [
        await admitDevice(context, work, state, make(random(32), writer)),
        await admitDevice(context, work, state, make(conversationId, bob.state().writer)),
      ];
      return state;
    });
    expect(answers).toEqual([null, null]);
  });

  it('A-124: a message is delivered when every other person has it on a device, and read when one showed it', async () => {
    const pair = await pairPeople(5);
    const [phone, bob] = [await pair.alice.tab(), await pair.bob.tab()];
    const laptop = await (await linkDevice(pair, phone, 5)).tab();
    await meet(pair, phone, laptop);
    await say(pair, phone, 'hello');
    await meet(pair, phone, laptop);
    expect(phone.messages().map(({ state }) => state)).toEqual(['device']);
    await meet(pair, phone, bob);
    expect(phone.messages().map(({ state }) => state)).toEqual(['delivered']);
    const [message] = bob.messages();
    await bob.conversation.markRead(message?.id ?? '');
    await meet(pair, phone, bob);
    expect(phone.messages().map(({ state }) => state)).toEqual(['read']);
    expect(bob.conversation.view()?.title).toBe('Alice');
    expect(laptop.conversation.view()?.title).toBe('Bob');
    expectSound(phone, bob, laptop);
  });

  it('A-125: a key that another own device hands over opens its message or nothing, and never an erased one', async () => {
    const pair = await pairPeople(6);
    const [phone, bob] = [await pair.alice.tab(), await pair.bob.tab()];
    await say(pair, bob, 'one');
    await meet(pair, phone, bob);
    const device = await linkDevice(pair, phone, 6);
    const laptop = await device.tab();
    const first = { writer: bob.state().writer, sequence: 0 };
    const slotAt = (tab: Tab) =>
      tab.conversation.read(async ({ localId }, work) => {
        const slotOf = await readVaultSlots(work, localId, first);
        return slotOf(first.sequence);
      });
    const handOver = (key: Uint8Array): Promise<boolean> =>
      phone.conversation.run(async (context, work, state) => {
        const kemKey = newestKemKey(state.members, device.writer);
        const place = {
          conversationId: state.conversationId,
          sender: state.writer,
          recipient: device.writer,
          announcement: feedRecord(state, ownFeed(state, 'control')).held.length,
        };
        const slices = [{ writer: first.writer, first: 0, keys: [key] }];
        const made = makeKeysParcel(suite, context.random, place, kemKey ?? key, slices);
        if (!made) throw new Error('the KEM key is good');
        work.put('blobs', blobKey(ID, made.hash), made.blob);
        const { hash, kemKeyId } = made;
        const box = { mode: 'kept', recipient: device.writer, number: 0, kemKeyId, hash } as const;
        return appendControl(context, work, state, { type: 'keys', box, ranges: [] });
      });
    const key = await slotAt(phone);
    if (!(key instanceof Uint8Array)) throw new Error('the phone has read it');
    await handOver(new Uint8Array(32).fill(9));
    await meet(pair, bob, laptop);
    expect(laptop.texts()).toEqual([]);
    await meet(pair, phone, laptop);
    expect(laptop.texts()).toEqual(['one']);
    await handOver(new Uint8Array(32).fill(9));
    await meet(pair, phone, laptop);
    expect(await slotAt(laptop)).toEqual(key);
    expect(await bob.conversation.redact(bob.messages()[0]?.id ?? '')).toBe(true);
    await meet(pair, phone, bob, laptop);
    expect(await slotAt(laptop)).toBe('erased');
    await handOver(key);
    await meet(pair, phone, laptop);
    expect(await slotAt(laptop)).toBe('erased');
    expect(laptop.texts()).toEqual(['(deleted)']);
    expectSound(phone, bob, laptop);
  });
});
