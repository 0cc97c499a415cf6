/** Whole programs on a disk that lost own entries: nobody else holds them, or one that is away does. */
import { describe, expect, it } from 'vitest';
import { decodeBase64url } from '../../../src/core/bytes/base64url.ts';
import { feedName } from '../../../src/core/journal/feed.ts';
import type { Key } from '../../../src/ports/store.ts';
import { linkDevices, openFirst } from '../linking/linked.ts';
import { damage, GARBAGE, type Change } from '../support/damage.ts';
import { DAY, introduceInTime, type PersonInTime, type World } from '../support/two-people.ts';

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
