/** Whole programs on a disk of which any record of any table was damaged or is gone. */
import { describe, expect, it } from 'vitest';
import { decodeBase64url } from '../../../src/core/bytes/base64url.ts';
import { feedName } from '../../../src/core/journal/feed.ts';
import type { Key } from '../../../src/ports/store.ts';
import { damage, GARBAGE, type Change } from '../support/damage.ts';
import { introduceInTime, type PersonInTime, type World } from '../support/two-people.ts';

const DAMAGES = [
  ['garbage', () => GARBAGE],
  ['a changed bit', (value: Uint8Array) => value.with(value.length - 1, (value.at(-1) ?? 0) ^ 1)],
  ['nothing', () => undefined],
] as const;

const TEXTS = ['a0', 'b0', 'a1', 'b1', 'a2', 'b2'];

/** Both wrote three messages and hold all six; Alice's tab is closed. */
const conversed = async (): Promise<World> => {
  const world = await introduceInTime();
  const { alice, bob, time } = world;
  for (const text of TEXTS) {
    await (text.startsWith('a') ? alice : bob).send(text);
    await time.advance(5_000);
  }
  expect([alice.texts(), bob.texts()]).toEqual([TEXTS, TEXTS]);
  await alice.app().commands.saveDraft({ text: 'a draft', replyTo: undefined, editing: undefined });
  alice.close();
  return world;
};

const problems = (person: PersonInTime): readonly string[] =>
  person
    .app()
    .snapshot()
    .problems.map(({ tag }) => tag);

/** Alice comes back; both write; everything is settled. */
const goOn = async ({ alice, bob, time }: World): Promise<void> => {
  await alice.open();
  await bob.send('later');
  await time.advance(30_000);
  await alice.send('still here');
  await time.advance(60_000);
};

const ALL = [...TEXTS, 'later', 'still here'];

/** Whose feed, of which kind: the keys of entries and pages. */
const feedOf = ({ bob }: World, who: 'alice' | 'bob', kind: 'control' | 'message') => {
  const id = bob.messages().find(({ own }) => own === (who === 'bob'))?.id ?? '';
  const writer = decodeBase64url(id.split('.')[0] ?? '');
  const name = writer.ok && feedName({ writer: writer.value, kind });
  return (key: Key): boolean => key[1] === name;
};

const named = (name: string) => (key: Key) => key[1] === name || key[0] === name;

describe.each(DAMAGES)('a record in whose place stands %s', (_name, change) => {
  it.each([
    ['the order index', 'timeline', undefined],
    ['the pairing', 'pairings', undefined],
    ['the draft', 'conversations', named('draft')],
    ['the latest confirmed time', 'device', named('time')],
  ] as const)(
    'A-34: %s: the conversation opens and nothing is missing',
    async (_record, table, isMeant) => {
      const world = await conversed();
      expect(damage(world.alice, table, change, isMeant)).toBeGreaterThan(0);
      await goOn(world);
      expect([world.alice.texts(), world.bob.texts()]).toEqual([ALL, ALL]);
      expect(world.bugs).toEqual([]);
    },
  );

  it.each([
    ['messages of the contact', 'bob', 'message'],
    ['keys and names of the contact', 'bob', 'control'],
    ['own keys and names', 'alice', 'control'],
    ['own messages', 'alice', 'message'],
  ] as const)(
    'A-34: %s: the conversation opens, and the contact gives them back',
    async (_record, who, kind) => {
      const world = await conversed();
      const isMeant = feedOf(world, who, kind);
      expect(damage(world.alice, 'entries', change, isMeant)).toBeGreaterThan(0);
      await goOn(world);
      expect([world.alice.texts(), world.bob.texts()]).toEqual([ALL, ALL]);
      expect(world.bugs).toEqual([]);
    },
  );

  it('A-34: the keys of messages: those are sealed, it is told, and what follows is read', async () => {
    const world = await conversed();
    expect(damage(world.alice, 'vault', change)).toBe(2);
    await goOn(world);
    expect(world.alice.texts()).toEqual([...TEXTS.map(() => 'sealed'), 'later', 'still here']);
    expect(world.bob.texts()).toEqual(ALL);
    expect(world.bugs).toEqual([]);
  });

  it('A-34: the state: it is told, nothing is written over, and a new conversation works', async () => {
    const world = await conversed();
    expect(damage(world.alice, 'conversations', change, named('state'))).toBe(1);
    const { alice, bob, time } = world;
    await alice.open();
    await bob.send('later');
    await time.advance(60_000);
    expect(alice.app().snapshot().open?.kind).not.toBe('conversation');
    await alice.app().commands.invite();
    const { open } = alice.app().snapshot();
    if (open?.kind !== 'inviting') throw new Error('Alice cannot invite');
    await bob.app().commands.readInvitation(open.link);
    await bob.app().commands.acceptInvitation();
    await time.advance(10_000);
    await alice.send('anew');
    await time.advance(10_000);
    expect(bob.texts()).toEqual(['anew']);
    expect(world.bugs).toEqual([]);
  });
});

