/**
 * Own entries: written, sealed, signed and put into the work in one go.
 *
 * The state that comes back can give the same sequence and the same key to no
 * other entry; whether both become durable is decided by one batch
 * (docs/SPEC.md, A-2).
 */

import { compareStamps, tick, type Stamp } from '../../core/clock/hlc.ts';
import { writeEntry } from '../../core/journal/entry.ts';
import { compareFeeds, type FeedKind, type Head } from '../../core/journal/feed.ts';
import {
  encodeBody,
  type Body,
  type ControlOperation,
  type MessageOperation,
} from '../../core/journal/operations.ts';
import { blobKey, putEntries } from './feed-log.ts';
import { isKemRenewalDue, renewKem } from '../../core/keys/kem.ts';
import { controlEntryKey } from '../../core/keys/room-secrets.ts';
import { announceGeneration, isGenerationDue, nextMessageKey } from '../../core/keys/sender.ts';
import { newestKemKey } from '../../core/members/members.ts';
import type { Work } from '../store/work.ts';
import type { Context } from './context.ts';
import { learnControl, learnMessages, type OpenedMessage } from './learn.ts';
import { feedRecord, remainingOthers, ownFeed, withFeed, type ConversationState } from './state.ts';

/** Seals an operation into the control feed, and learns it like everybody else will. */
export const appendControl = async (
  context: Context,
  work: Work,
  state: ConversationState,
  operation: ControlOperation,
): Promise<ConversationState> => {
  const room = state.roomSecrets.at(-1);
  if (!room) throw new Error('a conversation has at least one room secret');
  const sequence = feedRecord(state, ownFeed(state, 'control')).held.length;
  const written = await write(context, work, state, 'control', operation, {
    key: controlEntryKey(context.suite, room.secret, state.conversationId, state.writer, sequence),
    reference: room.id,
  });
  return learnControl(context, work, written.state, {
    writer: state.writer,
    sequence,
    body: { ...written.body, operation },
    heads: written.heads,
  });
};

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
  const written = await write(context, work, { ...ready, sender }, 'message', operation, {
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
  const renewed = isKemRenewalDue(state.kem, context.now)
    ? await appendKemKey(context, work, state)
    : state;
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

type Written = {
  readonly state: ConversationState;
  readonly body: { readonly stamp: Stamp; readonly clock: number };
  readonly heads: readonly Head[];
};

const write = async (
  context: Context,
  work: Work,
  state: ConversationState,
  kind: FeedKind,
  operation: ControlOperation | MessageOperation,
  seal: { readonly key: Uint8Array; readonly reference: Uint8Array },
): Promise<Written> => {
  const record = feedRecord(state, ownFeed(state, kind));
  const stamp = tick(latestStamp(state), context.now);
  const body: Body<ControlOperation | MessageOperation> = {
    stamp,
    clock: Math.max(0, Math.floor(context.now)),
    operation,
  };
  const heads = newsFor(state, kind);
  const entry = writeEntry(context.suite, context.random, {
    seed: state.writerSeed,
    kind,
    sequence: record.held.length,
    prev: record.held.hash,
    entryKey: seal.key,
    keyReference: seal.reference,
    conversationId: state.conversationId,
    heads,
    body: encodeBody(body),
    expiry: 0,
  });
  await putEntries(work, context.suite, context.localId, [entry]);
  const next = withFeed(
    { ...state, latestOwn: stamp, named: nameHeads(state, kind, heads) },
    {
      ...record,
      held: { length: record.held.length + 1, hash: entry.hash },
      opened: record.opened + 1,
    },
  );
  return { state: next, body, heads };
};

const latestStamp = ({ latestOwn, latestOthers }: ConversationState): Stamp =>
  compareStamps(latestOwn, latestOthers) > 0 ? latestOwn : latestOthers;

/** At most so many heads fit an entry; what is left out is named by the next one. */
const MAX_NEWS = 16;

/** Heads of other feeds that changed since this feed's previous entry. */
const newsFor = (state: ConversationState, by: FeedKind): readonly Head[] =>
  state.feeds
    .filter(({ feed }) => compareFeeds(feed, ownFeed(state, by)) !== 0)
    .filter(({ feed, held }) => held.length > namedLength(state, by, feed))
    .slice(0, MAX_NEWS)
    .map(({ feed, held }) => ({ feed, sequence: held.length - 1, hash: held.hash }));

const namedLength = (state: ConversationState, by: FeedKind, feed: Head['feed']): number =>
  state.named.find((head) => head.by === by && compareFeeds(head.feed, feed) === 0)?.length ?? 0;

const nameHeads = (
  state: ConversationState,
  by: FeedKind,
  heads: readonly Head[],
): ConversationState['named'] => [
  ...state.named.filter(
    (known) => known.by !== by || !heads.some((head) => compareFeeds(head.feed, known.feed) === 0),
  ),
  ...heads.map(({ feed, sequence }) => ({ by, feed, length: sequence + 1 })),
];
