/**
 * Which room secrets are of use now: one to seal with, and those whose topics
 * the others may be found on.
 *
 * Devices that removed somebody apart from each other have different fresh
 * secrets for a while. Each listens wherever another still is, so nobody is
 * parted; of several fresh ones all turn to the one of the smallest id.
 */

import { compareBytes, equalBytes } from '../../core/bytes/compare.ts';
import type { RoomSecret, RoomSecrets } from '../../core/keys/room-secrets.ts';
import { hasSeen, type Fact } from '../../core/members/facts.ts';
import {
  endingOf,
  findWriter,
  isRoomFresh,
  standingOf,
  type MembersState,
} from '../../core/members/members.ts';
import { admissionOf } from '../../core/members/places.ts';
import { holdsOf } from './delivery.ts';
import {
  MAX_LEFT_ROOMS,
  otherWriters,
  ownFeed,
  remainingOthers,
  type ConversationState,
  type LeftRoom,
} from './state.ts';

/** The secret for what is written next: a fresh one, where one is here. */
export const roomToUse = (state: ConversationState): RoomSecret => {
  const room = freshRooms(state)[0] ?? state.roomSecrets.at(-1);
  if (!room) throw new Error('a conversation has at least one room secret');
  return room;
};

/** Those made by who had seen everybody leave that left; the smallest id first. */
export const freshRooms = ({ roomSecrets, members }: ConversationState): RoomSecrets =>
  roomSecrets
    .filter(({ id }) => isRoomFresh(members, id))
    .toSorted((a, b) => compareBytes(a.id, b.id));

/**
 * The secrets (32 bytes each) that remaining writers use as far as is known, our own, and those that
 * others may know as our own. Of a writer that has said nothing yet any may be it.
 */
export const roomsInUse = (state: ConversationState): readonly Uint8Array[] => {
  const own = roomToUse(state);
  const used = [
    ...remainingOthers(state).map((writer) => roomOf(state, writer)),
    ...roomsSeenIn(state).map(({ room }) => room),
    roomOf(state, state.writer) ?? own.id,
  ];
  const isUsed = ({ id }: RoomSecret): boolean =>
    used.some((room) => room === null || equalBytes(room, id));
  return state.roomSecrets
    .filter((room) => room === own || isUsed(room))
    .map(({ secret }) => secret);
};

/** With the room noted that the next own control entry, of sequence `until`, leaves for another. */
export const leaveRoom = (
  state: ConversationState,
  next: Uint8Array,
  until: number,
): ConversationState => {
  const room = roomOf(state, state.writer);
  if (!room || equalBytes(room, next)) return state;
  const leftRooms = [...roomsSeenIn(state), { room, until }].slice(-MAX_LEFT_ROOMS);
  return { ...state, leftRooms };
};

/** Under which others may know us: all since each was under the same one as we, and knew it of us. */
const roomsSeenIn = (state: ConversationState): readonly LeftRoom[] => {
  const { leftRooms, writer: own } = state;
  const last = leftRooms.at(-1);
  if (!last) return leftRooms;
  const isTogether = (writer: Uint8Array): boolean =>
    String(roomOf(state, writer)) === String(roomOf(state, own)) &&
    holdsOf(state, writer, ownFeed(state, 'control')) > last.until;
  return remainingOthers(state).every(isTogether) ? [] : leftRooms;
};

const roomOf = ({ members }: ConversationState, writer: Uint8Array): Uint8Array | null =>
  findWriter(members, writer)?.room ?? null;

/** The secrets that ended writers used last: those may still knock there, and are told that they ended. */
export const roomsOfEnded = (state: ConversationState): readonly Uint8Array[] => {
  const used = otherWriters(state)
    .filter((writer) => endingOf(state.members, writer) !== null)
    .flatMap((writer) => roomOf(state, writer) ?? []);
  const inUse = roomsInUse(state);
  return state.roomSecrets.flatMap(({ id, secret }) =>
    used.some((room) => equalBytes(room, id)) && !inUse.includes(secret) ? [secret] : [],
  );
};

/** Whether facts name a fresh room whose secret is not here yet. */
export const isRoomMissing = ({ members, roomSecrets }: ConversationState): boolean =>
  members.facts.some(({ operation }) => {
    if (operation.type !== 'room' || !isRoomFresh(members, operation.room)) return false;
    return !roomSecrets.some(({ id }) => equalBytes(id, operation.room));
  });

/**
 * Remaining writers that nobody has given the room's secret: they came in by who did not know of it,
 * or in the place of one to which it was still on its way. Also of a room that is used no more:
 * what was written in it opens with nothing else.
 */
export const writersWithoutRoom = (
  state: ConversationState,
  room: Uint8Array,
): readonly Uint8Array[] =>
  remainingOthers(state).filter((writer) => !wasGivenRoom(state, writer, room));

const wasGivenRoom = (state: ConversationState, writer: Uint8Array, room: Uint8Array): boolean => {
  const makers = makersOf(state.members, room);
  const { admissions } = standingOf(state.members, writer) ?? { admissions: [] };
  const isFirst = makers.length === 0;
  // Who only recorded that one follows another told it nothing.
  const welcomes = admissions.filter((fact) => admissionOf(fact)?.voucher.by !== 'successor');
  return (
    isFirst ||
    admissions.length === 0 ||
    makers.some(({ author }) => equalBytes(author, writer)) ||
    makers.some((maker) => admissions.some((admission) => hasSeen(maker, admission))) ||
    welcomes.some((welcome) => makers.some((maker) => hasSeen(welcome, maker)))
  );
};

const makersOf = ({ facts }: MembersState, room: Uint8Array): readonly Fact[] =>
  facts.filter(({ operation }) => operation.type === 'room' && equalBytes(operation.room, room));
