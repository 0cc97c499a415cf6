/**
 * Takes a backup into what is here, and only ever adds: what is here or was
 * erased here stays as it is, and whatever is taken in passes the same gate as
 * what comes from a contact. So it may be done again, or end in the middle.
 *
 * A conversation that is not here begins with a new writer: the keys of the old
 * one are in no backup, or two devices could write as one.
 */

import { equalBytes } from '../../core/bytes/compare.ts';
import type { RegisterEntry } from '../registers/entry.ts';
import type { Conversation } from '../conversation/conversation.ts';
import type { ConversationState } from '../conversation/state.ts';
import type { Profile } from '../profile.ts';
import {
  countMessages,
  createConversationMerge,
  keepMore,
  type ConversationMerge,
} from './merge-conversation.ts';
import type { Added, BackupWatch, RestoreOutcome } from './outcomes.ts';
import type { BackupRecord } from './records.ts';

/** What is here, as far as a restore touches it. */
export interface RestorePlace {
  /** The profile of a backup is of this one, or there is none here that it could be mixed up with. */
  isSameProfile(id: Uint8Array, conversations: readonly ConversationState[]): boolean;
  mergeRegisters(entries: readonly RegisterEntry[]): Promise<boolean>;
  find(conversationId: Uint8Array): Conversation | undefined;
  isErased(conversationId: Uint8Array): Promise<boolean>;
  /** Marks of conversations that were deleted where the backup was made. */
  noteErased(marks: readonly Uint8Array[]): Promise<boolean>;
  /**
   * A conversation that is not here, with a new writer; undefined when it could not become durable,
   * `ended` when nobody can go on with it.
   */
  begin(localId: string, kept: ConversationState): Promise<Conversation | 'ended' | undefined>;
  /** Where there is no profile yet, that of the backup; else nothing. */
  adoptProfile(profile: Profile, id: Uint8Array): Promise<boolean>;
  /** Whether the last failure was for want of space. */
  isFull(): boolean;
}

type Records = AsyncIterable<{ readonly record: BackupRecord; readonly read: number }>;

/** `records` were checked before: whatever fails here fails because of what is here. */
export const restoreRecords = async (
  place: RestorePlace,
  records: Records,
  watch: BackupWatch,
  breathe: () => Promise<void>,
  total: number,
): Promise<RestoreOutcome> => {
  const added = { conversations: 0, messages: 0, left: 0, ended: 0 };
  let adopted: { profile: Profile; id: Uint8Array } | undefined;
  let merge: ConversationMerge | undefined;

  const endConversation = async (): Promise<boolean> => {
    const messages = await merge?.finish();
    const isDone = merge === undefined || messages !== undefined;
    merge = undefined;
    added.messages += Math.max(0, messages ?? 0);
    return isDone;
  };

  const beginConversation = async (localId: string, kept: ConversationState): Promise<boolean> => {
    const known = place.find(kept.conversationId);
    if (!known && (await place.isErased(kept.conversationId))) {
      added.left += 1;
      return true;
    }
    const conversation = known ?? (await place.begin(localId, kept));
    if (!conversation) return false;
    if (conversation === 'ended') {
      added.ended += 1;
      return true;
    }
    if (!known && kept.kind !== 'devices') added.conversations += 1;
    if (known && !(await keepMore(known, kept))) return false;
    merge = createConversationMerge(conversation, kept, await countMessages(conversation));
    return true;
  };

  const take = async (record: BackupRecord): Promise<boolean> => {
    switch (record.kind) {
      case 'profile':
        adopted = { profile: record.profile, id: record.id };
        return true;
      case 'registers':
        return place.mergeRegisters(record.entries);
      case 'erased':
        return place.noteErased(record.marks);
      case 'conversation':
        return (await endConversation()) && beginConversation(record.localId, record.state);
      case 'end':
        return endConversation();
      default:
        return merge?.take(record) ?? true;
    }
  };

  for await (const { record, read } of records) {
    if (watch.isCancelled()) {
      await endConversation();
      return { kind: 'cancelled', ...added };
    }
    if (!(await take(record))) return { kind: place.isFull() ? 'full' : 'failed', ...added };
    watch.progress(read, total);
    await breathe();
  }
  if (adopted && !(await place.adoptProfile(adopted.profile, adopted.id))) {
    return { kind: place.isFull() ? 'full' : 'failed', ...added };
  }
  return { kind: 'done', ...added };
};

/** Of whom the backup is, and of which conversations: read in the pass that checks it. */
export type Contents = {
  readonly id: Uint8Array;
  readonly conversations: readonly ConversationState[];
};

export const contentsOf = async (records: Records): Promise<Contents | undefined> => {
  let id: Uint8Array | undefined;
  const conversations: ConversationState[] = [];
  for await (const { record } of records) {
    if (record.kind === 'profile') id = record.id;
    if (record.kind === 'conversation') conversations.push(record.state);
  }
  return id && { id, conversations };
};

export const isSameId = (a: Uint8Array | undefined, b: Uint8Array): boolean =>
  a !== undefined && equalBytes(a, b);

export const noneAdded: Added = { conversations: 0, messages: 0, left: 0, ended: 0 };
