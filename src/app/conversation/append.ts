/** Own messages: the keys they need, then the entry (append-control.ts). */

import type { MessageOperation } from '../../core/journal/operations.ts';
import { isKemRenewalDue, renewKem } from '../../core/keys/kem.ts';
import { announceGeneration, isGenerationDue, nextMessageKey } from '../../core/keys/sender.ts';
import { newestKemKey } from '../../core/members/members.ts';
import type { Work } from '../store/work.ts';
import { appendControl, writeOwn } from './append-control.ts';
import type { Context } from './context.ts';
import { endWaiting } from './end-of-waiting.ts';
import { blobKey } from './feed-log.ts';
import { learnMessages, type OpenedMessage } from './learn.ts';
import { renewRoom } from './renew-room.ts';
import { commitToSuccessor } from './commit-successor.ts';
import { feedRecord, ownFeed, remainingOthers, type ConversationState } from './state.ts';
import { aheadOfRoot } from './timeline-log.ts';
import { aheadOfVaultPage } from './vault-log.ts';

/** Seals an operation into the message feed; renews keys before it where that is due. */
export const appendMessage = async (
  context: Context,
  work: Work,
  state: ConversationState,
  operation: MessageOperation,
): Promise<ConversationState> => {
  const written = await writeMessage(context, work, state, operation);
  return learnMessages(context, work, written.state, [written.message]);
};

/** Begins to read what appendMessage will want, so that it waits once for all of it. */
export const aheadOfMessage = (work: Work, localId: string, state: ConversationState): void => {
  const sequence = feedRecord(state, ownFeed(state, 'message')).held.length;
  aheadOfRoot(work, localId);
  aheadOfVaultPage(work, localId, { writer: state.writer, sequence });
};

/** As appendMessage, except that the message is still to be learned: many may be, in one go. */
export const writeMessage = async (
  context: Context,
  work: Work,
  state: ConversationState,
  operation: MessageOperation,
): Promise<{ readonly state: ConversationState; readonly message: OpenedMessage }> => {
  const ready = await prepareKeys(context, work, state);
  const sequence = feedRecord(ready, ownFeed(ready, 'message')).held.length;
  const { key, reference, state: sender } = nextMessageKey(context.suite, ready.sender);
  const written = await writeOwn(context, work, { ...ready, sender }, 'message', operation, {
    key,
    reference,
  });
  const body = { ...written.body, operation };
  return { state: written.state, message: { writer: state.writer, sequence, key, body } };
};

const prepareKeys = async (
  context: Context,
  work: Work,
  state: ConversationState,
): Promise<ConversationState> => {
  const waiting = endWaiting(context, work, state);
  const committed = await commitToSuccessor(context, work, waiting);
  const inRoom = await renewRoom(context, work, committed);
  const renewed = isKemRenewalDue(state.kem, context.now)
    ? await appendKemKey(context, work, inRoom)
    : inRoom;
  return isGenerationDue(renewed.sender, context.now, remainingOthers(renewed))
    ? appendGeneration(context, work, renewed)
    : renewed;
};

const appendKemKey = async (
  context: Context,
  work: Work,
  state: ConversationState,
): Promise<ConversationState> => {
  const { state: kem, publicKey } = renewKem(context.suite, state.kem, {
    seed: context.random(32),
    now: context.now,
    sequence: feedRecord(state, ownFeed(state, 'control')).held.length,
  });
  return appendControl(context, work, { ...state, kem }, { type: 'kem', key: publicKey });
};

const appendGeneration = async (
  context: Context,
  work: Work,
  state: ConversationState,
): Promise<ConversationState> => {
  const announced = announceGeneration(context.suite, context.random, state.sender, {
    conversationId: state.conversationId,
    sender: state.writer,
    sequence: feedRecord(state, ownFeed(state, 'control')).held.length,
    firstMessage: feedRecord(state, ownFeed(state, 'message')).held.length,
    now: context.now,
    recipients: remainingOthers(state).flatMap((writer) => {
      const kemKey = newestKemKey(state.members, writer);
      return kemKey ? [{ writer, kemKey }] : [];
    }),
  });
  for (const { hash, bytes } of announced.blobs) {
    work.put('blobs', blobKey(context.localId, hash), bytes);
  }
  return appendControl(context, work, { ...state, sender: announced.state }, announced.operation);
};
