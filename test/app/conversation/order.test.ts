/** The same entries in any order, grouping and repetition: the same screen on every copy of a device. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EMPTY_POOL, type HeldPool } from '../../../src/core/journal/held.ts';
import { admitBlobs, admitEntries } from '../../../src/app/conversation/admit.ts';
import { copyDisk, pairPeople, type Tab } from '../support/pair.ts';

type Delivery = { readonly kind: 'entry' | 'blob'; readonly bytes: Uint8Array };

/** Alice writes all kinds of things over some days, and Bob has what he wrote; they have not met since. */
const history = async () => {
  const { time, alice, bob } = await pairPeople();
  const [a, b] = [await alice.tab(), await bob.tab()];
  const syncs = [a.online(), b.online()];
  await a.conversation.post('hello', undefined);
  await b.conversation.post('hi', undefined);
  await time.advance(10_000);
  for (const sync of syncs) sync.close();
  for (let day = 0; day < 3; day++) {
    for (let i = 0; i < 4; i++) {
      await a.conversation.post(`day ${day}, ${i}`, a.messages().at(-1)?.id);
      await time.advance(1_000);
    }
    const some = a.messages().at(-2)?.id ?? '';
    await a.conversation.edit(some, `day ${day}, edited`);
    await a.conversation.react(some, '🎈');
    await a.conversation.redact(a.messages().at(-3)?.id ?? '');
    await b.conversation.post(`bob, day ${day}`, undefined);
    await time.advance(24 * 60 * 60 * 1000);
  }
  const rows = alice.disk.rows();
  const ofTable = (table: string, kind: Delivery['kind']): readonly Delivery[] =>
    rows.flatMap((row) => (row.table === table ? [{ kind, bytes: row.value }] : []));
  return { bob, letters: [...ofTable('entries', 'entry'), ...ofTable('blobs', 'blob')] };
};

/** Delivers in groups; what was not wanted yet is delivered again at the end, as gossip would. */
const deliver = async (tab: Tab, groups: readonly (readonly Delivery[])[]): Promise<void> => {
  let pool: HeldPool = EMPTY_POOL;
  for (const group of [...groups, ...groups]) {
    const entries = group.flatMap(({ kind, bytes }) => (kind === 'entry' ? [bytes] : []));
    await tab.conversation.run(async (context, work, state) => {
      const admitted = await admitEntries(context, work, state, pool, entries);
      pool = admitted.pool;
      return admitted.state;
    });
    for (const { kind, bytes } of group) {
      if (kind !== 'blob') continue;
      await tab.conversation.run((context, work, state) =>
        admitBlobs(context, work, state, [bytes]),
      );
    }
  }
  await tab.conversation.refresh();
};

const shuffled = <T>(items: readonly T[], seed: number): readonly T[] => {
  const dice = fc.sample(fc.nat(1_000_000), { numRuns: items.length, seed });
  return items
    .map((item, i) => ({ item, at: dice[i] ?? 0 }))
    .toSorted((x, y) => x.at - y.at)
    .map(({ item }) => item);
};

const grouped = <T>(items: readonly T[], size: number): readonly (readonly T[])[] =>
  Array.from({ length: Math.ceil(items.length / size) }, (_, i) =>
    items.slice(i * size, (i + 1) * size),
  );

/** What a person sees, without what is this device's alone. */
const screenOf = (tab: Tab) =>
  tab.messages().map(({ id, body, time, replyTo, reactions }) => ({
    id,
    body,
    time,
    replyTo,
    reactions: reactions.map(({ emoji, count }) => ({ emoji, count })),
  }));

describe('order', () => {
  it('A-32: shuffled, grouped and repeated in any way, the same entries give the same screen', async () => {
    const { bob, letters } = await history();
    const screens: unknown[] = [];
    for (const [seed, size] of [
      [1, 1],
      [2, 3],
      [3, 7],
      [4, 1_000],
    ] as const) {
      const disk = copyDisk(bob.disk);
      const copy = await bob.tab(disk);
      const groups = grouped([...shuffled(letters, seed), ...shuffled(letters, seed + 10)], size);
      await deliver(copy, groups);
      screens.push(screenOf(copy));
      expect(copy.texts().filter((text) => text === '(sealed)')).toEqual([]);
      expect(screenOf(await bob.tab(disk))).toEqual(screenOf(copy));
    }
    for (const screen of screens) expect(screen).toEqual(screens[0]);
    expect((screens[0] as readonly unknown[]).length).toBe(2 + 3 * 5);
  });
});
