import { describe, expect, it } from 'vitest';
import type { HistoryPage } from '../../src/app/snapshot.ts';
import { introduceInTime, type PersonInTime } from './support/two-people.ts';

const pagesOf = async (
  person: PersonInTime,
  between: (page: number) => Promise<void> = () => Promise.resolve(),
): Promise<readonly HistoryPage[]> => {
  const pages: HistoryPage[] = [];
  for await (const page of person.app().commands.readHistory()) {
    pages.push(page);
    await between(pages.length);
  }
  return pages;
};

const textsOf = (pages: readonly HistoryPage[]): readonly string[] =>
  pages.flatMap(({ messages }) =>
    messages.map(({ body }) => (body.kind === 'text' ? body.text : body.kind)),
  );

describe('the whole history', () => {
  it('U-126: has every message once and in order, page by page, beyond what the screen shows', async () => {
    const { alice, part, bugs } = await introduceInTime();
    part();
    const said: string[] = [];
    for (let i = 0; i < 95; i++) {
      await alice.send(`word ${i}`);
      said.push(`word ${i}`);
    }
    await alice.open();
    expect(alice.messages().length).toBeLessThan(95);
    const pages = await pagesOf(alice);
    expect(textsOf(pages)).toEqual(said);
    expect(pages.length).toBeGreaterThan(2);
    expect(pages.map(({ isLast }) => isLast)).toEqual(pages.map((_, i) => i === pages.length - 1));
    expect(pages.at(-1)?.total).toBe(95);

    const meanwhile = await pagesOf(alice, async (page) => {
      await alice.send(`late ${page}`);
    });
    expect(textsOf(meanwhile).slice(0, 95)).toEqual(said);
    expect(new Set(textsOf(meanwhile)).size).toBe(textsOf(meanwhile).length);
    expect(bugs).toEqual([]);
  });

  it('U-126: has edits, deletions, replies and reactions as the screen shows them', async () => {
    const { alice, bob, time, bugs } = await introduceInTime();
    await alice.send('one');
    await time.advance(2_000);
    await bob.app().commands.send('two', bob.messages()[0]?.id);
    await time.advance(2_000);
    await alice.app().commands.edit(alice.messages()[0]?.id ?? '', 'one, better');
    await alice.app().commands.react(alice.messages()[1]?.id ?? '', '👍');
    await alice.send('regretted');
    await time.advance(2_000);
    await alice.app().commands.deleteMessage(alice.messages()[2]?.id ?? '');
    await time.advance(2_000);
    const pages = await pagesOf(bob);
    expect(pages.flatMap(({ messages }) => messages)).toEqual(bob.messages());
    expect(textsOf(pages)).toEqual(['one, better', 'two', 'deleted']);
    expect(bugs).toEqual([]);
  });

  it('U-126: is one empty page where nothing was written, and none where nothing is open', async () => {
    const { alice } = await introduceInTime();
    expect(await pagesOf(alice)).toEqual([{ messages: [], total: 0, isLast: true }]);
    alice.app().commands.closeConversation();
    expect(await pagesOf(alice)).toEqual([]);
  });
});
