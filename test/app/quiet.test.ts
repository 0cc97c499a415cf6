/** Quiet by choice: what a contact is no longer told, on the wire and on its screen. */
import { describe, expect, it } from 'vitest';
import { newProfile, encodeProfile, type Profile } from '../../src/app/profile.ts';
import { PROFILE_KEY } from '../../src/app/profile-record.ts';
import { AS_PROFILE, TELL_ALL, toldIn, type Told } from '../../src/app/quiet.ts';
import { createHub } from '../../src/app/links/hub.ts';
import { createPost } from '../../src/app/links/post.ts';
import { createRoom } from '../../src/app/links/room.ts';
import { ENVELOPE_KIND } from '../../src/core/wire/envelope.ts';
import { parseKnock, type Knock } from '../../src/core/wire/knock.ts';
import { parseSignedFrontier } from '../../src/core/wire/signed-frontier.ts';
import { createFakeRandom } from '../../src/effects/platform/fake-random.ts';
import { pairPeople, settle, suite, type Pair, type Tab } from './support/pair.ts';
import { createSpeaker, type Speaker } from './support/speaker.ts';
import { introduceInTime, type PersonInTime } from './support/two-people.ts';

const states = (person: PersonInTime) => person.messages().map(({ state }) => state);

const readAll = async (person: PersonInTime): Promise<void> => {
  const newest = person.messages().at(-1);
  if (newest) await person.app().commands.markRead(newest.id);
};

const saveProfile = async (tab: Tab, change: Partial<Profile>): Promise<void> => {
  const value = encodeProfile({ ...newProfile('Alice'), ...change });
  const done = await tab.store.commit({ put: [{ table: 'device', key: PROFILE_KEY, value }] });
  if (!done.ok) throw new Error(done.error);
  await tab.conversation.followProfile();
};

/** What Alice said on links to have read of Bob's, in each frontier of hers that the speaker heard. */
const readCounts = ({ heard }: Speaker, { alice }: Pair): readonly number[] =>
  heard.flatMap((frame) =>
    (frame.type === 'frontier' ? frame.signed : []).flatMap((bytes) => {
      const parsed = parseSignedFrontier(bytes);
      const isHers = parsed.ok && parsed.value.writer.join() === alice.paired.own.writer.join();
      return isHers ? [parsed.value.read.length] : [];
    }),
  );

describe('a new name', () => {
  it('A-80: stands at the other side as the title and at the messages, also after both closed the app', async () => {
    const { time, alice, bob, bugs } = await introduceInTime();
    await alice.send('hello');
    await time.advance(5_000);
    expect(await alice.app().commands.rename('  Alice   Liddell ')).toBe(true);
    await time.advance(5_000);
    expect(bob.conversation().title).toBe('Alice Liddell');
    expect(bob.messages().at(-1)?.author).toBe('Alice Liddell');
    expect(alice.app().snapshot().profile?.name).toBe('Alice Liddell');
    await alice.open();
    await bob.open();
    expect(bob.conversation().title).toBe('Alice Liddell');
    expect(alice.app().snapshot().profile?.name).toBe('Alice Liddell');
    expect(bugs).toEqual([]);
  });

  it('A-80: given while apart is told when they meet, once', async () => {
    const { time, alice, bob, part, meet } = await introduceInTime();
    part();
    await alice.app().commands.rename('Alice L.');
    const entries = () => alice.disk.rows().filter(({ table }) => table === 'entries').length;
    const before = entries();
    await alice.open();
    expect(entries()).toBe(before);
    meet();
    await time.advance(60_000);
    expect(bob.conversation().title).toBe('Alice L.');
  });

  it('A-80: of nothing but blanks changes nothing', async () => {
    const { alice } = await introduceInTime();
    expect(await alice.app().commands.rename(' \n ')).toBe(false);
    expect(alice.app().snapshot().profile?.name).toBe('Alice');
  });
});

