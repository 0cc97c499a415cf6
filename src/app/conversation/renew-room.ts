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

/** The same state when there is a fresh secret and all have it, or one is on its way to us. */
export const renewRoom = async (
  context: Context,
  work: Work,
  state: ConversationState,
): Promise<ConversationState> => {
  const [fresh] = freshRooms(state);
  if (fresh) {
    const lacking = writersWithoutRoom(state, fresh.id);
    return lacking.length === 0 ? state : giveRoom(context, work, state, fresh, lacking);
  }
  if (isRoomMissing(state)) return state;
  const made = roomSecretOf(context.suite, context.random(32));
  const given = await giveRoom(context, work, state, made, remainingOthers(state));
  return { ...given, roomSecrets: addRoomSecret(context.suite, given.roomSecrets, made.secret) };
};

/** The parcels alone hold the secret. */
const giveRoom = (
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
