/** Invitations and acceptances as a person has them: across reloads, tabs, and without a network. */
import { describe, expect, it } from 'vitest';
import { PAIRING_KINDS } from '../../../src/core/pairing/frames.ts';
import { FINISH_MS } from '../../../src/core/pairing/inviter.ts';
import { createVirtualTime, settle } from '../../../src/effects/platform/fake-timers.ts';
import {
  accept,
  createDevice,
  createMeetingPlaces,
  invite,
  linkOf,
  ORIGIN,
  stateOf,
} from './pairings-fixture.ts';

const DAY = 24 * 60 * 60 * 1000;

/** Alice and Bob, a tab each, both with the network. */
const createPair = async () => {
  const time = createVirtualTime();
  const places = createMeetingPlaces();
  const [hers, his] = [createDevice(time, 1), createDevice(time, 2)];
  const [alice, bob] = [await hers.openTab(), await his.openTab()];
  alice.pairings.lead(places.open);
  bob.pairings.lead(places.open);
  return { time, places, hers, his, alice, bob };
};

const kindsOf = (sent: readonly { readonly kind: number }[]): readonly number[] =>
  sent.map(({ kind }) => kind);

describe('an invitation', () => {
  it('P-12: opened it claims nothing; accepted it becomes a conversation on both sides', async () => {
    const { places, hers, his, alice, bob } = await createPair();
    const id = await invite(alice);
    expect(stateOf(alice, id)).toBe('waiting');
    await places.deliver();
    places.sent.length = 0;

    expect(bob.pairings.read(linkOf(alice, id))).toMatchObject({
      ok: true,
      value: { inviter: 'Alice', state: 'ready', node: undefined, conversation: undefined },
    });
    await places.deliver();
    expect(places.sent).toEqual([]);
    expect(his.pairingRows()).toBe(0);

    expect(await bob.pairings.accept('Bob')).toEqual({ ok: true, value: id });
    expect(bob.pairings.received()).toBeUndefined();
    expect(bob.pairings.list()).toMatchObject([
      { view: { kind: 'accepting', id, inviter: 'Alice', state: 'waiting' } },
    ]);
    await places.deliver();
    expect([alice.completed, bob.completed]).toEqual([[id], [id]]);
    expect([hers.conversations(), his.conversations()]).toEqual([[id], [id]]);
    expect([alice.pairings.list(), bob.pairings.list()]).toEqual([[], []]);
    const [a, b] = [hers.founded.get(id), his.founded.get(id)];
    expect(a?.conversationId).toEqual(b?.conversationId);
    expect(a?.emoji).toEqual(b?.emoji);
    expect([a?.peer.name, b?.peer.name]).toEqual(['Bob', 'Alice']);
    expect([...alice.broken, ...bob.broken, ...alice.failures, ...bob.failures]).toEqual([]);
  });

  it('P-12: with the inviter away the acceptance waits, and says itself again after 2 s, then up to 30 s', async () => {
    const { time, places, alice, bob } = await createPair();
    const id = await invite(alice);
    alice.pairings.follow();
    await accept(bob, linkOf(alice, id));
    await settle();
    places.sent.length = 0;
    const start = time.now();
    const said: number[] = [];
    while (time.now() < start + 100_000) {
      await time.advance(1_000);
      if (places.sent.length > 0) said.push((time.now() - start) / 1_000);
      places.sent.length = 0;
    }
    expect(said).toEqual([2, 6, 14, 30, 60, 90]);
    expect(stateOf(bob, id)).toBe('waiting');
    alice.pairings.lead(places.open);
    await places.deliver();
    expect(alice.completed).toEqual([id]);
    expect(bob.completed).toEqual([id]);
  });

  it('P-12: after the network comes back both meet without waiting', async () => {
    const { places, alice, bob } = await createPair();
    const id = await invite(alice);
    places.setOnline(false);
    await accept(bob, linkOf(alice, id));
    await places.deliver();
    expect(bob.completed).toEqual([]);
    places.setOnline(true);
    await places.deliver();
    expect(bob.completed).toEqual([id]);
  });

  it('P-20: one’s own is told apart, pending or completed', async () => {
    const { places, alice, bob } = await createPair();
    const id = await invite(alice);
    const link = linkOf(alice, id);
    expect(alice.pairings.read(link)).toMatchObject({ value: { state: 'own', conversation: id } });
    expect(await alice.pairings.accept('Alice')).toEqual({ ok: false, error: 'gone' });
    await accept(bob, link);
    await places.deliver();
    expect(alice.pairings.read(link)).toMatchObject({ value: { state: 'own', conversation: id } });
  });

  it('P-20: one that was accepted before is known and leads to what became of it', async () => {
    const { places, alice, bob, his } = await createPair();
    const id = await invite(alice);
    const link = linkOf(alice, id);
    await accept(bob, link);
    const known = { value: { state: 'known', conversation: id } };
    expect(bob.pairings.read(link)).toMatchObject(known);
    await places.deliver();
    expect(bob.pairings.read(link)).toMatchObject(known);
    const reloaded = await his.openTab();
    expect(reloaded.pairings.read(link)).toMatchObject(known);
  });

  it('P-20: one that expired, and one that names another node, say so', async () => {
    const { time, alice, bob } = await createPair();
    const link = linkOf(alice, await invite(alice));
    const elsewhere = link.replace('chat.example', 'other.example:8443');
    expect(bob.pairings.read(elsewhere)).toMatchObject({
      value: { state: 'foreign-node', node: 'other.example:8443' },
    });
    await time.advance(DAY);
    expect(bob.pairings.received()?.state).toBe('expired');
    expect(bob.pairings.read(link)).toMatchObject({ value: { state: 'expired' } });
    expect(await bob.pairings.accept('Bob')).toEqual({ ok: false, error: 'gone' });
  });

  it('P-20: accepted through another node it is met there, and the conversation is told where', async () => {
    const time = createVirtualTime();
    const places = createMeetingPlaces();
    const his = createDevice(time, 2, { origin: 'https://other.example' });
    const alice = await createDevice(time, 1).openTab();
    const bob = await his.openTab();
    const nodes: string[] = [];
    alice.pairings.lead(places.open);
    bob.pairings.lead((secret, node, events) => {
      nodes.push(node);
      return places.open(secret, '', events);
    });
    const id = await invite(alice);
    await accept(bob, linkOf(alice, id));
    await places.deliver();
    expect(nodes).toEqual(['chat.example']);
    expect(his.nodes.get(id)).toBe('chat.example');
  });

  it('P-2: what is no invitation is told, and one of a newer version', async () => {
    const { bob } = await createPair();
    expect(bob.pairings.read('hello')).toEqual({ ok: false, error: 'link-malformed' });
    const newer = `${ORIGIN}/#${'Ag'}${'A'.repeat(120)}`;
    expect(bob.pairings.read(newer)).toEqual({ ok: false, error: 'link-version' });
    expect(bob.pairings.received()).toBeUndefined();
  });
});

