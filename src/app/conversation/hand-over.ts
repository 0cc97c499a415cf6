/**
 * Message keys that are handed over: a device that could not open what was
 * written before it came, while nobody knew of it, or 120 days before it was on
 * again, asks the others (ask-for-keys.ts), and they answer with what they have
 * and may give. Both are control entries and parcels, so it works over any device
 * between them, also when the two never meet.
 */

import { groupBy } from '../../core/journal/group.ts';
import { openEntry } from '../../core/journal/entry.ts';
import { MAX_RANGES, type KeyRange } from '../../core/journal/control-operations.ts';
import { parseBody } from '../../core/journal/operations.ts';
import { findKemKey } from '../../core/keys/kem.ts';
import {
  makeKeysParcel,
  MAX_PARCEL_KEYS,
  openKeysParcel,
  type KeySlice,
} from '../../core/keys/parcel.ts';
import { VAULT_PAGE_SLOTS } from '../../core/keys/vault-page.ts';
import { newestKemKey, parcelsFor } from '../../core/members/members.ts';
import type { Work } from '../store/work.ts';
import { appendControl } from './append-control.ts';
import type { Context } from './context.ts';
import { blobKey, readTheseEntries } from './feed-log.ts';
import { learnMessages, type OpenedMessage } from './learn.ts';
import { createEntitlement, type Entitlement } from './entitled.ts';
import { givenOf, readGiven, type Given } from './given.ts';
import { erasedTargets } from './rebuild-index.ts';
import { rightsIn } from './rights.ts';
import { feedRecord, isSibling, ownFeed, tailOf, type ConversationState } from './state.ts';
import { arrive } from './timeline-log.ts';
import { readVaultSlots } from './vault-log.ts';

/**
 * Gives `recipient` what keys are here of the messages it asked for: another device of this person
 * all of them, others only those that they were boxed once or that the person gave them, and of the
 * first 4,096 messages.
 */
export const answerAsk = async (
  context: Context,
  work: Work,
  state: ConversationState,
  recipient: Uint8Array,
  ranges: readonly KeyRange[],
): Promise<ConversationState> => {
  let next = state;
  let parcel: KeySlice[] = [];
  let count = 0;
  const flush = async (): Promise<void> => {
    if (parcel.length > 0) next = await appendKeys(context, work, next, recipient, parcel);
    parcel = [];
    count = 0;
  };
  const entitled = isSibling(state, recipient)
    ? undefined
    : withGiven(
        await readGiven(work, context.localId, recipient),
        createEntitlement(context, work, state, recipient),
      );
  for (const range of entitled ? firstOf(ranges, MAX_PARCEL_KEYS) : ranges) {
    for (const each of await slicesOf(context, work, state, range)) {
      const slice = entitled ? await entitledPart(each, entitled) : each;
      if (!slice) continue;
      if (count + slice.keys.length > MAX_PARCEL_KEYS || parcel.length === MAX_RANGES) {
        await flush();
      }
      parcel.push(slice);
      count += slice.keys.length;
    }
  }
  await flush();
  return next;
};

/** Opens the parcels of another device that are here; `done`: what is to be acknowledged. */
export const openParcels = async (
  context: Context,
  work: Work,
  state: ConversationState,
  sender: Uint8Array,
): Promise<{ readonly state: ConversationState; readonly done: readonly number[] }> => {
  const done: number[] = [];
  let next = state;
  for (const { sequence, box } of parcelsFor(state.members, sender, state.writer)) {
    const key = blobKey(context.localId, box.hash);
    const blob = await work.get('blobs', key);
    if (!blob) continue;
    const kemKey = findKemKey(state.kem, box.kemKeyId);
    const { conversationId, writer: recipient } = state;
    const place = { conversationId, sender, recipient, announcement: sequence };
    const slices = kemKey && openKeysParcel(context.suite, place, kemKey, blob);
    for (const slice of slices ?? []) next = await takeKeys(context, work, next, slice);
    work.remove('blobs', key);
    // One that does not open is done with too: the keys are asked for again when they are missed.
    done.push(sequence);
  }
  return { state: next, done };
};

const withGiven =
  (given: Given, announced: Entitlement): Entitlement =>
  async (writer, sequences) => {
    const length = givenOf(given, writer);
    const rest = await announced(
      writer,
      sequences.filter((sequence) => sequence >= length),
    );
    return new Set([...sequences.filter((sequence) => sequence < length), ...rest]);
  };

/** The slice without what the recipient was never boxed; undefined when nothing is left. */
const entitledPart = async (
  { writer, first, keys }: KeySlice,
  entitled: Entitlement,
): Promise<KeySlice | undefined> => {
  const given = await entitled(
    writer,
    keys.flatMap((key, i) => (key ? [first + i] : [])),
  );
  const part = keys.map((key, i) => (given.has(first + i) ? key : null));
  return given.size === 0 ? undefined : { writer, first, keys: part };
};

const firstOf = (ranges: readonly KeyRange[], most: number): readonly KeyRange[] => {
  let left = most;
  return ranges.map((range) => {
    const count = Math.min(range.count, left);
    left -= count;
    return { ...range, count };
  });
};

