/** Bytes that earlier builds have written are opened by this one, and conversations go on from them. */
import { describe, expect, it } from 'vitest';
import { createWorld, type World } from '../support/two-people.ts';
import { keptNames, readKept, type KeptDisks } from './kept-disks.ts';

describe.each(keptNames)('what two devices kept of the build of %s', (name) => {
  const kept = readKept(name);

  it('O-110: is all there: messages, edits, deletions, reactions, quotes, the draft, the comparison', async () => {
    const { alice, bob } = await wake(kept);
    const [hers, his] = kept.people;
    // A build may show more or fewer of the newest at first.
    expect(alice.texts()).toEqual(hers?.texts.slice(-alice.texts().length));
    expect(bob.texts()).toEqual(his?.texts.slice(-bob.texts().length));
    expect(alice.texts().slice(-5)).toEqual([
      'kept as it is',
      'edited',
      'deleted',
      'an answer',
      'on its way',
    ]);
    const [first, edited, , answer] = alice.messages().slice(-5);
    expect(first?.reactions).toMatchObject([{ emoji: '🍇', names: ['Bob'] }]);
    expect(edited?.body).toMatchObject({ edited: true });
    expect(answer?.replyTo).toMatchObject({ text: 'edited', author: 'Alice' });
    expect(alice.conversation()).toMatchObject({ comparison: { kind: 'matched' } });
    expect(bob.conversation().draft).toMatchObject({ text: 'half a sentence' });
  });

  it('O-110: goes on: what waited arrives, and both write', async () => {
    const world = await wake(kept);
    const { time, alice, bob } = world;
    await time.advance(60_000);
    expect(bob.texts().at(-1)).toBe('on its way');
    await bob.send('from the new build');
    await alice.send('and back');
    await time.advance(60_000);
    for (const each of [alice, bob]) {
      while (each.conversation().hasOlder) await each.app().commands.loadOlder();
    }
    expect(alice.texts()).toHaveLength(256 + 7);
    expect(bob.texts()).toEqual(alice.texts());
    expect(alice.texts().slice(0, 256)).toEqual(Array.from({ length: 256 }, (_, i) => `${i}`));
    expect(alice.texts().slice(-2).toSorted()).toEqual(['and back', 'from the new build']);
    expect(world.bugs).toEqual([]);
  });
});

it('O-110: a build is remembered at all', () => {
  expect(keptNames).toContain('2026-11-21');
});

const wake = async ({ time, people, values }: KeptDisks): Promise<World> => {
  const world = createWorld({
    start: time,
    records: (name) =>
      (people.find((person) => person.name === name)?.rows ?? []).map(({ table, key, value }) => ({
        table,
        key,
        value: new Uint8Array(Buffer.from(values[value] ?? '', 'base64')),
      })),
  });
  await Promise.all([world.alice.open(), world.bob.open()]);
  return world;
};
