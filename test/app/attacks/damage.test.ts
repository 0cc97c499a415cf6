/** Whole programs on a disk of which any record of any table was damaged or is gone. */
import { describe, expect, it } from 'vitest';
import { decodeBase64url } from '../../../src/core/bytes/base64url.ts';
import { feedName } from '../../../src/core/journal/feed.ts';
import type { Key, Table } from '../../../src/ports/store.ts';
import { linkDevices, openFirst } from '../linking/linked.ts';
import { DAY, introduceInTime, type PersonInTime, type World } from '../support/two-people.ts';

const GARBAGE = new Uint8Array([1, 2, 3, 4, 5]);
const DAMAGES = [
  ['garbage', () => GARBAGE],
  ['a changed bit', (value: Uint8Array) => value.with(value.length - 1, (value.at(-1) ?? 0) ^ 1)],
  ['nothing', () => undefined],
] as const;

type Change = (value: Uint8Array) => Uint8Array | undefined;

const damage = (
  { disk }: PersonInTime,
  table: Table,
  change: Change,
  isMeant: (key: Key) => boolean = () => true,
): number => {
  const rows = disk.rows().filter((row) => row.table === table && isMeant(row.key));
  for (const { key, value } of rows) disk.damage(table, key, change(value));
  return rows.length;
};

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

