/** A whole program whose page is frozen while it leads. */
import { expect, it } from 'vitest';
import type { Store } from '../../../src/ports/store.ts';
import { createWorld, pair, type PersonInTime } from '../support/two-people.ts';

it('T-31: a page that freezes begins no read or write, which would keep other tabs from writing', async () => {
  const world = createWorld();
  const asked = countStore(world.alice);
  await pair(world);
  await world.alice.send('before');
  await world.time.advance(60_000);
  const before = asked();
  expect(before).toBeGreaterThan(0);
  world.alice.lifecycle.play('hidden');
  await world.time.advance(1_000);
  const hidden = asked();
  world.alice.lifecycle.play('frozen');
  await world.time.advance(0);
  expect(asked()).toBe(hidden);
});

/** How often any store of the person was asked for anything. */
function countStore({ disk }: PersonInTime): () => number {
  let count = 0;
  const open = disk.open.bind(disk);
  const counted = (store: Store): Store => ({
    ...store,
    get: (...args) => ((count += 1), store.get(...args)),
    list: (...args) => ((count += 1), store.list(...args)),
    commit: (...args) => ((count += 1), store.commit(...args)),
  });
  Object.assign(disk, { open: () => counted(open()) });
  return () => count;
}
