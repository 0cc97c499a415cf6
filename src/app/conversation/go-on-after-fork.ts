/**
 * Going on as a new writer after a fork of this one (docs/decisions/0043-forks-heal.md).
 *
 * The old writer ends where both histories are still one; what others hold of it
 * beyond is theirs to keep (keep.ts). What was written here beyond, nobody else
 * has heard of: the new writer says it again.
 */

import { equalBytes } from '../../core/bytes/compare.ts';
import { EMPTY_FEED } from '../../core/journal/chain.ts';
import type { FeedId } from '../../core/journal/feed.ts';
import { parseMessageKeyReference } from '../../core/keys/message-key.ts';
import { rewindWriter } from '../../core/members/rewind.ts';
import type { Work } from '../store/work.ts';
import type { Branch } from './branch.ts';
import type { Context } from './context.ts';
import { continueAs } from './continue-as.ts';
import { cutEntries, cutVault } from './cut-feed.ts';
import { isClosed } from './endings.ts';
import { readEntries } from './feed-log.ts';
import { rebuildIndex } from './rebuild-index.ts';
import { readUnheard, sayAgain } from './say-again.ts';
import {
  feedRecord,
  isOwn,
  ownFeed,
  withFeed,
  type ConversationState,
  type FeedRecord,
} from './state.ts';

/** How both own feeds go together with what another device holds of them. */
export type Agreed = { readonly control: Branch; readonly message: Branch };

/**
 * The same state when `writer` is not the one that writes here any more. Closed, as forked, when
 * nobody can follow it: it committed to no key, or where others have not heard of that.
 */
export const goOnAfterFork = async (
  context: Context,
  work: Work,
  state: ConversationState,
  writer: Uint8Array,
  agreed: Agreed,
): Promise<ConversationState> => {
  if (!isOwn(state, writer) || isClosed(state)) return state;
  const control = agreedLength(state, 'control', agreed.control);
  const sound = agreedLength(state, 'message', agreed.message);
  const message = await keyedLength(context, work, state, control, sound);
  const unheard = await readUnheard(context, work, state, { control, message });
  const rewound = await rewind(context, work, state, { control, message });
  const begun = await continueAs(context, work, rewound);
  if (!begun) return { ...state, toldEnd: 'forked' };
  const { localId } = context;
  for (const kind of ['control', 'message'] as const) {
    const before = feedRecord(state, ownFeed(state, kind)).held.length;
    await cutEntries(context, work, ownFeed(state, kind), { control, message }[kind], before);
  }
  const { length } = feedRecord(state, ownFeed(state, 'message')).held;
  if (message < length) {
    await cutVault(work, localId, writer, message, length);
    await rebuildIndex(context, work, begun);
  }
  return sayAgain(context, work, begun, { writer, from: message }, unheard);
};

const agreedLength = (state: ConversationState, kind: FeedId['kind'], branch: Branch): number => {
  const { length } = feedRecord(state, ownFeed(state, kind)).held;
  return branch.kind === 'apart' ? Math.min(length, branch.length) : length;
};

/** Messages whose keys were announced beyond where the control feed ends nobody can open. */
const keyedLength = async (
  { suite, localId }: Context,
  work: Work,
  state: ConversationState,
  control: number,
  length: number,
): Promise<number> => {
  if (control === feedRecord(state, ownFeed(state, 'control')).held.length) return length;
  const feed = ownFeed(state, 'message');
  let keyed = length;
  for (; keyed > 0; keyed--) {
    const [entry] = await readEntries(work, suite, localId, feed, keyed - 1, keyed);
    const reference = entry && parseMessageKeyReference(entry.header.keyReference);
    if (!reference?.ok || reference.value.announcement < control) return keyed;
  }
  return keyed;
};

const rewind = async (
  context: Context,
  work: Work,
  state: ConversationState,
  lengths: { readonly control: number; readonly message: number },
): Promise<ConversationState> => {
  const members = rewindWriter(state.members, state.writer, lengths.control);
  const isMade = (facts: ConversationState['members']['facts'], room: Uint8Array): boolean =>
    facts.some(({ operation }) => operation.type === 'room' && equalBytes(operation.room, room));
  // A room that nobody else has heard of is none.
  const roomSecrets = state.roomSecrets.filter(
    ({ id }) => isMade(members.facts, id) || !isMade(state.members.facts, id),
  );
  const records = await Promise.all(
    (['control', 'message'] as const).map((kind) =>
      cutRecord(context, work, feedRecord(state, ownFeed(state, kind)), lengths[kind]),
    ),
  );
  return records.reduce(withFeed, { ...state, members, roomSecrets });
};

const cutRecord = async (
  { suite, localId }: Context,
  work: Work,
  record: FeedRecord,
  length: number,
): Promise<FeedRecord> => {
  if (length === record.held.length) return record;
  const [last] = await readEntries(work, suite, localId, record.feed, length - 1, length);
  const held = last ? { length, hash: last.hash } : EMPTY_FEED;
  return { ...record, held, opened: Math.min(record.opened, held.length) };
};
