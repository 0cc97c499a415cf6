/**
 * How a device that was let in is believed by those who have not heard of it,
 * because who let it in is gone: it shows them the entry that admitted it, and
 * that of whoever admitted the one before, as letters (docs/PROTOCOL.md,
 * "Envelope").
 *
 * A letter lets a link stand and no more. Over the link comes the feed with that
 * entry, and only there it counts.
 */

import { encodeBase64url } from '../../core/bytes/base64url.ts';
import { equalBytes } from '../../core/bytes/compare.ts';
import { isAdmissionSigned } from '../../core/members/admission.ts';
import type { Fact } from '../../core/members/facts.ts';
import { endingOf, hasHeardOf, memberOf, standingOf } from '../../core/members/members.ts';
import { MAX_ENVELOPE_BODY } from '../../core/wire/envelope.ts';
import type { Work } from '../store/work.ts';
import type { Context } from './context.ts';
import { holdsOf } from './delivery.ts';
import { readEntries } from './feed-log.ts';
import { openLetter } from './letter.ts';
import { isOwn, remainingOthers, type ConversationState } from './state.ts';

/** Writers that nobody here has heard of, by the word of whom (`by`). */
export type Vouched = ReadonlyMap<
  string,
  { readonly by: Uint8Array; readonly member: Uint8Array; readonly isSibling: boolean }
>;

/** From who let in the one that let in; a person has few devices. */
const MAX_CHAIN = 8;
/** Kept at most; only hostile members get there. */
const MAX_VOUCHED = 64;

/** Ours, and of those who admitted before, as long as some remaining writer may not know of it. */
export const unheardAdmissions = (state: ConversationState): readonly Fact[] => {
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
    if (fact.operation.admission.voucher.by === 'successor') break;
    unheard.push(fact);
    writer = fact.author;
  }
  return unheard;
};

/** The entries to show, the earliest admission first. */
export const lettersOf = async (
  { suite, localId }: Context,
  work: Work,
  admissions: readonly Fact[],
): Promise<readonly Uint8Array[]> => {
  const letters: Uint8Array[] = [];
  for (const { author, sequence } of admissions) {
    const feed = { writer: author, kind: 'control' } as const;
    const [entry] = await readEntries(work, suite, localId, feed, sequence, sequence + 1);
    if (entry && entry.bytes.length <= MAX_ENVELOPE_BODY) letters.unshift(entry.bytes);
  }
  return letters;
};

/** With the writer that the letter admits; the same when its author does not remain, or the writer is known. */
export const hearVoucher = (
  { suite }: Pick<Context, 'suite'>,
  state: ConversationState,
  vouched: Vouched,
  bytes: Uint8Array,
): Vouched => {
  const letter = openLetter(suite, state, bytes);
  if (letter?.operation.type !== 'admit' || vouched.size >= MAX_VOUCHED) return vouched;
  const { writer: by, operation } = letter;
  const { certificate, claim, voucher } = operation.admission;
  const isNew = standingOf(state.members, certificate.writer) === null;
  if (!isNew || !mayVouch(state, vouched, by)) return vouched;
  if (!isAdmissionSigned(suite, state.conversationId, operation.admission)) return vouched;
  const member = memberOf(state.members, by) ?? vouched.get(encodeBase64url(by))?.member;
  const isOfMember = member !== undefined && equalBytes(claim.member, member);
  if (voucher.by === 'successor' || (voucher.by === 'sibling' && !isOfMember)) return vouched;
  const own = memberOf(state.members, state.writer);
  const isSibling = own !== null && equalBytes(claim.member, own);
  const added = { by, member: claim.member, isSibling };
  return new Map([...vouched, [encodeBase64url(certificate.writer), added]]);
};

/** Whether a link with this writer may stand by the word of one that remains. */
export const isVouchedFor = (
  state: ConversationState,
  vouched: Vouched,
  writer: Uint8Array,
): boolean => {
  const known = vouched.get(encodeBase64url(writer));
  const isNew = standingOf(state.members, writer) === null;
  return known !== undefined && isNew && mayVouch(state, vouched, known.by);
};

const mayVouch = (
  state: ConversationState,
  vouched: Vouched,
  writer: Uint8Array,
  steps = MAX_CHAIN,
): boolean => {
  if (standingOf(state.members, writer)) {
    return endingOf(state.members, writer) === null && !isOwn(state, writer);
  }
  const known = vouched.get(encodeBase64url(writer));
  return known !== undefined && steps > 0 && mayVouch(state, vouched, known.by, steps - 1);
};

const hasHeard = (state: ConversationState, writer: Uint8Array, fact: Fact): boolean =>
  hasHeardOf(state.members, writer, fact) ||
  holdsOf(state, writer, { writer: fact.author, kind: 'control' }) > fact.sequence;
