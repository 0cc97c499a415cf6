/**
 * Opens what is held, as far as keys are here: control entries, then boxes,
 * then messages, each feed in its own order.
 */

import { encodeBase64url } from '../../core/bytes/base64url.ts';
import { equalBytes } from '../../core/bytes/compare.ts';
import { ZERO_STAMP } from '../../core/clock/hlc.ts';
import { PAGE_LENGTH } from '../../core/journal/chain.ts';
import { openEntry, type Entry } from '../../core/journal/entry.ts';
import type { FeedId } from '../../core/journal/feed.ts';
import { MAX_RECIPIENTS, type KeyRange } from '../../core/journal/control-operations.ts';
import type { EntryRef } from '../../core/journal/timeline/item.ts';
import type { VaultSlot } from '../../core/keys/vault-page.ts';
import { parseBody, type Body, type ControlOperation } from '../../core/journal/operations.ts';
import { parseMessageKeyReference } from '../../core/keys/message-key.ts';
import { openWaitingBox, takeMessageKey, type WaitingBox } from '../../core/keys/receiver.ts';
import { endingOf } from '../../core/members/members.ts';
import { controlEntryKey, findRoomSecret } from '../../core/keys/room-secrets.ts';
import { pageIndex } from '../../document/page.ts';
import type { Work } from '../store/work.ts';
import { appendControl } from './append-control.ts';
import { askForKeys, missedUnder } from './ask-for-keys.ts';
import { beginAnewWith, giveAgain, roomsInVain, type RoomInVain } from './closed-boxes.ts';
import type { Context } from './context.ts';
import { endWaiting } from './end-of-waiting.ts';
import { blobKey, readEntries } from './feed-log.ts';
import { answerAsk, openParcels } from './hand-over.ts';
import { keepFollowed } from './keep.ts';
import { forgetOldKeys, learnControl, learnMessages, type OpenedMessage } from './learn.ts';
import { noteEarlyRoom, openRoomParcels } from './open-rooms.ts';
import { giveRoomsOn } from './renew-room.ts';
import { erasedTargets } from './rebuild-index.ts';
import { rightsIn } from './rights.ts';
import { rewindFeed } from './rewind.ts';
import {
  feedRecord,
  isSibling,
  otherWriters,
  receiverOf,
  remainingOthers,
  withFeed,
  withReceiver,
  type ConversationState,
  type Tail,
} from './state.ts';
import { arrive } from './timeline-log.ts';
import { readVaultSlots } from './vault-log.ts';

/**
 * Opens whatever can be opened now: control entries, then boxes, then messages. Of many boxes that
 * wait, only those are tried whose blobs came (`blobs`, their hashes), or that were just announced.
 * `joined`: of its messages those with keys are shown, and the others' keys asked for.
 */
export const openAll = async (
  context: Context,
  work: Work,
  state: ConversationState,
  blobs?: ReadonlySet<string>,
  joined?: Tail,
): Promise<ConversationState> => {
  let next = endWaiting(context, work, state);
  const errands: Errands = {
    acknowledgements: [],
    asked: [],
    missed: [],
    opened: [],
    inVain: [],
    joined,
  };
  const done = new Set<string>();
  for (;;) {
    // Entries of one writer may admit another.
    const writer = otherWriters(next).find((each) => !done.has(encodeBase64url(each)));
    if (!writer) break;
    done.add(encodeBase64url(writer));
    const { roomSecrets } = next;
    next = await openWriter(context, work, next, writer, errands, blobs);
    // With a new room secret feeds may go on that had to wait for it.
    if (next.roomSecrets !== roomSecrets) done.clear();
  }
  return runErrands(context, work, next, errands);
};

/** What is to be written once everything is opened. */
type Errands = {
  readonly acknowledgements: { writer: Uint8Array; sequence: number }[];
  readonly asked: { writer: Uint8Array; ranges: readonly KeyRange[] }[];
  readonly missed: EntryRef[];
  /** What another own device has opened the keys of: it may have been asked for them too early. */
  readonly opened: { writer: Uint8Array; sequence: number }[];
  readonly inVain: RoomInVain[];
  readonly joined: Tail | undefined;
};

