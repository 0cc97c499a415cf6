/**
 * The inviter's side of a pairing, as a state machine.
 *
 * The first claim takes the invitation; a second claimant before completion
 * voids it, one after completion is told that it is used. Whatever was sent is
 * part of the state, so that a reload repeats it byte for byte.
 */

import { equalBytes } from '../bytes/compare.ts';
import type { Random, Suite } from '../crypto/suite.ts';
import { NO_CLAIM, type PairingFrame } from './frames.ts';
import { cutName, type Invitation, type InvitationMode } from './invitation.ts';
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
  type Transcript,
} from './schedule.ts';
import { commitmentOf, signReveal, signUsed, signVoided, voiceOf, type Voice } from './voice.ts';

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
  /** Keys are gone from here; what is left answers late frames. */
  | {
      readonly kind: 'completed';
      readonly complete: PairingFrame & { kind: 'complete' };
      readonly voice: Voice;
    }
  /** Two tried: keys are gone, what is left tells claimants so. */
  | { readonly kind: 'raced'; readonly voice: Voice }
  | { readonly kind: 'ended'; readonly why: 'declined' | 'expired' };

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

/** How long after the expiry an attempt that was claimed in time can still be finished. */
export const FINISH_MS = 7 * 24 * 60 * 60 * 1000;

/** Who links a device sits before both: what is not finished then is begun anew. */
export const FINISH_DEVICE_MS = 5 * 60 * 1000;

/** Who lost everything and who lets it in again talk to each other meanwhile. */
export const FINISH_AGAIN_MS = 24 * 60 * 60 * 1000;

/** When an attempt that was claimed in time ends, in milliseconds since 1970. */
export const finishBy = ({ mode, expires }: Invitation): number => expires + FINISH[mode];

const FINISH = {
  contact: FINISH_MS,
  device: FINISH_DEVICE_MS,
  again: FINISH_AGAIN_MS,
  along: FINISH_DEVICE_MS,
} as const;

/**
 * A new invitation. `expires` in milliseconds, whole minutes; `node` as in invitation.ts; `says`: the
 * name in the link, where it is not that of the writer-to-be; `about`: of mode `again`, from the
 * rendezvous secret.
 */
export const createInviter = (
  suite: Suite,
  random: Random,
  ourselves: Ourselves,
  expires: number,
  node: string,
  mode: InvitationMode = 'contact',
  says: string = ourselves.name,
  about?: (secret: Uint8Array) => Uint8Array,
): InviterState => {
  const secret = random(32);
  const invitation = {
    mode,
    secret,
    commitment: commitmentOf(suite, voiceOf(suite, ourselves).opening),
    expires: Math.floor(expires / 60_000) * 60_000,
    name: cutName(says, mode, node),
    node,
    ...(about ? { about: about(secret) } : {}),
  };
  return { invitation, phase: { kind: 'waiting', ourselves } };
};

/** When a state has nothing more to answer, in milliseconds since 1970. */
export const inviterDeadline = ({ invitation, phase }: InviterState): number =>
  phase.kind === 'claimed' || phase.kind === 'completed'
    ? finishBy(invitation)
    : invitation.expires;

export const stepInviter = (
  suite: Suite,
  random: Random,
  state: InviterState,
  input: InviterInput,
): InviterStep => {
  if (input.kind === 'connected') {
    return stay(state, state.phase.kind === 'ended' ? [] : [{ kind: 'present' }]);
  }
  const current = expire(state, input.now);
  if (input.kind === 'tick' || current !== state) return stay(current);
  const { frame } = input;
  switch (frame.kind) {
    case 'claim':
      return onClaim(suite, state, frame);
    case 'confirm':
      return onConfirm(suite, random, state, frame);
    case 'declined':
      return onDeclined(state, frame.claim);
    default:
      return stay(state);
  }
};

