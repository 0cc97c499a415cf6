/** Which conversation is with whom, as the address book names contacts. */

import type { Suite } from '../../core/crypto/suite.ts';
import type { Conversation } from '../conversation/conversation.ts';
import { contactKey } from './card.ts';

/** The conversations with contacts, by the key of the contact. */
export const byContact = (
  suite: Suite,
  conversations: readonly Conversation[],
): ReadonlyMap<string, Conversation> =>
  new Map(
    conversations.flatMap((each) => {
      const state = each.state();
      return state && each.contact()
        ? [[contactKey(suite, state.conversationId), each] as const]
        : [];
    }),
  );
