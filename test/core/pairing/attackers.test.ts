/** Everybody who may stand at the rendezvous, or between the two people, and what they get. */
import { describe, expect, it } from 'vitest';
import { createWriter } from '../../../src/core/bytes/writer.ts';
import { authenticate, derive } from '../../../src/core/crypto/derive.ts';
import { sealRecord } from '../../../src/core/crypto/sealed.ts';
import {
  signCertificate,
  writeCertificate,
  type Certificate,
} from '../../../src/core/members/certificate.ts';
import { NO_CLAIM, type PairingFrame } from '../../../src/core/pairing/frames.ts';
import { FINISH_MS } from '../../../src/core/pairing/inviter.ts';
import {
  certificateOf,
  confirmation,
  conversationIdOf,
  drawOurselves,
  emojiDigest,
  openConfirmation,
} from '../../../src/core/pairing/schedule.ts';
import { signReveal, signUsed, signVoided, voiceOf } from '../../../src/core/pairing/voice.ts';
import { createFakeRandom } from '../../../src/effects/platform/fake-random.ts';
import { attemptId } from '../../../src/core/pairing/claimant.ts';
import {
  createAlice,
  createBob,
  EXPIRES,
  flip,
  NOW,
  only,
  pair,
  pairedOf,
  suite,
} from './pairing-fixture.ts';

const random = createFakeRandom(99);

describe('the emoji', () => {
  const alice = createAlice();
  const { claim, reveal, confirm } = pair(alice, createBob(alice.invitation));
  const { invitation } = alice;
  const transcript = { invitation, claim, reveal, ciphertext: confirm.ciphertext };
  const shown = emojiDigest(suite, transcript);

  it('P-4: nothing that is said after both have committed themselves moves them', () => {
    const other = { ...transcript, ciphertext: flip(confirm.ciphertext) };
    expect(emojiDigest(suite, other)).toEqual(shown);
    const { ciphertext, signature } = reveal;
    const again = { ...reveal, ciphertext: flip(ciphertext), signature: flip(signature) };
    expect(emojiDigest(suite, { ...transcript, reveal: again })).toEqual(shown);
  });

  it('P-4: they depend on the link and on the keys and nonces of both', () => {
    const others = [
      { ...transcript, invitation: { ...invitation, secret: flip(invitation.secret) } },
      { ...transcript, invitation: { ...invitation, commitment: flip(invitation.commitment) } },
      { ...transcript, invitation: { ...invitation, name: 'Alicia' } },
      { ...transcript, claim: { ...claim, key: flip(claim.key) } },
      { ...transcript, claim: { ...claim, nonce: flip(claim.nonce) } },
      { ...transcript, reveal: { ...reveal, key: flip(reveal.key) } },
      { ...transcript, reveal: { ...reveal, nonce: flip(reveal.nonce) } },
    ];
    const all = [shown, ...others.map((other) => emojiDigest(suite, other))].map(String);
    expect(new Set(all).size).toBe(all.length);
  });

  it('P-5: someone in the middle who rewrites the link leaves different emoji on both sides', () => {
    const mine = createAlice();
    const malloryToBob = createAlice(50, 'Alice');
    const bob = createBob(malloryToBob.invitation);
    const malloryToAlice = createBob(mine.invitation, 51, 'Bob');
    pair(malloryToBob, bob);
    pair(mine, malloryToAlice);
    expect(pairedOf(mine).emoji).not.toEqual(pairedOf(bob).emoji);
    expect(pairedOf(mine).pairingKey).not.toEqual(pairedOf(bob).pairingKey);
  });

  it('P-4: a second guess is a second claim, and that voids the invitation', () => {
    const mine = createAlice();
    const first = createBob(mine.invitation, 60);
    const reveal = only(mine.hear(only(first.repeat(), 'claim')), 'reveal');
    first.hear(reveal);
    const second = createBob(mine.invitation, 61);
    only(mine.hear(only(second.repeat(), 'claim')), 'voided');
    expect(mine.state.phase.kind).toBe('raced');
  });
});

