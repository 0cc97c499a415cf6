/** Tabs, crashes and faults of the disk: what was said to be sent is there, once. */
import { describe, expect, it } from 'vitest';
import { readEntries } from '../../../src/app/conversation/feed-log.ts';
import { feedRecord } from '../../../src/app/conversation/state.ts';
import { createWork } from '../../../src/app/store/work.ts';
import { ID, pairPeople, suite, type Person, type Tab } from '../support/pair.ts';

const messageFeed = ({ paired }: Person) =>
  ({ writer: paired.own.writer, kind: 'message' }) as const;

/** The chain of an own feed as it lies on the disk: each entry names the one before. */
const isWhole = async (person: Person, tab: Tab): Promise<boolean> => {
  const feed = messageFeed(person);
  const { length, hash } = feedRecord(tab.state(), feed).held;
  const work = createWork(tab.store, () => undefined);
  const entries = await readEntries(work, suite, ID, feed, 0, length);
  return (
    entries.length === length &&
    entries.every(({ header }, i) => i === 0 || same(header.prev, entries[i - 1]?.hash)) &&
    same(hash, entries.at(-1)?.hash)
  );
};

const same = (a: Uint8Array, b: Uint8Array | undefined): boolean => String(a) === String(b);

describe('durable steps', () => {
  it('A-6: two tabs that write at once fork nothing, lose nothing and double nothing', async () => {
    const { alice } = await pairPeople();
    const tabs = [await alice.tab(), await alice.tab(), await alice.tab()];
    const texts = Array.from({ length: 30 }, (_, i) => `message ${i}`);
    const sent = await Promise.all(
      texts.map(async (text, i) => tabs[i % tabs.length]?.conversation.post(text, undefined)),
    );
    expect(sent.every(Boolean)).toBe(true);
    const last = await alice.tab();
    expect(last.texts().toSorted()).toEqual(texts.toSorted());
    expect(await isWhole(alice, last)).toBe(true);
  });

  it('A-2: a tab that dies around a commit leaves all of a step or nothing, and no key is used twice', async () => {
    for (const when of ['before', 'after'] as const) {
      const { alice, bob, time } = await pairPeople();
      const doomed = await alice.tab();
      await doomed.conversation.post('first', undefined);
      doomed.raw.crashNext(when);
      void doomed.conversation.post('second', undefined);
      await time.advance(0);
      const next = await alice.tab();
      await next.conversation.post('third', undefined);
      await time.advance(0);
      expect(next.texts()).toEqual(
        when === 'after' ? ['first', 'second', 'third'] : ['first', 'third'],
      );
      expect(await isWhole(alice, next)).toBe(true);
      const reader = await bob.tab();
      next.online();
      reader.online();
      await time.advance(10_000);
      expect(reader.texts()).toEqual(next.texts());
    }
  });

  it('A-3: a disk that is full fails the step alone: nothing is shown, nothing is lost, and the next one works', async () => {
    const { alice, bob, time } = await pairPeople();
    const tab = await alice.tab();
    await tab.conversation.post('first', undefined);
    alice.disk.setFull(true);
    expect(await tab.conversation.post('second', undefined)).toBe(false);
    expect(tab.texts()).toEqual(['first']);
    expect(tab.problems).toContain('storage-full');
    alice.disk.setFull(false);
    expect(await tab.conversation.post('second', undefined)).toBe(true);
    const reader = await bob.tab();
    tab.online();
    reader.online();
    await time.advance(10_000);
    expect(reader.texts()).toEqual(['first', 'second']);
  });

  it('A-4: a disk that is full while entries come in acknowledges none of them, and they come later', async () => {
    const { alice, bob, time } = await pairPeople();
    const [writer, reader] = [await alice.tab(), await bob.tab()];
    bob.disk.setFull(true);
    await writer.conversation.post('first', undefined);
    writer.online();
    const ends = reader.online();
    await time.advance(60_000);
    expect(reader.texts()).toEqual([]);
    expect(writer.messages()[0]?.state).toBe('device');
    bob.disk.setFull(false);
    ends.close();
    const later = await bob.tab();
    later.online();
    await time.advance(60_000);
    expect(later.texts()).toEqual(['first']);
    expect(writer.messages()[0]?.state).toBe('delivered');
  });

  it('A-5: a frozen tab that wakes with an old state, and whose reads fail for a moment, overwrites nothing', async () => {
    const { alice, time } = await pairPeople();
    const [frozen, busy] = [await alice.tab(), await alice.tab()];
    await frozen.conversation.post('before', undefined);
    await busy.conversation.refresh();
    await busy.conversation.post('meanwhile', undefined);
    // Its read of the newer state fails just after it saw that there is one.
    frozen.raw.failRead('conversations');
    expect(await frozen.conversation.post('woken', undefined)).toBe(false);
    await frozen.conversation.post('woken', undefined);
    await time.advance(0);
    const next = await alice.tab();
    expect(next.texts()).toEqual(['before', 'meanwhile', 'woken']);
    expect(await isWhole(alice, next)).toBe(true);
  });

  it('A-7: two tabs that both have the network, one with an old picture, are not taken for a device that was set back', async () => {
    const { alice, bob, time } = await pairPeople();
    const [old, fresh, reader] = [await alice.tab(), await alice.tab(), await bob.tab()];
    for (const tab of [old, fresh, reader]) tab.online();
    await time.advance(10_000);
    for (let i = 0; i < 3; i++) {
      await fresh.conversation.post(`new ${i}`, undefined);
      await time.advance(5_000);
    }
    expect(reader.texts()).toEqual(['new 0', 'new 1', 'new 2']);
    expect([...old.problems, ...fresh.problems, ...reader.problems]).toEqual([]);
    expect(await old.conversation.post('mine', undefined)).toBe(true);
    await time.advance(10_000);
    expect(old.messages().map(({ state }) => state)).toEqual(Array(4).fill('delivered'));
  });
});
