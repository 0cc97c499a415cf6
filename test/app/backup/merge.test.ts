import { describe, expect, it } from 'vitest';
import { introduceInTime, type PersonInTime } from '../support/two-people.ts';
import { backUp, openOnly, restore, stateOf, wipe } from '../support/backups.ts';

const nothing = { conversations: 0, messages: 0, left: 0, ended: 0 };

/** All that is on the disk, but for what time it is, as one text. */
const contentsOf = (person: PersonInTime): string =>
  JSON.stringify(
    person.disk
      .rows()
      .filter(({ key }) => key[0] !== 'time')
      .map(({ table, key, value }) => [table, key, [...value]]),
  );

describe('a backup that is restored into what is there', () => {
  it('A-323: adds nothing where all of it is, neither on the device it was made on nor twice', async () => {
    const { alice, bob, time, bugs } = await introduceInTime();
    await alice.send('one');
    await bob.send('two');
    await time.advance(5_000);
    const file = await backUp(time, alice);
    await time.advance(5_000);
    expect(await restore(time, alice, file)).toEqual({ kind: 'done', ...nothing });
    await wipe(alice);
    await restore(time, alice, file);
    const writer = (await stateOf(alice)).writer;
    expect(await restore(time, alice, file)).toEqual({ kind: 'done', ...nothing });
    expect((await stateOf(alice)).writer).toEqual(writer);
    await openOnly(alice);
    expect(alice.texts()).toEqual(['one', 'two']);
    expect(bugs).toEqual([]);
  });

  it('A-324: a newer one adds what an older one lacked, and an older one takes nothing away', async () => {
    const { alice, bob, time, bugs } = await introduceInTime();
    await alice.send('one');
    await time.advance(5_000);
    const older = await backUp(time, alice);
    await bob.send('two');
    await time.advance(5_000);
    await alice.send('three');
    await alice.app().commands.markRead(alice.messages()[1]?.id ?? '');
    await time.advance(5_000);
    const newer = await backUp(time, alice);
    await wipe(alice);
    expect(await restore(time, alice, older)).toMatchObject({ conversations: 1, messages: 1 });
    expect(await restore(time, alice, newer)).toMatchObject({ conversations: 0, messages: 2 });
    expect(await restore(time, alice, older)).toEqual({ kind: 'done', ...nothing });
    await openOnly(alice);
    expect(alice.texts()).toEqual(['one', 'two', 'three']);
    expect(alice.app().snapshot().conversations).toMatchObject([{ unread: 0 }]);
    expect(bugs).toEqual([]);
  });

  it('A-325: brings back no message and no conversation that was deleted, and no key of one', async () => {
    const { alice, bob, time, bugs } = await introduceInTime();
    await alice.send('to be regretted');
    await bob.send('what?');
    await time.advance(5_000);
    const file = await backUp(time, alice);
    await alice.app().commands.deleteMessage(alice.messages()[0]?.id ?? '');
    await time.advance(5_000);
    const later = await backUp(time, alice);
    expect(await restore(time, alice, file)).toEqual({ kind: 'done', ...nothing });
    expect(alice.texts()).toEqual(['deleted', 'what?']);
    await wipe(alice);
    await restore(time, alice, later);
    await restore(time, alice, file);
    await openOnly(alice);
    expect(alice.texts()).toEqual(['deleted', 'what?']);
    await alice.app().commands.deleteConversation();
    expect(await restore(time, alice, file)).toEqual({ kind: 'done', ...nothing, left: 1 });
    expect(alice.app().snapshot().conversations).toEqual([]);
    expect(bugs).toEqual([]);
  });

  it('A-326: of somebody else, it changes nothing', async () => {
    const { alice, bob, time } = await introduceInTime();
    await alice.send('mine');
    await time.advance(5_000);
    const file = await backUp(time, alice);
    const before = contentsOf(bob);
    expect(await restore(time, bob, file)).toEqual({ kind: 'other-profile' });
    expect(contentsOf(bob)).toBe(before);
  });

  it('A-327: with another passphrase, a changed bit, a lost end or as no backup at all, it changes nothing', async () => {
    const { alice, time } = await introduceInTime();
    await alice.send('whole');
    await time.advance(5_000);
    const file = await backUp(time, alice);
    await wipe(alice);
    const before = contentsOf(alice);
    const tried = async (bytes: Uint8Array, passphrase?: string) =>
      (await restore(time, alice, bytes, passphrase)).kind;
    const changed = (at: number) => file.map((byte, i) => (i === at ? byte ^ 1 : byte));
    expect(await tried(file, 'correct horse battery stable')).toBe('wrong-passphrase');
    expect(await tried(changed(file.length - 1))).toBe('damaged');
    expect(await tried(changed(Math.floor(file.length / 2)))).toBe('damaged');
    expect(await tried(file.slice(0, -1))).toBe('damaged');
    expect(await tried(file.slice(0, 60))).toBe('damaged');
    expect(await tried(changed(0))).toBe('not-a-backup');
    expect(await tried(new Uint8Array(0))).toBe('not-a-backup');
    expect(contentsOf(alice)).toBe(before);
    expect(await tried(file)).toBe('done');
  });

  it('A-328: cancelled in the middle it says so, and the next one goes on', async () => {
    const { alice, bob, time, bugs } = await introduceInTime();
    for (let i = 0; i < 5; i++) await (i % 2 ? bob : alice).send(`message ${i}`);
    await time.advance(5_000);
    const file = await backUp(time, alice);
    await wipe(alice);
    for (let after = 0; ; after++) {
      let asked = 0;
      const done = await restore(time, alice, file, undefined, () => ++asked > 10 + after);
      if (done.kind === 'done') break;
      expect(done.kind).toBe('cancelled');
    }
    await openOnly(alice);
    expect(alice.texts().toSorted()).toEqual([0, 1, 2, 3, 4].map((i) => `message ${i}`));
    expect(bugs).toEqual([]);
  });

  it('A-328: on a full disk it says so, and what is there stays', async () => {
    const { alice, time } = await introduceInTime();
    await alice.send('much');
    await time.advance(5_000);
    const file = await backUp(time, alice);
    await wipe(alice);
    alice.disk.setFull(true);
    expect(await restore(time, alice, file)).toEqual({ kind: 'full', ...nothing });
    alice.disk.setFull(false);
    expect(await restore(time, alice, file)).toMatchObject({ kind: 'done', messages: 1 });
  });

  it('A-329: what was not delivered when the backup was made is delivered by the restored device', async () => {
    const { alice, bob, time, part, meet, bugs } = await introduceInTime();
    await alice.send('heard');
    await time.advance(5_000);
    part();
    await alice.send('written apart');
    const file = await backUp(time, alice);
    await wipe(alice);
    await restore(time, alice, file);
    meet();
    await time.advance(120_000);
    expect(bob.texts()).toEqual(['heard', 'written apart']);
    expect(bugs).toEqual([]);
  });
});
