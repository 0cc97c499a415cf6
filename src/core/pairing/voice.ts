/**
 * How an inviter proves that a frame is its own.
 *
 * Everybody who holds the link can publish at the rendezvous. So the link
 * commits to a signing key beside the handshake key, and the frames that decide
 * over a claimant's attempt are signed by it: a stranger can neither make a
 * claimant answer a forged reveal nor tell it that the invitation is used. The
 * key is good for one invitation and names nobody.
 */

import { equalBytes } from '../bytes/compare.ts';
import { derive, digest, labelled } from '../crypto/derive.ts';
import type { Suite } from '../crypto/suite.ts';
import type { Opening, PairingFrame } from './frames.ts';

/** What an inviter speaks with; holds nothing that could open the pairing. */
export type Voice = {
  readonly opening: Opening;
  /** Ed25519 seed, 32 bytes. */
  readonly seed: Uint8Array;
};

/** From the inviter's X-Wing seed (32 bytes) and nonce (32 bytes). */
export const voiceOf = (
  suite: Suite,
  { handshakeSeed, nonce }: { readonly handshakeSeed: Uint8Array; readonly nonce: Uint8Array },
): Voice => {
  const seed = derive(suite, handshakeSeed, 'inviter voice');
  const keyDigest = keyDigestOf(suite, suite.kemPublicKey(handshakeSeed));
  return { seed, opening: { keyDigest, nonce, verifier: suite.signingPublicKey(seed) } };
};

/** 32 bytes: the commitment of an invitation. */
export const commitmentOf = (suite: Suite, { keyDigest, nonce, verifier }: Opening): Uint8Array =>
  digest(suite, 'invitation commitment', [keyDigest, nonce, verifier]);

type Reveal = PairingFrame & { kind: 'reveal' };
type Refusal = PairingFrame & { kind: 'used' | 'voided' };

export const signReveal = (
  suite: Suite,
  voice: Voice,
  reveal: Omit<Reveal, 'signature'>,
): Reveal => ({
  ...reveal,
  signature: suite.sign(voice.seed, revealStatement(suite, reveal)),
});

/** Whether the inviter to whom the link commits made this reveal. */
export const isRevealGenuine = (suite: Suite, commitment: Uint8Array, reveal: Reveal): boolean =>
  equalBytes(commitmentOf(suite, openingOfReveal(suite, reveal)), commitment) &&
  suite.verify(reveal.signature, revealStatement(suite, reveal), reveal.verifier);

/** Tells one claimant that somebody else completed the invitation. */
export const signUsed = (suite: Suite, { opening, seed }: Voice, claim: Uint8Array): Refusal => ({
  kind: 'used',
  claim,
  opening,
  signature: suite.sign(seed, usedStatement(suite, opening, claim)),
});

/** Tells every claimant that the invitation is void. */
export const signVoided = (suite: Suite, { opening, seed }: Voice): Refusal => ({
  kind: 'voided',
  opening,
  signature: suite.sign(seed, voidedStatement(suite, opening)),
});

/** Whether the inviter to whom the link commits refused this claimant. */
export const isRefusalGenuine = (
  suite: Suite,
  commitment: Uint8Array,
  claim: Uint8Array,
  frame: Refusal,
): boolean => {
  if (!equalBytes(commitmentOf(suite, frame.opening), commitment)) return false;
  if (frame.kind === 'used' && !equalBytes(frame.claim, claim)) return false;
  const statement =
    frame.kind === 'used'
      ? usedStatement(suite, frame.opening, claim)
      : voidedStatement(suite, frame.opening);
  return suite.verify(frame.signature, statement, frame.opening.verifier);
};

const keyDigestOf = (suite: Suite, key: Uint8Array): Uint8Array =>
  digest(suite, 'handshake key', [key]);

const openingOfReveal = (
  suite: Suite,
  { key, nonce, verifier }: Omit<Reveal, 'signature'>,
): Opening => ({ keyDigest: keyDigestOf(suite, key), nonce, verifier });

const revealStatement = (suite: Suite, reveal: Omit<Reveal, 'signature'>): Uint8Array =>
  labelled('pairing reveal', [
    commitmentOf(suite, openingOfReveal(suite, reveal)),
    reveal.claim,
    reveal.ciphertext,
  ]);

const usedStatement = (suite: Suite, opening: Opening, claim: Uint8Array): Uint8Array =>
  labelled('pairing used', [commitmentOf(suite, opening), claim]);

const voidedStatement = (suite: Suite, opening: Opening): Uint8Array =>
  labelled('pairing voided', [commitmentOf(suite, opening)]);