describe('who holds the link', () => {
  it('P-6: cannot answer in the place of the inviter', () => {
    const alice = createAlice();
    const mallory = createAlice(50, 'Alice');
    const bob = createBob(alice.invitation);
    const forged = only(mallory.hear(only(bob.repeat(), 'claim')), 'reveal');
    expect(bob.hear(forged)).toEqual([]);
    expect(bob.state.phase.kind).toBe('claiming');
  });

  it('P-6: cannot put a ciphertext of its own beside the true keys', () => {
    const alice = createAlice();
    const bob = createBob(alice.invitation);
    const claim = only(bob.repeat(), 'claim');
    const genuine = only(alice.hear(claim), 'reveal');
    const own = suite.encapsulate(claim.key, random(64));
    if (!own) throw new Error('the key is good');
    const voice = voiceOf(suite, { handshakeSeed: random(32), nonce: genuine.nonce });
    const forged: readonly PairingFrame[] = [
      { ...genuine, ciphertext: own.ciphertext },
      signReveal(suite, voice, { ...genuine, ciphertext: own.ciphertext }),
      signReveal(suite, voice, { ...genuine, verifier: voice.opening.verifier }),
      { ...genuine, signature: flip(genuine.signature) },
      { ...genuine, nonce: flip(genuine.nonce) },
      { ...genuine, key: flip(genuine.key) },
    ];
    for (const frame of forged) expect(bob.hear(frame)).toEqual([]);
    const confirm = only(bob.hear(genuine), 'confirm');
    bob.hear(only(alice.hear(confirm), 'complete'));
    expect(pairedOf(bob).pairingKey).toEqual(pairedOf(alice).pairingKey);
  });

  it('P-14: cannot end an attempt with a forged "used" or "voided"', () => {
    const alice = createAlice();
    const bob = createBob(alice.invitation);
    const reveal = only(alice.hear(only(bob.repeat(), 'claim')), 'reveal');
    const claim = attemptId(suite, bob.state);
    const voice = voiceOf(suite, { handshakeSeed: random(32), nonce: reveal.nonce });
    const other = createAlice(50);
    only(other.hear(only(createBob(other.invitation, 51).repeat(), 'claim')), 'reveal');
    const elsewhere = only(
      other.hear(only(createBob(other.invitation, 52).repeat(), 'claim')),
      'voided',
    );
    const forged = [signUsed(suite, voice, claim), signVoided(suite, voice), elsewhere];
    for (const frame of forged) expect(bob.hear(frame)).toEqual([]);
    expect(bob.ended).toBeUndefined();
  });

  it('P-14: cannot stop either side with forged confirmations', () => {
    const alice = createAlice();
    const bob = createBob(alice.invitation);
    const reveal = only(alice.hear(only(bob.repeat(), 'claim')), 'reveal');
    const confirm = only(bob.hear(reveal), 'confirm');
    const bad = [
      { ...confirm, mac: flip(confirm.mac) },
      { ...confirm, certificate: flip(confirm.certificate, 30) },
      { ...confirm, ciphertext: flip(confirm.ciphertext, 500) },
      { ...confirm, claim: flip(confirm.claim) },
    ];
    for (const frame of bad) expect(alice.hear(frame)).toEqual([]);
    expect(alice.paired).toBeUndefined();
    const complete = only(alice.hear(confirm), 'complete');
    const worse = [
      { ...complete, mac: flip(complete.mac) },
      { ...complete, certificate: flip(complete.certificate, 30) },
      { ...complete, claim: flip(complete.claim) },
    ];
    for (const frame of worse) expect(bob.hear(frame)).toEqual([]);
    expect(bob.paired).toBeUndefined();
    bob.hear(complete);
    expect(pairedOf(bob).emoji).toEqual(pairedOf(alice).emoji);
  });

  it('P-14: a malformed claim neither takes nor voids the invitation', () => {
    const alice = createAlice();
    const broken = {
      kind: 'claim',
      key: new Uint8Array(1216).fill(255),
      nonce: random(32),
    } as const;
    expect(alice.hear(broken)).toEqual([]);
    expect(alice.state.phase.kind).toBe('waiting');
    only(alice.hear(only(createBob(alice.invitation).repeat(), 'claim')), 'reveal');
    expect(alice.hear(broken)).toEqual([]);
    expect(alice.state.phase.kind).toBe('claimed');
  });

  it('P-14: frames of the other role, or of one’s own, change nothing', () => {
    const alice = createAlice();
    const bob = createBob(alice.invitation);
    const claim = only(bob.repeat(), 'claim');
    const reveal = only(alice.hear(claim), 'reveal');
    const confirm = only(bob.hear(reveal), 'confirm');
    for (const frame of [reveal, { kind: 'present' } as const])
      expect(alice.hear(frame)).toEqual([]);
    for (const frame of [claim, confirm, { kind: 'declined', claim: NO_CLAIM } as const]) {
      expect(bob.hear(frame)).toEqual([]);
    }
    expect(alice.state.phase.kind).toBe('claimed');
    expect(bob.state.phase.kind).toBe('confirming');
  });
});

