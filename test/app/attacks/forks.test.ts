/** Devices whose writer has two histories: set back to a copy, or gone on with beside one. */
import { describe, expect, it } from 'vitest';
import { ownEnd } from '../../../src/app/conversation/endings.ts';
import { goOnAfterFork } from '../../../src/app/conversation/go-on-after-fork.ts';
import type { MemoryDisk } from '../../../src/effects/store/memory.ts';
import { linkDevices, openFirst } from '../linking/linked.ts';
import { say as write } from '../support/meeting.ts';
import { pairPeople } from '../support/pair.ts';
import { DAY, introduceInTime, type PersonInTime, type World } from '../support/two-people.ts';

type Copy = ReturnType<MemoryDisk['rows']>;

const settle = (world: World): Promise<void> => world.time.advance(60_000);

const say = async (world: World, who: PersonInTime, ...texts: readonly string[]): Promise<void> => {
  for (const text of texts) {
    await who.send(text);
    await world.time.advance(1_000);
  }
};

const restore = async (who: PersonInTime, copy: Copy): Promise<void> => {
  who.close();
  for (const { table, key } of who.disk.rows()) who.disk.damage(table, key, undefined);
  for (const { table, key, value } of copy) who.disk.damage(table, key, value);
  await who.open();
  await openFirst(who);
};

/** Days with no tab open. */
const sleep = async (world: World, days: number, ...people: readonly PersonInTime[]) => {
  for (const who of people) who.close();
  await world.time.advance(days * DAY);
  for (const who of people) {
    await who.open();
    await openFirst(who);
  }
};

const problemsOf = (who: PersonInTime): readonly string[] =>
  who
    .app()
    .snapshot()
    .problems.map(({ tag }) => tag);

/** New messages pass both ways, and nobody is told of anything else. */
const expectHealed = async (world: World, alice: PersonInTime): Promise<void> => {
  const { bob } = world;
  await say(world, alice, 'of Alice, after all');
  await say(world, bob, 'of Bob, after all');
  await settle(world);
  for (const who of [alice, bob]) {
    expect(who.texts().slice(-2)).toEqual(['of Alice, after all', 'of Bob, after all']);
    expect(new Set(who.texts()).size).toBe(who.texts().length);
    expect(who.conversation().writable).toBe(true);
    expect(problemsOf(who).filter((tag) => tag !== 'forked')).toEqual([]);
  }
  expect(alice.messages().at(-2)?.state).not.toBe('device');
  expect(world.bugs).toEqual([]);
};

const TIMEOUT = { timeout: 120_000 };

describe('a fork by a restored disk', TIMEOUT, () => {
  it('A-438: is told, and the device goes on as a new one; what others hold of the old stays', async () => {
    const world = await introduceInTime();
    const { alice, bob } = world;
    await say(world, alice, 'one');
    await settle(world);
    const copy = alice.disk.rows();
    await say(world, alice, 'two');
    await settle(world);
    await restore(alice, copy);
    await settle(world);
    expect(problemsOf(alice)).toContain('forked');
    expect(bob.texts()).toEqual(['one', 'two']);
    await expectHealed(world, alice);
    expect(bob.texts()).toEqual(['one', 'two', 'of Alice, after all', 'of Bob, after all']);
    expect(alice.texts()).toEqual(['one', 'of Alice, after all', 'of Bob, after all']);
    expect(alice.messages().map(({ own }) => own)).toEqual([true, true, false]);
  });

  it.each([0, 2])(
    'A-439: what was written since the copy is said again, once, also %i days later',
    async (days) => {
      const world = await introduceInTime();
      const { alice, bob } = world;
      await say(world, alice, 'one');
      await settle(world);
      const copy = alice.disk.rows();
      await sleep(world, days, alice, bob);
      await say(world, alice, 'two');
      await settle(world);
      world.part();
      await restore(alice, copy);
      await sleep(world, days, alice, bob);
      await say(world, alice, 'three', 'four', 'never seen', 'five');
      const [three, four, erased] = alice.messages().slice(-4);
      const { commands } = alice.app();
      await commands.edit(three?.id ?? '', 'three, edited');
      await commands.react(four?.id ?? '', '👍');
      await commands.deleteMessage(erased?.id ?? '');
      world.meet();
      await settle(world);
      const said = ['three, edited', 'four', 'five'];
      expect(bob.texts()).toEqual(['one', 'two', ...said]);
      expect(bob.messages().find(({ reactions }) => reactions.length > 0)?.body).toMatchObject({
        text: 'four',
      });
      expect(alice.texts()).toEqual(['one', ...said]);
      await expectHealed(world, alice);
      await alice.open();
      await openFirst(alice);
      expect(alice.texts().slice(0, -2)).toEqual(['one', ...said]);
    },
  );
});

describe('a fork of a writer that nobody can follow', TIMEOUT, () => {
  it('A-442: ends here, and what was written stays readable', async () => {
    const pair = await pairPeople(45);
    const tab = await pair.alice.tab();
    await write(pair, tab, 'one');
    const agreed = { control: { kind: 'same' }, message: { kind: 'apart', length: 0 } } as const;
    await tab.conversation.run((context, work, state) =>
      goOnAfterFork(context, work, { ...state, successorSeed: null }, state.writer, agreed),
    );
    const again = await pair.alice.tab();
    expect(ownEnd(again.state())).toBe('forked');
    expect(again.texts()).toEqual(['one']);
    expect(await again.conversation.post('two', undefined)).toBe(false);
  });
});

