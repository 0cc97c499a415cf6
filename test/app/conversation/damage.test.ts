/** Records that the disk damaged: what can be had again is, and nothing else stops. */
import { describe, expect, it } from 'vitest';
import type { Table } from '../../../src/ports/store.ts';
import { mendOwn } from '../../../src/app/conversation/mend-own.ts';
import { feedName } from '../../../src/core/journal/feed.ts';
import { pairPeople, type Pair, type Person, type Tab } from '../support/pair.ts';

const GARBAGE = new Uint8Array([1, 2, 3, 4, 5]);

/** Damages every record of the table whose key passes. */
const damage = (
  { disk }: Person,
  table: Table,
  isMeant: (key: readonly (string | number)[]) => boolean,
  value: Uint8Array | undefined = GARBAGE,
): number => {
  const rows = disk.rows().filter((row) => row.table === table && isMeant(row.key));
  for (const { key } of rows) disk.damage(table, key, value);
  return rows.length;
};

const meet = async ({ time }: Pair, tabs: readonly Tab[]): Promise<void> => {
  for (const tab of tabs) tab.online();
  await time.advance(15_000);
};

/** Both wrote `count` messages each and have them all. */
const conversed = async (count: number) => {
  const pair = await pairPeople();
  const tabs = [await pair.alice.tab(), await pair.bob.tab()] as const;
  for (let i = 0; i < count; i++) {
    await tabs[0].conversation.post(`a${i}`, undefined);
    await tabs[1].conversation.post(`b${i}`, undefined);
    await pair.time.advance(10);
  }
  const syncs = tabs.map((tab) => tab.online());
  await pair.time.advance(30_000);
  for (const sync of syncs) sync.close();
  const texts = tabs[0].texts();
  expect(texts.length).toBe(Math.min(50, 2 * count));
  expect(tabs[1].texts()).toEqual(texts);
  return { pair, texts };
};