describe('a second claimant', () => {
  it('P-7: before completion voids the invitation, and both are told', () => {
    const alice = createAlice();
    const bob = createBob(alice.invitation);
    const mallory = createBob(alice.invitation, 3, 'Bob');
    const reveal = only(alice.hear(only(bob.repeat(), 'claim')), 'reveal');
    const confirm = only(bob.hear(reveal), 'confirm');
    const voided = only(alice.hear(only(mallory.repeat(), 'claim')), 'voided');
    expect(alice.state.phase.kind).toBe('raced');
    expect(only(alice.hear(confirm), 'voided')).toEqual(voided);
    for (const claimant of [bob, mallory]) {
      claimant.hear(voided);
      expect(claimant.ended).toBe('raced');
    }
    expect(alice.paired).toBeUndefined();
  });

  it('P-8: after completion is told that it is used, and the conversation lives on', () => {
    const alice = createAlice();
    const bob = createBob(alice.invitation);
    const { confirm, complete } = pair(alice, bob);
    const late = createBob(alice.invitation, 3, 'Mallory');
    const used = only(alice.hear(only(late.repeat(), 'claim')), 'used');
    late.hear(used);
    expect(late.ended).toBe('used');
    expect(alice.hear(confirm)).toEqual([complete]);
    expect(bob.hear(used)).toEqual([]);
    expect(bob.ended).toBeUndefined();
  });

  it('P-9: recorded frames, in any order, get the same bytes again and change nothing', () => {
    const alice = createAlice();
    const bob = createBob(alice.invitation);
    const { claim, reveal, confirm, complete } = pair(alice, bob);
    const before = alice.state;
    const frames = [complete, confirm, reveal, claim, confirm, claim];
    const answers = frames.flatMap((frame) => alice.hear(frame));
    expect(answers).toEqual([complete, complete, complete, complete]);
    expect(alice.state).toEqual(before);
  });

  it('P-9: frames recorded under one invitation mean nothing under another', () => {
    const first = createAlice();
    const { reveal, confirm, complete } = pair(first, createBob(first.invitation));
    const second = createAlice(7);
    const bob = createBob(second.invitation, 8);
    only(second.hear(only(bob.repeat(), 'claim')), 'reveal');
    for (const frame of [confirm, complete]) expect(second.hear(frame)).toEqual([]);
    for (const frame of [reveal, complete]) expect(bob.hear(frame)).toEqual([]);
  });
});