describe('a fork by a restored disk of a person with two devices', TIMEOUT, () => {
  it('A-438: the other device hands over what the old one wrote and was written', async () => {
    const world = await introduceInTime();
    const { alice: phone, bob } = world;
    const laptop = world.device('Laptop', 51);
    await say(world, phone, 'one');
    await linkDevices(world, phone, laptop);
    await openFirst(laptop);
    const copy = phone.disk.rows();
    await say(world, phone, 'two');
    await say(world, bob, 'of Bob');
    await say(world, laptop, 'of the laptop');
    await settle(world);
    await restore(phone, copy);
    await settle(world);
    await settle(world);
    const all = ['one', 'two', 'of Bob', 'of the laptop'];
    for (const who of [phone, laptop, bob]) expect(who.texts()).toEqual(all);
    await expectHealed(world, phone);
    expect(laptop.texts()).toEqual(bob.texts());
    expect(phone.texts()).toEqual(bob.texts());
  });

  it('A-439: what it wrote since the copy stands on every device once', async () => {
    const world = await introduceInTime();
    const { alice: phone, bob } = world;
    const laptop = world.device('Laptop', 54);
    await linkDevices(world, phone, laptop);
    await openFirst(laptop);
    await say(world, phone, 'one');
    await settle(world);
    const copy = phone.disk.rows();
    await say(world, phone, 'two');
    await settle(world);
    world.part();
    await restore(phone, copy);
    await say(world, phone, 'three', 'four');
    world.meet();
    for (let i = 0; i < 3; i++) await settle(world);
    for (const who of [phone, laptop, bob]) {
      expect(who.texts()).toEqual(['one', 'two', 'three', 'four']);
    }
    await expectHealed(world, phone);
  });

  it('A-443: it is in the list once, and ends everywhere when it is removed', async () => {
    const world = await introduceInTime();
    const { alice: phone, bob } = world;
    const laptop = world.device('Laptop', 53);
    await linkDevices(world, phone, laptop);
    await openFirst(laptop);
    const copy = phone.disk.rows();
    await say(world, phone, 'one');
    await settle(world);
    await restore(phone, copy);
    await settle(world);
    await settle(world);
    for (const who of [phone, laptop]) {
      const left = who
        .app()
        .snapshot()
        .devices.list.filter(({ isRemoved }) => !isRemoved);
      expect(left.map(({ name }) => name).toSorted()).toEqual(['Alice', 'Laptop']);
    }
    phone.close();
    const lost = laptop
      .app()
      .snapshot()
      .devices.list.find(({ isThis, isRemoved }) => !isThis && !isRemoved);
    expect(await laptop.app().commands.removeDevice(lost?.id ?? '')).toBe(true);
    await settle(world);
    await say(world, bob, 'not for the lost one');
    await say(world, laptop, 'nor this');
    await phone.open();
    await openFirst(phone);
    await settle(world);
    expect(phone.conversation().ended).toBe('lost');
    expect(phone.texts()).not.toContain('not for the lost one');
    expect(phone.texts()).not.toContain('nor this');
    expect(bob.texts().slice(-2)).toEqual(['not for the lost one', 'nor this']);
  });

  it('A-441: a device that was removed since the copy stays removed', async () => {
    const world = await introduceInTime();
    const { alice: phone, bob } = world;
    const laptop = world.device('Laptop', 52);
    await linkDevices(world, phone, laptop);
    await openFirst(laptop);
    const copy = phone.disk.rows();
    await say(world, phone, 'one');
    await settle(world);
    laptop.close();
    world.part();
    await restore(phone, copy);
    const removed = phone
      .app()
      .snapshot()
      .devices.list.find(({ isThis }) => !isThis);
    await phone.app().commands.removeDevice(removed?.id ?? '');
    await say(world, phone, 'two');
    world.meet();
    await settle(world);
    await expectHealed(world, phone);
    expect(bob.texts()).toEqual(['one', 'two', 'of Alice, after all', 'of Bob, after all']);
    await laptop.open();
    await openFirst(laptop);
    await settle(world);
    expect(laptop.texts()).not.toContain('of Alice, after all');
    expect(phone.app().snapshot().devices.list).toMatchObject([
      { isThis: true },
      { isRemoved: true, unaware: [] },
    ]);
  });
});

describe('a fork by a second tab', TIMEOUT, () => {
  it.each([
    [0, 44],
    [2, 44],
    [1, 46],
    [2, 47],
  ])(
    'A-440: that does not know of the first: one goes on, the other says that it ended, %i days later (%i)',
    async (days, seed) => {
      const world = await introduceInTime();
      const { alice, bob } = world;
      await say(world, alice, 'one');
      await settle(world);
      const copy = alice.disk.rows();
      const second = world.device('Alice', seed);
      world.part();
      for (const { table, key, value } of copy) second.disk.damage(table, key, value);
      await second.open();
      await openFirst(second);
      await sleep(world, days, alice, bob, second);
      await say(world, alice, 'of the first');
      await say(world, second, 'of the second', 'and more of it');
      world.meet();
      for (let i = 0; i < 3; i++) await settle(world);
      const tabs = [alice, second];
      const [going] = tabs.filter((tab) => tab.conversation().writable);
      const [ended] = tabs.filter((tab) => tab.conversation().ended !== undefined);
      if (!going || !ended) throw new Error('not one goes on and one ended');
      const own = (tab: PersonInTime) => tab.texts().filter((text) => text !== 'one');
      expect(own(alice)).toEqual(['of the first']);
      expect(own(second)).toEqual(['of the second', 'and more of it']);
      for (const text of going.texts()) expect(bob.texts()).toContain(text);
      await expectHealed(world, going);
    },
  );
});
