/** As which writers a device is in a conversation, whatever it says or keeps to itself. */
import { describe, expect, it } from 'vitest';
import { continueAs } from '../../../src/app/conversation/continue-as.ts';
import { admitSuccessor, introductionOf } from '../../../src/app/conversation/succession.ts';
import { encodePlace, enteredKey, placeKey } from '../../../src/app/linking/names.ts';
import { writersOf } from '../../../src/app/linking/writers-of.ts';
import type { RegisterEntry } from '../../../src/app/registers/entry.ts';
import { ZERO_STAMP } from '../../../src/core/clock/hlc.ts';
import { linkDevice } from '../support/devices.ts';
import { meet } from '../support/meeting.ts';
import { pairPeople, type Tab } from '../support/pair.ts';

type Said = readonly (readonly [key: string, value: Uint8Array | undefined])[];

/** A device is named by its writer: here the conversation is that of the devices as well. */
const found = (
  phone: Tab,
  device: Uint8Array,
  said: Said,
  own = phone.state(),
): readonly Uint8Array[] => {
  const entries = said.map(([key, value]): RegisterEntry => ({
    key,
    value,
    stamp: ZERO_STAMP,
    device: new Uint8Array(16),
  }));
  const get = (key: string) => entries.find((each) => each.key === key)?.value;
  return writersOf({ get, all: () => entries }, own, device)(phone.state());
};

const household = async (seed: number) => {
  const pair = await pairPeople(seed);
  const [phone, bob] = [await pair.alice.tab(), await pair.bob.tab()];
  await meet(pair, phone, bob);
  const laptop = await (await linkDevice(pair, phone, 1)).tab();
  await meet(pair, phone, laptop);
  const before = phone.state();
  const tablet = await (await linkDevice(pair, laptop, 2)).tab();
  await meet(pair, phone, laptop, tablet);
  const { conversationId, writer: own } = phone.state();
  const says = (device: Uint8Array, writer: Uint8Array) =>
    [placeKey(conversationId, device), encodePlace({ writer, member: own })] as const;
  const all = [phone, bob, laptop, tablet].map((each) => each.state().writer);
  const [ofPhone, ofBob, ofLaptop, ofTablet] = all as [
    Uint8Array,
    Uint8Array,
    Uint8Array,
    Uint8Array,
  ];
  return { pair, phone, laptop, tablet, before, says, ofPhone, ofBob, ofLaptop, ofTablet };
};

describe('as which writers a device is in a conversation', { timeout: 120_000 }, () => {
  it('A-209: as whom it says, and as whom it was let in, which it cannot take back', async () => {
    const { phone, says, ofLaptop } = await household(71);
    expect(found(phone, ofLaptop, [])).toEqual([]);
    expect(found(phone, ofLaptop, [says(ofLaptop, ofLaptop)])).toEqual([ofLaptop]);
    const entered = enteredKey(ofLaptop, ofLaptop);
    expect(found(phone, ofLaptop, [[entered, undefined]])).toEqual([ofLaptop]);
  });

  it('A-209: neither as somebody else, nor as this device, nor as another that says to be that one', async () => {
    const { phone, says, ofPhone, ofBob, ofLaptop, ofTablet } = await household(72);
    for (const lie of [ofBob, ofPhone]) {
      expect(found(phone, ofLaptop, [says(ofLaptop, lie)])).toEqual([]);
    }
    const lie = says(ofLaptop, ofTablet);
    expect(found(phone, ofLaptop, [lie, says(ofTablet, ofTablet)])).toEqual([]);
  });

  it('A-209: as whom it let in itself, once every other device has said where it is', async () => {
    const { phone, before, says, ofPhone, ofBob, ofLaptop, ofTablet } = await household(73);
    const said = [ofPhone, ofBob, ofLaptop].map((each) => says(each, each));
    expect(found(phone, ofLaptop, said)).toEqual([ofLaptop]);
    expect(found(phone, ofLaptop, [...said, says(ofTablet, ofTablet)])).toEqual([ofLaptop]);
    // It is no device of the list any more: nobody else is that writer.
    expect(found(phone, ofLaptop, said, before)).toEqual([ofLaptop, ofTablet]);
  });

  it('A-209: as whom it went on as in place of itself', async () => {
    const { pair, phone, laptop, says, ofPhone, ofLaptop } = await household(74);
    await laptop.conversation.run(async (context, work, state) => {
      const next = await continueAs(context, work, state);
      if (!next) throw new Error('no successor');
      return next;
    });
    await meet(pair, phone, laptop);
    const said = [says(ofPhone, ofPhone), says(ofLaptop, ofLaptop)];
    const { writer } = laptop.state();
    expect(found(phone, ofLaptop, said)).toEqual([ofLaptop, writer]);
  });

  it('A-209: not as one that it only heard to go on in place of another device', async () => {
    const { pair, phone, laptop, tablet, says, ...of } = await household(75);
    const own = phone.state();
    await tablet.conversation.run(async (context, work, state) => {
      const next = await continueAs(context, work, state);
      if (!next) throw new Error('no successor');
      return next;
    });
    // The tablet knocks at the laptop, and is gone before a link stands.
    const letter = introductionOf(tablet.state());
    if (!letter) throw new Error('it introduces nobody');
    await laptop.conversation.run((context, work, state) =>
      admitSuccessor(context, work, state, letter),
    );
    await meet(pair, phone, laptop);
    const { ofPhone, ofBob, ofLaptop, ofTablet } = of;
    const said = [ofPhone, ofBob, ofLaptop, ofTablet].map((each) => says(each, each));
    expect(found(phone, ofLaptop, said, own)).toEqual([ofLaptop]);
  });
});
