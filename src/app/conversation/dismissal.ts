/**
 * How a device that was ended hears of it: nobody links with it any more, so who
 * hears it knock answers with the entry that ended it, sealed and signed as it
 * stands in the journal.
 */

import type { EndReason } from '../../core/journal/control-operations.ts';
import type { ControlOperation } from '../../core/journal/operations.ts';
import { isAdmissionSigned, type Admission } from '../../core/members/admission.ts';
import { endingOf, endsOf, standingOf } from '../../core/members/members.ts';
import type { Work } from '../store/work.ts';
import type { Context } from './context.ts';
import { readEntries } from './feed-log.ts';
import { openLetter } from './letter.ts';
import { isOwn, type ConversationState } from './state.ts';

/**
 * The bytes of an entry that ended the writer, or the one it says to follow: only one can.
 * Undefined for one that was never here or remains.
 */
export const readEndOf = async (
  { suite, localId }: Context,
  work: Work,
  state: ConversationState,
  writer: Uint8Array,
  follows: Uint8Array | null,
): Promise<Uint8Array | undefined> => {
  const own = endsOf(state.members, writer);
  const old = own.length > 0 || standingOf(state.members, writer) ? null : follows;
  const ends = old ? endsOf(state.members, old) : own;
  // Who ended may never have heard of whom it was followed by.
  const end = ends.find(({ author }) => isOwn(state, author)) ?? ends[0];
  if (!end) return undefined;
  const feed = { writer: end.author, kind: 'control' } as const;
  const [entry] = await readEntries(work, suite, localId, feed, end.sequence, end.sequence + 1);
  return entry?.bytes;
};

/** Takes the word of a writer that remains here that this device was ended; the same state for any other. */
export const noteDismissal = (
  { suite }: Context,
  state: ConversationState,
  bytes: Uint8Array,
): ConversationState => {
  const letter = openLetter(suite, state, bytes);
  if (!letter) return state;
  const { writer, operation } = letter;
  const isThere = standingOf(state.members, writer) && !endingOf(state.members, writer);
  if (!isThere || isOwn(state, writer)) return state;
  const reason = reasonIn(suite, state, operation);
  return reason === null || state.toldEnd !== null ? state : { ...state, toldEnd: reason };
};

const reasonIn = (
  suite: Context['suite'],
  state: ConversationState,
  operation: ControlOperation,
): EndReason | null => {
  if (operation.type === 'end') return isOwn(state, operation.writer) ? operation.reason : null;
  if (operation.type !== 'admit' || operation.admission.voucher.by !== 'successor') return null;
  const { admission } = operation;
  const { old } = operation.admission.voucher;
  const isGood = isAdmissionSigned(suite, state.conversationId, admission);
  return isGood && (isOwn(state, old) || isRival(state, admission)) ? 'lost' : null;
};

/** Whether this device follows the same writer, which only one can. */
const isRival = (state: ConversationState, { certificate, voucher }: Admission): boolean =>
  voucher.by === 'successor' &&
  !isOwn(state, certificate.writer) &&
  endsOf(state.members, voucher.old).some(
    ({ author, operation }) => operation.type === 'admit' && isOwn(state, author),
  );
