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
import { controlEntryKey, type RoomSecret } from '../../core/keys/room-secrets.ts';
import type { Work } from '../store/work.ts';
import type { Context } from './context.ts';
import { putEntries } from './feed-log.ts';
import { learnControl } from './learn.ts';
import { leaveRoom, roomToUse } from './rooms-in-use.ts';
import { feedRecord, ownFeed, withFeed, type ConversationState } from './state.ts';

/** Seals an operation into the control feed, and learns it like everybody else will. */
export const appendControl = async (
  context: Context,
  work: Work,
  state: ConversationState,
  operation: ControlOperation,
): Promise<ConversationState> => {
  const room = roomFor(state, operation);
  const sequence = feedRecord(state, ownFeed(state, 'control')).held.length;
  const moved = operation.type === 'room' ? state : leaveRoom(state, room.id, sequence);
  const written = await writeOwn(context, work, moved, 'control', operation, {
    key: controlEntryKey(context.suite, room.secret, state.conversationId, state.writer, sequence),
    reference: room.id,
  });
  return learnControl(context, work, written.state, {
    writer: state.writer,
    sequence,
    body: { ...written.body, operation },
    heads: written.heads,
    room: room.id,
  });
};

type Written = {
  readonly state: ConversationState;
  readonly body: { readonly stamp: Stamp; readonly clock: number };
  readonly heads: readonly Head[];
};

/** Who lacks the newest secret can open the entry that brings it. */
const roomFor = (state: ConversationState, { type }: ControlOperation): RoomSecret =>
  (type === 'room' ? state.roomSecrets[0] : undefined) ?? roomToUse(state);

/** Seals and signs the next entry of an own feed; the key is for this entry alone. */
export const writeOwn = async (
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
    writer: state.writer,
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
