/**
 * What a device learns from an opened entry, its own or another's.
 *
 * Control entries change who is known by which keys; message entries go to the
 * vault and the order index. Everything lands in the same work as the entry
 * itself.
 */

import { merge } from '../../core/clock/hlc.ts';
import { equalBytes } from '../../core/bytes/compare.ts';
import type { Head } from '../../core/journal/feed.ts';
import type { Body, ControlOperation, MessageOperation } from '../../core/journal/operations.ts';
import type { EntryRef } from '../../core/journal/timeline/item.ts';
import { noteBoxedTo, noteHeadNamed, retireKem } from '../../core/keys/kem.ts';
import { awaitedKemKeys, noteAnnouncement } from '../../core/keys/receiver.ts';
import { applyControl, findAnnouncement } from '../../core/members/members.ts';
import { keepIntroduction } from '../contacts/introductions.ts';
import { keepPresented } from '../contacts/presented.ts';
import type { Work } from '../store/work.ts';
import type { Context } from './context.ts';
import { blobKey } from './feed-log.ts';
import { EMPTY_DRAFT, putDraft, readDraft } from './draft.ts';
import { messageId } from './window.ts';
import { rightsIn } from './rights.ts';
import { noteTellings } from './tellings.ts';
import {
  isOurs,
  isOwn,
  receiverOf,
  remainingOthers,
  withNewcomers,
  withReceiver,
  type ConversationState,
} from './state.ts';
import { arrive } from './timeline-log.ts';
import { changeVault } from './vault-log.ts';

export type OpenedControl = {
  readonly writer: Uint8Array;
  readonly sequence: number;
  readonly body: Body<ControlOperation>;
  readonly heads: readonly Head[];
  /** 8-byte id of the room secret it was sealed under. */
  readonly room: Uint8Array;
};

export type OpenedMessage = {
  readonly writer: Uint8Array;
  readonly sequence: number;
  readonly key: Uint8Array;
  readonly body: Body<MessageOperation>;
};

export const learnControl = (
  context: Context,
  work: Work,
  state: ConversationState,
  entry: OpenedControl,
): ConversationState => {
  const learned = withNewcomers({
    ...state,
    members: applyControl(state.members, entry, {
      suite: context.suite,
      conversationId: state.conversationId,
    }),
  });
  keepPresented(work, context.localId, entry.writer, entry.body);
  keepIntroduction(work, context.localId, isOurs(learned, entry.writer), entry.body);
  if (isOwn(state, entry.writer)) return learned;
  const merged = {
    ...learned,
    latestOthers: merge(learned.latestOthers, entry.body.stamp, context.ceiling),
  };
  dropOpenedBoxes(context, work, state, entry);
  return forgetOldKeys(learnKeys(context, learnHeads(merged, entry), entry));
};

/** Of own and others' messages, in any number: keys to the vault, places to the index. */
export const learnMessages = async (
  context: Context,
  work: Work,
  state: ConversationState,
  messages: readonly OpenedMessage[],
): Promise<ConversationState> => {
  if (messages.length === 0) return state;
  const { forget } = await arrive(work, context.localId, messages, rightsIn(state));
  await changeVault(work, context.localId, [
    ...messages.map(({ writer, sequence, key }) => ({ writer, sequence, key })),
    ...forget.map(({ writer, sequence }) => ({ writer, sequence, key: null })),
  ]);
  await endDraftOf(work, context.localId, forget);
  noteTellings(work, context.localId, state, messages);
  const latestOthers = messages
    .filter(({ writer }) => !isOwn(state, writer))
    .reduce((latest, { body }) => merge(latest, body.stamp, context.ceiling), state.latestOthers);
  return { ...state, latestOthers };
};

/** A draft that edits a message which was deleted elsewhere has its text. */
const endDraftOf = async (
  work: Work,
  localId: string,
  forgotten: readonly EntryRef[],
): Promise<void> => {
  if (forgotten.length === 0) return;
  const { editing } = await readDraft(work, localId);
  if (forgotten.some((entry) => messageId(entry) === editing)) putDraft(work, localId, EMPTY_DRAFT);
};

/** Whoever names our control head knows the KEM keys published up to it. */
const learnHeads = (state: ConversationState, entry: OpenedControl): ConversationState => {
  const named = entry.heads.find(
    ({ feed }) => feed.kind === 'control' && isOwn(state, feed.writer),
  );
  return named ? { ...state, kem: noteHeadNamed(state.kem, entry.writer, named.sequence) } : state;
};

const learnKeys = (
  context: Context,
  state: ConversationState,
  { writer, sequence, body }: OpenedControl,
): ConversationState => {
  const { operation } = body;
  const receiver = receiverOf(state, writer);
  if (operation.type !== 'announce' || !receiver) return state;
  const box = operation.boxes.find(({ recipient }) => equalBytes(recipient, state.writer));
  const kem = box ? noteBoxedTo(state.kem, writer, box.kemKeyId) : state.kem;
  // Its author carries it for so long from the day it was written.
  const since = Math.max(1, Math.min(context.now, body.stamp.wall));
  const keys = noteAnnouncement(receiver, state.writer, sequence, operation, since);
  return withReceiver({ ...state, kem }, writer, keys);
};

/** A box that its recipient has opened need not be carried any longer. */
const dropOpenedBoxes = (
  context: Context,
  work: Work,
  before: ConversationState,
  { writer, body }: OpenedControl,
): void => {
  if (body.operation.type !== 'acknowledge') return;
  for (const acknowledged of body.operation.acknowledgements) {
    const announced = findAnnouncement(before.members, acknowledged.writer, acknowledged.sequence);
    const box = announced?.boxes.find((each) => equalBytes(each.recipient, writer));
    if (box) work.remove('blobs', blobKey(context.localId, box.hash));
  }
};

/** Own KEM keys that nobody can still box to are erased, once no box on its way needs them. */
export const forgetOldKeys = (state: ConversationState): ConversationState => {
  const awaited = state.receivers.flatMap(({ keys }) => awaitedKemKeys(keys));
  const kem = retireKem(state.kem, remainingOthers(state), awaited);
  return kem === state.kem ? state : { ...state, kem };
};
