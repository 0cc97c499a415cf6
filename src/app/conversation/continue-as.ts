/**
 * Going on as a new writer in the place of this one, by the key to which it
 * committed: after a restore from a backup, or when the device was set back. The
 * old writer key signs nothing more, and ends at the entries that are held here.
 *
 * The newcomer says itself in its first entry whom it follows, so it can go on
 * where no other device is left; others hear of it by a letter on the topics
 * (links.ts), and each that does records it (succession.ts).
 */

import { createKem } from '../../core/keys/kem.ts';
import { createReceiver } from '../../core/keys/receiver.ts';
import { createSender } from '../../core/keys/sender.ts';
import { signSuccession, type Admission } from '../../core/members/admission.ts';
import { findWriter, hearSuccessor, memberOf } from '../../core/members/members.ts';
import type { Work } from '../store/work.ts';
import { appendControl } from './append-control.ts';
import type { Context } from './context.ts';
import { cutHere, introduce } from './devices.ts';
import { isClosed } from './endings.ts';
import { wouldStand } from './would-stand.ts';
import { feedRecord, ownFeed, withNewcomers, type ConversationState } from './state.ts';

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
  const { length } = feedRecord(old, ownFeed(old, 'control')).held;
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
      // What it announced so far has no box for the newcomer: nothing is waited for.
      { writer, keys: { ...createReceiver(null), announced: length - 1 } },
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