const openWriter = async (
  context: Context,
  work: Work,
  state: ConversationState,
  writer: Uint8Array,
  errands: Errands,
  blobs: ReadonlySet<string> | undefined,
): Promise<ConversationState> => {
  const announced = receiverOf(state, writer)?.announced ?? -1;
  const opened = await openControlFeed(context, work, state, writer, errands);
  const rooms = await openRoomParcels(context, work, opened, writer);
  const boxes = await openBoxes(context, work, rooms.state, writer, ({ sequence, hash }) =>
    blobs ? blobs.has(encodeBase64url(hash)) : sequence > announced,
  );
  const parcels = await openParcels(context, work, boxes.state, writer);
  for (const sequence of [...rooms.done, ...boxes.opened, ...parcels.done]) {
    errands.acknowledgements.push({ writer, sequence });
  }
  const ready = forgetOldKeys(parcels.state);
  return openMessageFeed(context, work, ready, writer, errands);
};

const runErrands = async (
  context: Context,
  work: Work,
  state: ConversationState,
  { acknowledgements, asked, missed, opened, inVain }: Errands,
): Promise<ConversationState> => {
  if (endingOf(state.members, state.writer) !== null) return state;
  let next = state;
  for (let from = 0; from < acknowledgements.length; from += MAX_RECIPIENTS) {
    const part = acknowledgements.slice(from, from + MAX_RECIPIENTS);
    next = await appendControl(context, work, next, {
      type: 'acknowledge',
      acknowledgements: part,
    });
  }
  for (const { writer, ranges } of asked) {
    const isEntitled = remainingOthers(next).some((each) => equalBytes(each, writer));
    if (!isEntitled) continue;
    next = beginAnewWith(context, work, next, writer, ranges);
    next = await answerAsk(context, work, next, writer, ranges);
  }
  next = await giveAgain(context, work, next, inVain);
  next = await keepFollowed(context, work, next);
  missed.push(...(await missedUnder(context, work, next, opened)));
  return askForKeys(context, work, await giveRoomsOn(context, work, next), missed);
};

const openControlFeed = async (
  context: Context,
  work: Work,
  state: ConversationState,
  writer: Uint8Array,
  errands: Errands,
): Promise<ConversationState> => {
  const feed: FeedId = { writer, kind: 'control' };
  const { suite, localId } = context;
  const record = feedRecord(state, feed);
  let next = state;
  let isStopped = false;
  const { opened, held } = record;
  for (const entry of await readEntries(work, suite, localId, feed, opened, held.length)) {
    const { sequence, keyReference } = entry.header;
    if (isStopped) {
      next = noteEarlyRoom(context, next, entry);
      continue;
    }
    if (sequence !== feedRecord(next, feed).opened) break;
    const secret = findRoomSecret(state.roomSecrets, keyReference);
    if (!secret) {
      isStopped = true;
      continue;
    }
    const key = controlEntryKey(suite, secret, state.conversationId, writer, sequence);
    next = openControl(context, work, next, entry, key, errands);
  }
  return rewindFeed(context, work, next, feed, feedRecord(next, feed).opened);
};

/** An entry that its own writer sealed wrongly counts as read and has no effect. */
const openControl = (
  context: Context,
  work: Work,
  state: ConversationState,
  entry: Entry,
  key: Uint8Array,
  errands: Errands,
): ConversationState => {
  const { writer, sequence } = entry.header;
  const record = feedRecord(state, { writer, kind: 'control' });
  const counted = withFeed(state, { ...record, opened: sequence + 1 });
  const opened = openEntry(context.suite, entry, key, state.conversationId);
  const body = opened.ok ? parseBody('control', opened.value.body) : opened;
  const operation = body.ok ? body.value.operation : undefined;
  if (operation?.type === 'ask') errands.asked.push({ writer, ranges: operation.ranges });
  if (operation?.type === 'acknowledge' && isSibling(state, writer)) {
    errands.opened.push(...operation.acknowledgements);
  }
  const learned = learnControl(context, work, counted, {
    writer,
    sequence,
    body: body.ok ? body.value : WITHOUT_EFFECT,
    heads: opened.ok ? opened.value.heads : [],
    room: entry.header.keyReference,
  });
  if (operation?.type === 'kem') errands.inVain.push(...roomsInVain(learned, writer));
  return learned;
};

const WITHOUT_EFFECT: Body<ControlOperation> = {
  stamp: ZERO_STAMP,
  clock: 0,
  operation: { type: 'unknown', code: 0, fields: new Uint8Array(0) },
};

