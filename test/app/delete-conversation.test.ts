import { describe, expect, it } from 'vitest';
import { createWorld, introduceInTime } from './support/two-people.ts';

const ofConversations = ['conversations', 'entries', 'pages', 'vault', 'timeline', 'blobs'];

describe('deleting a conversation', () => {
  it('U-129: leaves no record of it, nor of its invitation', async () => {
    const { alice, bob, time, bugs } = await introduceInTime();
    const { id } = alice.conversation();
    await alice.send('between us');
    await bob.send('indeed');
    await time.advance(5_000);
    expect(await alice.app().commands.deleteConversation()).toBe(true);
    await time.advance(5_000);
    expect(alice.disk.rows().filter(({ table }) => ofConversations.includes(table))).toEqual([]);
    expect(alice.disk.rows().filter(({ key }) => key.includes(id))).toEqual([]);
    expect(alice.app().snapshot()).toMatchObject({ open: undefined, conversations: [] });
    expect(bob.texts()).toEqual(['between us', 'indeed']);
    expect(bugs).toEqual([]);
  });

  it('U-130: does not come back by what the contact writes or by a reload', async () => {
    const { alice, bob, time, bugs } = await introduceInTime();
    await alice.app().commands.deleteConversation();
    await bob.send('are you there?');
    await time.advance(60_000);
    await alice.open();
    await bob.send('hello?');
    await time.advance(60_000);
    expect(alice.app().snapshot()).toMatchObject({ open: undefined, conversations: [] });
    expect(alice.disk.rows().filter(({ table }) => ofConversations.includes(table))).toEqual([]);
    expect(bob.messages().map(({ state }) => state)).toEqual(['device', 'device']);
    expect(bugs).toEqual([]);
  });

  it('U-130: does not come back by the link it came of', async () => {
    const { alice, bob, time, bugs } = createWorld();
    for (const person of [alice, bob]) {
      await person.open();
      await person.app().commands.createProfile(person.name);
    }
    await alice.app().commands.invite();
    const { open } = alice.app().snapshot();
    if (open?.kind !== 'inviting') throw new Error('No invitation is open');
    const accept = async () => {
      await bob.app().commands.readInvitation(open.link);
      await bob.app().commands.acceptInvitation();
      await time.advance(60_000);
    };
    await accept();
    await bob.send('hello');
    await time.advance(10_000);
    await bob.app().commands.deleteConversation();
    await accept();
    expect(bob.disk.rows().filter(({ table }) => ofConversations.includes(table))).toEqual([]);
    expect(alice.texts()).toEqual(['hello']);
    expect(bugs).toEqual([]);
  });

  it('U-130: a step that was under way finds nothing to go on from', async () => {
    const { alice, bob, time, bugs } = await introduceInTime();
    const late = alice.app().commands.send('too late', undefined);
    const gone = alice.app().commands.deleteConversation();
    const after = alice.app().commands.send('far too late', undefined);
    expect(await gone).toBe(true);
    await Promise.all([late, after]);
    await bob.send('hm');
    await time.advance(20_000);
    expect(alice.disk.rows().filter(({ table }) => ofConversations.includes(table))).toEqual([]);
    expect(bugs).toEqual([]);
  });

  it('U-131: works on a full disk', async () => {
    const { alice } = await introduceInTime();
    alice.disk.setFull(true);
    expect(await alice.app().commands.deleteConversation()).toBe(true);
    expect(alice.disk.rows().filter(({ table }) => ofConversations.includes(table))).toEqual([]);
  });
});
