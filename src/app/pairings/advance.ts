/**
 * One step of one pairing, whichever side it is: what the record becomes, what
 * is to be sent once that is durable, and whether a conversation begins.
 */

import type { Random, Suite } from '../../core/crypto/suite.ts';
import { attemptId, stepClaimant, type ClaimantInput } from '../../core/pairing/claimant.ts';
import { NO_CLAIM, type PairingFrame } from '../../core/pairing/frames.ts';
import type { Invitation } from '../../core/pairing/invitation.ts';
import { stepInviter, type InviterInput } from '../../core/pairing/inviter.ts';
import type { Paired } from '../../core/pairing/schedule.ts';
import { deadlineOf, type ClosedReason, type PairingRecord } from './record.ts';

export type PairingEvent =
  | { readonly kind: 'frame'; readonly frame: PairingFrame }
  /** The meeting place can be reached (again). */
  | { readonly kind: 'connected' }
  /** It is time to say it again. */
  | { readonly kind: 'repeat' }
  /** A deadline may have passed. */
  | { readonly kind: 'tick' };

export type Advance = {
  /** Undefined: nothing of it stays. */
  readonly next: PairingRecord | undefined;
  readonly send: readonly PairingFrame[];
  readonly paired: Paired | undefined;
};

export const advance = (
  suite: Suite,
  random: Random,
  record: PairingRecord,
  event: PairingEvent,
  now: number,
): Advance => {
  switch (record.kind) {
    case 'inviting':
      return advanceInviter(suite, random, record, event, now);
    case 'accepting':
      return advanceClaimant(suite, random, record, event, now);
    case 'closed':
    case 'known':
    case 'farewell':
      return to(isDue(record, now) ? undefined : record);
  }
};

/** What a person's Cancel leaves behind. */
export const cancelled = (suite: Suite, record: PairingRecord): PairingRecord | undefined => {
  switch (record.kind) {
    case 'inviting':
      // A conversation has begun: there is nothing to cancel.
      if (record.state.phase.kind === 'completed') return record;
      return overOf(record, 'cancelled');
    case 'accepting':
      return farewell(record.state.invitation, record.node, attemptId(suite, record.state));
    case 'closed':
      return record.own ? { ...record, why: 'cancelled' } : undefined;
    case 'known':
    case 'farewell':
      return record;
  }
};

export const farewell = (
  { secret, expires }: Invitation,
  node: string,
  claim: Uint8Array = NO_CLAIM,
): PairingRecord => ({ kind: 'farewell', node, secret, claim, expires });

type Inviting = PairingRecord & { kind: 'inviting' };
type Accepting = PairingRecord & { kind: 'accepting' };

const advanceInviter = (
  suite: Suite,
  random: Random,
  record: Inviting,
  event: PairingEvent,
  now: number,
): Advance => {
  if (isDue(record, now) && record.state.phase.kind === 'completed') return to(undefined);
  const input = inviterInput(event, now);
  const { state, send, paired } = stepInviter(suite, random, record.state, input);
  const { phase, invitation } = state;
  if (phase.kind === 'ended') return to(overOf(record, phase.why), send);
  if (phase.kind === 'raced' && now >= invitation.expires) {
    return to(overOf(record, 'raced'));
  }
  return { next: state === record.state ? record : { ...record, state }, send, paired };
};

const advanceClaimant = (
  suite: Suite,
  random: Random,
  record: Accepting,
  event: PairingEvent,
  now: number,
): Advance => {
  const input = isDue(record, now) ? ({ kind: 'tick', now } as const) : claimantInput(event, now);
  const { state, send, paired, ended } = stepClaimant(suite, random, record.state, input);
  const { invitation } = state;
  if (ended) return to(closed(record, invitation, false, ended), send);
  if (paired) return { next: { kind: 'known', expires: invitation.expires }, send, paired };
  return { next: state === record.state ? record : { ...record, state }, send, paired };
};

/** Of what nobody was shown nothing is left to say. */
const overOf = (record: Inviting, why: ClosedReason): PairingRecord | undefined =>
  record.state.invitation.mode === 'along'
    ? undefined
    : closed(record, record.state.invitation, true, why);

/** The inviter repeats nothing by itself. */
const inviterInput = (event: PairingEvent, now: number): InviterInput => {
  switch (event.kind) {
    case 'frame':
      return { kind: 'frame', frame: event.frame, now };
    case 'connected':
      return { kind: 'connected' };
    case 'repeat':
    case 'tick':
      return { kind: 'tick', now };
  }
};

const claimantInput = (event: PairingEvent, now: number): ClaimantInput => {
  switch (event.kind) {
    case 'frame':
      return { kind: 'frame', frame: event.frame };
    case 'connected':
    case 'repeat':
      return { kind: 'repeat' };
    case 'tick':
      return { kind: 'tick', now };
  }
};

const closed = (
  { created }: Inviting | Accepting,
  { name, expires }: Invitation,
  own: boolean,
  why: ClosedReason,
): PairingRecord => ({ kind: 'closed', created, why, own, name, expires });

const isDue = (record: PairingRecord, now: number): boolean =>
  now >= (deadlineOf(record) ?? Infinity);

const to = (next: PairingRecord | undefined, send: readonly PairingFrame[] = []): Advance => ({
  next,
  send,
  paired: undefined,
});
