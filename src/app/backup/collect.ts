/**
 * All that a backup holds, record by record, as it is read from the disk: a
 * page of one feed at a time, so that no history is too long.
 *
 * The state of a conversation is taken first, and of its feeds as much as that
 * state holds; what is written meanwhile is for the next backup.
 */

import type { FeedId } from '../../core/journal/feed.ts';
import { PAGE_LENGTH } from '../../core/journal/chain.ts';
import { standingOf } from '../../core/members/members.ts';
import type { Suite } from '../../core/crypto/suite.ts';
import type { Conversation } from '../conversation/conversation.ts';
import { readEntries } from '../conversation/feed-log.ts';
import type { ConversationState } from '../conversation/state.ts';
import { readVaultPage } from '../conversation/vault-log.ts';
import type { Profile } from '../profile.ts';
import { MAX_ENTRIES, type RegisterEntry } from '../registers/entry.ts';
import { createKeeper } from './kept.ts';
import { MAX_MARKS, type BackupRecord } from './records.ts';

export type Collected = Exclude<BackupRecord, { kind: 'unknown' }>;

export type CollectOptions = {
  readonly suite: Suite;
  /** 16 bytes. */
  readonly profileId: Uint8Array;
  readonly profile: Profile;
  readonly now: number;
  readonly registers: readonly RegisterEntry[];
  readonly erased: readonly Uint8Array[];
  readonly conversations: readonly Conversation[];
};

/** What is here could not be read: the backup would not be whole. */
export class Unreadable extends Error {}

/** Bytes of entries in one record, roughly. */
const MOST_AT_ONCE = 1_048_576;

export async function* collect(options: CollectOptions): AsyncGenerator<Collected, void> {
  const { conversations, profileId: id, profile, now } = options;
  const states = conversations.flatMap((each) => {
    const state = each.state();
    // What leads from one device to another is theirs, and over in minutes.
    return state && state.kind !== 'link' ? [{ conversation: each, state }] : [];
  });
  const entries = states.reduce((sum, { state }) => sum + entriesIn(state), 0);
  yield { kind: 'profile', id, madeAt: Math.max(0, Math.floor(now)), profile, entries };
  for (const part of partsOf(options.registers, MAX_ENTRIES)) {
    yield { kind: 'registers', entries: part };
  }
  for (const marks of partsOf(options.erased, MAX_MARKS)) yield { kind: 'erased', marks };
  const keep = createKeeper(options.suite);
  for (const { conversation, state } of states) {
    yield { kind: 'conversation', localId: conversation.id, state: keep(state) };
    yield* collectHistory(conversation, state);
  }
  yield { kind: 'end', conversations: states.length };
}

const entriesIn = ({ feeds }: ConversationState): number =>
  feeds.reduce((sum, { held }) => sum + held.length, 0);

async function* collectHistory(
  conversation: Conversation,
  state: ConversationState,
): AsyncGenerator<Collected, void> {
  // A writer comes after the one that admitted it, and its messages after all control entries.
  const feeds = state.feeds.toSorted((a, b) => placeOf(state, a.feed) - placeOf(state, b.feed));
  for (const { feed, held } of feeds) {
    for (let from = 0; from < held.length; from += PAGE_LENGTH) {
      const to = Math.min(held.length, from + PAGE_LENGTH);
      if (feed.kind === 'message') yield await readKeys(conversation, feed, from);
      yield* await readPart(conversation, feed, from, to);
    }
  }
  for (const bytes of await readBlobs(conversation)) yield { kind: 'blob', bytes };
}

const placeOf = ({ members }: ConversationState, { writer, kind }: FeedId): number =>
  (standingOf(members, writer)?.depth ?? 0) + (kind === 'message' ? 1_000_000 : 0);

const readKeys = async (
  conversation: Conversation,
  { writer }: FeedId,
  from: number,
): Promise<Collected> => {
  const keys = await readFrom(conversation, (localId, work) =>
    readVaultPage(work, localId, { writer, sequence: from }),
  );
  return { kind: 'keys', writer, page: Math.floor(from / PAGE_LENGTH), keys };
};

const readPart = async (
  conversation: Conversation,
  feed: FeedId,
  from: number,
  to: number,
): Promise<readonly Collected[]> => {
  const entries = await readFrom(conversation, (localId, work, suite) =>
    readEntries(work, suite, localId, feed, from, to),
  );
  const parts: Uint8Array[][] = [];
  let size = 0;
  for (const { bytes } of entries) {
    const last = parts.at(-1);
    size += bytes.length;
    if (last && size <= MOST_AT_ONCE) last.push(bytes);
    else {
      parts.push([bytes]);
      size = bytes.length;
    }
  }
  return parts.map((part) => ({ kind: 'entries', feed, entries: part }));
};

const readBlobs = (conversation: Conversation): Promise<readonly Uint8Array[]> =>
  readFrom(conversation, async (localId, work) =>
    (await work.stored('blobs', [localId])).map(({ value }) => value),
  );

type Reading = Parameters<Conversation['read']>[0];

const readFrom = async <T>(
  conversation: Conversation,
  reader: (localId: string, work: Parameters<Reading>[1], suite: Suite) => Promise<T>,
): Promise<T> => {
  const read = await conversation.read(async (context, work) => ({
    value: await reader(context.localId, work, context.suite),
  }));
  if (!read) throw new Unreadable(conversation.id);
  return read.value;
};

const partsOf = <T>(items: readonly T[], size: number): readonly (readonly T[])[] =>
  Array.from({ length: Math.ceil(items.length / size) }, (_, i) =>
    items.slice(i * size, (i + 1) * size),
  );