describe('without receipts', () => {
  it('A-81: no frontier on any link says what was read, nor that anything was', async () => {
    const pair = await pairPeople();
    const [a, b] = [await pair.alice.tab(), await pair.bob.tab()];
    const hers = a.online();
    const his = b.online();
    await b.conversation.post('read this', undefined);
    await settle(pair.time, 10_000);
    his.close();
    const speaker = createSpeaker(pair, pair.bob);
    await settle(pair.time, 20_000);
    await a.conversation.markRead(a.messages().at(-1)?.id ?? '');
    await settle(pair.time, 5_000);
    expect(readCounts(speaker, pair).at(-1)).toBe(1);

    await saveProfile(a, { told: { ...TELL_ALL, receipts: false } });
    await settle(pair.time, 5_000);
    expect(readCounts(speaker, pair).at(-1)).toBe(0);
    hers.close();
  });

  it('A-81: reading sends nothing at all', async () => {
    const pair = await pairPeople();
    const [a, b] = [await pair.alice.tab(), await pair.bob.tab()];
    await saveProfile(a, { told: { ...TELL_ALL, receipts: false } });
    const hers = a.online();
    const his = b.online();
    await b.conversation.post('read this', undefined);
    await settle(pair.time, 10_000);
    his.close();
    const speaker = createSpeaker(pair, pair.bob);
    await settle(pair.time, 20_000);
    expect(speaker.up).toHaveLength(1);
    const before = speaker.heard.length;
    await a.conversation.markRead(a.messages().at(-1)?.id ?? '');
    await settle(pair.time, 20_000);
    expect(a.conversation.summary()?.unread).toBe(0);
    expect(speaker.heard.slice(before)).toEqual([]);
    expect(readCounts(speaker, pair).every((count) => count === 0)).toBe(true);
    hers.close();
  });

  it('A-81: the other side sees "Delivered" and no more; with them again, "Read"', async () => {
    const { time, alice, bob } = await introduceInTime();
    await bob.send('first');
    await time.advance(5_000);
    await readAll(alice);
    await time.advance(5_000);
    expect(states(bob)).toEqual(['read']);
    await alice.app().commands.setTold('receipts', false);
    await bob.send('second');
    await time.advance(5_000);
    await readAll(alice);
    await time.advance(5_000);
    expect(states(bob)).toEqual(['delivered', 'delivered']);
    await alice.app().commands.setTold('receipts', true);
    await time.advance(5_000);
    expect(states(bob)).toEqual(['read', 'read']);
  });

  it('A-81: what others read is not shown either', async () => {
    const { time, alice, bob } = await introduceInTime();
    await alice.send('hello');
    await time.advance(5_000);
    await readAll(bob);
    await time.advance(5_000);
    expect(states(alice)).toEqual(['read']);
    await alice.app().commands.setTold('receipts', false);
    expect(states(alice)).toEqual(['delivered']);
  });
});

describe('without typing', () => {
  it('A-82: no frame tells it, and it is not shown of others', async () => {
    const pair = await pairPeople();
    let told: Told = { ...TELL_ALL, typing: false };
    const a = await pair.alice.tab();
    const sync = a.online(() => told);
    const speaker = createSpeaker(pair, pair.bob);
    await settle(pair.time, 10_000);
    const typings = () =>
      speaker.heard.filter((frame) => frame.type === 'presence' && frame.typing).length;
    sync.type(true);
    await settle(pair.time, 2_000);
    expect(typings()).toBe(0);
    speaker.say({ type: 'presence', attending: true, typing: true });
    await settle(pair.time, 2_000);
    expect(a.contacts.at(-1)?.presence).toBe('online');

    told = TELL_ALL;
    sync.type(false);
    sync.type(true);
    speaker.say({ type: 'presence', attending: true, typing: true });
    await settle(pair.time, 2_000);
    expect(typings()).toBe(1);
    expect(a.contacts.at(-1)?.presence).toBe('typing');
    sync.close();
  });
});

