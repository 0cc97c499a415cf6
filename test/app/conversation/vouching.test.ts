import { describe, expect, it } from 'vitest';
import { endWriter, introduce } from '../../../src/app/conversation/devices.ts';
import { appendControl } from '../../../src/app/conversation/append-control.ts';
import { readEntries } from '../../../src/app/conversation/feed-log.ts';
import { continueAs } from '../../../src/app/conversation/continue-as.ts';
import { feedRecord, ownFeed } from '../../../src/app/conversation/state.ts';
import {
  hearVoucher,
  isVouchedFor,
  NOBODY_VOUCHED,
} from '../../../src/app/conversation/vouching.ts';
import { memberOf } from '../../../src/core/members/members.ts';
import { createFakeRandom } from '../../../src/effects/platform/fake-random.ts';
import { linkDevice } from '../support/devices.ts';
import { expectSound, meet, say } from '../support/meeting.ts';
import { copyDisk, ID, pairPeople, suite, type Tab } from '../support/pair.ts';

/** The entry by which the device admits another one, as it would be shown to others. */
const admission = async (by: Tab, seed: number, member?: Uint8Array) => {
  const random = createFakeRandom(seed);
  const { conversationId, members, writer } = by.state();
  const words = { member: member ?? memberOf(members, writer) ?? writer, name: 'another' };
  const introduction = introduce({ suite, random }, conversationId, words).admission;
  const at = feedRecord(by.state(), ownFeed(by.state(), 'control')).held.length;
  await by.conversation.run((context, work, state) =>
    appendControl(context, work, state, { type: 'admit', admission: introduction }),
  );
  const read = await by.conversation.read((_context, work, state) =>
    readEntries(work, suite, ID, ownFeed(state, 'control'), at, at + 1),
  );
  const [entry] = read ?? [];
  if (!entry) throw new Error('nothing was written');
  return { entry: entry.bytes, writer: introduction.certificate.writer };
};

describe('a device whose admission nobody has heard of', { timeout: 120_000 }, () => {
  it('A-490: is believed by the entry that admitted it when the device that let it in is gone', async () => {
    const pair = await pairPeople(490);
    const [phone, bob] = [await pair.alice.tab(), await pair.bob.tab()];
    await say(pair, bob, 'hello');
    await meet(pair, phone, bob);
    const laptop = await (await linkDevice(pair, phone, 1)).tab();
    await meet(pair, phone, laptop);
    // The phone never comes again.
    await laptop.conversation.run((context, work, state) =>
      endWriter(context, work, state, phone.state().writer, 'lost'),
    );
    await say(pair, laptop, 'my phone is gone');
    await meet(pair, bob, laptop);
    await say(pair, bob, 'good to hear');
    await meet(pair, bob, laptop);
    const all = ['hello', 'my phone is gone', 'good to hear'];
    for (const tab of [bob, laptop]) expect(tab.texts()).toEqual(all);
    expectSound(bob, laptop);
  });

  it('A-490: is believed over several that nobody has heard of, one after the other', async () => {
    const pair = await pairPeople(491);
    const [phone, bob] = [await pair.alice.tab(), await pair.bob.tab()];
    await meet(pair, phone, bob);
    const laptop = await (await linkDevice(pair, phone, 1)).tab();
    await meet(pair, phone, laptop);
    const tablet = await (await linkDevice(pair, laptop, 2)).tab();
    await meet(pair, laptop, tablet);
    for (const gone of [phone, laptop]) {
      await tablet.conversation.run((context, work, state) =>
        endWriter(context, work, state, gone.state().writer, 'lost'),
      );
    }
    await say(pair, tablet, 'the third');
    await meet(pair, bob, tablet);
    expect(bob.texts()).toEqual(['the third']);
    expectSound(bob, tablet);
  });

  it('A-490: is believed by the key to which the one it follows has committed before anybody was there', async () => {
    const pair = await pairPeople(493);
    const backup = copyDisk(pair.bob.disk);
    const [alice, bob] = [await pair.alice.tab(), await pair.bob.tab(backup)];
    await bob.conversation.run(async (context, work, state) => {
      const next = await continueAs(context, work, state);
      if (!next) throw new Error('no successor');
      return next;
    });
    await say(pair, bob, 'my phone broke at once');
    await meet(pair, alice, bob);
    await say(pair, alice, 'never mind');
    await meet(pair, alice, bob);
    for (const tab of [alice, bob]) {
      expect(tab.texts()).toEqual(['my phone broke at once', 'never mind']);
    }
    expectSound(alice, bob);
  });

  it('A-491: is not believed by the word of one that ended, of another member, or of nobody', async () => {
    const pair = await pairPeople(492);
    const [phone, bob] = [await pair.alice.tab(), await pair.bob.tab()];
    const laptop = await (await linkDevice(pair, phone, 1)).tab();
    await meet(pair, phone, laptop, bob);
    const good = await admission(laptop, 1);
    const ofBob = await admission(
      laptop,
      2,
      memberOf(bob.state().members, bob.state().writer) ?? undefined,
    );
    const state = bob.state();
    const vouched = hearVoucher({ suite }, state, NOBODY_VOUCHED, good.entry);
    expect(isVouchedFor(state, vouched, good.writer)).toBe(true);
    expect(isVouchedFor(state, vouched, ofBob.writer)).toBe(false);
    expect(hearVoucher({ suite }, state, NOBODY_VOUCHED, ofBob.entry)).toBe(NOBODY_VOUCHED);
    const changed = good.entry.map((byte, i) => (i === 150 ? byte ^ 1 : byte));
    expect(hearVoucher({ suite }, state, NOBODY_VOUCHED, changed)).toBe(NOBODY_VOUCHED);
    await bob.conversation.run((context, work, now) =>
      endWriter(context, work, now, laptop.state().writer, 'removed'),
    );
    expect(isVouchedFor(bob.state(), vouched, good.writer)).toBe(false);
    expect(hearVoucher({ suite }, bob.state(), NOBODY_VOUCHED, good.entry)).toBe(NOBODY_VOUCHED);
  });
});