describe('the end of an invitation', () => {
  it('P-10: unclaimed it ends at its expiry, and a later claim is not answered', () => {
    const alice = createAlice();
    const bob = createBob(alice.invitation);
    alice.tick(EXPIRES - 1);
    expect(alice.state.phase.kind).toBe('waiting');
    expect(alice.hear(only(bob.repeat(), 'claim'), EXPIRES)).toEqual([]);
    expect(alice.state.phase).toEqual({ kind: 'ended', why: 'expired' });
    bob.tick(EXPIRES);
    expect(bob.ended).toBe('expired');
  });

  it('P-10: claimed in time, it can be finished for seven days more', () => {
    const alice = createAlice();
    const bob = createBob(alice.invitation);
    const reveal = only(alice.hear(only(bob.repeat(), 'claim'), EXPIRES - 1), 'reveal');
    const confirm = only(bob.hear(reveal), 'confirm');
    bob.tick(EXPIRES + FINISH_MS - 1);
    expect(bob.ended).toBeUndefined();
    bob.hear(only(alice.hear(confirm, EXPIRES + FINISH_MS - 1), 'complete'));
    expect(bob.paired).toBeDefined();
  });

  it('P-10: an attempt that nobody finishes ends after those days', () => {
    const alice = createAlice();
    const bob = createBob(alice.invitation);
    bob.hear(only(alice.hear(only(bob.repeat(), 'claim')), 'reveal'));
    alice.tick(EXPIRES + FINISH_MS);
    bob.tick(EXPIRES + FINISH_MS);
    expect(alice.state.phase).toEqual({ kind: 'ended', why: 'expired' });
    expect(bob.ended).toBe('expired');
  });

  it('P-13: a no burns what nobody has claimed', () => {
    const alice = createAlice();
    expect(alice.hear({ kind: 'declined', claim: NO_CLAIM })).toEqual([]);
    expect(alice.state.phase).toEqual({ kind: 'ended', why: 'declined' });
    expect(alice.hear(only(createBob(alice.invitation).repeat(), 'claim'))).toEqual([]);
  });

  it('P-13: once it is claimed, only the claimant can take that back', () => {
    const alice = createAlice();
    const bob = createBob(alice.invitation);
    only(alice.hear(only(bob.repeat(), 'claim')), 'reveal');
    alice.hear({ kind: 'declined', claim: NO_CLAIM });
    alice.hear({ kind: 'declined', claim: random(32) });
    expect(alice.state.phase.kind).toBe('claimed');
    alice.hear({ kind: 'declined', claim: attemptId(suite, bob.state) });
    expect(alice.state.phase).toEqual({ kind: 'ended', why: 'declined' });
  });

  it('P-13: a no after completion changes nothing', () => {
    const alice = createAlice();
    const bob = createBob(alice.invitation);
    pair(alice, bob);
    const before = alice.state;
    alice.hear({ kind: 'declined', claim: attemptId(suite, bob.state) }, NOW);
    expect(alice.state).toBe(before);
  });
});

describe('the certificate that confirms', () => {
  const key = random(32);
  const ourselves = drawOurselves(random, 'Alice');
  const theirs = drawOurselves(random, 'Bob');
  const open = (confirmed: ReturnType<typeof confirmation>) =>
    openConfirmation(suite, key, 'claimant', ourselves, confirmed);

  it('P-15: is taken from the other side alone, in its own role, under the key of this pairing', () => {
    const good = confirmation(suite, random, key, 'claimant', theirs);
    expect(open(good)?.name).toBe('Bob');
    expect(openConfirmation(suite, key, 'inviter', ourselves, good)).toBeNull();
    expect(
      openConfirmation(suite, derive(suite, key, 'x'), 'claimant', ourselves, good),
    ).toBeNull();
    expect(open(confirmation(suite, random, key, 'claimant', ourselves))).toBeNull();
  });

  /** Any certificate at all, confirmed by who knows the key. */
  const confirming = (certificate: Certificate) => {
    const text = writeCertificate(createWriter(), certificate).finish();
    const sealKey = derive(suite, key, 'certificate of the claimant');
    const sealed = sealRecord(suite, random, sealKey, text, new Uint8Array(0));
    const macKey = derive(suite, key, 'confirmation of the claimant');
    return { certificate: sealed, mac: authenticate(suite, macKey, 'confirm', [sealed]) };
  };
  const signed = (conversationId: Uint8Array, kemKey: Uint8Array) =>
    signCertificate(suite, theirs.writerSeed, conversationId, kemKey, 'Bob');

  it('P-15: must be signed for this conversation, by a writer that is not ours, over a usable key', () => {
    const kemKey = suite.kemPublicKey(theirs.kemSeed);
    const here = conversationIdOf(suite, key);
    expect(open(confirming(signed(here, kemKey)))?.name).toBe('Bob');
    expect(open(confirming(signed(conversationIdOf(suite, random(32)), kemKey)))).toBeNull();
    expect(open(confirming(signed(here, new Uint8Array(1216).fill(255))))).toBeNull();
    expect(open(confirming(certificateOf(suite, key, ourselves)))).toBeNull();
  });
});
