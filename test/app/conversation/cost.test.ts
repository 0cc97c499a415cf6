/** What a conversation asks of the disk: counted, because each ask costs more than what it moves. */
import { describe, expect, it } from 'vitest';
import type { MemoryStore } from '../../../src/effects/store/memory.ts';
import type { Table } from '../../../src/ports/store.ts';
import { pairPeople, type Tab } from '../support/pair.ts';

type Asked = { commits: number; readonly reads: Map<string, number> };

/** Counts from now on; reads by table and key. */
const count = ({ raw }: Tab): Asked => {
  const asked: Asked = { commits: 0, reads: new Map() };
  const { get, commit } = raw;
  raw.get = (table, key) => {
    const name = [table, ...key].join('/');
    asked.reads.set(name, (asked.reads.get(name) ?? 0) + 1);
    return get(table, key);
  };
  raw.commit = (batch) => {
    asked.commits += 1;
    return commit(batch);
  };
  return asked;
};

/** What is asked for before a wait is over is waited for together. */
const countWaits = (raw: MemoryStore, waits: { count: number }): MemoryStore => {
  let waiting: Promise<void> | undefined;
  const wait = (): Promise<void> =>
    (waiting ??= new Promise((resolve) => {
      waits.count += 1;
      setTimeout(() => {
        waiting = undefined;
        resolve();
      });
    }));
  const { get, list } = raw;
  raw.get = async (table, key) => {
    await wait();
    return get(table, key);
  };
  raw.list = async (table, prefix, options) => {
    await wait();
    return list(table, prefix, options);
  };
  return raw;
};

const readsOf = ({ reads }: Asked, table: Table): readonly number[] =>
  [...reads].filter(([name]) => name.startsWith(`${table}/`)).map(([, times]) => times);

const write = async ({ conversation }: Tab, messages: number): Promise<void> => {
  for (let i = 0; i < messages; i++) await conversation.post(`message ${i}`, undefined);
};

describe('what a conversation asks of the disk', () => {
  it('A-70: a screen of messages reads each page of entries and of keys once', async () => {
    const { alice } = await pairPeople();
    await write(await alice.tab(), 290);
    const tab = await alice.tab();
    const asked = count(tab);
    await tab.conversation.show(false);
    asked.reads.clear();
    await tab.conversation.show(true);
    expect(tab.messages().length).toBe(50);
    // Those behind the last full page lie one by one.
    expect(readsOf(asked, 'pages')).toEqual([1]);
    expect(readsOf(asked, 'vault')).toEqual([1, 1]);
    // The newest was read for the list before.
    expect(readsOf(asked, 'entries').length).toBe(290 - 256 - 1);
  });

  it('A-530: a conversation that is read for the list, and one that comes to the screen, wait three times for the disk', async () => {
    const { alice } = await pairPeople();
    await write(await alice.tab(), 100);
    const waits = { count: 0 };
    const open = (): MemoryStore => countWaits(alice.disk.open(), waits);
    const tab = await alice.tab({ ...alice.disk, open });
    expect(tab.messages().length).toBe(50);
    expect(waits.count).toBe(3 + 3);
  });

  it('A-530: a message is written after two waits for the disk', async () => {
    const { alice } = await pairPeople();
    await write(await alice.tab(), 10);
    const waits = { count: 0 };
    const open = (): MemoryStore => countWaits(alice.disk.open(), waits);
    const tab = await alice.tab({ ...alice.disk, open });
    waits.count = 0;
    await new Promise<void>((resolve) => {
      const { commit } = tab.raw;
      tab.raw.commit = (batch) => {
        resolve();
        return commit(batch);
      };
      void tab.conversation.post('one more', undefined);
    });
    expect(waits.count).toBe(2);
  });

  it('A-71: hundreds of messages of a device that was apart become durable in few steps while a disk takes its time', async () => {
    const { time, alice, bob } = await pairPeople();
    const [a, b] = [await alice.tab(), await bob.tab()];
    await write(a, 600);
    const { commit } = b.raw;
    b.raw.commit = async (batch) => {
      await new Promise<void>((resolve) => void time.after(20, resolve));
      return commit(batch);
    };
    const asked = count(b);
    a.online();
    b.online();
    await time.advance(30_000);
    expect(b.texts().at(-1)).toBe('message 599');
    expect(asked.commits).toBeLessThan(16);
  }, 120_000);
});
