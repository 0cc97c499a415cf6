import { describe, expect, it } from 'vitest';
import { linkDevice } from '../support/devices.ts';
import { expectSound, meet, say } from '../support/meeting.ts';
import { pairPeople } from '../support/pair.ts';

describe('what was read on another device', { timeout: 120_000 }, () => {
  it('A-140: is read on this one, when the devices meet', async () => {
    const pair = await pairPeople(41);
    const [phone, bob] = [await pair.alice.tab(), await pair.bob.tab()];
    const laptop = await (await linkDevice(pair, phone, 1)).tab();
    await meet(pair, phone, bob, laptop);
    await say(pair, bob, 'one');
    await say(pair, bob, 'two');
    await meet(pair, phone, bob, laptop);
    expect(laptop.conversation.summary()?.unread).toBe(2);
    await phone.conversation.markRead(phone.messages().at(-1)?.id ?? '');
    await meet(pair, phone, laptop);
    expect(laptop.conversation.summary()?.unread).toBe(0);
    expect(laptop.state().frontierNumber).toBeGreaterThan(0);
    expectSound(phone, bob, laptop);
  });
});