describe('the end of an invitation', () => {
  it('P-10: it expires on both sides, and what is left holds no secret', async () => {
    const { time, places, alice, bob, hers, his } = await createPair();
    const id = await invite(alice);
    alice.pairings.follow();
    await accept(bob, linkOf(alice, id));
    await time.advance(DAY);
    expect([stateOf(alice, id), stateOf(bob, id)]).toEqual(['expired', 'expired']);
    expect(linkOf(alice, id)).toBe('');
    expect(places.attended()).toBe(0);
    for (const { value } of [...hers.disk.rows(), ...his.disk.rows()]) {
      expect(value.length).toBeLessThan(100);
    }
    await alice.pairings.cancel(id);
    await bob.pairings.cancel(id);
    expect([alice.pairings.list(), bob.pairings.list()]).toEqual([[], []]);
    expect(his.pairingRows()).toBe(0);
  });

  it('P-7: two claimants void it: all three are told, and it can be put away', async () => {
    const { time, places, alice, bob, hers } = await createPair();
    const mallory = await createDevice(time, 3).openTab();
    const id = await invite(alice);
    const link = linkOf(alice, id);
    mallory.pairings.lead(places.open);
    await accept(bob, link);
    await accept(mallory, link, 'Mallory');
    await places.deliver();
    expect([alice, bob, mallory].map((tab) => stateOf(tab, id))).toEqual([
      'raced',
      'raced',
      'raced',
    ]);
    expect(hers.conversations()).toEqual([]);
    expect(places.attended()).toBe(1);

    const late = await createDevice(time, 4).openTab();
    late.pairings.lead(places.open);
    await accept(late, link, 'Late');
    await places.deliver();
    expect(stateOf(late, id)).toBe('raced');

    await alice.pairings.cancel(id);
    expect(alice.pairings.list()).toEqual([]);
    expect(places.attended()).toBe(0);
  });

  it('P-8: after completion others are told that it is used, also after a reload', async () => {
    const { time, places, alice, bob, hers } = await createPair();
    const id = await invite(alice);
    const link = linkOf(alice, id);
    await accept(bob, link);
    await places.deliver();
    alice.pairings.close();
    const reloaded = await hers.openTab();
    reloaded.pairings.lead(places.open);
    const mallory = await createDevice(time, 3).openTab();
    mallory.pairings.lead(places.open);
    await accept(mallory, link, 'Mallory');
    await places.deliver();
    expect(stateOf(mallory, id)).toBe('used');
    expect(hers.conversations()).toEqual([id]);
    expect(reloaded.pairings.list()).toEqual([]);
    expect(places.attended()).toBe(1);
  });

  it('P-19: the record of a completed invitation goes when nothing is left to answer', async () => {
    const { time, places, alice, bob, hers, his } = await createPair();
    const id = await invite(alice);
    await accept(bob, linkOf(alice, id));
    await places.deliver();
    await time.advance(DAY);
    expect(his.pairingRows()).toBe(0);
    await time.advance(FINISH_MS);
    expect(hers.pairingRows()).toBe(0);
    expect(places.attended()).toBe(0);
    expect([hers.conversations(), his.conversations()]).toEqual([[id], [id]]);
  });

  it('P-22: cancelled, its link works for nobody, and no secret stays', async () => {
    const { time, places, alice, bob, hers } = await createPair();
    const id = await invite(alice);
    const link = linkOf(alice, id);
    await alice.pairings.cancel(id);
    expect(alice.pairings.list()).toEqual([]);
    for (const { value } of hers.disk.rows()) expect(value.length).toBeLessThan(100);
    await accept(bob, link);
    await places.deliver();
    expect(bob.completed).toEqual([]);
    expect(alice.pairings.read(link)).toMatchObject({
      value: { state: 'own', conversation: undefined },
    });
    await time.advance(DAY);
    expect(hers.disk.rows()).toEqual([]);
  });

  it('P-22: a new link takes the place of the old one', async () => {
    const { places, alice, bob } = await createPair();
    const id = await invite(alice);
    const old = linkOf(alice, id);
    const renewed = await alice.pairings.renew(id, 'Alice');
    if (!renewed.ok) throw new Error(renewed.error);
    expect(renewed.value).not.toBe(id);
    expect(alice.pairings.list().map(({ view }) => view.id)).toEqual([renewed.value]);
    const link = linkOf(alice, renewed.value);
    await accept(bob, old);
    await accept(bob, link);
    await places.deliver();
    expect(bob.completed).toEqual([renewed.value]);
    expect(alice.changes).toContain(id);
    expect(alice.changes).toContain(renewed.value);
  });

  it('P-21: a no is said once, and nothing of it stays', async () => {
    const { time, places, alice, bob, his } = await createPair();
    const id = await invite(alice);
    await places.deliver();
    places.setOnline(false);
    bob.pairings.read(linkOf(alice, id));
    await bob.pairings.decline();
    expect(bob.pairings.received()).toBeUndefined();
    expect(bob.pairings.list()).toEqual([]);
    places.sent.length = 0;
    places.setOnline(true);
    await places.deliver();
    await time.advance(60_000);
    const declined = kindsOf(places.sent).filter((kind) => kind === PAIRING_KINDS.declined);
    expect(declined).toHaveLength(1);
    expect(stateOf(alice, id)).toBe('declined');
    expect(his.disk.rows()).toEqual([]);
  });

  it('P-21: without a network until the expiry, the no is forgotten', async () => {
    const { time, places, alice, bob, his } = await createPair();
    places.setOnline(false);
    bob.pairings.read(linkOf(alice, await invite(alice)));
    await bob.pairings.decline();
    await time.advance(DAY);
    expect(his.disk.rows()).toEqual([]);
  });

  it('P-21: who declined and thinks again may accept', async () => {
    const { places, alice, bob } = await createPair();
    const id = await invite(alice);
    places.setOnline(false);
    bob.pairings.read(linkOf(alice, id));
    await bob.pairings.decline();
    await accept(bob, linkOf(alice, id));
    places.setOnline(true);
    await places.deliver();
    expect(bob.completed).toEqual([id]);
  });

  it('P-13: an acceptance that is taken back ends the invitation it had claimed', async () => {
    const { places, alice, bob, his } = await createPair();
    const id = await invite(alice);
    await places.deliver();
    await accept(bob, linkOf(alice, id));
    await settle();
    await places.deliverOne();
    expect(stateOf(alice, id)).toBe('claimed');
    places.queue.length = 0;
    await bob.pairings.cancel(id);
    await places.deliver();
    expect(stateOf(alice, id)).toBe('declined');
    expect(his.disk.rows()).toEqual([]);
  });
});

