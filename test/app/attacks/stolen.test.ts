/** Whole devices in the hands of a thief who recorded all there ever was (thief.ts). */
import { describe, expect, it } from 'vitest';
import { parseVaultPage } from '../../../src/core/keys/vault-page.ts';
import { createRecording, type Recording } from '../support/recording.ts';
import {
  deviceKeyOf,
  DAY,
  introduceInTime,
  type PersonInTime,
  type World,
} from '../support/two-people.ts';
import { createThief, steal, type Loot } from '../support/thief.ts';

type Watched = { readonly world: World; readonly recording: Recording };

const start = async (): Promise<Watched> => {
  const world = await introduceInTime();
  const recording = createRecording([world.alice.disk, world.bob.disk]);
  return { world, recording };
};

const say = async (watched: Watched, who: PersonInTime, text: string) => {
  await who.send(text);
  await pass(watched);
};

const pass = async ({ world }: Watched, ms = 10_000) => {
  await world.time.advance(ms);
};

const rob = ({ name, disk }: PersonInTime): Promise<Loot> => steal(disk, deviceKeyOf(name));

const idOf = (who: PersonInTime, text: string): string =>
  who.messages().find(({ body }) => body.kind === 'text' && body.text === text)?.id ?? '';

/** The keys of messages that the vault holds now. */
const vaultKeys = ({ records }: Loot): readonly Uint8Array[] =>
  records.flatMap((record) => {
    const page = parseVaultPage(record);
    return page.ok ? page.value.slots.filter((slot) => slot instanceof Uint8Array) : [];
  });

const sorted = (texts: Iterable<string>): readonly string[] => [...texts].sort();

describe('stolen devices and all recorded traffic', () => {
  it('A-33: open what was kept and nothing that was erased, edits included', async () => {
    const watched = await start();
    const { alice, bob } = watched.world;
    const kept = ['kept by Alice', 'kept by Bob', 'kept after it'];
    await say(watched, alice, 'kept by Alice');
    await say(watched, bob, 'kept by Bob');
    await say(watched, alice, 'erased by Alice');
    await say(watched, bob, 'erased by Bob');
    await alice.app().commands.edit(idOf(alice, 'erased by Alice'), 'its second version');
    await pass(watched);
    const before = [await rob(alice), await rob(bob)];
    await alice.app().commands.deleteMessage(idOf(alice, 'its second version'));
    await bob.app().commands.deleteMessage(idOf(bob, 'erased by Bob'));
    await pass(watched);
    await say(watched, alice, 'kept after it');
    const thief = createThief([await rob(alice), await rob(bob)], watched.recording);
    expect(sorted(thief.read)).toEqual(sorted(kept));
    thief.give(before.flatMap(vaultKeys));
    const erased = ['erased by Alice', 'erased by Bob', 'its second version'];
    expect(sorted(thief.read)).toEqual(sorted([...kept, ...erased]));
  }, 240_000);

  it('A-33: open nothing that was erased before it came', async () => {
    const watched = await start();
    const { world } = watched;
    const { alice, bob } = world;
    await say(watched, alice, 'before');
    world.part();
    for (const text of ['never seen', 'kept meanwhile']) await say(watched, alice, text);
    const [before] = [await rob(alice)];
    await alice.app().commands.deleteMessage(idOf(alice, 'never seen'));
    world.meet();
    await pass(watched, 60_000);
    expect(bob.texts()).toEqual(['before', 'deleted', 'kept meanwhile']);
    const thief = createThief([await rob(alice), await rob(bob)], watched.recording);
    expect(sorted(thief.read)).toEqual(['before', 'kept meanwhile']);
    thief.give(vaultKeys(before));
    expect(thief.read).toContain('never seen');
  }, 240_000);

  it('K-20: as they were yesterday, open nothing that was written after the next rotation', async () => {
    const watched = await start();
    const { alice, bob } = watched.world;
    for (const person of [alice, bob]) await say(watched, person, `${person.name}, then`);
    const loot = [await rob(alice), await rob(bob)];
    for (const person of [alice, bob]) await say(watched, person, `${person.name}, same day`);
    await pass(watched, DAY + 60_000);
    for (const person of [alice, bob]) await say(watched, person, `${person.name}, rotating`);
    await say(watched, alice, 'Alice, rotated');
    await pass(watched, DAY + 60_000);
    for (const person of [alice, bob]) await say(watched, person, `${person.name}, later`);
    const { read } = createThief(loot, watched.recording);
    for (const person of [alice, bob]) {
      expect(read).toContain(`${person.name}, then`);
      expect(read).toContain(`${person.name}, same day`);
      expect(read).not.toContain(`${person.name}, later`);
    }
    // Alice rotated to a key of Bob's that was stolen: what he wrote next is what closes it.
    expect(read).toContain('Alice, rotating');
  }, 240_000);
});
