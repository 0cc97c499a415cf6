/**
 * The claimant's side of a pairing, as a state machine.
 *
 * A claimant is its handshake key, kept in the state: a resumed attempt repeats
 * its frames byte for byte and is the same claimant. It believes nobody but the
 * inviter to whom the link commits.
 */

import { equalBytes } from '../bytes/compare.ts';
import type { Random, Suite } from '../crypto/suite.ts';
import type { PairingFrame } from './frames.ts';
import type { Invitation } from './invitation.ts';
import { finishBy } from './inviter.ts';
import {
  certificateOf,
  claimId,
  confirmation,
  conversationIdOf,
  emojiDigest,
  openConfirmation,
  pairingKey,
  roomSecretOf,
  type Ourselves,
  type Paired,
} from './schedule.ts';
import { isRefusalGenuine, isRevealGenuine } from './voice.ts';

export type ClaimantState = {
  readonly invitation: Invitation;
  readonly ourselves: Ourselves;
  readonly phase: ClaimantPhase;
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
  | { readonly kind: 'repeat' }
  | { readonly kind: 'tick'; readonly now: number };

export type ClaimantEnd = 'used' | 'raced' | 'expired';

export type ClaimantStep = {
  readonly state: ClaimantState;
  /** To be sent after the state is durable. */
  readonly send: readonly PairingFrame[];
  /** Set by the step that completes: the state is no longer needed. */
  readonly paired: Paired | undefined;
  /** Set by the step that ends the attempt for good: the state must be erased. */
  readonly ended: ClaimantEnd | undefined;
};

export const createClaimant = (invitation: Invitation, ourselves: Ourselves): ClaimantState => ({
  invitation,
  ourselves,
  phase: { kind: 'claiming' },
});

/** When the attempt ends, in milliseconds since 1970: once revealed, it can be finished for longer. */
export const claimantDeadline = ({ invitation, phase }: ClaimantState): number =>
  phase.kind === 'confirming' ? finishBy(invitation) : invitation.expires;

export const stepClaimant = (
  suite: Suite,
  random: Random,
  state: ClaimantState,
  input: ClaimantInput,
): ClaimantStep => {
  if (input.kind === 'repeat') return stay(state, [currentFrame(suite, state)]);
  if (input.kind === 'tick') {
    return input.now >= claimantDeadline(state) ? end(state, 'expired') : stay(state);
  }
  const { frame } = input;
  switch (frame.kind) {
    case 'present':
      return stay(state, [currentFrame(suite, state)]);
    case 'reveal':
      return onReveal(suite, random, state, frame);
    case 'complete':
      return onComplete(suite, state, frame);
    case 'used':
    case 'voided':
      return onRefusal(suite, state, frame);
    default:
      return stay(state);
  }
};

/** The id of this attempt's claim, 32 bytes: names it in `declined` when it is taken back. */
export const attemptId = (suite: Suite, state: ClaimantState): Uint8Array =>
  claimId(suite, claimOf(suite, state));

/** The frame that this attempt repeats until it is answered. */
const currentFrame = (suite: Suite, state: ClaimantState): PairingFrame =>
  state.phase.kind === 'confirming' ? state.phase.confirm : claimOf(suite, state);

const claimOf = (suite: Suite, { ourselves }: ClaimantState): PairingFrame & { kind: 'claim' } => ({
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
  const claim = claimOf(suite, state);
  if (!equalBytes(reveal.claim, claimId(suite, claim))) return stay(state);
  if (!isRevealGenuine(suite, invitation.commitment, reveal)) return stay(state);
  if (state.phase.kind === 'confirming') return stay(state, [state.phase.confirm]);
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
  const emoji = emojiDigest(suite, transcript);
  const phase = { kind: 'confirming', confirm, pairingKey: key, emoji } as const;
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
  const peer = openConfirmation(suite, key, 'inviter', ourselves, complete);
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
  return { ...stay(state), paired };
};

const onRefusal = (
  suite: Suite,
  state: ClaimantState,
  frame: PairingFrame & { kind: 'used' | 'voided' },
): ClaimantStep => {
  const claim = attemptId(suite, state);
  if (!isRefusalGenuine(suite, state.invitation.commitment, claim, frame)) return stay(state);
  return end(state, frame.kind === 'used' ? 'used' : 'raced');
};

const end = (state: ClaimantState, ended: ClaimantEnd): ClaimantStep => ({
  ...stay(state),
  ended,
});

const stay = (state: ClaimantState, send: readonly PairingFrame[] = []): ClaimantStep => ({
  state,
  send,
  paired: undefined,
  ended: undefined,
});
