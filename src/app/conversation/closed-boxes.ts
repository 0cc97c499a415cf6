/**
 * Boxes that their recipient cannot open, because it has erased the KEM key they
 * were made for: it kept each key until all that it knew of had heard of a newer
 * one, and had not heard of this writer. So it is with who goes on from an older
 * copy and writes before it meets anybody (continue-as.ts).
 */

import { encodeBase64url } from '../../core/bytes/base64url.ts';
import { equalBytes } from '../../core/bytes/compare.ts';
import type { KeyRange } from '../../core/journal/control-operations.ts';
import { kemKeyIdOf } from '../../core/keys/box.ts';
import type { RoomSecret } from '../../core/keys/room-secrets.ts';
import { beginChannelAnew } from '../../core/keys/sender.ts';
import { firstBoxesFor, hasHeardOf, newestKemKey, withoutBox } from '../../core/members/members.ts';
import type { Work } from '../store/work.ts';
import type { Context } from './context.ts';
import { blobKey } from './feed-log.ts';
import { giveRoom } from './renew-room.ts';
import { remainingOthers, type ConversationState } from './state.ts';

/** A room secret that was perhaps given in vain, and to whom. */
export type RoomInVain = { readonly recipient: Uint8Array; readonly room: RoomSecret };

/**
 * Rooms that this writer gave, when `recipient` has just published a KEM key without having heard
 * of them: they were sealed to a key before that one.
 */
export const roomsInVain = (
  { members, writer: own, roomSecrets }: ConversationState,
  recipient: Uint8Array,
): readonly RoomInVain[] => {
  const unheard = members.facts.flatMap((fact) =>
    fact.operation.type === 'room' &&
    equalBytes(fact.author, own) &&
    !hasHeardOf(members, recipient, fact)
      ? [fact.operation.room]
      : [],
  );
  return roomSecrets
    .filter(({ id }) => unheard.some((room) => equalBytes(room, id)))
    .map((room) => ({ recipient, room }));
};

/** Each once, to the newest key of those who remain. */
export const giveAgain = async (
  context: Context,
  work: Work,
  state: ConversationState,
  inVain: readonly RoomInVain[],
): Promise<ConversationState> => {
  let next = state;
  const nameOf = ({ recipient, room }: RoomInVain): string =>
    [recipient, room.id].map(encodeBase64url).join();
  for (const { recipient, room } of new Map(inVain.map((each) => [nameOf(each), each])).values()) {
    const isThere = remainingOthers(next).some((each) => equalBytes(each, recipient));
    if (isThere) next = await giveRoom(context, work, next, room, [recipient]);
  }
  return next;
};

/**
 * Who asks for the keys of messages whose first box it never opened, and which was made for a key
 * that it has replaced, has given the box up: the next message comes with another first box.
 */
export const beginAnewWith = (
  { suite, localId }: Context,
  work: Work,
  state: ConversationState,
  recipient: Uint8Array,
  asked: readonly KeyRange[],
): ConversationState => {
  const newest = newestKemKey(state.members, recipient);
  if (!newest) return state;
  const newestId = kemKeyIdOf(suite, newest);
  const isAsked = (firstMessage: number): boolean =>
    asked.some(
      ({ writer, first, count }) =>
        equalBytes(writer, state.writer) && first + count > firstMessage,
    );
  const closed = firstBoxesFor(state.members, state.writer, recipient).find(
    ({ box, firstMessage }) => !equalBytes(box.kemKeyId, newestId) && isAsked(firstMessage),
  );
  if (!closed) return state;
  work.remove('blobs', blobKey(localId, closed.box.hash));
  return {
    ...state,
    members: withoutBox(state.members, state.writer, closed.sequence, recipient),
    sender: beginChannelAnew(state.sender, recipient),
  };
};
