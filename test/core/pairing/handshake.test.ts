/** Both sides agree, at every reload, and say the same bytes again. */
import { describe, expect, it } from 'vitest';
import { encodePairingFrame } from '../../../src/core/pairing/frames.ts';
import { emojiIndices, EMOJI } from '../../../src/core/pairing/emoji.ts';
import {
  encodeClaimantState,
  encodeInviterState,
  parseClaimantState,
  parseInviterState,
} from '../../../src/core/pairing/state-codec.ts';
import { MAX_ENVELOPE_BODY } from '../../../src/core/wire/envelope.ts';
import {
  createAlice,
  createBob,
  only,
  pair,
  pairedOf,
  type Alice,
  type Bob,
} from './pairing-fixture.ts';

const reloadAlice = (alice: Alice): void => {
  const parsed = parseInviterState(encodeInviterState(alice.state));
  if (!parsed.ok) throw new Error('unreadable');
  expect(parsed.value).toEqual(alice.state);
  alice.restore(parsed.value);
};

const reloadBob = (bob: Bob): void => {
  const parsed = parseClaimantState(encodeClaimantState(bob.state));
  if (!parsed.ok) throw new Error('unreadable');
  expect(parsed.value).toEqual(bob.state);
  bob.restore(parsed.value);
};

describe('a pairing', () => {
  it('P-3: both sides hold the same keys and emoji, and the certificate of the other', () => {
    const alice = createAlice();
    const bob = createBob(alice.invitation);
    pair(alice, bob);
    const [hers, his] = [pairedOf(alice), pairedOf(bob)];
    expect(hers.conversationId).toEqual(his.conversationId);
    expect(hers.roomSecret).toEqual(his.roomSecret);
    expect(hers.pairingKey).toEqual(his.pairingKey);
    expect(hers.emoji).toEqual(his.emoji);
    expect(hers.own).toEqual(his.peer);
    expect(hers.peer).toEqual(his.own);
    expect([hers.peer.name, his.peer.name]).toEqual(['Bob', 'Alice']);
    expect([hers.role, his.role]).toEqual(['inviter', 'claimant']);
    const secrets = [hers.conversationId, hers.roomSecret, hers.pairingKey].map(String);
    expect(new Set(secrets).size).toBe(3);
  });

  it('P-3: seven emoji of 64 are shown', () => {
    const alice = createAlice();
    pair(alice, createBob(alice.invitation));
    const indices = emojiIndices(pairedOf(alice).emoji);
    expect(indices).toHaveLength(7);
    expect(new Set(EMOJI).size).toBe(64);
    for (const index of indices) expect(EMOJI[index]).toBeDefined();
    expect(emojiIndices(Uint8Array.of(0b00000100, 0b00100000, 0b11000100, 0, 0, 63))).toEqual([
      1, 2, 3, 4, 0, 0, 0,
    ]);
  });

  it('P-3: the longest names fit, and every frame fits an envelope', () => {
    const alice = createAlice(1, '😀'.repeat(64));
    const bob = createBob(alice.invitation, 2, '😀'.repeat(64));
    const frames = Object.values(pair(alice, bob));
    expect(pairedOf(bob).peer.name).toBe('😀'.repeat(64));
    for (const frame of frames) {
      expect(encodePairingFrame(frame).body.length).toBeLessThanOrEqual(MAX_ENVELOPE_BODY);
    }
  });

  it('P-11: a reload of either side at every step changes nothing', () => {
    const plain = createAlice();
    const expected = pair(plain, createBob(plain.invitation));

    const alice = createAlice();
    const bob = createBob(alice.invitation);
    reloadAlice(alice);
    reloadBob(bob);
    const claim = only(bob.repeat(), 'claim');
    const reveal = only(alice.hear(claim), 'reveal');
    reloadAlice(alice);
    reloadBob(bob);
    const confirm = only(bob.hear(reveal), 'confirm');
    reloadBob(bob);
    const complete = only(alice.hear(confirm), 'complete');
    reloadAlice(alice);
    bob.hear(complete);
    expect([claim, reveal, confirm, complete]).toEqual(Object.values(expected));
    expect(pairedOf(bob).pairingKey).toEqual(pairedOf(alice).pairingKey);
  });

  it('P-11: whatever is lost and repeated is repeated byte for byte', () => {
    const alice = createAlice();
    const bob = createBob(alice.invitation);
    const claim = only(bob.repeat(), 'claim');
    expect(bob.repeat()).toEqual([claim]);
    expect(bob.hear({ kind: 'present' })).toEqual([claim]);
    const reveal = only(alice.hear(claim), 'reveal');
    reloadAlice(alice);
    expect(alice.hear(claim)).toEqual([reveal]);
    const confirm = only(bob.hear(reveal), 'confirm');
    reloadBob(bob);
    expect(bob.hear(reveal)).toEqual([confirm]);
    expect(bob.repeat()).toEqual([confirm]);
    const complete = only(alice.hear(confirm), 'complete');
    reloadAlice(alice);
    expect(alice.hear(confirm)).toEqual([complete]);
    expect(alice.hear(claim)).toEqual([complete]);
  });

  it('P-12: an inviter that comes back says so, and the claim is made again', () => {
    const alice = createAlice();
    const bob = createBob(alice.invitation);
    bob.repeat();
    const present = only(alice.connect(), 'present');
    const claim = only(bob.hear(present), 'claim');
    expect(only(alice.hear(claim), 'reveal').claim).toHaveLength(32);
  });

  it('P-19: what is left of a completed invitation holds no key of the conversation', () => {
    const alice = createAlice();
    const bob = createBob(alice.invitation);
    pair(alice, bob);
    const left = Buffer.from(encodeInviterState(alice.state));
    const { pairingKey, writerSeed, kemSeed, roomSecret } = pairedOf(alice);
    for (const secret of [pairingKey, writerSeed, kemSeed, roomSecret]) {
      expect(left.includes(Buffer.from(secret))).toBe(false);
    }
  });
});
