/** The address book of whole programs: nicknames, blocking, deleting. */
import { describe, expect, it } from 'vitest';
import { createSealedStore } from '../../../src/app/vault/sealed-store.ts';
import { createNobleSuite } from '../../../src/core/crypto/noble-suite.ts';
import { createFakeRandom } from '../../../src/effects/platform/fake-random.ts';
import type { ContactView } from '../../../src/app/snapshot.ts';
import { deviceKeyOf, introduceInTime, type PersonInTime } from '../support/two-people.ts';

const contact = (person: PersonInTime): ContactView => {
  const [first] = person.app().snapshot().contacts;
  if (!first) throw new Error(`${person.name} has no contact`);
  return first;
};

const setBlocked = (person: PersonInTime, isBlocked: boolean) =>
  person.app().commands.setBlocked(contact(person).id, isBlocked);

/** All that is set on the person's disk, as one text. */
const registersOf = async ({ disk, name }: PersonInTime): Promise<string> => {
  const store = createSealedStore(
    disk.open(),
    createNobleSuite(),
    createFakeRandom(1),
    deviceKeyOf(name),
  );
  const rows = await store.list('device', ['register']);
  const values = rows.ok ? rows.value : [];
  return values.map(({ value }) => (value.ok ? Buffer.from(value.value).toString() : '')).join();
};

const unread = (person: PersonInTime) =>
  person
    .app()
    .snapshot()
    .conversations.map((each) => each.unread);

describe('a nickname', () => {
  it('A-245: stands everywhere in place of the name, here alone, until it is taken away', async () => {
    const { time, alice, bob } = await introduceInTime();
    await bob.send('hello');
    await time.advance(5_000);
    expect(await alice.app().commands.setNickname(contact(alice).id, '  Bobby  Brown ')).toBe(true);
    expect(alice.conversation().title).toBe('Bobby Brown');
    expect(alice.messages().at(-1)?.author).toBe('Bobby Brown');
    expect(alice.app().snapshot().conversations[0]?.title).toBe('Bobby Brown');
    expect(contact(alice)).toMatchObject({ title: 'Bobby Brown', name: 'Bob' });
    await alice.send('hi');
    await time.advance(5_000);
    expect(bob.messages().at(-1)?.author).toBe('Alice');
    await bob.app().commands.rename('Robert');
    await time.advance(5_000);
    await alice.open();
    expect(contact(alice)).toMatchObject({ title: 'Bobby Brown', name: 'Robert' });
    await alice.app().commands.setNickname(contact(alice).id, ' ');
    expect(contact(alice)).toMatchObject({ title: 'Robert', nickname: undefined });
  });
});

describe('blocking', () => {
  it('A-246: holds out messages, edits and reactions of the contact since then; unblocking shows all in place', async () => {
    const { time, alice, bob, bugs } = await introduceInTime();
    await alice.send('one');
    await bob.send('two');
    await time.advance(5_000);
    expect(await setBlocked(alice, true)).toBe(true);
    await bob.send('three');
    await bob.app().commands.edit(bob.messages()[1]?.id ?? '', 'two, edited');
    await bob.app().commands.react(bob.messages()[0]?.id ?? '', '👍');
    await time.advance(5_000);
    await alice.send('four');
    await time.advance(5_000);
    expect(alice.texts()).toEqual(['one', 'two', 'four']);
    expect(alice.messages()[0]?.reactions).toEqual([]);
    expect(alice.app().snapshot().conversations).toEqual([]);
    expect(contact(alice)).toMatchObject({ isBlocked: true, presence: 'away' });
    await alice.open();
    expect(alice.app().snapshot().contacts).toHaveLength(1);
    expect(alice.texts()).toEqual(['one', 'two', 'four']);
    await setBlocked(alice, false);
    await time.advance(1_000);
    expect(alice.texts()).toEqual(['one', 'two, edited', 'three', 'four']);
    expect(alice.messages()[0]?.reactions).toMatchObject([{ emoji: '👍' }]);
    expect(unread(alice)).toEqual([2]);
    expect(bugs).toEqual([]);
  });

  it('A-246: fills the screen with what is older where the newest is held out', async () => {
    const { time, alice, bob } = await introduceInTime();
    for (let i = 0; i < 70; i++) await alice.send(`a${i}`);
    await time.advance(5_000);
    await setBlocked(alice, true);
    for (let i = 0; i < 70; i++) await bob.send(`b${i}`);
    await time.advance(60_000);
    const texts = alice.texts();
    expect(texts.length).toBeGreaterThanOrEqual(50);
    expect(texts.every((text) => text.startsWith('a'))).toBe(true);
  });

  it('A-247: is not told: messages are delivered and never read, and nobody is seen to be there', async () => {
    const { time, alice, bob } = await introduceInTime();
    await bob.send('before');
    await time.advance(5_000);
    await alice.app().commands.markRead(alice.messages()[0]?.id ?? '');
    await time.advance(5_000);
    expect(bob.messages()[0]?.state).toBe('read');
    expect(bob.conversation().presence).toBe('online');
    await setBlocked(alice, true);
    await bob.send('after');
    await time.advance(60_000);
    await alice.app().commands.markRead(bob.messages()[1]?.id ?? '');
    alice.app().commands.typing();
    await time.advance(60_000);
    expect(bob.messages().map(({ state }) => state)).toEqual(['read', 'delivered']);
    expect(bob.conversation().presence).toBe('away');
    await setBlocked(alice, false);
    await time.advance(60_000);
    expect(bob.conversation().presence).toBe('online');
  });

  it('A-248: raises no notification, and what was held out raises none when it is shown', async () => {
    const { time, alice, bob } = await introduceInTime();
    await alice.app().commands.setNotifications('whole');
    await setBlocked(alice, true);
    alice.app().commands.closeConversation();
    alice.lifecycle.play('hidden');
    await bob.send('look here');
    await time.advance(5_000);
    expect(alice.app().snapshot().alerts).toEqual([]);
    alice.lifecycle.play('visible');
    await setBlocked(alice, false);
    await time.advance(1_000);
    expect(unread(alice)).toEqual([1]);
    expect(alice.app().snapshot().alerts).toEqual([]);
  });

  it('A-249: a deleted contact goes with its conversation and all that was noted', async () => {
    const { alice } = await introduceInTime();
    const { id } = contact(alice);
    await alice.app().commands.setNickname(id, 'Bobby');
    await setBlocked(alice, true);
    expect(await registersOf(alice)).toContain('Bobby');
    expect(await alice.app().commands.deleteConversation(id)).toBe(true);
    expect(alice.app().snapshot().contacts).toEqual([]);
    await alice.open();
    expect(alice.app().snapshot().contacts).toEqual([]);
    expect(alice.app().snapshot().conversations).toEqual([]);
    expect(await registersOf(alice)).not.toContain('Bobby');
  });
});
