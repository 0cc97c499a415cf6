/** A tab may die at any moment: nothing is told before it is durable, and every attempt resumes. */
import { describe, expect, it } from 'vitest';
import { findInvitation } from '../../../src/core/pairing/invitation.ts';
import { PAIRING_KINDS } from '../../../src/core/pairing/frames.ts';
import { createFakeRandom } from '../../../src/effects/platform/fake-random.ts';
import { createVirtualTime, settle } from '../../../src/effects/platform/fake-timers.ts';
import {
  accept,
  createDevice,
  createMeetingPlaces,
  invite,
  linkOf,
  type Device,
  type MeetingPlaces,
  type Tab,
} from './pairings-fixture.ts';

const createWorld = async () => {
  const time = createVirtualTime();
  const places = createMeetingPlaces();
  const [hers, his] = [createDevice(time, 1), createDevice(time, 2)];
  const world = {
    time,
    places,
    hers,
    his,
    alice: await lead(hers, places),
    bob: await lead(his, places),
  };
  const id = await invite(world.alice);
  await accept(world.bob, linkOf(world.alice, id));
  return { ...world, id };
};

const lead = async (device: Device, places: MeetingPlaces): Promise<Tab> => {
  const tab = await device.openTab();
  tab.pairings.lead(places.open);
  return tab;
};

const expectOneConversation = (hers: Device, his: Device, id: string): void => {
  expect([hers.conversations(), his.conversations()]).toEqual([[id], [id]]);
  expect(hers.founded.get(id)?.pairingKey).toEqual(his.founded.get(id)?.pairingKey);
  expect(hers.founded.get(id)?.peer).toEqual(his.founded.get(id)?.own);
};

describe('a reload', () => {
  for (const who of ['alice', 'bob', 'both'] as const) {
    it(`P-11: after every single frame resumes the same attempt (${who})`, async () => {
      const { places, hers, his, id, ...tabs } = await createWorld();
      let { alice, bob } = tabs;
      for (let frames = 0; frames < 60 && (await places.deliverOne()); frames++) {
        if (his.conversations().length > 0) continue;
        if (who !== 'bob') {
          alice.pairings.close();
          alice = await lead(hers, places);
        }
        if (who !== 'alice') {
          bob.pairings.close();
          bob = await lead(his, places);
        }
      }
      expectOneConversation(hers, his, id);
    });
  }

  for (const when of ['before', 'after'] as const) {
    for (let frame = 0; frame < 6; frame++) {
      it(`P-16: a tab killed ${when} its commit after frame ${frame} told nobody what is not durable`, async () => {
        const { time, places, hers, his, id, alice, bob } = await createWorld();
        for (let i = 0; i < frame; i++) await places.deliverOne();
        await settle();
        const told = places.sent.length;
        alice.store.crashNext(when);
        bob.store.crashNext(when);
        await places.deliver();
        const claims = places.sent.slice(told).map(({ kind }) => kind);
        // Only what was durable before: presence and repeated frames.
        expect(new Set(claims.filter((kind) => kind === 19)).size).toBeLessThanOrEqual(
          hers.conversations().length,
        );
        alice.pairings.close();
        bob.pairings.close();
        await lead(hers, places);
        await lead(his, places);
        await places.deliver();
        await time.advance(60_000);
        await places.deliver();
        expectOneConversation(hers, his, id);
      });
    }
  }

  for (const [who, frame, kind] of [
    ['alice', 'claim', PAIRING_KINDS.reveal],
    ['bob', 'reveal', PAIRING_KINDS.confirm],
    ['alice', 'confirm', PAIRING_KINDS.complete],
  ] as const) {
    it(`P-16: what answers a ${frame} is not sent while its step is not known to be durable`, async () => {
      const { places, ...world } = await createWorld();
      await settle();
      while (places.queue[0]?.kind !== PAIRING_KINDS[frame]) await places.deliverOne();
      world[who].store.crashNext('after');
      await places.deliver();
      expect(places.sent.map((letter) => letter.kind)).not.toContain(kind);
    });
  }

  it('P-14: whatever a stranger who holds the link throws in, the two meet', async () => {
    const { places, hers, his, id, alice } = await createWorld();
    const random = createFakeRandom(77);
    const found = findInvitation(linkOf(alice, id));
    if (!found.ok) throw new Error(found.error);
    const events = { ready: () => undefined, received: () => undefined };
    const stranger = places.open(found.value.invitation.secret, '', events);
    await settle();
    const sizes = [0, 32, 64, 192, 1248, 2496, 1300];
    const { claim, declined, ...others } = PAIRING_KINDS;
    const throwIn = (): void => {
      for (const kind of [claim, ...Object.values(others), 24, 31]) {
        for (const size of sizes) stranger.send(kind, random(size));
      }
      stranger.send(declined, random(32));
    };
    for (let i = 0; i < 4; i++) {
      throwIn();
      for (let frames = 0; frames < 80; frames++) await places.deliverOne();
    }
    await places.deliver();
    expectOneConversation(hers, his, id);
  });

  it('P-17: the conversation and the end of the acceptance are durable together, or neither is', async () => {
    const { places, his, bob, id } = await createWorld();
    while (his.conversations().length === 0) {
      const before = his.pairingRows();
      expect(before).toBe(1);
      if (!(await places.deliverOne())) break;
    }
    expect(his.conversations()).toEqual([id]);
    expect(bob.pairings.list()).toEqual([]);
    for (const { table, value } of his.disk.rows()) {
      if (table === 'pairings') expect(value.length).toBeLessThan(100);
    }
  });

  it('P-16: on a full disk nothing is told, and the attempt goes on when there is room', async () => {
    const { time, places, hers, his, id, alice } = await createWorld();
    hers.disk.setFull(true);
    await places.deliver();
    expect(hers.conversations()).toEqual([]);
    expect(his.conversations()).toEqual([]);
    expect(alice.failures).toContain('full');
    hers.disk.setFull(false);
    await time.advance(60_000);
    await places.deliver();
    expectOneConversation(hers, his, id);
  });

  it('P-11: a damaged record is told and hinders no other', async () => {
    const time = createVirtualTime();
    const hers = createDevice(time, 1);
    const first = await hers.openTab();
    const [lost, kept] = [await invite(first), await invite(first)];
    hers.disk.damage('pairings', [lost], new Uint8Array(50));
    const tab = await hers.openTab();
    expect(tab.pairings.list().map(({ view }) => view.id)).toEqual([kept]);
    expect(tab.failures).toEqual([`damaged pairings ${lost}`]);
  });
});
