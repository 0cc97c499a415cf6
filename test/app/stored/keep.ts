/**
 * Writes down what two devices keep after a conversation of every kind of thing, for builds to come:
 * `npx tsx test/app/stored/keep.ts NAME` at the build that is to be remembered. Once kept, a file is
 * never made anew: it is what people have on their disks.
 */
import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync } from 'node:zlib';
import { introduceInTime, type PersonInTime } from '../support/two-people.ts';
import type { KeptDisks } from './kept-disks.ts';

const MINUTE = 60_000;
/** A page is full at 256 entries of one writer. */
const FULL_PAGE = 256;

const [name = ''] = process.argv.slice(2);
if (!/^[\w.-]+$/.test(name)) throw new Error('Say what the build is called.');
const kept = await keep();
const file = fileURLToPath(new URL(`${name}.json.br`, import.meta.url));
writeFileSync(file, brotliCompressSync(JSON.stringify(kept)));

async function keep(): Promise<KeptDisks> {
  const world = await introduceInTime();
  const { time, alice, bob } = world;
  const settle = () => time.advance(MINUTE);
  for (let i = 0; i < FULL_PAGE; i += 1) await bob.send(`${i}`);
  await settle();
  await alice.app().commands.compareEmoji('match');
  await alice.send('kept as it is');
  await alice.send('before the edit');
  await settle();
  await alice.app().commands.edit(idOf(alice, 'before the edit'), 'edited');
  await alice.send('to be deleted');
  await settle();
  await alice.app().commands.deleteMessage(idOf(alice, 'to be deleted'));
  await bob.app().commands.react(idOf(bob, 'kept as it is'), '🍇');
  await bob.app().commands.send('an answer', idOf(bob, 'edited'));
  await settle();
  await alice.app().commands.markRead(idOf(alice, 'an answer'));
  world.part();
  await alice.send('on its way');
  await bob.app().commands.saveDraft({
    conversation: bob.conversation().id,
    text: 'half a sentence',
    replyTo: idOf(bob, 'kept as it is'),
  });
  await settle();

  const values: string[] = [];
  const places = new Map<string, number>();
  const placeOf = (value: Uint8Array): number => {
    const hash = createHash('sha256').update(value).digest('hex');
    const known = places.get(hash);
    if (known !== undefined) return known;
    places.set(hash, values.length);
    return values.push(Buffer.from(value).toString('base64')) - 1;
  };
  const people = [alice, bob].map((person, i) => ({
    name: person.name,
    deviceKey: Buffer.alloc(32, i + 1).toString('base64'),
    rows: person.disk
      .rows()
      .map(({ table, key, value }) => ({ table, key, value: placeOf(value) })),
    texts: person.texts(),
  }));
  return { time: time.now(), people, values };
}

function idOf(person: PersonInTime, text: string): string {
  const found = person.messages().find(({ body }) => body.kind === 'text' && body.text === text);
  if (found === undefined) throw new Error(`${person.name} does not see "${text}"`);
  return found.id;
}