describe('damaged records', () => {
  it.each([
    ['the root', (key: readonly unknown[]) => key[1] === 'root'],
    ['a leaf', (key: readonly unknown[]) => key[1] === 0],
    ['all of it', () => true],
  ])(
    'A-20: %s of the order index is damaged or gone: it is made anew, and nothing is lost',
    async (_name, isMeant) => {
      for (const value of [GARBAGE, undefined]) {
        const { pair, texts } = await conversed(5);
        expect(damage(pair.alice, 'timeline', isMeant, value)).toBeGreaterThan(0);
        const tab = await pair.alice.tab();
        expect(tab.texts()).toEqual(texts);
        await tab.conversation.post('more', undefined);
        await pair.time.advance(0);
        expect((await pair.alice.tab()).texts()).toEqual([...texts, 'more']);
      }
    },
  );

  it('A-20: a writer meets the damage first: its message is kept, and the index is whole', async () => {
    const { pair, texts } = await conversed(5);
    const tab = await pair.alice.tab();
    damage(pair.alice, 'timeline', () => true);
    expect(await tab.conversation.post('more', undefined)).toBe(true);
    await pair.time.advance(0);
    expect((await pair.alice.tab()).texts()).toEqual([...texts, 'more']);
  });

  it('A-21: a damaged entry of the contact is fetched again, and what comes later is not held up', async () => {
    const { pair, texts } = await conversed(5);
    const feed = feedName({ writer: pair.bob.paired.own.writer, kind: 'message' });
    expect(damage(pair.alice, 'entries', (key) => key[1] === feed && key[2] === 2)).toBe(1);
    const [a, b] = [await pair.alice.tab(), await pair.bob.tab()];
    await b.conversation.post('later', undefined);
    expect(a.texts()).toContain('(sealed)');
    await meet(pair, [a, b]);
    expect(a.texts()).toEqual([...texts, 'later']);
    expect((await pair.alice.tab()).texts()).toEqual([...texts, 'later']);
    expect([...a.bugs, ...b.bugs]).toEqual([]);
  });

  it('A-21: a damaged page of the contact is fetched again', async () => {
    const { pair } = await conversed(270);
    const feed = feedName({ writer: pair.bob.paired.own.writer, kind: 'message' });
    expect(damage(pair.alice, 'pages', (key) => key[1] === feed)).toBe(1);
    const [a, b] = [await pair.alice.tab(), await pair.bob.tab()];
    for (let i = 0; i < 10; i++) for (const tab of [a, b]) await tab.conversation.showOlder();
    expect(a.texts().filter((text) => text === '(sealed)').length).toBe(256);
    await meet(pair, [a, b]);
    await pair.time.advance(30_000);
    expect(a.texts()).toEqual(b.texts());
    expect(a.texts().length).toBe(540);
    expect(a.texts()).not.toContain('(sealed)');
    expect(
      pair.alice.disk.rows().filter(({ table, key }) => table === 'pages' && key[1] === feed)
        .length,
    ).toBe(1);
  }, 60_000);

  it('A-21: damaged control entries of the contact are fetched again, and its new keys are understood', async () => {
    const { pair, texts } = await conversed(3);
    const feed = feedName({ writer: pair.bob.paired.own.writer, kind: 'control' });
    const [a, b] = [await pair.alice.tab(), await pair.bob.tab()];
    expect(damage(pair.alice, 'entries', (key) => key[1] === feed)).toBeGreaterThan(1);
    await pair.time.advance(2 * 24 * 60 * 60 * 1000);
    await b.conversation.post('new keys', undefined);
    await meet(pair, [a, b]);
    expect(a.texts()).toEqual([...texts, 'new keys']);
  });

  it('A-36: a damaged own page comes back from the contact, and is a page again', async () => {
    const { pair } = await conversed(270);
    const feed = feedName({ writer: pair.alice.paired.own.writer, kind: 'message' });
    const pages = () =>
      pair.alice.disk.rows().filter(({ table, key }) => table === 'pages' && key[1] === feed);
    const before = pages();
    expect(damage(pair.alice, 'pages', (key) => key[1] === feed)).toBe(1);
    const [a, b] = [await pair.alice.tab(), await pair.bob.tab()];
    for (let i = 0; i < 10; i++) for (const tab of [a, b]) await tab.conversation.showOlder();
    expect(a.texts().filter((text) => text === '(sealed)').length).toBe(256);
    await meet(pair, [a, b]);
    await pair.time.advance(30_000);
    expect(a.texts()).toEqual(b.texts());
    expect(a.texts()).not.toContain('(sealed)');
    expect(pages()).toEqual(before);
    expect([...a.bugs, ...b.bugs]).toEqual([]);
  }, 60_000);

  it('A-36: what the chain does not name is not put back', async () => {
    const { pair } = await conversed(5);
    const feed = { writer: pair.alice.paired.own.writer, kind: 'message' } as const;
    const isThird = (key: readonly (string | number)[]) =>
      key[1] === feedName(feed) && key[2] === 2;
    const stored = pair.alice.disk.rows();
    const [third, fourth] = [2, 3].map(
      (at) =>
        stored.find(
          ({ table, key }) => table === 'entries' && key[1] === feedName(feed) && key[2] === at,
        )?.value ?? new Uint8Array(),
    );
    if (!third || !fourth) throw new Error('There are not enough entries.');
    expect(damage(pair.alice, 'entries', isThird)).toBe(1);
    const tab = await pair.alice.tab();
    const mended: number[] = [];
    for (const bytes of [third.with(200, 1 ^ (third[200] ?? 0)), fourth.with(120, 9), third]) {
      await tab.conversation.run(async (context, work, state) => {
        mended.push(await mendOwn(context, work, state, feed, [bytes]));
        return state;
      });
    }
    expect(mended).toEqual([0, 0, 1]);
    await pair.time.advance(0);
    expect(tab.texts()).not.toContain('(sealed)');
  });

  it('A-22: damaged pages of message keys: those messages are sealed, and all else goes on', async () => {
    const { pair, texts } = await conversed(3);
    expect(damage(pair.alice, 'vault', () => true)).toBe(2);
    const [a, b] = [await pair.alice.tab(), await pair.bob.tab()];
    expect(a.texts()).toEqual(texts.map(() => '(sealed)'));
    expect(a.problems).toContain('record-damaged');
    await b.conversation.post('later', undefined);
    await a.conversation.post('mine', undefined);
    await meet(pair, [a, b]);
    expect(a.texts().slice(-2)).toEqual(['later', 'mine']);
    expect(b.texts()).toEqual([...texts, 'later', 'mine']);
  });

  it('A-23: a damaged state: the conversation is told as damaged, nothing of it is written over', async () => {
    const { pair } = await conversed(3);
    damage(pair.alice, 'conversations', (key) => key[1] === 'state');
    const before = pair.alice.disk.rows();
    const tab = await pair.alice.tab();
    expect(tab.conversation.state()).toBeUndefined();
    expect(tab.problems).toContain('record-damaged');
    expect(await tab.conversation.post('lost?', undefined)).toBe(false);
    expect(pair.alice.disk.rows()).toEqual(before);
  });

  it('A-24: a damaged own box that others still want ends no link', async () => {
    const pair = await pairPeople();
    const [a, b] = [await pair.alice.tab(), await pair.bob.tab()];
    await a.conversation.post('closed for good', undefined);
    expect(damage(pair.alice, 'blobs', () => true)).toBe(1);
    await b.conversation.post('hello', undefined);
    await meet(pair, [a, b]);
    expect(a.texts()).toContain('hello');
    await b.conversation.post('and again', undefined);
    await pair.time.advance(60_000);
    expect(a.texts()).toContain('and again');
    expect(a.contacts.filter(({ presence }) => presence === 'away').length).toBeLessThan(3);
  });

  it('A-24: a damaged own page is not passed on, and ends no link', async () => {
    const pair = await pairPeople();
    const [a, b] = [await pair.alice.tab(), await pair.bob.tab()];
    for (let i = 0; i < 260; i++) await a.conversation.post(`a${i}`, undefined);
    const pages = pair.alice.disk.rows().filter(({ table }) => table === 'pages');
    for (const { key, value } of pages) {
      pair.alice.disk.damage('pages', key, value.with(value.length - 100, 77));
    }
    await pair.time.advance(1_000);
    await b.conversation.post('hello', undefined);
    await meet(pair, [a, b]);
    await pair.time.advance(60_000);
    expect(a.texts()).toContain('hello');
    expect(a.contacts.filter(({ presence }) => presence === 'away').length).toBeLessThan(3);
  });
});
