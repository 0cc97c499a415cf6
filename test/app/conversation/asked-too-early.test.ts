/** A device that asks another of its person for the key of a message before that one has the message. */
import { describe, expect, it } from 'vitest';
import { admitEntries } from '../../../src/app/conversation/admit.ts';
import { readEntries } from '../../../src/app/conversation/feed-log.ts';
import { feedRecord, ownFeed } from '../../../src/app/conversation/state.ts';
import { EMPTY_POOL } from '../../../src/core/journal/held.ts';
import { linkDevice } from '../support/devices.ts';
import { expectSound, meet, say } from '../support/meeting.ts';
import { pairPeople, type Tab } from '../support/pair.ts';

/** Control entries of `from` come to `to`, and nothing else does. */
const carryControl = async (from: Tab, to: Tab): Promise<void> => {
  const feed = ownFeed(from.state(), 'control');
  const entries = await from.conversation.read(({ suite, localId }, work, state) =>
    readEntries(work, suite, localId, feed, 0, feedRecord(state, feed).held.length),
  );
  const bytes = (entries ?? []).map((entry) => entry.bytes);
  await to.conversation.run(
    async (context, work, state) =>
      (await admitEntries(context, work, state, EMPTY_POOL, bytes)).state,
  );
};

describe('a key that was asked for too early', { timeout: 60_000 }, () => {
  it('A-497: is asked for again when the other device has signed to hold the message', async () => {
    const pair = await pairPeople(71);
    const [phone, bob] = [await pair.alice.tab(), await pair.bob.tab()];
    await say(pair, bob, 'one');
    await meet(pair, phone, bob);
    const laptop = await (await linkDevice(pair, phone, 71)).tab();
    await meet(pair, phone, laptop);
    // In the generation of the first, which the phone has opened and the laptop was never boxed.
    await say(pair, bob, 'two');
    await carryControl(phone, bob);
    await meet(pair, bob, laptop);
    expect(laptop.texts()).toEqual(['one']);
    await carryControl(laptop, phone);
    await meet(pair, phone, bob);
    expect(phone.texts()).toEqual(['one', 'two']);
    await meet(pair, phone, laptop);
    expect(laptop.texts()).toEqual(['one', 'two']);
    expectSound(phone, bob, laptop);
  });
});
