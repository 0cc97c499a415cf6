/** Pairings as the screen shows them. */

import { invitationLink, type Invitation } from '../../core/pairing/invitation.ts';
import type { PendingAcceptance, PendingInvitation, ReceivedInvitation } from '../snapshot.ts';
import type { PairingRecord } from './record.ts';

export type PendingPairing<View = PendingInvitation | PendingAcceptance> = {
  /** Milliseconds since 1970. */
  readonly created: number;
  readonly view: View;
};

/** Undefined for what is not, or no longer, shown as waiting. */
export const pendingOf = (
  id: string,
  record: PairingRecord,
  origin: string,
  now: number,
): PendingPairing | undefined => {
  switch (record.kind) {
    case 'inviting':
      return invitationOf(id, record, origin, now);
    case 'accepting':
      return acceptanceOf(id, record, now);
    case 'closed':
      return record.why === 'cancelled' ? undefined : closedOf(id, record, record.why);
    case 'known':
    case 'farewell':
      return undefined;
  }
};

const invitationOf = (
  id: string,
  { created, state: { invitation, phase } }: PairingRecord & { kind: 'inviting' },
  origin: string,
  now: number,
): PendingPairing | undefined => {
  if (phase.kind === 'completed') return undefined;
  const { expires } = invitation;
  const isOver = phase.kind === 'waiting' && now >= expires;
  const state = isOver ? 'expired' : phase.kind === 'ended' ? phase.why : phase.kind;
  const link = state === 'waiting' || state === 'claimed' ? invitationLink(origin, invitation) : '';
  return { created, view: { kind: 'inviting', id, link, expires, state } };
};

const acceptanceOf = (
  id: string,
  { created, state: { invitation, phase } }: PairingRecord & { kind: 'accepting' },
  now: number,
): PendingPairing => {
  const { name: inviter, expires } = invitation;
  const state = phase.kind === 'claiming' && now >= expires ? 'expired' : 'waiting';
  return { created, view: { kind: 'accepting', id, inviter, expires, state } };
};

const closedOf = (
  id: string,
  { created, own, name: inviter, expires }: PairingRecord & { kind: 'closed' },
  why: 'declined' | 'expired' | 'raced' | 'used',
): PendingPairing | undefined => {
  if (own) {
    return why === 'used'
      ? undefined
      : { created, view: { kind: 'inviting', id, link: '', expires, state: why } };
  }
  return why === 'declined'
    ? undefined
    : { created, view: { kind: 'accepting', id, inviter, expires, state: why } };
};

/** An opened link beside what is known of it; `node` empty for the app's own. */
export const receivedOf = (
  id: string,
  {
    mode,
    name: inviter,
    expires,
  }: Pick<Invitation, 'name' | 'expires'> & Pick<ReceivedInvitation, 'mode'>,
  node: string,
  record: PairingRecord | undefined,
  now: number,
): ReceivedInvitation => ({
  mode,
  inviter,
  expires,
  node: node === '' ? undefined : node,
  ...standing(id, expires, node, record, now),
});

const standing = (
  id: string,
  expires: number,
  node: string,
  record: PairingRecord | undefined,
  now: number,
): Pick<ReceivedInvitation, 'state' | 'conversation'> => {
  if (record?.kind === 'inviting') return { state: 'own', conversation: id };
  if (record?.kind === 'closed' && record.own) {
    return { state: 'own', conversation: record.why === 'cancelled' ? undefined : id };
  }
  if (record && record.kind !== 'farewell') return { state: 'known', conversation: id };
  if (now >= expires) return { state: 'expired', conversation: undefined };
  return { state: node === '' ? 'ready' : 'foreign-node', conversation: undefined };
};
