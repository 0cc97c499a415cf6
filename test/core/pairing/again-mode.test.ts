/** Links back into a conversation: bound to it and to a place in it, and never taken for another. */
import { describe, expect, it } from 'vitest';
import { aboutPlace, isAboutPlace } from '../../../src/core/pairing/again.ts';
import {
  encodeInvitation,
  invitationLink,
  parseInvitation,
  type Invitation,
} from '../../../src/core/pairing/invitation.ts';
import { createInviter, FINISH_AGAIN_MS } from '../../../src/core/pairing/inviter.ts';
import { drawOurselves } from '../../../src/core/pairing/schedule.ts';
import {
  encodeClaimantState,
  encodeInviterState,
  parseClaimantState,
  parseInviterState,
} from '../../../src/core/pairing/state-codec.ts';
import { createFakeRandom } from '../../../src/effects/platform/fake-random.ts';
import {
  createAlice,
  createBob,
  EXPIRES,
  flip,
  only,
  pair,
  pairedOf,
  suite,
} from './pairing-fixture.ts';

const PLACE = { conversationId: new Uint8Array(32).fill(7), member: new Uint8Array(32).fill(8) };
const alice = (seed = 1, place = PLACE) =>
  createAlice(seed, 'Alice', 'again', (secret) => aboutPlace(suite, secret, place));

const changed = (invitation: Invitation, at: number): Invitation => ({
  ...invitation,
  about: flip(invitation.about ?? new Uint8Array(0), at),
});

describe('a link back into a conversation', () => {
  it('P-80: it is about one place alone, and says nothing of it without its secret', () => {
    const { invitation } = alice();
    expect(isAboutPlace(suite, invitation, PLACE)).toBe(true);
    for (const part of ['conversationId', 'member'] as const) {
      const other = { ...PLACE, [part]: flip(PLACE[part]) };
      expect(isAboutPlace(suite, invitation, other)).toBe(false);
    }
    const later = alice(2).invitation;
    expect(later.about).not.toEqual(invitation.about);
    expect(isAboutPlace(suite, { ...later, about: invitation.about }, PLACE)).toBe(false);
    expect(isAboutPlace(suite, createAlice().invitation, PLACE)).toBe(false);
  });

  it.each([0, 15])('P-80: who has it with byte %i of the place changed pairs with nobody', (at) => {
    const there = alice();
    const bob = createBob(changed(there.invitation, at));
    const reveal = only(there.hear(only(bob.repeat(), 'claim')), 'reveal');
    expect(there.hear(only(bob.hear(reveal), 'confirm'))).toEqual([]);
    expect([there.paired, bob.paired]).toEqual([undefined, undefined]);
  });

  it.each(['contact', 'device'] as const)('P-80: nor who takes it for one of a %s', (mode) => {
    const there = alice();
    const bob = createBob({ ...there.invitation, mode, about: undefined });
    const reveal = only(there.hear(only(bob.repeat(), 'claim')), 'reveal');
    expect(there.hear(only(bob.hear(reveal), 'confirm'))).toEqual([]);
    expect([there.paired, bob.paired]).toEqual([undefined, undefined]);
  });

  it('P-80: the place moves the emoji', () => {
    const [one, other] = [alice(), alice(1, { ...PLACE, member: new Uint8Array(32).fill(9) })];
    const emoji = [one, other].map((there) => {
      pair(there, createBob(there.invitation));
      return pairedOf(there).emoji;
    });
    expect(emoji[0]).not.toEqual(emoji[1]);
  });

  it('P-80: without a place it is none, and another kind has none', () => {
    const { invitation } = alice();
    const bytes = encodeInvitation(invitation);
    expect(parseInvitation(bytes.slice(0, -16)).ok).toBe(false);
    expect(parseInvitation(bytes.slice(0, -1)).ok).toBe(false);
    for (const mode of [0, 1]) {
      expect(parseInvitation(bytes.map((byte, i) => (i === 1 ? mode : byte))).ok).toBe(false);
    }
    expect(() => encodeInvitation({ ...invitation, about: undefined })).toThrow(RangeError);
    expect(() => encodeInvitation({ ...invitation, mode: 'contact' })).toThrow(RangeError);
  });

  it('P-81: at most 200 characters, with the longest name and node', () => {
    const node = 'node.of-the-vineyard.ex:9443';
    const random = createFakeRandom(5);
    const name = 'Ärzte 🍇 '.repeat(8);
    const { invitation } = createInviter(
      suite,
      random,
      drawOurselves(random, name),
      EXPIRES,
      node,
      'again',
      name,
      (secret) => aboutPlace(suite, secret, PLACE),
    );
    const link = invitationLink('https://grapevine-of.example.org', invitation);
    expect(node).toHaveLength(28);
    expect(link.length).toBeLessThanOrEqual(200);
    expect(parseInvitation(encodeInvitation(invitation))).toEqual({ ok: true, value: invitation });
  });

  it('P-81: its states are read back equal', () => {
    const there = alice();
    const bob = createBob(there.invitation);
    bob.hear(only(there.hear(only(bob.repeat(), 'claim')), 'reveal'));
    for (const [parse, bytes, state] of [
      [parseInviterState, encodeInviterState(there.state), there.state],
      [parseClaimantState, encodeClaimantState(bob.state), bob.state],
    ] as const) {
      expect(parse(bytes)).toEqual({ ok: true, value: state });
    }
  });

  it('P-81: claimed in time, it can be finished for a day more, and no longer', () => {
    const [there, late] = [alice(), alice()];
    for (const [side, at] of [
      [there, EXPIRES + FINISH_AGAIN_MS - 1],
      [late, EXPIRES + FINISH_AGAIN_MS],
    ] as const) {
      const bob = createBob(side.invitation);
      const reveal = only(side.hear(only(bob.repeat(), 'claim'), EXPIRES - 1), 'reveal');
      side.hear(only(bob.hear(reveal), 'confirm'), at);
    }
    expect(there.paired).toBeDefined();
    expect(late.paired).toBeUndefined();
  });
});