describe('an own entry that nobody else holds', { timeout: 120_000 }, () => {
  const nameOf = (who: PersonInTime, kind: 'control' | 'message'): string => {
    const id = who.messages().find(({ own }) => own)?.id ?? '';
    const writer = decodeBase64url(id.split('.')[0] ?? '');
    return writer.ok ? feedName({ writer: writer.value, kind }) : '';
  };

  const say = async ({ time }: World, who: PersonInTime, ...texts: readonly string[]) => {
    for (const text of texts) {
      await who.send(text);
      await time.advance(1_000);
    }
  };

  /** Bob has two messages of Alice; she writes these apart from him, on the days that follow. */
  const wroteAlone = async (days: number, ...texts: readonly string[]): Promise<World> => {
    const world = await introduceInTime();
    const { alice, bob, time } = world;
    await say(world, alice, 'a0', 'a1');
    await say(world, bob, 'b0');
    await time.advance(60_000);
    world.part();
    if (days > 0) {
      alice.close();
      await time.advance(days * DAY);
      await alice.open();
      await openFirst(alice);
    }
    await say(world, alice, ...texts);
    return world;
  };

  const lose = async (
    { alice }: World,
    kind: 'control' | 'message',
    isMeant: (sequence: number) => boolean,
    change: Change = () => GARBAGE,
  ): Promise<number> => {
    const feed = nameOf(alice, kind);
    alice.close();
    const isIt = (key: Key) => key[1] === feed && isMeant(Number(key[2]));
    const count = damage(alice, 'entries', change, isIt);
    await alice.open();
    await openFirst(alice);
    return count;
  };

  const meet = async (world: World): Promise<void> => {
    world.meet();
    await world.time.advance(120_000);
  };

  /** Both show these, also later and when Alice comes back, and messages pass both ways. */
  const expectBoth = async (world: World, texts: readonly string[]): Promise<void> => {
    const { alice, bob, time } = world;
    expect([alice.texts(), bob.texts()]).toEqual([texts, texts]);
    await say(world, bob, 'of Bob');
    await say(world, alice, 'of Alice');
    await time.advance(60_000);
    await alice.open();
    await openFirst(alice);
    await time.advance(60_000);
    const all = [...texts, 'of Bob', 'of Alice'];
    expect([alice.texts(), bob.texts()]).toEqual([all, all]);
    expect(alice.messages().at(-1)?.state).not.toBe('device');
    expect(world.bugs).toEqual([]);
  };

  const lostOf = (who: PersonInTime): number | undefined =>
    who
      .app()
      .snapshot()
      .problems.find(({ tag }) => tag === 'messages-lost')?.count;

  it.each([
    ['the first', [2], ['two', 'three']],
    ['one in the middle', [3], ['one', 'three']],
    ['the last', [4], ['one', 'two']],
    ['all', [2, 3, 4], []],
  ] as const)(
    'A-446: %s is lost: the rest and what follows arrive, and how many are gone is told',
    async (_which, gone, rest) => {
      for (const change of [() => GARBAGE, () => undefined]) {
        const world = await wroteAlone(0, 'one', 'two', 'three');
        const isMeant = (sequence: number) => gone.some((each) => each === sequence);
        expect(await lose(world, 'message', isMeant, change)).toBe(gone.length);
        await say(world, world.alice, 'four');
        await meet(world);
        expect(lostOf(world.alice)).toBe(gone.length);
        await expectBoth(world, ['a0', 'a1', 'b0', ...rest, 'four']);
      }
    },
  );

  it.each([0, 1, 2, 3])(
    'A-446: a lost message that others are about: what is left of them stands (%i days later)',
    async (days) => {
      const world = await wroteAlone(days, 'one', 'two', 'three', 'four');
      const { alice, bob } = world;
      const { commands } = alice.app();
      const [one, two, three, four] = alice.messages().slice(-4);
      await commands.send('to the lost one', one?.id);
      await commands.edit(two?.id ?? '', 'two, edited');
      await commands.react(three?.id ?? '', '👍');
      await commands.deleteMessage(four?.id ?? '');
      expect(await lose(world, 'message', (sequence) => sequence === 2)).toBe(1);
      await meet(world);
      expect(bob.messages().find(({ reactions }) => reactions.length > 0)?.body).toMatchObject({
        text: 'three',
      });
      await expectBoth(world, ['a0', 'a1', 'b0', 'two, edited', 'three', 'to the lost one']);
    },
  );

  it.each([
    ['only those', 0],
    ['all that was said before as well', 99],
  ])('A-446: lost keys that were announced, %s: every message arrives', async (_which, more) => {
    const world = await wroteAlone(2, 'one', 'two', 'three');
    const { bob, alice } = world;
    const feed = nameOf(alice, 'control');
    const held = bob.disk.rows().filter(({ table, key }) => table === 'entries' && key[1] === feed);
    const isMeant = (sequence: number) => sequence >= held.length - more;
    expect(await lose(world, 'control', isMeant)).toBeGreaterThan(0);
    await say(world, alice, 'four');
    await meet(world);
    expect(lostOf(alice)).toBeUndefined();
    await expectBoth(world, ['a0', 'a1', 'b0', 'one', 'two', 'three', 'four']);
  });

  it('A-446: beside one that the contact holds: that one comes back', async () => {
    const world = await wroteAlone(0, 'one', 'two', 'three');
    expect(await lose(world, 'message', (sequence) => [0, 1, 2].includes(sequence))).toBe(3);
    await meet(world);
    expect(lostOf(world.alice)).toBe(1);
    await world.time.advance(120_000);
    await expectBoth(world, ['a0', 'a1', 'b0', 'two', 'three']);
  });

  it('A-446: a device that is linked before the contact comes shows the same', async () => {
    const world = await wroteAlone(0, 'one', 'two', 'three');
    const { alice, bob, time } = world;
    expect(await lose(world, 'message', (sequence) => sequence === 3)).toBe(1);
    bob.close();
    world.meet();
    const laptop = world.device('Laptop', 53);
    await linkDevices(world, alice, laptop);
    await openFirst(laptop);
    await time.advance(120_000);
    const texts = ['a0', 'a1', 'b0', 'one', 'three'];
    expect([alice.texts(), laptop.texts()]).toEqual([texts, texts]);
    await bob.open();
    await openFirst(bob);
    await time.advance(120_000);
    expect(laptop.texts()).toEqual(texts);
    await expectBoth(world, texts);
  });

  it('A-447: what a device holds that is away is waited for', async () => {
    const world = await introduceInTime();
    const { alice, bob: phone, time } = world;
    const tablet = world.device('Tablet', 52);
    await linkDevices(world, phone, tablet);
    await openFirst(tablet);
    phone.close();
    await say(world, alice, 'one', 'two', 'three');
    await time.advance(60_000);
    expect(tablet.texts()).toEqual(['one', 'two', 'three']);
    tablet.close();
    const writer = nameOf(alice, 'message');
    expect(await lose(world, 'message', (sequence) => sequence === 1)).toBe(1);
    await phone.open();
    await openFirst(phone);
    await time.advance(120_000);
    expect(phone.texts()).toEqual(['one']);
    await say(world, alice, 'four');
    expect(nameOf(alice, 'message')).toBe(writer);
    await tablet.open();
    await openFirst(tablet);
    await time.advance(120_000);
    const all = ['one', 'two', 'three', 'four'];
    expect([alice, phone, tablet].map((each) => each.texts())).toEqual([all, all, all]);
    expect(alice.messages().map(({ id }) => id.split('.')[0])).toEqual(
      all.map(() => alice.messages()[0]?.id.split('.')[0]),
    );
    expect(lostOf(alice)).toBeUndefined();
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
