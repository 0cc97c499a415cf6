/** Links for a device of one's own: the same handshake, and never taken for a contact's. */
import { describe, expect, it } from 'vitest';
import type { PairingFrame } from '../../../src/core/pairing/frames.ts';
import {
  encodeInvitation,
  parseInvitation,
  type Invitation,
} from '../../../src/core/pairing/invitation.ts';
import { FINISH_DEVICE_MS } from '../../../src/core/pairing/inviter.ts';
import {
  encodeClaimantState,
  encodeInviterState,
  parseClaimantState,
  parseInviterState,
} from '../../../src/core/pairing/state-codec.ts';
import { createAlice, createBob, EXPIRES, only, pair, pairedOf, suite } from './pairing-fixture.ts';

const phone = (seed = 1) => createAlice(seed, 'Alice', 'device');

const otherMode = (invitation: Invitation): Invitation => ({
  ...invitation,
  mode: invitation.mode === 'device' ? 'contact' : 'device',
});

describe('a link for a device', () => {
  it('P-60: it differs from that of a contact in one byte, and contacts keep theirs', () => {
    const link = phone().invitation;
    const bytes = encodeInvitation(link);
    expect(bytes[1]).toBe(1);
    const contact = encodeInvitation(otherMode(link));
    expect([...contact]).toEqual([...bytes].map((byte, i) => (i === 1 ? 0 : byte)));
    for (const each of [bytes, contact]) expect(parseInvitation(each).ok).toBe(true);
    expect(parseInvitation(bytes.map((byte, i) => (i === 1 ? 2 : byte))).ok).toBe(false);
  });

  it.each(['device', 'contact'] as const)(
    'P-60: who takes one for %s as one of the other kind pairs with nobody',
    (mode) => {
      const alice = createAlice(1, 'Alice', mode);
      const bob = createBob(otherMode(alice.invitation));
      const reveal = only(alice.hear(only(bob.repeat(), 'claim')), 'reveal');
      const confirm = only(bob.hear(reveal), 'confirm');
      expect(alice.hear(confirm)).toEqual([]);
      expect([alice.paired, bob.paired]).toEqual([undefined, undefined]);
    },
  );

  it('P-60: its states are kept and read with their mode', () => {
    const alice = phone();
    const bob = createBob(alice.invitation);
    bob.hear(only(alice.hear(only(bob.repeat(), 'claim')), 'reveal'));
    for (const [parse, bytes, state] of [
      [parseInviterState, encodeInviterState(alice.state), alice.state],
      [parseClaimantState, encodeClaimantState(bob.state), bob.state],
    ] as const) {
      expect(parse(bytes)).toEqual({ ok: true, value: state });
    }
  });

  it('P-61: claimed in time, it can be finished for five minutes more', () => {
    const alice = phone();
    const bob = createBob(alice.invitation);
    const reveal = only(alice.hear(only(bob.repeat(), 'claim'), EXPIRES - 1), 'reveal');
    const confirm = only(bob.hear(reveal), 'confirm');
    const last = EXPIRES + FINISH_DEVICE_MS - 1;
    bob.tick(last);
    expect(bob.ended).toBeUndefined();
    bob.hear(only(alice.hear(confirm, last), 'complete'));
    expect(pairedOf(bob).emoji).toEqual(pairedOf(alice).emoji);
  });

  it('P-61: an attempt that nobody finishes ends then', () => {
    const alice = phone();
    const bob = createBob(alice.invitation);
    const reveal = only(alice.hear(only(bob.repeat(), 'claim'), EXPIRES - 1), 'reveal');
    const confirm = only(bob.hear(reveal), 'confirm');
    bob.tick(EXPIRES + FINISH_DEVICE_MS);
    expect(bob.ended).toBe('expired');
    expect(alice.hear(confirm, EXPIRES + FINISH_DEVICE_MS)).toEqual([]);
    expect(alice.state.phase).toEqual({ kind: 'ended', why: 'expired' });
  });

  it('P-62: leaked, and used by another first: other emoji, and the late device is told', () => {
    const alice = phone();
    const mallory = createBob(alice.invitation, 50, 'Laptop');
    const bob = createBob(alice.invitation, 2, 'Laptop');
    const claim = only(bob.repeat(), 'claim');
    pair(alice, mallory);
    bob.hear(only(alice.hear(claim), 'used'));
    expect(bob.ended).toBe('used');
    // Had Mallory stood between the two instead, with a link of its own:
    const between = phone(51);
    const laptop = createBob(between.invitation, 3, 'Laptop');
    pair(between, laptop);
    expect(pairedOf(laptop).emoji).not.toEqual(pairedOf(alice).emoji);
  });

  it('P-62: raced by two before completion, it is void for both', () => {
    const alice = phone();
    const [first, second] = [createBob(alice.invitation, 2), createBob(alice.invitation, 3)];
    first.hear(only(alice.hear(only(first.repeat(), 'claim')), 'reveal'));
    const voided = only(alice.hear(only(second.repeat(), 'claim')), 'voided');
    for (const each of [first, second]) each.hear(voided);
    expect([first.ended, second.ended]).toEqual(['raced', 'raced']);
    expect(alice.state.phase.kind).toBe('raced');
  });

  it('P-62: unclaimed it ends at its expiry', () => {
    const alice = phone();
    const bob = createBob(alice.invitation);
    expect(alice.hear(only(bob.repeat(), 'claim'), EXPIRES)).toEqual([]);
    bob.tick(EXPIRES);
    expect(bob.ended).toBe('expired');
  });

  it('P-63: recorded frames pair nobody, neither here nor under a link of the other kind', () => {
    const alice = phone();
    const bob = createBob(alice.invitation);
    const frames: readonly PairingFrame[] = Object.values(pair(alice, bob));
    const later = [createAlice(4, 'Alice', 'device'), createAlice(1, 'Alice', 'contact')];
    for (const other of later) {
      for (const frame of frames) other.hear(frame);
      expect(other.paired).toBeUndefined();
      const claimant = createBob(other.invitation, 2);
      for (const frame of frames) claimant.hear(frame);
      expect(claimant.paired).toBeUndefined();
    }
    expect(suite.hash(pairedOf(bob).pairingKey)).toEqual(suite.hash(pairedOf(alice).pairingKey));
  });
});
