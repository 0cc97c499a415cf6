/** The profile's record: both versions of it, and two tabs that change it at once. */
import { describe, expect, it } from 'vitest';
import { createProfileKeeper } from '../../src/app/profile-keeper.ts';
import { encodeProfile, newProfile, parseProfile } from '../../src/app/profile.ts';
import { TELL_ALL } from '../../src/app/quiet.ts';
import { encodeState, parseState } from '../../src/app/conversation/state-codec.ts';
import { createSealedStore } from '../../src/app/vault/sealed-store.ts';
import { createWriter } from '../../src/core/bytes/writer.ts';
import { createFakeRandom } from '../../src/effects/platform/fake-random.ts';
import { createMemoryDisk } from '../../src/effects/store/memory.ts';
import { pairPeople, suite } from './support/pair.ts';

describe('the profile', () => {
  it('A-85: of version 1 is read, and tells all and notifies of nothing', () => {
    const bytes = createWriter().u8(1).text('Ada').text('chat').u8(2).finish();
    expect(parseProfile(bytes)).toEqual({
      name: 'Ada',
      lastOpen: 'chat',
      storageAnswer: 'later',
      told: TELL_ALL,
      notifications: 'off',
    });
  });

  it('A-85: comes back as it was written; other bytes are none', () => {
    for (const notifications of ['off', 'named', 'whole'] as const) {
      for (const part of ['receipts', 'typing', 'presence'] as const) {
        const told = { ...TELL_ALL, [part]: false };
        const profile = { ...newProfile('Ada'), told, notifications };
        expect(parseProfile(encodeProfile(profile))).toEqual(profile);
      }
    }
    const bytes = encodeProfile(newProfile('Ada'));
    expect(parseProfile(bytes.subarray(0, -1))).toBeUndefined();
    expect(parseProfile(bytes.with(-1, 3))).toBeUndefined();
    expect(parseProfile(bytes.with(-2, 8))).toBeUndefined();
    expect(parseProfile(bytes.with(0, 3))).toBeUndefined();
  });

  it('A-86: what one tab has set, no other takes back that had not heard of it', async () => {
    const disk = createMemoryDisk();
    const tab = () => {
      const raw = disk.open();
      const store = createSealedStore(raw, suite, createFakeRandom(1), new Uint8Array(32));
      const keeper = createProfileKeeper({
        store: () => store,
        saved: () => undefined,
        failed: (failure) => expect.unreachable(failure),
      });
      return { keeper, store };
    };
    const [one, other] = [tab(), tab()];
    await one.keeper.change(() => newProfile('Ada'));
    await other.keeper.load(other.store);
    const quiet = { ...TELL_ALL, receipts: false };
    await one.keeper.change((before) => ({ ...(before ?? newProfile('')), told: quiet }));
    await other.keeper.rememberOpen('chat');
    expect(other.keeper.get()).toMatchObject({ told: quiet, lastOpen: 'chat' });

    await Promise.all([
      one.keeper.change((before) => ({ ...(before ?? newProfile('')), name: 'Ada L.' })),
      other.keeper.rememberOpen('another'),
      one.keeper.change((before) => ({ ...(before ?? newProfile('')), told: TELL_ALL })),
    ]);
    await one.keeper.load(one.store);
    expect(one.keeper.get()).toMatchObject({
      name: 'Ada L.',
      lastOpen: 'another',
      told: TELL_ALL,
    });
  });
});

describe('the record of a conversation', () => {
  it('A-85: of version 1 is read, and does as the profile says', async () => {
    const { alice } = await pairPeople();
    // Without a successor, all of version 3 stands in four bytes; without tails and rooms that were left, 4 and 5 in one each.
    const state = { ...(await alice.tab()).state(), successorSeed: null };
    const chosen = {
      ...state,
      quiet: { receipts: 'off', typing: 'on', presence: 'profile' },
      tellsRead: false,
    } as const;
    const bytes = encodeState(chosen);
    expect(parseState(bytes)).toEqual({ ok: true, value: chosen });
    // The four bytes before those six are all that version 2 has more.
    expect(parseState(bytes.subarray(0, -10).with(0, 1))).toEqual({
      ok: true,
      value: {
        ...state,
        quiet: { receipts: 'profile', typing: 'profile', presence: 'profile' },
        tellsRead: true,
      },
    });
    for (const wrong of [bytes.with(-7, 2), bytes.with(-8, 3), bytes.subarray(0, -1)]) {
      expect(parseState(wrong).ok).toBe(false);
    }
  });
});
