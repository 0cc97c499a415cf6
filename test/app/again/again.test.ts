/** Somebody who lost every device comes back into the same conversation. */
import { describe, expect, it } from 'vitest';
import { linkDevices, openFirst } from '../linking/linked.ts';
import { introduceInTime } from '../support/two-people.ts';
import { judgeWay, meetAgain, pairAgain, startAnew, wayOf } from './back.ts';

describe('pairing again', { timeout: 120_000 }, () => {
  it('A-400: the same conversation goes on, and the old device is no part of it any more', async () => {
    const world = await introduceInTime();
    const { alice, bob: lost, time } = world;
    await alice.send('before');
    await lost.send('mine');
    await time.advance(10_000);
    lost.close();
    const bob = await startAnew(world, 'Bob', 31);
    const { id } = alice.conversation();
    await pairAgain(world, alice, bob);
    expect(alice.conversation().id).toBe(id);
    expect(alice.conversation().title).toBe('Bob');
    expect(bob.conversation().title).toBe('Alice');
    await alice.send('welcome back');
    await time.advance(10_000);
    await bob.send('thank you');
    await time.advance(30_000);
    expect(alice.texts()).toEqual(['before', 'mine', 'welcome back', 'thank you']);
    expect(bob.texts()).toEqual(['welcome back', 'thank you']);
    expect(alice.app().snapshot().conversations).toHaveLength(1);
    await lost.open();
    await time.advance(60_000);
    expect(lost.texts()).toEqual(['before', 'mine']);
    expect(await lost.app().commands.send('still me', undefined)).toBe(false);
    expect(world.bugs).toEqual([]);
  });

  it('A-401: what was written before is handed over when the person says so, and only then', async () => {
    const world = await introduceInTime();
    const { alice, bob: lost, time } = world;
    for (let n = 0; n < 5; n++) await alice.send(`to Bob ${n}`);
    await time.advance(10_000);
    await lost.send('from Bob');
    await time.advance(10_000);
    await alice.send('taken back');
    await time.advance(1_000);
    const taken = alice
      .messages()
      .find(({ body }) => body.kind === 'text' && body.text === 'taken back');
    await alice.app().commands.deleteMessage(taken?.id ?? '');
    await time.advance(10_000);
    expect(alice.texts()).not.toContain('taken back');
    lost.close();
    const bob = await startAnew(world, 'Bob', 32);
    await pairAgain(world, alice, bob, true);
    await time.advance(60_000);
    expect(bob.texts().filter((text) => text !== 'deleted')).toEqual([
      ...[0, 1, 2, 3, 4].map((n) => `to Bob ${n}`),
      'from Bob',
    ]);
    const own = bob.messages().filter((each) => each.own);
    expect(own).toMatchObject([{ body: { text: 'from Bob' }, editable: false }]);
    // What was written since is nobody's to give: it comes by itself.
    await alice.send('and now');
    await time.advance(30_000);
    expect(bob.texts().at(-1)).toBe('and now');
    expect(world.bugs).toEqual([]);
  });

  it('A-402: nothing is handed over before both have said that they match; after "They do not match" nothing is', async () => {
    const world = await introduceInTime();
    const { alice, bob: lost, time } = world;
    lost.close();
    const bob = await startAnew(world, 'Bob', 33);
    await meetAgain(world, alice, bob);
    expect(wayOf(alice).emoji).toEqual(wayOf(bob).emoji);
    expect([wayOf(alice).name, wayOf(bob).name]).toEqual(['Bob', 'Alice']);
    await judgeWay(bob);
    await time.advance(60_000);
    expect([wayOf(alice).stage, wayOf(bob).stage]).toEqual(['compare', 'waiting']);
    expect(bob.app().snapshot().contacts).toEqual([]);
    await judgeWay(alice, 'mismatch', true);
    await time.advance(60_000);
    expect(wayOf(alice).stage).toBe('mismatched');
    expect(bob.app().snapshot().contacts).toEqual([]);
    // The one that was thought lost is still the contact.
    await alice.app().commands.dropAgain(wayOf(alice).id);
    await openFirst(alice);
    await lost.open();
    await lost.send('I was only away');
    await time.advance(60_000);
    expect(alice.texts()).toEqual(['I was only away']);
    expect(world.bugs).toEqual([]);
  });

  it('A-403: every device announces the other safety number until a person has seen it, and nobody counts as compared', async () => {
    const world = await introduceInTime();
    const { alice: phone, bob: lost, time } = world;
    await phone.send('hello');
    await phone.app().commands.compareEmoji('match');
    const laptop = world.device('Laptop', 11);
    await linkDevices(world, phone, laptop);
    await openFirst(laptop);
    for (const each of [phone, laptop]) expect(each.conversation().comparison.kind).toBe('matched');
    const before = phone.app().commands.safetyNumber()?.groups;
    lost.close();
    const bob = await startAnew(world, 'Bob', 34);
    await pairAgain(world, phone, bob);
    await phone.send('after');
    await time.advance(60_000);
    expect(phone.app().commands.safetyNumber()?.groups).not.toEqual(before);
    expect(bob.app().commands.safetyNumber()?.groups).toEqual(
      phone.app().commands.safetyNumber()?.groups,
    );
    for (const each of [phone, laptop]) {
      expect(each.conversation().comparison).toEqual({ kind: 'changed' });
      expect(each.app().snapshot().contacts[0]?.comparison).toBe('changed');
      expect(each.app().snapshot().conversations[0]?.isChanged).toBe(true);
      expect(each.conversation().changes).toMatchObject([
        { isOurs: false, name: 'Bob', before: each.messages().at(-1)?.id },
      ]);
      // It stays over a reload.
      await each.open();
      await time.advance(1_000);
      expect(each.conversation().comparison).toEqual({ kind: 'changed' });
    }
    expect(bob.conversation()).toMatchObject({
      comparison: { kind: 'open' },
      changes: [{ isOurs: true }],
    });
    expect(await phone.app().commands.acknowledgeChange(phone.conversation().id)).toBe(true);
    await time.advance(60_000);
    for (const each of [phone, laptop]) {
      expect(each.conversation().comparison.kind).toBe('open');
      expect(each.conversation().changes).toHaveLength(1);
      expect(each.app().snapshot().conversations[0]?.isChanged).toBe(false);
    }
    expect(laptop.conversation().comparison).toEqual({ kind: 'open', emoji: [] });
    await laptop.app().commands.compareEmoji('match');
    await time.advance(60_000);
    for (const each of [phone, laptop]) expect(each.conversation().comparison.kind).toBe('matched');
    expect(world.bugs).toEqual([]);
  });

  it('A-404: a reload of both after each step loses nothing and repeats nothing', async () => {
    const world = await introduceInTime();
    const { alice, bob: lost, time } = world;
    await alice.send('before');
    await time.advance(10_000);
    lost.close();
    const bob = await startAnew(world, 'Bob', 35);
    await meetAgain(world, alice, bob);
    await judgeWay(alice, 'match', true);
    await judgeWay(bob);
    for (let step = 0; step < 60; step++) {
      await time.advance(700);
      await (step % 2 === 0 ? alice : bob).open();
    }
    await time.advance(60_000);
    for (const each of [alice, bob]) {
      await openFirst(each);
      expect(each.app().snapshot().conversations).toHaveLength(1);
      expect(each.conversation().changes).toHaveLength(1);
    }
    await bob.send('here');
    await time.advance(30_000);
    for (const each of [alice, bob]) expect(each.texts()).toEqual(['before', 'here']);
    expect(world.bugs).toEqual([]);
  });
});
