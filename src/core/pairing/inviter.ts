/**
 * The inviter's side of a pairing, as a state machine.
 *
 * The first claim takes the invitation; a second claimant before completion
 * voids it, one after completion is told that it is used. Whatever was sent is
 * part of the state, so that a reload repeats it byte for byte.
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
  type Transcript,
} from './schedule.ts';

export type InviterState = { readonly invitation: Invitation; readonly phase: InviterPhase };

export type InviterPhase =
  | { readonly kind: 'waiting'; readonly ourselves: Ourselves }
  | {
      readonly kind: 'claimed';
      readonly ourselves: Ourselves;
      readonly claim: PairingFrame & { kind: 'claim' };
      readonly reveal: PairingFrame & { kind: 'reveal' };
      /** The secret of our encapsulation, 32 bytes. */
      readonly secret: Uint8Array;
    }
  /** Keys are gone from here; what is left answers late frames until the expiry. */
  | {
      readonly kind: 'completed';
      readonly complete: PairingFrame & { kind: 'complete' };
    }
  | { readonly kind: 'ended'; readonly why: 'raced' | 'declined' | 'expired' };

export type InviterInput =
  | { readonly kind: 'frame'; readonly frame: PairingFrame; readonly now: number }
  /** The rendezvous can be reached (again). */
  | { readonly kind: 'connected' }
  | { readonly kind: 'tick'; readonly now: number };

export type InviterStep = {
  readonly state: InviterState;
  /** To be sent after the state is durable. */
  readonly send: readonly PairingFrame[];
  /** Set by the step that completes; to be made durable together with the state. */
  readonly paired: Paired | undefined;
};

/** A new invitation. `expires` in milliseconds, whole minutes; `node` as in invitation.ts. */
export const createInviter = (
  suite: Suite,
  random: Random,
  ourselves: Ourselves,
  expires: number,
  node: string,
): InviterState => ({
  invitation: {
    secret: random(32),
    commitment: commitmentOf(suite, suite.kemPublicKey(ourselves.handshakeSeed), ourselves.nonce),
    expires: Math.floor(expires / 60_000) * 60_000,
    name: ourselves.name,
    node,
  },
  phase: { kind: 'waiting', ourselves },
});

export const stepInviter = (
  suite: Suite,
  random: Random,
  state: InviterState,
  input: InviterInput,
): InviterStep => {
  if (input.kind === 'connected') return stay(state, [{ kind: 'present' }]);
  if (input.kind === 'tick') return expire(state, input.now);
  const { frame, now } = input;
  switch (frame.kind) {
    case 'claim':
      return onClaim(suite, state, frame, now);
    case 'confirm':
      return onConfirm(suite, random, state, frame);
    case 'declined':
      return state.phase.kind === 'waiting' ? end(state, 'declined', []) : stay(state);
    default:
      return stay(state);
  }
};

const onClaim = (
  suite: Suite,
  state: InviterState,
  claim: PairingFrame & { kind: 'claim' },
  now: number,
): InviterStep => {
  const { phase } = state;
  switch (phase.kind) {
    case 'waiting':
      return now >= state.invitation.expires
        ? end(state, 'expired', [])
        : take(suite, state, phase.ourselves, claim);
    case 'claimed':
      return equalBytes(claimId(suite, claim), phase.reveal.claim)
        ? stay(state, [phase.reveal])
        : end(state, 'raced', [{ kind: 'voided' }]);
    case 'completed': {
      const claimed = claimId(suite, claim);
      return equalBytes(claimed, phase.complete.claim)
        ? stay(state, [phase.complete])
        : stay(state, [{ kind: 'used', claim: claimed }]);
    }
    case 'ended':
      return stay(state, phase.why === 'raced' ? [{ kind: 'voided' }] : []);
  }
};

const take = (
  suite: Suite,
  state: InviterState,
  ourselves: Ourselves,
  claim: PairingFrame & { kind: 'claim' },
): InviterStep => {
  const encapsulated = suite.encapsulate(claim.key, ourselves.entropy);
  if (!encapsulated) return stay(state);
  const reveal = {
    kind: 'reveal',
    claim: claimId(suite, claim),
    key: suite.kemPublicKey(ourselves.handshakeSeed),
    nonce: ourselves.nonce,
    ciphertext: encapsulated.ciphertext,
  } as const;
  const phase = { kind: 'claimed', ourselves, claim, reveal, secret: encapsulated.secret } as const;
  return stay({ ...state, phase }, [reveal]);
};

const onConfirm = (
  suite: Suite,
  random: Random,
  state: InviterState,
  confirm: PairingFrame & { kind: 'confirm' },
): InviterStep => {
  const { phase, invitation } = state;
  if (phase.kind === 'completed') {
    return equalBytes(confirm.claim, phase.complete.claim)
      ? stay(state, [phase.complete])
      : stay(state, [{ kind: 'used', claim: confirm.claim }]);
  }
  if (phase.kind !== 'claimed' || !equalBytes(confirm.claim, phase.reveal.claim))
    return stay(state);
  const secret = suite.decapsulate(phase.ourselves.handshakeSeed, confirm.ciphertext);
  if (!secret) return stay(state);
  const { claim, reveal, ourselves } = phase;
  const transcript: Transcript = { invitation, claim, reveal, ciphertext: confirm.ciphertext };
  const key = pairingKey(suite, transcript, phase.secret, secret);
  const peer = openConfirmation(suite, key, 'claimant', confirm);
  if (!peer) return stay(state);
  const complete = {
    kind: 'complete',
    claim: confirm.claim,
    ...confirmation(suite, random, key, 'inviter', ourselves),
  } as const;
  return {
    state: { ...state, phase: { kind: 'completed', complete } },
    send: [complete],
    paired: {
      role: 'inviter',
      conversationId: conversationIdOf(suite, key),
      roomSecret: roomSecretOf(suite, key),
      pairingKey: key,
      writerSeed: ourselves.writerSeed,
      kemSeed: ourselves.kemSeed,
      own: certificateOf(suite, key, ourselves),
      peer,
      emoji: emojiDigest(suite, transcript),
    },
  };
};

const expire = (state: InviterState, now: number): InviterStep =>
  state.phase.kind === 'waiting' && now >= state.invitation.expires
    ? end(state, 'expired', [])
    : stay(state);

const end = (
  state: InviterState,
  why: 'raced' | 'declined' | 'expired',
  send: readonly PairingFrame[],
): InviterStep => stay({ ...state, phase: { kind: 'ended', why } }, send);

const stay = (state: InviterState, send: readonly PairingFrame[] = []): InviterStep => ({
  state,
  send,
  paired: undefined,
});