/** Takes the keys that open an entry which was passed over without one. */
export const takeKeys = async (
  context: Context,
  work: Work,
  state: ConversationState,
  { writer, first, keys }: KeySlice,
): Promise<ConversationState> => {
  const { opened } = feedRecord(state, { writer, kind: 'message' });
  const tail = tailOf(state, writer);
  const isDue = (sequence: number): boolean =>
    sequence < opened || (tail !== undefined && sequence >= tail.from && sequence < tail.end);
  const missing = await missingHere(context, work, { writer, first, keys });
  return learnWith(
    context,
    work,
    state,
    writer,
    missing.filter(({ sequence }) => isDue(sequence)),
  );
};

/** Shows the messages of these keys, which the vault has already. */
export const learnGiven = (
  context: Context,
  work: Work,
  state: ConversationState,
  { writer, first, keys }: KeySlice,
): Promise<ConversationState> => {
  const given = keys.flatMap((key, i) => (key ? [{ sequence: first + i, key }] : []));
  return learnWith(context, work, state, writer, given);
};

const learnWith = async (
  context: Context,
  work: Work,
  state: ConversationState,
  writer: Uint8Array,
  given: readonly { readonly sequence: number; readonly key: Uint8Array }[],
): Promise<ConversationState> => {
  const { suite, localId } = context;
  const due = new Map(given.map((each) => [each.sequence, each.key]));
  const feed = { writer, kind: 'message' } as const;
  const entries = await readTheseEntries(work, suite, localId, feed, [...due.keys()]);
  const messages = entries.flatMap((entry): readonly OpenedMessage[] => {
    const { sequence } = entry.header;
    const key = due.get(sequence);
    const content = key && openEntry(suite, entry, key, state.conversationId);
    const body = content?.ok ? parseBody('message', content.value.body) : undefined;
    return key && body?.ok ? [{ writer, sequence, key, body: body.value }] : [];
  });
  // What was deleted, so that nobody has its key, stands where its deletion says it stood.
  const erased = await erasedTargets(localId, work, state, feed, messages);
  if (erased.length > 0) await arrive(work, localId, erased, rightsIn(state));
  return learnMessages(context, work, state, messages);
};

/** Those for which the vault has neither a key nor the mark of an erased one. */
const missingHere = async (
  { localId }: Context,
  work: Work,
  { writer, first, keys }: KeySlice,
): Promise<readonly { writer: Uint8Array; sequence: number; key: Uint8Array }[]> => {
  const given = keys.flatMap((key, i) => (key ? [{ writer, sequence: first + i, key }] : []));
  const pages = groupBy(given, ({ sequence }) => Math.floor(sequence / VAULT_PAGE_SLOTS));
  const missing: { writer: Uint8Array; sequence: number; key: Uint8Array }[] = [];
  for (const [page, those] of pages) {
    const slotOf = await readVaultSlots(work, localId, {
      writer,
      sequence: page * VAULT_PAGE_SLOTS,
    });
    missing.push(...those.filter(({ sequence }) => slotOf(sequence) === null));
  }
  return missing;
};

const appendKeys = async (
  context: Context,
  work: Work,
  state: ConversationState,
  recipient: Uint8Array,
  slices: readonly KeySlice[],
): Promise<ConversationState> => {
  const kemKey = newestKemKey(state.members, recipient);
  const { conversationId, writer: sender } = state;
  const announcement = feedRecord(state, ownFeed(state, 'control')).held.length;
  const place = { conversationId, sender, recipient, announcement };
  const made = kemKey && makeKeysParcel(context.suite, context.random, place, kemKey, slices);
  if (!made) return state;
  const { blob, hash, kemKeyId } = made;
  work.put('blobs', blobKey(context.localId, hash), blob);
  return appendControl(context, work, state, {
    type: 'keys',
    box: { mode: 'kept', recipient, number: 0, kemKeyId, hash },
    ranges: slices.map(({ writer, first, keys }) => ({ writer, first, count: keys.length })),
  });
};

/** A slice for each page of the vault that has any of the keys. */
const slicesOf = async (
  { localId }: Context,
  work: Work,
  state: ConversationState,
  { writer, first, count }: KeyRange,
): Promise<readonly KeySlice[]> => {
  const { length } = feedRecord(state, { writer, kind: 'message' }).held;
  const end = Math.min(length, first + count);
  const slices: KeySlice[] = [];
  for (let from = first; from < end;) {
    const to = Math.min(end, (Math.floor(from / VAULT_PAGE_SLOTS) + 1) * VAULT_PAGE_SLOTS);
    const slotOf = await readVaultSlots(work, localId, { writer, sequence: from });
    const keys = Array.from({ length: to - from }, (_, i) => {
      const slot = slotOf(from + i);
      return slot instanceof Uint8Array ? slot : null;
    });
    if (keys.some((key) => key !== null)) slices.push({ writer, first: from, keys });
    from = to;
  }
  return slices;
};
