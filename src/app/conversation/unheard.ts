/**
 * What a device shows of how it was let in, to those who have not heard of it
 * (vouching.ts): as long as some remaining writer may not know.
 */

import { equalBytes } from '../../core/bytes/compare.ts';
import type { Fact } from '../../core/members/facts.ts';
import { endingOf, hasHeardOf, standingOf } from '../../core/members/members.ts';
import { MAX_ENVELOPE_BODY } from '../../core/wire/envelope.ts';
import type { Work } from '../store/work.ts';
import type { Context } from './context.ts';
import { holdsOf } from './delivery.ts';
import { readEntries } from './feed-log.ts';
import { remainingOthers, type ConversationState } from './state.ts';

/** From who let in the one that let in; a person has few devices. */
export const MAX_CHAIN = 8;

/**
 * What admitted us, and those who admitted before, as long as some remaining writer may not know of
 * it: admissions, and commitments to the keys that admitted.
 */
export const unheardFacts = (state: ConversationState): readonly Fact[] => {
  const others = remainingOthers(state);
  const unheard: Fact[] = [];
  let writer = state.writer;
  while (unheard.length < MAX_CHAIN) {
    const { admissions } = standingOf(state.members, writer) ?? { admissions: [] };
    const isKnown = others.every((other) =>
      admissions.some((fact) => hasHeard(state, other, fact)),
    );
    const [fact] = admissions;
    if (isKnown || !fact || fact.operation.type !== 'admit') break;
    const { voucher } = fact.operation.admission;
    writer = voucher.by === 'successor' ? voucher.old : fact.author;
    // As long as it is there it tells of us itself, and has the keys of what came before us.
    if (unheard.length === 0 && endingOf(state.members, writer) === null) break;
    unheard.push(fact, ...(voucher.by === 'successor' ? commitmentsOf(state, voucher.old) : []));
  }
  return unheard;
};

const commitmentsOf = ({ members }: ConversationState, writer: Uint8Array): readonly Fact[] =>
  members.facts.filter(
    ({ author, operation }) => operation.type === 'successor' && equalBytes(author, writer),
  );

/** The entries to show, the earliest admission first. */
export const lettersOf = async (
  { suite, localId }: Context,
  work: Work,
  facts: readonly Fact[],
): Promise<readonly Uint8Array[]> => {
  const letters: Uint8Array[] = [];
  for (const { author, sequence } of facts) {
    const feed = { writer: author, kind: 'control' } as const;
    const [entry] = await readEntries(work, suite, localId, feed, sequence, sequence + 1);
    if (entry && entry.bytes.length <= MAX_ENVELOPE_BODY) letters.unshift(entry.bytes);
  }
  return letters;
};

/** Whether the writer has named the fact, or says to hold it. */
export const hasHeard = (state: ConversationState, writer: Uint8Array, fact: Fact): boolean =>
  hasHeardOf(state.members, writer, fact) ||
  holdsOf(state, writer, { writer: fact.author, kind: 'control' }) > fact.sequence;
