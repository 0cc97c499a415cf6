/** Presence and typing that somebody else than the contact would like to show. */
import { describe, expect, it } from 'vitest';
import { createFakeRandom } from '../../../src/effects/platform/fake-random.ts';
import { pairPeople, suite, type Person } from '../support/pair.ts';
import { createSpeaker } from '../support/speaker.ts';
import { introduceInTime } from '../support/two-people.ts';

const typing = { type: 'presence', attending: true, typing: true } as const;

describe('who is there and who types', () => {
  it('A-35: cannot be forged by a node, that has every frame of before and any bytes', async () => {
    const frames: { readonly topic: string; readonly sealed: Uint8Array }[] = [];
    const world = await introduceInTime({
      watch: (topic, sealed) => frames.push({ topic, sealed }),
    });
    const { alice, bob, node, time } = world;
    bob.app().commands.typing();
    await time.advance(1_000);
    expect(alice.conversation().presence).toBe('typing');
    bob.close();
    await time.advance(60_000);
    expect(alice.conversation().presence).toBe('away');
    const seen = new Set<string>();
    alice.app().subscribe(() => seen.add(alice.conversation().presence));
    const dice = createFakeRandom(5);
    for (const { topic, sealed } of [...frames, ...frames]) {
      node.inject(topic, sealed);
      node.inject(topic, dice(sealed.length));
      await time.advance(200);
    }
    expect([...seen, alice.conversation().presence].filter((each) => each !== 'away')).toEqual([]);
  });

  it('A-35: cannot be forged by who holds the room secret and is no writer', async () => {
    const pair = await pairPeople();
    const honest = await pair.bob.tab();
    const stranger: Person = {
      ...pair.alice,
      paired: { ...pair.alice.paired, writerSeed: createFakeRandom(66)(32) },
    };
    expect(suite.signingPublicKey(stranger.paired.writerSeed)).not.toEqual(
      pair.alice.paired.own.writer,
    );
    const speaker = createSpeaker(pair, stranger);
    honest.online();
    await pair.time.advance(60_000);
    expect(speaker.say(typing)).toBe(false);
    expect(
      honest.contacts.map(({ presence }) => presence).filter((each) => each !== 'away'),
    ).toEqual([]);
  });

  it('A-35: ends with the word of the contact, with its silence, and with its link', async () => {
    const pair = await pairPeople();
    const honest = await pair.bob.tab();
    const contact = createSpeaker(pair, pair.alice);
    honest.online();
    await pair.time.advance(10_000);
    const now = () => honest.contacts.at(-1)?.presence;
    contact.say(typing);
    await pair.time.advance(1_000);
    expect(now()).toBe('typing');
    await pair.time.advance(8_000);
    expect(now()).toBe('online');
    contact.say(typing);
    await pair.time.advance(1_000);
    contact.sayBytes(new Uint8Array([1, 255, 255, 255]));
    await pair.time.advance(100);
    expect(now()).toBe('away');
  });
});
