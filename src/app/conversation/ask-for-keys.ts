/**
 * What a device asks the others for: the keys of messages that it has and cannot
 * open, once when they are missed, and again when somebody may have them since.
 */

import { encodeBase64url } from '../../core/bytes/base64url.ts';
import { equalBytes } from '../../core/bytes/compare.ts';
import { groupBy } from '../../core/journal/group.ts';
import { MAX_RANGES, type KeyRange } from '../../core/journal/control-operations.ts';
import type { EntryRef } from '../../core/journal/timeline/item.ts';
import { MAX_PARCEL_KEYS } from '../../core/keys/parcel.ts';
import { VAULT_PAGE_SLOTS, type VaultSlot } from '../../core/keys/vault-page.ts';
import { parseMessageKeyReference } from '../../core/keys/message-key.ts';
import { endingOf } from '../../core/members/members.ts';
import type { Work } from '../store/work.ts';
import { appendControl } from './append-control.ts';
import type { Context } from './context.ts';
import { holdsOf } from './delivery.ts';
import { readTheseEntries } from './feed-log.ts';
import { feedRecord, remainingOthers, siblings, tailOf, type ConversationState } from './state.ts';
import { readVaultSlots } from './vault-log.ts';

/** Asks the other devices for the keys of these messages; nothing where there are none. */
export const askForKeys = async (
  context: Context,
  work: Work,
  state: ConversationState,
  missed: readonly EntryRef[],
): Promise<ConversationState> => {
  if (remainingOthers(state).length === 0) return state;
  let next = state;
  for (let from = 0; from < missed.length; from += MAX_PARCEL_KEYS) {
    const ranges = rangesOf(missed.slice(from, from + MAX_PARCEL_KEYS));
    for (let first = 0; first < ranges.length; first += MAX_RANGES) {
      const part = ranges.slice(first, first + MAX_RANGES);
      next = await appendControl(context, work, next, { type: 'ask', ranges: part });
    }
  }
  return next;
};

/**
 * Messages that were passed over without a key, of these announcements: another own device may have
 * been asked before it had the keys itself. Looks at the newest of each writer.
 */
export const missedUnder = async (
  { suite, localId }: Context,
  work: Work,
  state: ConversationState,
  announcements: readonly { readonly writer: Uint8Array; readonly sequence: number }[],
): Promise<readonly EntryRef[]> => {
  const missed: EntryRef[] = [];
  for (const { writer, sequence: announcement } of announcements) {
    const feed = { writer, kind: 'message' } as const;
    const tail = tailOf(state, writer);
    const end = tail?.end ?? feedRecord(state, feed).opened;
    const from = Math.max(0, Math.floor(end / VAULT_PAGE_SLOTS) - 1) * VAULT_PAGE_SLOTS;
    const first = Math.max(from, tail?.asked ?? 0);
    const keyless = await keylessIn(work, localId, writer, first, end);
    const sequences = keyless.map(({ sequence }) => sequence);
    for (const { header } of await readTheseEntries(work, suite, localId, feed, sequences)) {
      const reference = parseMessageKeyReference(header.keyReference);
      const isUnder = reference.ok && reference.value.announcement === announcement;
      if (isUnder) missed.push({ writer, sequence: header.sequence });
    }
  }
  return missed;
};

/**
 * Asks again for what another own device has signed to hold since `before`: it may have been asked
 * when it had the keys of those messages and not the messages themselves.
 */
export const askAgain = async (
  context: Context,
  work: Work,
  before: ConversationState,
  state: ConversationState,
): Promise<ConversationState> => {
  if (endingOf(state.members, state.writer) !== null) return state;
  const missed: EntryRef[] = [];
  for (const device of siblings(state)) {
    const signed = ({ frontiers }: ConversationState): Uint8Array | undefined =>
      frontiers.find(({ writer }) => equalBytes(writer, device))?.bytes;
    if (signed(before) === signed(state)) continue;
    for (const { feed, opened } of state.feeds) {
      if (feed.kind === 'control') continue;
      const end = Math.min(opened, holdsOf(state, device, feed));
      const from = holdsOf(before, device, feed);
      missed.push(...(await keylessIn(work, context.localId, feed.writer, from, end)));
    }
  }
  return askForKeys(context, work, state, missed);
};

/** Of the messages `from` up to but without `end` those whose keys are not here, and not erased. */
export const keylessIn = async (
  work: Work,
  localId: string,
  writer: Uint8Array,
  from: number,
  end: number,
): Promise<readonly EntryRef[]> => {
  const keyless: EntryRef[] = [];
  let slotOf: ((sequence: number) => VaultSlot) | undefined;
  for (let sequence = from; sequence < end; sequence++) {
    if (!slotOf || sequence % VAULT_PAGE_SLOTS === 0) {
      slotOf = await readVaultSlots(work, localId, { writer, sequence });
    }
    if (slotOf(sequence) === null) keyless.push({ writer, sequence });
  }
  return keyless;
};

/** Messages that follow each other as one range, each once. */
const rangesOf = (missed: readonly EntryRef[]): readonly KeyRange[] =>
  [...groupBy(missed, ({ writer }) => encodeBase64url(writer)).values()].flatMap((those) => {
    const ranges: { writer: Uint8Array; first: number; count: number }[] = [];
    for (const { writer, sequence } of those.toSorted((a, b) => a.sequence - b.sequence)) {
      const last = ranges.at(-1);
      const next = last && last.first + last.count;
      if (last && next === sequence) last.count++;
      else if (!next || next < sequence) ranges.push({ writer, first: sequence, count: 1 });
    }
    return ranges;
  });