describe('a deleted message', () => {
  it('A-20: is still shown as deleted, in its place, by an index that is made anew', async () => {
    const world = await conversed();
    const { alice, bob, time } = world;
    const idOf = (text: string): string =>
      bob.messages().find(({ body }) => body.kind === 'text' && body.text === text)?.id ?? '';
    await alice.open();
    await bob.app().commands.deleteMessage(idOf('b1'));
    await time.advance(5_000);
    const shown = alice.texts();
    expect(shown).toEqual(['a0', 'b0', 'a1', 'deleted', 'a2', 'b2']);
    for (const change of [() => GARBAGE, () => undefined]) {
      alice.close();
      expect(damage(alice, 'timeline', change)).toBeGreaterThan(0);
      await alice.open();
      expect(alice.texts()).toEqual(shown);
    }
    expect(world.bugs).toEqual([]);
  });
});

describe('what a damaged record is told by', () => {
  it.each([
    ['conversations', 'state'],
    ['vault', undefined],
  ] as const)('A-34: a damaged record of %s is told in words', async (table, name) => {
    const world = await conversed();
    const isMeant = name === undefined ? undefined : named(name);
    expect(damage(world.alice, table, () => GARBAGE, isMeant)).toBeGreaterThan(0);
    await world.alice.open();
    await world.time.advance(1_000);
    expect(problems(world.alice)).toContain('record-damaged');
  });

  it('A-34: a damaged profile is told, and nothing is written over it', async () => {
    const world = await conversed();
    expect(damage(world.alice, 'device', () => GARBAGE, named('profile'))).toBe(1);
    const before = world.alice.disk.rows();
    await world.alice.open();
    await world.time.advance(10_000);
    expect(world.alice.app().snapshot().phase).toBe('blocked');
    expect(problems(world.alice)).toEqual(['key-broken']);
    expect(world.alice.disk.rows()).toEqual(before);
  });

  it('A-34: an opened invitation that was damaged is forgotten, and all else is there', async () => {
    const world = await conversed();
    await world.bob.app().commands.invite();
    const { open } = world.bob.app().snapshot();
    if (open?.kind !== 'inviting') throw new Error('Bob cannot invite');
    await world.alice.open();
    await world.alice.app().commands.readInvitation(open.link);
    await world.time.advance(1_000);
    expect(damage(world.alice, 'device', () => GARBAGE, named('received'))).toBe(1);
    await world.alice.open();
    expect(world.alice.texts()).toEqual(TEXTS);
    expect(world.alice.app().snapshot().invitation).toBeUndefined();
    expect(world.bugs).toEqual([]);
  });

  it.each<readonly [string, Change]>([
    ['garbage', () => GARBAGE],
    ['nothing', () => undefined],
  ])('A-34: with %s for a revision nothing is lost', async (_what, change) => {
    const world = await conversed();
    expect(damage(world.alice, 'revisions', change)).toBeGreaterThan(0);
    await goOn(world);
    expect(world.alice.texts().slice(0, 6)).toEqual(TEXTS);
    expect(world.bob.texts().slice(0, 6)).toEqual(TEXTS);
    expect(world.bugs).toEqual([]);
  });
});
