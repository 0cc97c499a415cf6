/**
 * A fresh room secret after somebody was removed, given to all who remain, and
 * to those who came in by a device that did not know of it (docs/PROTOCOL.md,
 * "Rooms").
 */

import { makeRoomParcel } from '../../core/keys/parcel.ts';
import { addRoomSecret, roomSecretOf, type RoomSecret } from '../../core/keys/room-secrets.ts';
import { newestKemKey } from '../../core/members/members.ts';
import type { Work } from '../store/work.ts';
import { appendControl } from './append-control.ts';
import type { Context } from './context.ts';
import { blobKey } from './feed-log.ts';
import { freshRooms, isRoomMissing, writersWithoutRoom } from './rooms-in-use.ts';
import { feedRecord, ownFeed, remainingOthers, type ConversationState } from './state.ts';

/** With a fresh secret, unless there is one or it is on its way to us; and what others lack given to them. */
export const renewRoom = async (
  context: Context,
  work: Work,
  state: ConversationState,
): Promise<ConversationState> => {
  const shared = await giveRoomsOn(context, work, state);
  if (freshRooms(shared).length > 0 || isRoomMissing(shared)) return shared;
  const made = roomSecretOf(context.suite, context.random(32));
  const given = await giveRoom(context, work, shared, made, remainingOthers(shared));
  return { ...given, roomSecrets: addRoomSecret(context.suite, given.roomSecrets, made.secret) };
};

/** A newcomer that lacks a room secret cannot ask for it: whoever sees that gives it. */
export const giveRoomsOn = async (
  context: Context,
  work: Work,
  state: ConversationState,
): Promise<ConversationState> => {
  let next = state;
  for (const room of state.roomSecrets) {
    const lacking = writersWithoutRoom(next, room.id);
    if (lacking.length > 0) next = await giveRoom(context, work, next, room, lacking);
  }
  return next;
};

/** The parcels alone hold the secret. */
export const giveRoom = (
  context: Context,
  work: Work,
  state: ConversationState,
  { id, secret }: RoomSecret,
  recipients: readonly Uint8Array[],
): Promise<ConversationState> => {
  const { suite, random, localId } = context;
  const { conversationId, writer: sender } = state;
  const announcement = feedRecord(state, ownFeed(state, 'control')).held.length;
  const boxes = recipients.flatMap((recipient) => {
    const kemKey = newestKemKey(state.members, recipient);
    const place = { conversationId, sender, recipient, announcement };
    const made = kemKey && makeRoomParcel(suite, random, place, kemKey, [secret]);
    if (!made) return [];
    work.put('blobs', blobKey(localId, made.hash), made.blob);
    const { kemKeyId, hash } = made;
    return [{ mode: 'kept', recipient, number: 0, kemKeyId, hash } as const];
  });
  return appendControl(context, work, state, { type: 'room', room: id, boxes });
};
