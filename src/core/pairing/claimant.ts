/**
 * The claimant's side of a pairing, as a state machine.
 *
 * A claimant is its handshake key, kept in the state: a resumed attempt repeats
 * its frames byte for byte and is the same claimant. "Used" and "voided" can be
 * said by anyone who holds the link, so a completion that proves the key still
 * counts after them.
 */

import { equalBytes } from '../bytes/compare.ts';
import type { Random, Suite } from '../crypto/suite.ts';
import type { PairingFrame } from './frames.ts';
import type { Invitation } from './invitation.ts';
import {
  certificateOf,
  claimId,
  commitmentOf,
  confirmation,
  conversationIdOf,
  emojiDigest,
  openConfirmation,
  pairingKey,
  roomSecretOf,
  type Ourselves,
  type Paired,
} from './schedule.ts';

export type ClaimantState = {
  readonly invitation: Invitation;
  readonly ourselves: Ourselves;
  readonly phase: ClaimantPhase;
  /** What the inviter's side said last; words for the person, no end of the attempt. */
  readonly refused: 'used' | 'raced' | undefined;
};

export type ClaimantPhase =
  | { readonly kind: 'claiming' }
  | {
      readonly kind: 'confirming';
      readonly confirm: PairingFrame & { kind: 'confirm' };
      readonly pairingKey: Uint8Array;
      /** 6 bytes. */
      readonly emoji: Uint8Array;
    };

export type ClaimantInput =
  | { readonly kind: 'frame'; readonly frame: PairingFrame }
  /** The rendezvous can be reached (again), or it is time to repeat. */
  | { readonly kind: 'repeat' };

export type ClaimantStep = {
  readonly state: ClaimantState;
  /** To be sent after the state is durable. */
  readonly send: readonly PairingFrame[];
  /** Set by the step that completes: the state is no longer needed. */
  readonly paired: Paired | undefined;
};

export const createClaimant = (invitation: Invitation, ourselves: Ourselves): ClaimantState => ({
  invitation,
  ourselves,
  phase: { kind: 'claiming' },
  refused: undefined,
});

export const stepClaimant = (
  suite: Suite,
  random: Random,
  state: ClaimantState,
  input: ClaimantInput,
): ClaimantStep => {
  if (input.kind === 'repeat') return stay(state, [currentFrame(suite, state)]);
  const { frame } = input;
  switch (frame.kind) {
    case 'present':
      return stay(state, [currentFrame(suite, state)]);
    case 'reveal':
      return onReveal(suite, random, state, frame);
    case 'complete':
      return onComplete(suite, state, frame);
    case 'used':
      return equalBytes(frame.claim, claimId(suite, claimOf(suite, state)))
        ? stay({ ...state, refused: 'used' })
        : stay(state);
    case 'voided':
      return stay({ ...state, refused: 'raced' });
    default:
      return stay(state);
  }
};

/** The frame that this attempt repeats until it is answered. */
const currentFrame = (suite: Suite, { ourselves, phase }: ClaimantState): PairingFrame =>
  phase.kind === 'confirming' ? phase.confirm : claimFrame(suite, ourselves);

const claimOf = (suite: Suite, { ourselves }: ClaimantState) => claimFrame(suite, ourselves);

const claimFrame = (suite: Suite, ourselves: Ourselves): PairingFrame & { kind: 'claim' } => ({
  kind: 'claim',
  key: suite.kemPublicKey(ourselves.handshakeSeed),
  nonce: ourselves.nonce,
});

const onReveal = (
  suite: Suite,
  random: Random,
  state: ClaimantState,
  reveal: PairingFrame & { kind: 'reveal' },
): ClaimantStep => {
  const { invitation, ourselves } = state;
  if (state.phase.kind === 'confirming') return stay(state, [state.phase.confirm]);
  const claim = claimOf(suite, state);
  const committed = commitmentOf(suite, reveal.key, reveal.nonce);
  if (!equalBytes(committed, invitation.commitment)) return stay(state);
  if (!equalBytes(reveal.claim, claimId(suite, claim))) return stay(state);
  const toClaimant = suite.decapsulate(ourselves.handshakeSeed, reveal.ciphertext);
  const toInviter = suite.encapsulate(reveal.key, ourselves.entropy);
  if (!toClaimant || !toInviter) return stay(state);
  const transcript = { invitation, claim, reveal, ciphertext: toInviter.ciphertext };
  const key = pairingKey(suite, transcript, toClaimant, toInviter.secret);
  const confirm = {
    kind: 'confirm',
    claim: reveal.claim,
    ciphertext: toInviter.ciphertext,
    ...confirmation(suite, random, key, 'claimant', ourselves),
  } as const;
  const phase = {
    kind: 'confirming',
    confirm,
    pairingKey: key,
    emoji: emojiDigest(suite, transcript),
  } as const;
  return stay({ ...state, phase }, [confirm]);
};

const onComplete = (
  suite: Suite,
  state: ClaimantState,
  complete: PairingFrame & { kind: 'complete' },
): ClaimantStep => {
  const { phase, ourselves } = state;
  if (phase.kind !== 'confirming' || !equalBytes(complete.claim, phase.confirm.claim)) {
    return stay(state);
  }
  const key = phase.pairingKey;
  const peer = openConfirmation(suite, key, 'inviter', complete);
  if (!peer) return stay(state);
  const paired: Paired = {
    role: 'claimant',
    conversationId: conversationIdOf(suite, key),
    roomSecret: roomSecretOf(suite, key),
    pairingKey: key,
    writerSeed: ourselves.writerSeed,
    kemSeed: ourselves.kemSeed,
    own: certificateOf(suite, key, ourselves),
    peer,
    emoji: phase.emoji,
  };
  return { state, send: [], paired };
};

const stay = (state: ClaimantState, send: readonly PairingFrame[] = []): ClaimantStep => ({
  state,
  send,
  paired: undefined,
});
