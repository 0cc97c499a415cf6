/**
 * Takes what a backup holds of one conversation into the one that is here:
 * entries through the gate, keys only where the place is empty, read marks only
 * upwards. What is here already, or was erased here, stays as it is.
 */

import { EMPTY_POOL, type HeldPool } from '../../core/journal/held.ts';
import { countVisible } from '../../core/journal/timeline/walk.ts';
import { VAULT_PAGE_SLOTS, type VaultSlot } from '../../core/keys/vault-page.ts';
import { endingOf, endsOf } from '../../core/members/members.ts';
import { appendControl } from '../conversation/append-control.ts';
import { cutHere } from '../conversation/devices.ts';
import { isClosed } from '../conversation/endings.ts';
import { admitBlobs, admitEntries } from '../conversation/admit.ts';
import type { ContextStep, Conversation } from '../conversation/conversation.ts';
import { noteFrontier } from '../conversation/delivery.ts';
import { takeKeys } from '../conversation/hand-over.ts';
import { feedRecord, hasMessages, isOwn, type ConversationState } from '../conversation/state.ts';
import { readRoot } from '../conversation/timeline-log.ts';
import { changeVault, readVaultSlots, type VaultChange } from '../conversation/vault-log.ts';
import { withReadMark } from '../conversation/read-mark.ts';
import type { BackupRecord } from './records.ts';

export interface ConversationMerge {
  /** Records of this conversation; false when one could not become durable. */
  take(record: BackupRecord): Promise<boolean>;
  /** Marks of what was read and acknowledged; how many messages there are now that were not before. */
  finish(): Promise<number | undefined>;
}

/** Opened and written in one go: what takes no more time than anybody notices. */
const ENTRIES_AT_ONCE = 32;

/** `kept`: the conversation as it was when the backup was made. */
export const createConversationMerge = (
  conversation: Conversation,
  kept: ConversationState,
  before: number,
): ConversationMerge => {
  let pool: HeldPool = EMPTY_POOL;

  const takeEntries = async (record: BackupRecord & { kind: 'entries' }): Promise<boolean> => {
    const state = conversation.state();
    if (!state || isOwn(state, record.feed.writer)) return state !== undefined;
    const { length } = feedRecord(state, record.feed).held;
    for (let from = 0; from < record.entries.length; from += ENTRIES_AT_ONCE) {
      const part = record.entries.slice(from, from + ENTRIES_AT_ONCE);
      // Most of a backup is here already where it is restored into a running device.
      if (sequenceOf(part.at(-1)) < length) continue;
      const isDurable = await conversation.run(async (context, work, now) => {
        const admitted = await admitEntries(context, work, now, pool, part);
        pool = admitted.pool;
        return admitted.state;
      });
      if (!isDurable) return false;
    }
    return true;
  };

  return {
    take: async (record) => {
      switch (record.kind) {
        case 'keys':
          return conversation.run(keysStep(record.writer, record.page, record.keys.slots));
        case 'entries':
          return takeEntries(record);
        case 'blob':
          return conversation.run((context, work, state) =>
            admitBlobs(context, work, state, [record.bytes]),
          );
        default:
          return true;
      }
    },
    finish: async () => {
      const isDurable = await conversation.run((context, _work, state) => {
        const read = kept.read.reduce(
          (next, { writer, length }) =>
            length > 0 ? withReadMark(next, { writer, sequence: length - 1 }) : next,
          state,
        );
        const noted = kept.frontiers.reduce(
          (next, { bytes }) => noteFrontier(context.suite, next, bytes),
          read,
        );
        return Promise.resolve(noted);
      });
      return isDurable ? (await countMessages(conversation)) - before : undefined;
    },
  };
};

/**
 * The writer of the backup ended at what an older backup held of it; this one holds more, and says so
 * (conversation/keep.ts). True when that is durable, or there is nothing to say.
 */
export const keepMore = (conversation: Conversation, kept: ConversationState): Promise<boolean> =>
  conversation.run((context, work, state) => {
    const { writer } = kept;
    const end = endingOf(state.members, writer);
    const isFollowed = endsOf(state.members, writer).every(
      ({ operation }) => operation.type === 'admit',
    );
    const isLonger = (['control', 'message'] as const).some(
      (kind) => feedRecord(kept, { writer, kind }).held.length > (end?.[kind] ?? Infinity),
    );
    if (!isFollowed || !isLonger || isClosed(state)) return Promise.resolve(state);
    const cut = cutHere(kept, writer);
    return appendControl(context, work, state, { type: 'keep', writer, cut });
  });

/** How many messages the conversation shows, deleted ones as such included. */
export const countMessages = async (conversation: Conversation): Promise<number> =>
  (await conversation.read(async ({ localId }, work, state) =>
    countVisible(await readRoot(work, localId, hasMessages(state))),
  )) ?? 0;

/** Keys of messages that were passed over without one, and of those that come next. */
const keysStep =
  (writer: Uint8Array, page: number, slots: readonly VaultSlot[]): ContextStep =>
  async (context, work, state) => {
    const first = page * VAULT_PAGE_SLOTS;
    const keys = slots.map((slot) => (slot instanceof Uint8Array ? slot : null));
    const taken = await takeKeys(context, work, state, { writer, first, keys });
    const slotOf = await readVaultSlots(work, context.localId, { writer, sequence: first });
    const { opened } = feedRecord(taken, { writer, kind: 'message' });
    const changes = slots.flatMap((slot, i): readonly VaultChange[] => {
      const sequence = first + i;
      if (slot === null || slotOf(sequence) !== null) return [];
      if (slot === 'erased') return [{ writer, sequence, key: null }];
      return sequence >= opened ? [{ writer, sequence, key: slot }] : [];
    });
    if (changes.length > 0) await changeVault(work, context.localId, changes);
    return taken;
  };

/** Where an entry says it stands; it is checked when it is taken in. */
const sequenceOf = (entry: Uint8Array | undefined): number =>
  entry && entry.length > SEQUENCE_AT + 4
    ? new DataView(entry.buffer, entry.byteOffset + SEQUENCE_AT, 4).getUint32(0)
    : Infinity;

const SEQUENCE_AT = 4 + 32;
