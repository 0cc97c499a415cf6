/**
 * Takes in an address book from a file: what is noted here already stays. Only what a person could
 * also type is believed: nobody becomes verified by a file.
 */

import type { Result } from '../../core/bytes/result.ts';
import { ok } from '../../core/bytes/result.ts';
import type { Conversation } from '../conversation/conversation.ts';
import { tidyName } from '../profile.ts';
import type { RegisterValue, Registers } from '../registers/registers.ts';
import type { BookEntry, BookFailure, BookLoaded } from './book-file.ts';
import { cardRegister, encodeBlock, encodeText, readCard } from './card.ts';
import { whatHasCome } from './commands.ts';
import { parseBook } from './parse-book.ts';

/** What is to be set, and what to say of it; nothing is set by this. */
export const planLoad = (
  text: string,
  registers: Pick<Registers, 'get'>,
  known: ReadonlyMap<string, Conversation>,
): Result<
  { readonly values: readonly RegisterValue[]; readonly loaded: BookLoaded },
  BookFailure
> => {
  const book = parseBook(text);
  if (!book.ok) return book;
  const entries = [...new Map(book.value.map((entry) => [entry.contact, entry])).values()];
  const plans = entries.map((entry) => planEntry(entry, registers, known.get(entry.contact)));
  const count = (kind: Plan['kinds'][number]): number =>
    plans.filter(({ kinds }) => kinds.includes(kind)).length;
  return ok({
    values: plans.flatMap(({ values }) => values),
    loaded: {
      named: count('named'),
      blocked: count('blocked'),
      kept: count('kept'),
      same: plans.filter(({ kinds }) => kinds.length === 0).length,
    },
  });
};

type Plan = {
  readonly kinds: readonly ('named' | 'blocked' | 'kept')[];
  readonly values: readonly RegisterValue[];
};

const planEntry = (
  { contact, nickname, isBlocked }: BookEntry,
  registers: Pick<Registers, 'get'>,
  conversation: Conversation | undefined,
): Plan => {
  const card = readCard(registers, contact);
  const tidy = nickname === undefined ? null : tidyName(nickname);
  const isNews = tidy !== null && card.nickname === undefined;
  const isToBlock = isBlocked && conversation !== undefined && card.block === undefined;
  return {
    kinds: [
      ...(isNews ? [conversation ? ('named' as const) : ('kept' as const)] : []),
      ...(isToBlock ? ['blocked' as const] : []),
    ],
    values: [
      ...(isNews ? [[cardRegister(contact, 'nickname'), encodeText(tidy)] as const] : []),
      ...(isToBlock
        ? [[cardRegister(contact, 'blocked'), encodeBlock(whatHasCome(conversation))] as const]
        : []),
    ],
  };
};
