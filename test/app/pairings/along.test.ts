/** Links by which a profile comes along with another one: said between two devices, shown to nobody. */
import { describe, expect, it } from 'vitest';
import { comesAlong, isDeviceLink } from '../../../src/app/pairings/pairings.ts';
import { findInvitation, invitationLink } from '../../../src/core/pairing/invitation.ts';
import { createVirtualTime } from '../../../src/effects/platform/fake-timers.ts';
import { createDevice, createMeetingPlaces, ORIGIN, type Tab } from './pairings-fixture.ts';

const MINUTE = 60_000;

/** Two devices with the network, and a further one of somebody else. */
const createDevices = async () => {
  const time = createVirtualTime();
  const places = createMeetingPlaces();
  const devices = [1, 2, 3].map((seed) => createDevice(time, seed));
  const tabs: Tab[] = [];
  for (const device of devices) {
    const tab = await device.openTab();
    tab.pairings.lead(places.open);
    tabs.push(tab);
  }
  const [phone, laptop, stranger] = tabs;
  const [hers, there] = devices;
  if (!phone || !laptop || !stranger || !hers || !there) throw new Error('a device is missing');
  return { time, places, phone, laptop, stranger, hers, there };
};

const inviteAlong = async ({ pairings }: Tab): Promise<string> => {
  const made = await pairings.inviteAlong('Work', 'Phone');
  if (!made.ok) throw new Error(made.error);
  return made.value;
};

describe('a link by which a profile comes along', () => {
  it('A-469: pairs the two devices without a question, and is shown only where it comes to', async () => {
    const { places, phone, laptop, hers, there } = await createDevices();
    const link = await inviteAlong(phone);
    expect([phone.pairings.list(), phone.pairings.deviceLinks()]).toEqual([[], []]);
    const accepted = await laptop.pairings.acceptAlong(link, 'Laptop');
    const id = accepted.ok ? accepted.value : '';
    expect([comesAlong(id), isDeviceLink(id)]).toEqual([true, true]);
    expect(laptop.pairings.deviceLinks()).toMatchObject([
      { view: { kind: 'accepting', id, inviter: 'Work', state: 'waiting' } },
    ]);
    await places.deliver();
    expect([hers.conversations(), there.conversations()]).toEqual([[id], [id]]);
    expect(hers.founded.get(id)?.conversationId).toEqual(there.founded.get(id)?.conversationId);
    // Said again, as after a reload, it begins nothing.
    expect(await laptop.pairings.acceptAlong(link, 'Laptop')).toEqual({ ok: true, value: id });
    expect([laptop.pairings.isKnown(link), laptop.pairings.isIdle()]).toEqual([true, true]);
  });

  it('A-469: is no invitation to whom a person hands it, and no other comes along', async () => {
    const { phone, laptop } = await createDevices();
    const link = await inviteAlong(phone);
    expect(laptop.pairings.read(link)).toMatchObject({ ok: false, error: 'link-malformed' });
    expect(await laptop.pairings.accept('Laptop', 'along')).toMatchObject({ error: 'gone' });
    const made = await phone.pairings.inviteDevice('Work', 'Phone');
    const ordinary = made.ok ? phone.pairings.invitation(made.value) : undefined;
    const text = ordinary ? invitationLink(ORIGIN, ordinary) : '';
    expect(await laptop.pairings.acceptAlong(text, 'Laptop')).toMatchObject({ error: 'gone' });
    expect(await laptop.pairings.acceptAlong('no link', 'Laptop')).toMatchObject({ error: 'gone' });
  });

  it('A-469: taken for one of another kind it pairs with nobody', async () => {
    const { places, phone, stranger, hers } = await createDevices();
    const found = findInvitation(await inviteAlong(phone));
    if (!found.ok) throw new Error(found.error);
    const changed = invitationLink(ORIGIN, { ...found.value.invitation, mode: 'device' });
    stranger.pairings.read(changed);
    await stranger.pairings.accept('Stranger', 'device');
    await places.deliver();
    expect([hers.conversations(), stranger.completed]).toEqual([[], []]);
  });

  it('A-469: used by two before completion it is void, and after five minutes nothing is left of it', async () => {
    const { time, places, phone, laptop, stranger, hers } = await createDevices();
    const link = await inviteAlong(phone);
    await laptop.pairings.acceptAlong(link, 'Laptop');
    await stranger.pairings.acceptAlong(link, 'Stranger');
    await places.deliver();
    expect([hers.conversations(), laptop.completed, stranger.completed]).toEqual([[], [], []]);
    expect(laptop.pairings.deviceLinks()).toMatchObject([{ view: { state: 'raced' } }]);
    await time.advance(7 * MINUTE);
    expect(hers.pairingRows()).toBe(0);
    const late = await inviteAlong(phone);
    await time.advance(7 * MINUTE);
    expect(hers.pairingRows()).toBe(0);
    expect(await laptop.pairings.acceptAlong(late, 'Laptop')).toMatchObject({ error: 'gone' });
  });

  it('A-469: a new one makes the one before it void', async () => {
    const { places, phone, laptop, hers } = await createDevices();
    const before = await inviteAlong(phone);
    const link = await inviteAlong(phone);
    expect(hers.pairingRows()).toBe(1);
    await laptop.pairings.acceptAlong(before, 'Laptop');
    await places.deliver();
    expect(hers.conversations()).toEqual([]);
    await laptop.pairings.acceptAlong(link, 'Laptop');
    await places.deliver();
    expect(hers.conversations()).toHaveLength(1);
  });
});
