import { describe, expect, it } from 'vitest';
import { equalBytes } from '../../../src/core/bytes/compare.ts';
import { introduceInTime } from '../support/two-people.ts';
import { backUp, openOnly, restore, wipe, writerOf } from '../support/backups.ts';

describe('a backup on an empty device', () => {
  it('A-321: brings back the profile, the conversation and every message that could be read', async () => {
    const { alice, bob, time, bugs } = await introduceInTime();
    await alice.send('from Alice');
    await bob.send('from Bob');
    await time.advance(5_000);
    const file = await backUp(time, alice);
    await wipe(alice);
    expect(alice.app().snapshot().phase).toBe('welcome');
    const done = await restore(time, alice, file);
    expect(done).toEqual({ kind: 'done', conversations: 1, messages: 2, left: 0, ended: 0 });
    const { phase, profile, conversations } = alice.app().snapshot();
    expect([phase, profile?.name]).toEqual(['ready', 'Alice']);
    expect(conversations).toMatchObject([{ title: 'Bob', unread: 1 }]);
    await alice.app().commands.openConversation(conversations[0]?.id ?? '');
    expect(alice.messages().map(({ own, body }) => [own, body])).toMatchObject([
      [true, { text: 'from Alice' }],
      [false, { text: 'from Bob' }],
    ]);
    expect(bugs).toEqual([]);
  });

  it('A-322: the restored device is a writer of its own, which the contact lets in, and the chat goes on', async () => {
    const { alice, bob, time, bugs } = await introduceInTime();
    await alice.send('before');
    await time.advance(5_000);
    const file = await backUp(time, alice);
    const before = await writerOf(alice);
    await wipe(alice);
    await restore(time, alice, file);
    await openOnly(alice);
    expect(equalBytes(await writerOf(alice), before)).toBe(false);
    await alice.send('back again');
    await time.advance(90_000);
    expect(bob.texts()).toEqual(['before', 'back again']);
    await bob.send('good to see you');
    await time.advance(30_000);
    expect(alice.texts()).toEqual(['before', 'back again', 'good to see you']);
    expect(alice.messages().map(({ own }) => own)).toEqual([true, true, false]);
    expect(bugs).toEqual([]);
  });
});
