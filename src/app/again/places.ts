/** Which conversation an invitation of ours leads back into. */

import { isAboutPlace, type LostPlace } from '../../core/pairing/again.ts';
import type { Suite } from '../../core/crypto/suite.ts';
import type { Invitation } from '../../core/pairing/invitation.ts';
import { memberOf, standingWriters } from '../../core/members/members.ts';
import { encodeBase64url } from '../../core/bytes/base64url.ts';
import type { Conversation } from '../conversation/conversation.ts';
import { isClosed } from '../conversation/endings.ts';
import { otherMembers, type ConversationState } from '../conversation/state.ts';

export type FoundPlace = { readonly conversation: Conversation; readonly place: LostPlace };

/** The place of the one other member there is; undefined where nobody can be let in again. */
export const placeOfContact = (state: ConversationState): LostPlace | undefined => {
  const [member, ...more] = otherMembers(state);
  if (state.kind !== 'direct' || isClosed(state) || !member || more.length > 0) return undefined;
  return { conversationId: state.conversationId, member };
};

/** Also one that somebody has taken since; undefined where the conversation is gone. */
export const findPlace = (
  suite: Suite,
  conversations: readonly Conversation[],
  invitation: Pick<Invitation, 'secret' | 'about'>,
): FoundPlace | undefined => {
  for (const conversation of conversations) {
    const state = conversation.state();
    if (state?.kind !== 'direct') continue;
    const { conversationId } = state;
    const place = membersIn(state)
      .map((member) => ({ conversationId, member }))
      .find((each) => isAboutPlace(suite, invitation, each));
    if (place) return { conversation, place };
  }
  return undefined;
};

const membersIn = ({ members }: ConversationState): readonly Uint8Array[] => {
  const all = standingWriters(members).flatMap((writer) => memberOf(members, writer) ?? []);
  return [...new Map(all.map((member) => [encodeBase64url(member), member])).values()];
};
