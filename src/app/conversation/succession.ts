/** A writer that follows another one by its key (continue-as.ts), as others hear of it. */

import { createWriter } from '../../core/bytes/writer.ts';
import { parseBytes } from '../../core/bytes/reader.ts';
import { equalBytes } from '../../core/bytes/compare.ts';
import { isAdmissionSigned, readAdmission, writeAdmission } from '../../core/members/admission.ts';
import { standingOf } from '../../core/members/members.ts';
import type { Work } from '../store/work.ts';
import { appendControl } from './append-control.ts';
import type { Context } from './context.ts';
import { isClosed } from './endings.ts';
import { wouldStand } from './would-stand.ts';
import { isOwn, remainingOthers, type ConversationState } from './state.ts';

/** What others are to hear: how this writer came in by its own word. Null once another recorded it. */
export const introductionOf = ({ members, writer }: ConversationState): Uint8Array | null => {
  const admissions = standingOf(members, writer)?.admissions ?? [];
  const own = admissions.find(({ author }) => equalBytes(author, writer));
  const isRecorded = admissions.some(({ author }) => !equalBytes(author, writer));
  if (own?.operation.type !== 'admit' || isRecorded) return null;
  return writeAdmission(createWriter(), own.operation.admission).finish();
};

/** Who introduces itself, and whom it says to follow; nothing is checked. Null when malformed. */
export const readIntroduction = (
  introduction: Uint8Array,
): { readonly writer: Uint8Array; readonly old: Uint8Array } | null => {
  const parsed = parseBytes(introduction, readAdmission);
  if (!parsed.ok || parsed.value.voucher.by !== 'successor') return null;
  const { certificate, voucher } = parsed.value;
  return { writer: certificate.writer, old: voucher.old };
};

/** Records a newcomer that follows a writer of this conversation by its key; else the same state. */
export const admitSuccessor = async (
  context: Context,
  work: Work,
  state: ConversationState,
  introduction: Uint8Array,
): Promise<ConversationState> => {
  const parsed = parseBytes(introduction, readAdmission);
  if (!parsed.ok || isClosed(state)) return state;
  const { certificate, voucher } = parsed.value;
  if (voucher.by !== 'successor' || isOwn(state, voucher.old)) return state;
  const isThere = remainingOthers(state).some((writer) => equalBytes(writer, voucher.old));
  if (!isThere || standingOf(state.members, certificate.writer) !== null) return state;
  if (!isAdmissionSigned(context.suite, state.conversationId, parsed.value)) return state;
  // A key of somebody else's making leaves nothing behind.
  if (!wouldStand(context, state, parsed.value)) return state;
  return appendControl(context, work, state, { type: 'admit', admission: parsed.value });
};
