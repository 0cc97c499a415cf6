/** Sixty conversations in one tab: whole programs over the fake network. */
import { describe, expect, it } from 'vitest';
import { MAX_PLACES } from '../../src/app/links/budget.ts';
import { createMany, type Many, type Somebody } from './support/many.ts';

const MINUTE = 60_000;

/** The most channels that Alice had open at a time until all of them had told her their news. */
const mostOpenUntilTold = async ({ time, alice, ids }: Many): Promise<number> => {
  let most = 0;
  for (let passed = 0; passed < 3 * MINUTE; passed += 250) {
    await time.advance(250);
    most = Math.max(most, alice.counted.open());
    if (ids.every((_, i) => previews(alice).includes(`news ${i}`))) return most;
  }
  throw new Error(`of sixty only ${previews(alice).filter((text) => text !== '').length}`);
};

const previews = ({ app }: Somebody): readonly string[] =>
  app.snapshot().conversations.map(({ preview }) => (preview.kind === 'text' ? preview.text : ''));

/** Sixty programs, on a machine that may be busy with others. */
const LONG = { timeout: 180_000 };

describe('sixty conversations in one tab', LONG, () => {
  it('L-77: are calm: no link stands without news, and few timers run', async () => {
    const many = await createMany(60, 60);
    await many.time.advance(30_000);
    await many.time.advance(6 * MINUTE);
    expect(many.alice.counted.open()).toBe(0);
    const [ticks, published] = [many.alice.ticks(), many.node.published];
    await many.time.advance(MINUTE);
    // Two knocks a minute in each conversation, and a little.
    expect(many.alice.ticks() - ticks).toBeLessThan(60 * 2 * 1.5 + 40);
    expect(many.node.published - published).toBeLessThan(61 * 60 * 2 * 1.5);
    expect(many.bugs).toEqual([]);
  });

  it('L-78: with news in all of them at once take turns, and never have more than eight links', async () => {
    const many = await createMany(60, 60);
    const { time, alice, ids, partner } = many;
    many.node.stop();
    for (const [i, id] of ids.entries()) await partner(i).say(id, `news ${i}`);
    many.node.start();
    expect(await mostOpenUntilTold(many)).toBeLessThanOrEqual(MAX_PLACES + 2);
    await time.advance(MINUTE);
    expect(alice.counted.open()).toBeLessThanOrEqual(MAX_PLACES);
    expect(many.bugs).toEqual([]);
  });

  it('L-78: do so also when one device has the other end of all sixty', async () => {
    const many = await createMany(60, 1);
    const { time, alice, ids, partner } = many;
    many.node.stop();
    for (const [i, id] of ids.entries()) await partner(i).say(id, `news ${i}`);
    many.node.start();
    expect(await mostOpenUntilTold(many)).toBeLessThanOrEqual(MAX_PLACES + 2);
    await time.advance(8 * MINUTE);
    expect(alice.counted.open()).toBeLessThanOrEqual(1);
    expect(many.bugs).toEqual([]);
  });

  it('L-80: show who is there and has no link as there, until it goes, and who appears away never', async () => {
    const many = await createMany(14, 14);
    const { time, alice, ids, partner } = many;
    const presence = (index: number): string | undefined =>
      alice.app.snapshot().conversations.find(({ id }) => id === ids[index])?.presence;
    await partner(13).app.commands.setTold('presence', false);
    for (const [i, id] of ids.entries()) await partner(i).say(id, `news ${i}`);
    await time.advance(MINUTE);
    for (let passed = 0; passed < 5; passed++) {
      await time.advance(2 * MINUTE);
      expect(alice.counted.open()).toBeLessThanOrEqual(MAX_PLACES);
      expect(ids.map((_, i) => presence(i))).toEqual(
        ids.map((_, i) => (i < 13 ? 'online' : 'away')),
      );
    }
    for (const each of many.others) each.app.close();
    await time.advance(4 * MINUTE);
    expect(ids.map((_, i) => presence(i))).toEqual(ids.map(() => 'away'));
    expect(many.bugs).toEqual([]);
  });

  it('L-79: while all the others look, a message of any of them comes through in seconds', async () => {
    const many = await createMany(60, 60);
    const { time, alice, ids, partner } = many;
    for (const [i, id] of ids.entries()) await partner(i).app.commands.openConversation(id);
    await time.advance(2 * MINUTE);
    expect(alice.counted.open()).toBeLessThanOrEqual(MAX_PLACES);
    for (const i of [59, 3, 31, 17]) {
      await partner(i).say(ids[i] ?? '', `quick ${i}`);
      await time.advance(5_000);
      expect(previews(alice)).toContain(`quick ${i}`);
    }
    await alice.say(ids[42] ?? '', 'from Alice');
    await time.advance(5_000);
    expect(previews(partner(42))).toContain('from Alice');
    expect(alice.counted.open()).toBeLessThanOrEqual(MAX_PLACES);
    expect(many.bugs).toEqual([]);
  });
});