describe('several tabs', () => {
  it('P-18: any tab may invite and accept; the one that leads does the talking', async () => {
    const { places, alice, bob, hers, his } = await createPair();
    const [aliceToo, bobToo] = [await hers.openTab(), await his.openTab()];
    const id = await invite(aliceToo);
    await alice.pairings.refresh(id);
    expect(linkOf(alice, id)).toBe(linkOf(aliceToo, id));
    await accept(bobToo, linkOf(alice, id));
    await bob.pairings.refresh(id);
    await places.deliver();
    expect([alice.completed, aliceToo.completed]).toEqual([[id], []]);
    expect([bob.completed, bobToo.completed]).toEqual([[id], []]);
    await bobToo.pairings.refresh(id);
    expect(bobToo.pairings.list()).toEqual([]);
  });

  it('P-18: one link accepted in two tabs at once is one claim', async () => {
    const { places, alice, bob, his } = await createPair();
    const bobToo = await his.openTab();
    const id = await invite(alice);
    const link = linkOf(alice, id);
    bob.pairings.read(link);
    bobToo.pairings.read(link);
    const both = await Promise.all([bob.pairings.accept('Bob'), bobToo.pairings.accept('Bob')]);
    expect(both).toEqual([
      { ok: true, value: id },
      { ok: true, value: id },
    ]);
    await places.deliver();
    expect(bob.completed).toEqual([id]);
    expect(stateOf(alice, id)).toBeUndefined();
  });

  it('P-18: two tabs that both believe to lead found one conversation', async () => {
    const { places, alice, bob, hers, his } = await createPair();
    const id = await invite(alice);
    const [aliceToo, bobToo] = [await hers.openTab(), await his.openTab()];
    await accept(bob, linkOf(alice, id));
    await bobToo.pairings.refresh(id);
    aliceToo.pairings.lead(places.open);
    bobToo.pairings.lead(places.open);
    await places.deliver();
    expect([...alice.completed, ...aliceToo.completed]).toEqual([id]);
    expect([...bob.completed, ...bobToo.completed]).toEqual([id]);
    expect(hers.conversations()).toEqual(his.conversations());
  });

  it('P-18: a tab that slept while a link was cancelled and accepted anew goes on with the new attempt', async () => {
    const { places, alice, bob, his } = await createPair();
    const asleep = await his.openTab();
    bob.pairings.follow();
    const id = await invite(alice);
    const link = linkOf(alice, id);
    await accept(bob, link);
    await asleep.pairings.refresh(id);
    places.setOnline(false);
    await bob.pairings.cancel(id);
    await accept(bob, link);
    await asleep.pairings.refresh(id);
    asleep.pairings.lead(places.open);
    places.setOnline(true);
    await places.deliver();
    expect(asleep.completed).toEqual([id]);
    expect(alice.completed).toEqual([id]);
  });
});
