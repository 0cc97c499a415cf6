/**
 * Room secrets that others gave to this device: opened out of their parcels.
 *
 * A device that came in while others already wrote under a newer secret finds
 * their feeds closed to it. The entry that brings the secret is sealed under the
 * first one, so it is looked for behind those that cannot be opened yet.
 */

import { equalBytes } from '../../core/bytes/compare.ts';
import { openEntry, type Entry } from '../../core/journal/entry.ts';
import { parseBody } from '../../core/journal/operations.ts';
import { findKemKey } from '../../core/keys/kem.ts';
import { openRoomParcel } from '../../core/keys/parcel.ts';
import { addRoomSecret, controlEntryKey, findRoomSecret } from '../../core/keys/room-secrets.ts';
import { roomParcelsFor } from '../../core/members/members.ts';
import type { Work } from '../store/work.ts';
import type { Context } from './context.ts';
import { blobKey } from './feed-log.ts';
import { MAX_EARLY_ROOMS, type ConversationState, type EarlyRoom } from './state.ts';

/** A bound on what hostile members make us keep. */
const MAX_ROOM_SECRETS = 1_000;

/** With the secrets in parcels of `sender` that are here; `done`: what is to be acknowledged. */
export const openRoomParcels = async (
  context: Context,
  work: Work,
  state: ConversationState,
  sender: Uint8Array,
): Promise<{ readonly state: ConversationState; readonly done: readonly number[] }> => {
  const done: number[] = [];
  let next = state;
  for (const parcel of parcelsOf(state, sender)) {
    const key = blobKey(context.localId, parcel.hash);
    const blob = await work.get('blobs', key);
    if (!blob) continue;
    next = takeRoom(context, next, parcel, blob);
    const isEarly = next.earlyRooms.some(({ hash }) => equalBytes(hash, parcel.hash));
    if (isEarly) next = withoutEarly(next, parcel);
    // What stands in its order later is opened once more, and then acknowledged.
    else {
      work.remove('blobs', key);
      done.push(parcel.sequence);
    }
  }
  return { state: next, done };
};

/** Notes a parcel for us in an entry behind one that cannot be opened yet. */
export const noteEarlyRoom = (
  { suite }: Context,
  state: ConversationState,
  { header, ...entry }: Entry,
): ConversationState => {
  const { writer, sequence, keyReference } = header;
  const [first] = state.roomSecrets;
  const isKnown = state.earlyRooms.some(
    (early) => early.sequence === sequence && equalBytes(early.writer, writer),
  );
  if (!first || !equalBytes(first.id, keyReference) || isKnown) return state;
  if (state.earlyRooms.length >= MAX_EARLY_ROOMS) return state;
  const key = controlEntryKey(suite, first.secret, state.conversationId, writer, sequence);
  const opened = openEntry(suite, { header, ...entry }, key, state.conversationId);
  const body = opened.ok ? parseBody('control', opened.value.body) : opened;
  if (!body.ok || body.value.operation.type !== 'room') return state;
  const { room, boxes } = body.value.operation;
  const box = boxes.find(({ recipient }) => equalBytes(recipient, state.writer));
  if (!box || findRoomSecret(state.roomSecrets, room)) return state;
  const early = { writer, sequence, room, kemKeyId: box.kemKeyId, hash: box.hash };
  return { ...state, earlyRooms: [...state.earlyRooms, early] };
};

const parcelsOf = (state: ConversationState, sender: Uint8Array): readonly EarlyRoom[] => [
  ...state.earlyRooms.filter(({ writer }) => equalBytes(writer, sender)),
  ...roomParcelsFor(state.members, sender, state.writer).flatMap(({ sequence, box }) => {
    const { kemKeyId, hash } = box;
    const fact = state.members.facts.find(
      (each) => each.sequence === sequence && equalBytes(each.author, sender),
    );
    return fact?.operation.type === 'room'
      ? [{ writer: sender, sequence, room: fact.operation.room, kemKeyId, hash }]
      : [];
  }),
];

/** Only the secret that the entry names; one that does not open, or is another, changes nothing. */
const takeRoom = (
  { suite }: Context,
  state: ConversationState,
  { writer: sender, sequence, room, kemKeyId }: EarlyRoom,
  blob: Uint8Array,
): ConversationState => {
  const { conversationId, writer: recipient, roomSecrets } = state;
  const kemKey = findKemKey(state.kem, kemKeyId);
  const place = { conversationId, sender, recipient, announcement: sequence };
  const [secret] = (kemKey && openRoomParcel(suite, place, kemKey, blob)) ?? [];
  if (!secret || roomSecrets.length >= MAX_ROOM_SECRETS) return state;
  const added = addRoomSecret(suite, roomSecrets, secret);
  return equalBytes(added.at(-1)?.id ?? room, room) ? { ...state, roomSecrets: added } : state;
};

const withoutEarly = (state: ConversationState, { hash }: EarlyRoom): ConversationState => ({
  ...state,
  earlyRooms: state.earlyRooms.filter((early) => !equalBytes(early.hash, hash)),
});
