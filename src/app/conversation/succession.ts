/**
 * Going on as a new writer in the place of this one, by the key to which it
 * committed: after a restore from a backup, or when the device was set back. The
 * old writer key signs nothing more, and ends at the entries that are held here.
 *
 * The newcomer says itself in its first entry whom it follows, so it can go on
 * where no other device is left; others hear of it by a letter on the topics
 * (links.ts), and each that does records it.
 */

import { createWriter } from '../../core/bytes/writer.ts';
import { parseBytes } from '../../core/bytes/reader.ts';
import { equalBytes } from '../../core/bytes/compare.ts';
import { createKem } from '../../core/keys/kem.ts';
import { createReceiver } from '../../core/keys/receiver.ts';
import { createSender } from '../../core/keys/sender.ts';
import {
  isAdmissionSigned,
  readAdmission,
  signSuccession,
  writeAdmission,
  type Admission,
} from '../../core/members/admission.ts';
import { findWriter, hearSuccessor, memberOf, standingOf } from '../../core/members/members.ts';
import type { Work } from '../store/work.ts';
import { appendControl } from './append-control.ts';
import type { Context } from './context.ts';
import { cutHere, introduce } from './devices.ts';
import { isClosed } from './endings.ts';
import { wouldStand } from './would-stand.ts';
import { isOwn, withNewcomers, remainingOthers, type ConversationState } from './state.ts';

/**
 * Goes on as a new writer of the same member, with keys of its own. What was written, opened and
 * read stays; what others boxed to the old writer and was not opened yet is asked for anew. Null
 * when this writer never committed to a successor key, or is not one of the conversation any more.
 * `breathe`: called between its parts, which are all public-key work.
 */
export const continueAs = async (
  context: Context,
  work: Work,
  old: ConversationState,
  breathe: () => Promise<void> = () => Promise.resolve(),
): Promise<ConversationState | null> => {
  const { suite } = context;
  const { conversationId, writer, successorSeed } = old;
  const member = memberOf(old.members, writer);
  if (successorSeed === null || member === null || isClosed(old)) return null;
  const name = findWriter(old.members, writer)?.name ?? '';
  const introduction = introduce(context, conversationId, { member, name });
  await breathe();
  const newcomer = introduction.admission.certificate.writer;
  const succession = signSuccession(suite, successorSeed, conversationId, {
    old: writer,
    cut: cutHere(old, writer),
    newcomer,
  });
  const admission: Admission = {
    ...introduction.admission,
    voucher: { by: 'successor', ...succession },
  };
  const checks = { suite, conversationId };
  await breathe();
  const begun: ConversationState = {
    ...old,
    members: hearSuccessor(old.members, admission, checks),
    writer: newcomer,
    writerSeed: introduction.writerSeed,
    successorSeed: introduction.successorSeed,
    kem: createKem(suite, introduction.kemSeed, context.now),
    sender: createSender([]),
    receivers: [
      ...old.receivers.map(({ writer: from, keys }) => ({
        writer: from,
        keys: { ...keys, rolling: null, waiting: [] },
      })),
      { writer, keys: createReceiver(null) },
    ],
    named: [],
    frontierNumber: 0,
    frontiers: [],
    tails: [],
    leftRooms: [],
    earlyRooms: [],
  };
  await breathe();
  if (!wouldStand(context, begun, admission)) return null;
  await breathe();
  return withNewcomers(await appendControl(context, work, begun, { type: 'admit', admission }));
};

/** What others are to hear: how this writer came in by its own word. Null once another recorded it. */
export const introductionOf = ({ members, writer }: ConversationState): Uint8Array | null => {
  const admissions = standingOf(members, writer)?.admissions ?? [];
  const own = admissions.find(({ author }) => equalBytes(author, writer));
  const isRecorded = admissions.some(({ author }) => !equalBytes(author, writer));
  if (own?.operation.type !== 'admit' || isRecorded) return null;
  return writeAdmission(createWriter(), own.operation.admission).finish();
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