const onClaim = (
  suite: Suite,
  state: InviterState,
  claim: PairingFrame & { kind: 'claim' },
): InviterStep => {
  const { phase } = state;
  switch (phase.kind) {
    case 'waiting':
      return take(suite, state, phase.ourselves, claim);
    case 'claimed':
      if (equalBytes(claimId(suite, claim), phase.reveal.claim)) return stay(state, [phase.reveal]);
      return suite.encapsulate(claim.key, phase.ourselves.entropy)
        ? voidIt(suite, state, phase.ourselves)
        : stay(state);
    case 'completed':
    case 'raced':
      return answerLate(suite, state, phase, claimId(suite, claim));
    case 'ended':
      return stay(state);
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
  const voice = voiceOf(suite, ourselves);
  const reveal = signReveal(suite, voice, {
    kind: 'reveal',
    claim: claimId(suite, claim),
    key: suite.kemPublicKey(ourselves.handshakeSeed),
    nonce: ourselves.nonce,
    verifier: voice.opening.verifier,
    ciphertext: encapsulated.ciphertext,
  });
  const phase = { kind: 'claimed', ourselves, claim, reveal, secret: encapsulated.secret } as const;
  return stay({ ...state, phase }, [reveal]);
};

const voidIt = (suite: Suite, state: InviterState, ourselves: Ourselves): InviterStep => {
  const voice = voiceOf(suite, ourselves);
  return stay({ ...state, phase: { kind: 'raced', voice } }, [signVoided(suite, voice)]);
};

/** A frame of attempt `claim` (its id) after the keys are gone. */
const answerLate = (
  suite: Suite,
  state: InviterState,
  phase: InviterPhase & { kind: 'completed' | 'raced' },
  claim: Uint8Array,
): InviterStep => {
  if (phase.kind === 'raced') return stay(state, [signVoided(suite, phase.voice)]);
  return equalBytes(claim, phase.complete.claim)
    ? stay(state, [phase.complete])
    : stay(state, [signUsed(suite, phase.voice, claim)]);
};

const onConfirm = (
  suite: Suite,
  random: Random,
  state: InviterState,
  confirm: PairingFrame & { kind: 'confirm' },
): InviterStep => {
  const { phase, invitation } = state;
  if (phase.kind === 'completed' || phase.kind === 'raced') {
    return answerLate(suite, state, phase, confirm.claim);
  }
  if (phase.kind !== 'claimed' || !equalBytes(confirm.claim, phase.reveal.claim)) {
    return stay(state);
  }
  const { claim, reveal, ourselves } = phase;
  const secret = suite.decapsulate(ourselves.handshakeSeed, confirm.ciphertext);
  if (!secret) return stay(state);
  const transcript: Transcript = { invitation, claim, reveal, ciphertext: confirm.ciphertext };
  const key = pairingKey(suite, transcript, phase.secret, secret);
  const peer = openConfirmation(suite, key, 'claimant', ourselves, confirm);
  if (!peer) return stay(state);
  const complete = {
    kind: 'complete',
    claim: confirm.claim,
    ...confirmation(suite, random, key, 'inviter', ourselves),
  } as const;
  return {
    state: { ...state, phase: { kind: 'completed', complete, voice: voiceOf(suite, ourselves) } },
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

/** Only who could have claimed may decline, and only the claimant itself takes its claim back. */
const onDeclined = (state: InviterState, claim: Uint8Array): InviterStep => {
  const { phase } = state;
  const counts =
    (phase.kind === 'waiting' && equalBytes(claim, NO_CLAIM)) ||
    (phase.kind === 'claimed' && equalBytes(claim, phase.reveal.claim));
  return stay(counts ? { ...state, phase: { kind: 'ended', why: 'declined' } } : state);
};

const expire = (state: InviterState, now: number): InviterState =>
  (state.phase.kind === 'waiting' || state.phase.kind === 'claimed') &&
  now >= inviterDeadline(state)
    ? { ...state, phase: { kind: 'ended', why: 'expired' } }
    : state;

const stay = (state: InviterState, send: readonly PairingFrame[] = []): InviterStep => ({
  state,
  send,
  paired: undefined,
});
