/** What a conversation tells is the same on all devices of a person: what was chosen last counts. */

import { contactKey } from '../contacts/card.ts';
import { readQuietChoice } from '../contacts/quiet-register.ts';
import { isHidden } from '../conversation/state.ts';
import { QUIET_PARTS } from '../quiet.ts';
import type { House } from './house.ts';

export const followQuiet = async ({ conversations, registers, suite }: House): Promise<void> => {
  for (const conversation of conversations.list()) {
    const state = conversation.state();
    if (!state || isHidden(state)) continue;
    const contact = contactKey(suite, state.conversationId);
    for (const part of QUIET_PARTS) {
      const choice = readQuietChoice(registers, contact, part);
      if (choice && choice !== state.quiet[part]) await conversation.setQuiet(part, choice);
    }
  }
};