describe('without presence', () => {
  it('A-83: the contact sees "Away", and messages pass both ways all the same', async () => {
    const { time, alice, bob, bugs } = await introduceInTime();
    expect(bob.conversation().presence).toBe('online');
    await alice.app().commands.setTold('presence', false);
    await time.advance(60_000);
    expect(bob.conversation().presence).toBe('away');
    await alice.send('here');
    await bob.send('there');
    await time.advance(60_000);
    expect(bob.texts()).toEqual(['here', 'there']);
    expect(alice.texts()).toEqual(bob.texts());
    expect(bob.conversation().presence).toBe('away');
    alice.app().commands.typing();
    await time.advance(1_000);
    expect(bob.conversation().presence).toBe('away');
    await alice.app().commands.setTold('presence', true);
    await time.advance(60_000);
    expect(bob.conversation().presence).toBe('online');
    expect(bugs).toEqual([]);
  });

  it('A-83: no frame and no knock tells that somebody looks or types', async () => {
    const pair = await pairPeople();
    const knocks = listenForKnocks(pair);
    const a = await pair.alice.tab();
    const sync = a.online(() => ({ ...TELL_ALL, presence: false }));
    sync.attend(true);
    await settle(pair.time, 60_000);
    const speaker = createSpeaker(pair, pair.bob);
    await settle(pair.time, 20_000);
    sync.type(true);
    await settle(pair.time, 5_000);
    expect(speaker.up).toHaveLength(1);
    expect(speaker.heard.filter(({ type }) => type === 'presence')).toEqual([]);
    const hers = knocks.filter(({ writer }) => writer.join() === a.state().writer.join());
    expect(hers.length).toBeGreaterThan(3);
    expect(hers.filter(({ attending }) => attending)).toEqual([]);
    sync.close();
  });
});

describe('one conversation', () => {
  it('A-84: may tell what the profile does not, and the reverse, also after the app was closed', async () => {
    const { time, alice, bob } = await introduceInTime();
    await alice.app().commands.setTold('receipts', false);
    await alice.app().commands.setConversationQuiet('receipts', 'on');
    await alice.app().commands.setConversationQuiet('presence', 'off');
    await bob.send('one');
    await time.advance(60_000);
    await readAll(alice);
    await time.advance(5_000);
    expect(states(bob)).toEqual(['read']);
    expect(bob.conversation().presence).toBe('away');

    await alice.open();
    await time.advance(60_000);
    expect(bob.conversation().presence).toBe('away');
    expect(alice.conversation().quiet).toEqual({
      receipts: 'on',
      typing: 'profile',
      presence: 'off',
    });
    await alice.app().commands.setConversationQuiet('receipts', 'profile');
    await alice.app().commands.setConversationQuiet('presence', 'profile');
    await time.advance(60_000);
    expect(states(bob)).toEqual(['delivered']);
    expect(bob.conversation().presence).toBe('online');
  });

  it('A-84: follows the profile where it says nothing itself', () => {
    const profile = { receipts: false, typing: true, presence: true };
    expect(toldIn(profile, AS_PROFILE)).toEqual(profile);
    expect(toldIn(profile, { ...AS_PROFILE, receipts: 'on', typing: 'off' })).toEqual({
      receipts: true,
      typing: false,
      presence: true,
    });
    expect(toldIn(TELL_ALL, { ...AS_PROFILE, presence: 'off' }).typing).toBe(false);
  });
});

/** Somebody who knows the room secret and hears all that is said on its topics. */
const listenForKnocks = ({ time, node, bob }: Pair): Knock[] => {
  const heard: Knock[] = [];
  const hub = createHub({ signaling: node, clock: time, timers: time }, 'ws://node');
  const ports = { suite, random: createFakeRandom(77), clock: time, timers: time, hub };
  createPost(ports, [createRoom(suite, bob.paired.roomSecret)], {
    received: ({ kind, body }) => {
      const knock = kind === ENVELOPE_KIND.knock ? parseKnock(body) : null;
      if (knock) heard.push(knock);
    },
    changed: () => undefined,
  });
  return heard;
};
