import { describe, expect, it } from 'vitest';
import { encodeState, parseState } from '../../../src/app/conversation/state-codec.ts';
import { safetyParties } from '../../../src/app/conversation/safety.ts';
import { aloneWith } from '../support/alone.ts';
import { linkDevice } from '../support/devices.ts';
import { expectSound, meet, say } from '../support/meeting.ts';

describe('a conversation with oneself', { timeout: 120_000 }, () => {
  it('A-126: is written and read without anybody else, and again after a reload', async () => {
    const loner = await aloneWith('notes');
    const tab = await loner.tab();
    await say(loner, tab, 'milk');
    await say(loner, tab, 'bread');
    const again = await loner.tab();
    expect(again.texts()).toEqual(['milk', 'bread']);
    const [message] = again.messages();
    expect([message?.own, message?.editable, message?.state]).toEqual([true, true, 'device']);
    expect(await again.conversation.edit(message?.id ?? '', 'oat milk')).toBe(true);
    await loner.time.advance(10);
    expect(again.texts()).toEqual(['oat milk', 'bread']);
    const [view, summary] = [again.conversation.view(), again.conversation.summary()];
    expect([view?.about, view?.title, view?.comparison.kind]).toEqual(['notes', '', 'none']);
    expect([summary?.kind, summary?.unread]).toEqual(['notes', 0]);
    expect(safetyParties(again.state())).toBeUndefined();
    expectSound(tab, again);
  });

  it('A-127: reaches the person’s other devices, which show all of it as own and write too', async () => {
    const loner = await aloneWith('notes', 2);
    const phone = await loner.tab();
    await say(loner, phone, 'before');
    const laptop = await (await linkDevice(loner, phone, 1)).tab();
    const tablet = await (await linkDevice(loner, phone, 2)).tab();
    await meet(loner, phone, laptop);
    await say(loner, laptop, 'from the laptop');
    await meet(loner, phone, laptop);
    expect(laptop.texts()).toEqual(['before', 'from the laptop']);
    expect(phone.texts()).toEqual(['before', 'from the laptop']);
    expect(phone.messages().map(({ own, editable }) => [own, editable])).toEqual([
      [true, true],
      [true, true],
    ]);
    expect(phone.conversation.summary()?.unread).toBe(0);
    expect(phone.conversation.newestFromOthers()).toBeUndefined();
    expect(phone.messages().map(({ state }) => state)).toEqual(['device', 'device']);
    await meet(loner, phone, laptop, tablet);
    expect(tablet.texts()).toEqual(['before', 'from the laptop']);
    expect(phone.messages().map(({ state }) => state)).toEqual(['delivered', 'delivered']);
    expectSound(phone, laptop, tablet);
  });

  it('A-128: the one between a profile’s own devices is carried like any other, and never shown', async () => {
    const loner = await aloneWith('devices', 3);
    const phone = await loner.tab();
    const laptop = await (await linkDevice(loner, phone, 1)).tab();
    await say(loner, phone, 'register');
    await meet(loner, phone, laptop);
    for (const { conversation } of [phone, laptop]) {
      expect([conversation.view(), conversation.summary()]).toEqual([undefined, undefined]);
      expect(conversation.state()?.kind).toBe('devices');
    }
    const opened = laptop.state().feeds.filter(({ feed }) => feed.kind === 'message');
    expect(opened.map(({ opened: count }) => count)).toEqual([1]);
    const parsed = parseState(encodeState(laptop.state()));
    expect(parsed).toEqual({ ok: true, value: laptop.state() });
    expectSound(phone, laptop);
  });
});
