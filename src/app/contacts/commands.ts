/** What a person can do with contacts: each note is a register, durable when the command resolves. */

import { otherWriters, feedRecord, isSibling } from '../conversation/state.ts';
import type { Conversation } from '../conversation/conversation.ts';
import { safetyDigits } from '../conversation/safety.ts';
import { tidyName } from '../profile.ts';
import type { Suite } from '../../core/crypto/suite.ts';
import type { RegisterValue, Registers } from '../registers/registers.ts';
import type { QuietChoice, QuietPart } from '../quiet.ts';

import type { StepFailure } from '../store/fenced.ts';
import {
  CARD_PARTS,
  cardRegister,
  contactKey,
  encodeBlock,
  encodeText,
  type Block,
} from './card.ts';
import { quietValue } from './quiet-register.ts';

export interface ContactCommands {
  /** Durable, or the failure is told. */
  set(values: readonly RegisterValue[]): Promise<boolean>;
  /** 1 to 64 characters after trimming; nothing takes the nickname away. True when it is durable. */
  setNickname(conversation: Conversation, typed: string): Promise<boolean>;
  block(conversation: Conversation): Promise<boolean>;
  unblock(conversation: Conversation): Promise<boolean>;
  /** What is told in the conversation, for every own device; it itself is to follow. */
  setQuiet(conversation: Conversation, part: QuietPart, choice: QuietChoice): Promise<boolean>;
  /** The safety number was found to be the same: every own device is to know. */
  noteVerified(conversation: Conversation): Promise<boolean>;
  /** That the safety number is another one was seen. */
  noteNoticed(conversation: Conversation): Promise<boolean>;
  /** Takes away all that is noted of a contact that is deleted. */
  forget(conversationId: Uint8Array): Promise<boolean>;
}

export type ContactCommandsOptions = {
  readonly suite: Suite;
  readonly registers: () => Registers | undefined;
  readonly failed: (failure: StepFailure) => void;
};

export const createContactCommands = (options: ContactCommandsOptions): ContactCommands => {
  const { suite } = options;

  const set = async (values: readonly RegisterValue[]): Promise<boolean> => {
    const done = await options.registers()?.setAll(values);
    if (done && !done.ok) options.failed(done.error);
    return done?.ok ?? false;
  };

  const setOf = async (
    conversation: Conversation,
    part: (typeof CARD_PARTS)[number],
    value: Uint8Array | undefined,
  ): Promise<boolean> => {
    const state = conversation.state();
    if (!state) return false;
    return set([[cardRegister(contactKey(suite, state.conversationId), part), value]]);
  };

  const noteDigits = async (
    conversation: Conversation,
    part: 'verified' | 'noticed',
  ): Promise<boolean> => {
    const state = conversation.state();
    const digits = state && safetyDigits(suite, state);
    return digits ? setOf(conversation, part, encodeText(digits)) : false;
  };

  return {
    set,
    setNickname: (conversation, typed) => {
      const tidy = tidyName(typed);
      return setOf(conversation, 'nickname', tidy === null ? undefined : encodeText(tidy));
    },
    block: (conversation) => setOf(conversation, 'blocked', encodeBlock(whatHasCome(conversation))),
    unblock: (conversation) => setOf(conversation, 'blocked', undefined),
    setQuiet: async (conversation, part, choice) => {
      const state = conversation.state();
      if (!state) return false;
      return set([quietValue(contactKey(suite, state.conversationId), part, choice)]);
    },
    noteVerified: (conversation) => noteDigits(conversation, 'verified'),
    noteNoticed: (conversation) => noteDigits(conversation, 'noticed'),
    forget: (conversationId) => {
      const contact = contactKey(suite, conversationId);
      return set(CARD_PARTS.map((part): RegisterValue => [cardRegister(contact, part), undefined]));
    },
  };
};

/** What stands of a contact that is blocked now. */
export const whatHasCome = (conversation: Conversation): Block => {
  const state = conversation.state();
  if (!state) return [];
  return otherWriters(state)
    .filter((writer) => !isSibling(state, writer))
    .map((writer) => ({ writer, length: feedRecord(state, { writer, kind: 'message' }).opened }));
};
