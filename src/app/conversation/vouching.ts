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
import { createWriter } from '../../core/bytes/writer.ts';
import {
  isAdmissionSigned,
  successorCommitment,
  writeAdmission,
  type Admission,
} from '../../core/members/admission.ts';
import { endingOf, memberOf, standingOf } from '../../core/members/members.ts';
import type { Context } from './context.ts';
import { openLetter } from './letter.ts';
import { MAX_CHAIN } from './unheard.ts';
import { isOwn, type ConversationState } from './state.ts';

/**
 * `writers`: those that nobody here has heard of, by the word of whom (`by`). `commitments`: to the
 * keys by which writers may be followed, where they are not known here.
 */
export type Vouched = {
  readonly writers: ReadonlyMap<string, Newcomer>;
  readonly commitments: ReadonlyMap<string, Uint8Array>;
};

type Newcomer = {
  readonly by: Uint8Array;
  readonly isSibling: boolean;
  readonly admission: Admission;
};

export const NOBODY_VOUCHED: Vouched = { writers: new Map(), commitments: new Map() };

/** Kept at most; only hostile members get there. */
const MAX_VOUCHED = 64;

/** With what the letter says; the same when it is not believed, or nothing new. */
export const hearVoucher = (
  { suite }: Pick<Context, 'suite'>,
  state: ConversationState,
  vouched: Vouched,
  bytes: Uint8Array,
): Vouched => {
  const letter = openLetter(suite, state, bytes);
  const { writers, commitments } = vouched;
  if (!letter || writers.size >= MAX_VOUCHED || commitments.size >= MAX_VOUCHED) return vouched;
  const { writer: by, operation } = letter;
  const [name, first] = [encodeBase64url(by), commitments.get(encodeBase64url(by))];
  if (operation.type === 'successor' && !first && mayVouch(state, vouched, by)) {
    return { writers, commitments: new Map([...commitments, [name, operation.commitment]]) };
  }
  if (operation.type !== 'admit') return vouched;
  const newcomer = newcomerOf(suite, state, vouched, by, operation.admission);
  if (!newcomer) return vouched;
  const { writer } = operation.admission.certificate;
  return { commitments, writers: new Map([...writers, [encodeBase64url(writer), newcomer]]) };
};

/** Those that follow a writer by its key: whoever hears of them records them, once that may count. */
export const vouchedSuccessors = (
  { members }: ConversationState,
  { writers }: Vouched,
): readonly Uint8Array[] =>
  [...writers.values()].flatMap(({ admission }) =>
    admission.voucher.by === 'successor' &&
    standingOf(members, admission.certificate.writer) === null
      ? [writeAdmission(createWriter(), admission).finish()]
      : [],
  );

const newcomerOf = (
  suite: Context['suite'],
  state: ConversationState,
  vouched: Vouched,
  author: Uint8Array,
  admission: Admission,
): Newcomer | null => {
  const { certificate, claim, voucher } = admission;
  const by = voucher.by === 'successor' ? voucher.old : author;
  const isNew = standingOf(state.members, certificate.writer) === null;
  if (!isNew || !mayVouch(state, vouched, by)) return null;
  if (!isAdmissionSigned(suite, state.conversationId, admission)) return null;
  const before = vouched.writers.get(encodeBase64url(by))?.admission;
  const member = memberOf(state.members, by) ?? before?.claim.member;
  const isOfMember = member !== undefined && equalBytes(claim.member, member);
  if (voucher.by !== 'other' && !isOfMember) return null;
  if (voucher.by === 'successor') {
    const commitment = vouched.commitments.get(encodeBase64url(by)) ?? before?.claim.successor;
    const shown = successorCommitment(suite, voucher.key);
    if (!commitment || !equalBytes(commitment, shown)) return null;
  }
  const own = memberOf(state.members, state.writer);
  return { by, admission, isSibling: own !== null && equalBytes(claim.member, own) };
};

/** Whether a link with this writer may stand by the word of one that remains. */
export const isVouchedFor = (
  state: ConversationState,
  vouched: Vouched,
  writer: Uint8Array,
): boolean => {
  const known = vouched.writers.get(encodeBase64url(writer));
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
  const known = vouched.writers.get(encodeBase64url(writer));
  return known !== undefined && steps > 0 && mayVouch(state, vouched, known.by, steps - 1);
};
