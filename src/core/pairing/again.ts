/**
 * What binds an invitation back into a conversation to that conversation, and to
 * the member that lost everything (docs/PROTOCOL.md, "Invitation").
 *
 * It is part of the invitation, so emoji and keys of the pairing depend on it; to
 * who has the link alone it says nothing. Once the two have compared, the inviter
 * names conversation and member, and the claimant checks that they are the ones.
 */

import { equalBytes } from '../bytes/compare.ts';
import { digest } from '../crypto/derive.ts';
import type { Suite } from '../crypto/suite.ts';
import type { Invitation } from './invitation.ts';

/** The place of somebody who lost everything; 32 bytes each. */
export type LostPlace = {
  readonly conversationId: Uint8Array;
  /** Key of the writer that founded the member. */
  readonly member: Uint8Array;
};

/** 16 bytes, for an invitation with that rendezvous secret. */
export const aboutPlace = (
  suite: Suite,
  secret: Uint8Array,
  { conversationId, member }: LostPlace,
): Uint8Array => digest(suite, 'pair again', [secret, conversationId, member]).slice(0, 16);

/** Whether the invitation is one into that place. */
export const isAboutPlace = (
  suite: Suite,
  { secret, about }: Pick<Invitation, 'secret' | 'about'>,
  place: LostPlace,
): boolean => about !== undefined && equalBytes(about, aboutPlace(suite, secret, place));
