/**
 * What other devices send: taken through the gate, kept, and handed to opening.
 *
 * Keeping does not wait for opening: an entry whose key comes later is held,
 * carried and acknowledged like any other, and opened in its turn.
 */

import { encodeBase64url } from '../../core/bytes/base64url.ts';
import {
  admitEntries as admitToFeeds,
  type Feeds,
  type Run,
} from '../../core/journal/admission.ts';
import { parseEntry, type Entry } from '../../core/journal/entry.ts';
import { feedName, type FeedId } from '../../core/journal/feed.ts';
import type { HeldPool } from '../../core/journal/held.ts';
import { openableBoxes } from '../../core/keys/receiver.ts';
import { endingOf, parcelsFor, pendingBoxes, roomParcelsFor } from '../../core/members/members.ts';
import { admitUpdate, type Blame } from '../../document/gate.ts';
import type { Work } from '../store/work.ts';
import type { Context } from './context.ts';
import { blobKey, putEntries } from './feed-log.ts';
import { openAll } from './opening.ts';
import {
  feedRecord,
  isOwn,
  otherWriters,
  remainingOthers,
  withFeed,
  type ConversationState,
} from './state.ts';

export type Admitted = {
  readonly state: ConversationState;
  /** What waits for entries before it, for a proof or for a writer; bounded. */
  readonly pool: HeldPool;
  readonly isForked: boolean;
  /** What the link is to be closed for. */
  readonly blame: Blame | null;
};

/** Takes in entries as they came, in any order. Own feeds and strangers' change nothing. */
export const admitEntries = async (
  context: Context,
  work: Work,
  state: ConversationState,
  pool: HeldPool,
  received: readonly Uint8Array[],
): Promise<Admitted> => {
  const parsed = received.map((bytes) => parseEntry(context.suite, bytes));
  const entries: readonly Entry[] = parsed.flatMap((each) => (each.ok ? [each.value] : []));
  const isMalformed = parsed.some((each) => !each.ok && each.error === 'malformed');
  const admitted = admitToFeeds(context.suite, feedsOf(state), pool, entries);
  const kept = await keepRuns(context, work, state, admitted.runs);
  return { ...kept, pool: admitted.pool, blame: isMalformed ? 'malformed' : null };
};

/** Takes entries out of a Yjs update, whatever else it says. */
export const admitPage = async (
  context: Context,
  work: Work,
  state: ConversationState,
  pool: HeldPool,
  update: Uint8Array,
): Promise<Admitted> => {
  const admitted = admitUpdate(context.suite, feedsOf(state), pool, update);
  const kept = await keepRuns(context, work, state, admitted.runs);
  return { ...kept, pool: admitted.pool, blame: admitted.blame };
};

/** Takes in blobs that somebody sent; the same state when nobody waits for them. */
export const admitBlobs = async (
  context: Context,
  work: Work,
  state: ConversationState,
  blobs: readonly Uint8Array[],
): Promise<ConversationState> => {
  const names = new Set([...wantedBlobs(state), ...carriedBlobs(state)].map(encodeBase64url));
  const hashes = new Set<string>();
  for (const blob of blobs) {
    const hash = context.suite.hash(blob);
    if (!names.has(encodeBase64url(hash))) continue;
    work.put('blobs', blobKey(context.localId, hash), blob);
    hashes.add(encodeBase64url(hash));
  }
  return hashes.size === 0 ? state : openAll(context, work, state, hashes);
};

/** Hashes of the boxes and parcels that were announced to us, can be opened and are not here. */
export const wantedBlobs = (state: ConversationState): readonly Uint8Array[] => [
  ...state.earlyRooms.map(({ hash }) => hash),
  ...otherWriters(state).flatMap((writer) =>
    roomParcelsFor(state.members, writer, state.writer).map(({ box }) => box.hash),
  ),
  ...state.receivers.flatMap(({ keys }) => openableBoxes(keys).map(({ hash }) => hash)),
  ...remainingOthers(state).flatMap((writer) =>
    parcelsFor(state.members, writer, state.writer).map(({ box }) => box.hash),
  ),
];

/** Hashes of what others have to open: carried for them until they have, whoever sent it. */
export const carriedBlobs = (state: ConversationState): readonly Uint8Array[] =>
  pendingBoxes(state.members).flatMap(({ recipient, hash }) =>
    isOwn(state, recipient) ? [] : [hash],
  );

/** The feeds that may grow by what others send: those of the other writers, up to where they end. */
export const growingFeeds = (state: ConversationState): readonly FeedId[] =>
  otherWriters(state)
    .flatMap((writer) => [
      { writer, kind: 'control' } as const,
      { writer, kind: 'message' } as const,
    ])
    .filter((feed) => feedRecord(state, feed).held.length < limitOf(state, feed));

/** How many entries of the feed there are for us: up to where its writer ends. */
export const limitOf = (state: ConversationState, { writer, kind }: FeedId): number =>
  endingOf(state.members, writer)?.[kind] ?? Infinity;

const feedsOf = (state: ConversationState): Feeds =>
  new Map(growingFeeds(state).map((feed) => [feedName(feed), feedRecord(state, feed).held]));

const keepRuns = async (
  context: Context,
  work: Work,
  state: ConversationState,
  runs: readonly Run[],
): Promise<Pick<Admitted, 'state' | 'isForked'>> => {
  let kept = state;
  for (const { feed, admission } of runs) {
    const limit = limitOf(kept, feed);
    const accepted = admission.accepted.filter(({ header }) => header.sequence < limit);
    await putEntries(work, context.suite, context.localId, accepted);
    const last = accepted.at(-1);
    if (last) {
      const held = { length: last.header.sequence + 1, hash: last.hash };
      kept = withFeed(kept, { ...feedRecord(kept, feed), held });
    }
  }
  return {
    state: kept === state ? state : await openAll(context, work, kept),
    isForked: runs.some(({ admission }) => admission.failure === 'fork'),
  };
};