const openBoxes = async (
  context: Context,
  work: Work,
  state: ConversationState,
  sender: Uint8Array,
  isDue: (box: WaitingBox) => boolean,
): Promise<{ readonly state: ConversationState; readonly opened: readonly number[] }> => {
  let keys = receiverOf(state, sender);
  if (!keys) return { state, opened: [] };
  const opened: number[] = [];
  const { conversationId, writer: recipient } = state;
  for (const { sequence, hash } of keys.waiting.filter(isDue)) {
    const blob = await work.get('blobs', blobKey(context.localId, hash));
    if (!blob) continue;
    const place = { conversationId, sender, recipient };
    const step = openWaitingBox(context.suite, keys, state.kem, place, sequence, blob);
    keys = step.state;
    if (step.outcome === 'opened') opened.push(sequence);
    if (step.outcome !== 'too-far') work.remove('blobs', blobKey(context.localId, hash));
  }
  return { state: withReceiver(state, sender, keys), opened };
};

const openMessageFeed = async (
  context: Context,
  work: Work,
  state: ConversationState,
  writer: Uint8Array,
  errands: Errands,
): Promise<ConversationState> => {
  const feed: FeedId = { writer, kind: 'message' };
  const { suite, localId } = context;
  let next = state;
  const messages: OpenedMessage[] = [];
  const givenOnes: OpenedMessage[] = [];
  const { length } = feedRecord(state, feed).held;
  // Page by page, so that a long tail that waits for its keys is not read each time one of them comes.
  for (let from = -1; from < feedRecord(next, feed).opened;) {
    from = feedRecord(next, feed).opened;
    const to = Math.min(length, (pageIndex(from) + 1) * PAGE_LENGTH);
    let slotOf: ((sequence: number) => VaultSlot) | undefined;
    for (const entry of await readEntries(work, suite, localId, feed, from, to)) {
      const { sequence } = entry.header;
      if (sequence !== feedRecord(next, feed).opened) break;
      const step = openMessage(context, next, entry);
      if (!step) break;
      next = step.state;
      if (step.message) messages.push(step.message);
      if (!step.isGone || isSettled(errands.joined, entry.header)) continue;
      slotOf ??= await readVaultSlots(work, localId, { writer, sequence });
      const slot = slotOf(sequence);
      if (slot === null) errands.missed.push({ writer, sequence });
      // It was given its key before it came, for example by a backup.
      const given = slot instanceof Uint8Array ? openWith(context, next, entry, slot) : undefined;
      if (given) givenOnes.push(given);
    }
  }
  // What was deleted and whose key is gone stands where its deletion says it stood.
  const erased = await erasedTargets(localId, work, next, feed, givenOnes);
  // Where messages count there is an index, also before any of them can be read.
  const isCounted = feedRecord(next, feed).opened > feedRecord(state, feed).opened;
  const isUnread = isCounted && messages.length + givenOnes.length === 0;
  if (erased.length > 0 || isUnread) await arrive(work, localId, erased, rightsIn(next));
  const learned = await learnMessages(context, work, next, [...messages, ...givenOnes]);
  return rewindFeed(context, work, learned, feed, feedRecord(learned, feed).opened);
};

const isSettled = (
  joined: Tail | undefined,
  { writer, sequence }: Pick<Entry['header'], 'writer' | 'sequence'>,
): boolean =>
  joined !== undefined &&
  equalBytes(joined.writer, writer) &&
  sequence >= joined.asked &&
  sequence < joined.end;

const openWith = (
  { suite }: Context,
  { conversationId }: ConversationState,
  entry: Entry,
  key: Uint8Array,
): OpenedMessage | undefined => {
  const { writer, sequence } = entry.header;
  const opened = openEntry(suite, entry, key, conversationId);
  const body = opened.ok ? parseBody('message', opened.value.body) : opened;
  return body.ok ? { writer, sequence, key, body: body.value } : undefined;
};

/** Null: its key is still on the way. A message without effect is counted and left out. */
const openMessage = (
  context: Context,
  state: ConversationState,
  entry: Entry,
): {
  readonly state: ConversationState;
  readonly message: OpenedMessage | undefined;
  /** Its key was never boxed to us, was given before, or was given up. */
  readonly isGone?: boolean;
} | null => {
  const { writer, sequence, keyReference } = entry.header;
  const record = feedRecord(state, { writer, kind: 'message' });
  const counted = withFeed(state, { ...record, opened: sequence + 1 });
  const receiver = receiverOf(state, writer);
  const reference = parseMessageKeyReference(keyReference);
  if (!receiver || !reference.ok) return { state: counted, message: undefined };
  const taken = takeMessageKey(context.suite, receiver, reference.value);
  if (!taken.ok) {
    const isGone = taken.error === 'gone';
    return taken.error === 'waiting' ? null : { state: counted, message: undefined, isGone };
  }
  const next = withReceiver(counted, writer, taken.value.state);
  return { state: next, message: openWith(context, state, entry, taken.value.key) };
};
