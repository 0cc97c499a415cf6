/** The state record of a conversation as bytes (docs/PROTOCOL.md, "At rest"). */

import { parseBytes, type Reader } from '../../core/bytes/reader.ts';
import type { Result } from '../../core/bytes/result.ts';
import { createWriter } from '../../core/bytes/writer.ts';
import { readStamp, writeStamp } from '../../core/clock/hlc.ts';
import { kindToByte, readKind } from '../../core/journal/feed.ts';
import { encodeKem, parseKem } from '../../core/keys/kem.ts';
import { encodeReceiver, parseReceiver } from '../../core/keys/receiver.ts';
import { encodeRoomSecrets, parseRoomSecrets } from '../../core/keys/room-secrets.ts';
import { encodeSender, parseSender } from '../../core/keys/sender.ts';
import { encodeMembers, parseMembers } from '../../core/members/members.ts';
import { AS_PROFILE, QUIET_CHOICES, type QuietChoice, type QuietChoices } from '../quiet.ts';
import { MAX_EARLY_ROOMS, MAX_LEFT_ROOMS } from './state.ts';
import type {
  ConversationState,
  EarlyRoom,
  FeedRecord,
  LeftRoom,
  NamedHead,
  Tail,
} from './state.ts';

/** 1 had no choices of quiet, 2 no kind and no successor key, 3 no tails, 4 no rooms that were left. */
const VERSION = 5;
const KINDS = ['direct', 'notes', 'devices', 'link'] as const;
const ENDS = ['removed', 'lost', 'forked'] as const;
const SEED_BYTES = 32;
const ID_BYTES = 8;
const VERDICTS = ['open', 'matched', 'mismatched'] as const;
const MAX_PART = 2 ** 24;
const MAX_WRITERS = 128;
const MAX_NODE = 255;
const MAX_FEEDS = 2 * MAX_WRITERS;
const MAX_FRONTIER = 2 ** 16;

export const encodeState = (state: ConversationState): Uint8Array => {
  const out = createWriter().u8(VERSION);
  out
    .fixed(state.conversationId)
    .u48(state.createdAt)
    .text(state.node)
    .fixed(state.writerSeed)
    .fixed(state.writer);
  out.fixed(state.emoji).u8(VERDICTS.indexOf(state.verdict));
  out.bytes(encodeRoomSecrets(state.roomSecrets)).bytes(encodeMembers(state.members));
  out.bytes(encodeKem(state.kem)).bytes(encodeSender(state.sender));
  out.varint(state.receivers.length);
  for (const { writer, keys } of state.receivers) out.fixed(writer).bytes(encodeReceiver(keys));
  out.varint(state.feeds.length);
  for (const { feed, held, opened } of state.feeds) {
    out.u8(kindToByte(feed.kind)).fixed(feed.writer).u32(held.length).fixed(held.hash).u32(opened);
  }
  out.varint(state.named.length);
  for (const { by, feed, length } of state.named) {
    out.u8(kindToByte(by)).u8(kindToByte(feed.kind)).fixed(feed.writer).u32(length);
  }
  writeStamp(writeStamp(out, state.latestOwn), state.latestOthers).u48(state.frontierNumber);
  out.varint(state.read.length);
  for (const { writer, length } of state.read) out.fixed(writer).u32(length);
  out.varint(state.frontiers.length);
  for (const { writer, bytes } of state.frontiers) out.fixed(writer).bytes(bytes);
  const { receipts, typing, presence } = state.quiet;
  for (const choice of [receipts, typing, presence]) out.u8(QUIET_CHOICES.indexOf(choice));
  out.u8(state.tellsRead ? 1 : 0).u8(KINDS.indexOf(state.kind));
  out.bytes(state.successorSeed ?? new Uint8Array(0));
  out.u8(state.toldEnd === null ? 0 : 1 + ENDS.indexOf(state.toldEnd));
  out.varint(state.earlyRooms.length);
  for (const { writer, sequence, room, kemKeyId, hash } of state.earlyRooms) {
    out.fixed(writer).u32(sequence).fixed(room).fixed(kemKeyId).fixed(hash);
  }
  out.varint(state.tails.length);
  for (const { writer, from, end, prev, hash, asked } of state.tails) {
    out.fixed(writer).u32(from).u32(end).fixed(prev).fixed(hash).u32(asked);
  }
  out.varint(state.leftRooms.length);
  for (const { room, until } of state.leftRooms) out.fixed(room).u32(until);
  return out.finish();
};

export const parseState = (bytes: Uint8Array): Result<ConversationState, 'malformed'> =>
  parseBytes(bytes, (reader) => {
    const version = reader.u8();
    reader.require(version >= 1 && version <= VERSION);
    return {
      conversationId: reader.fixed(32),
      createdAt: reader.u48(),
      node: reader.text(MAX_NODE),
      writerSeed: reader.fixed(32),
      writer: reader.fixed(32),
      emoji: reader.fixed(6),
      verdict: readVerdict(reader),
      roomSecrets: readPart(reader, parseRoomSecrets),
      members: readPart(reader, parseMembers),
      kem: readPart(reader, parseKem),
      sender: readPart(reader, parseSender),
      receivers: reader.list(MAX_WRITERS, (item) => ({
        writer: item.fixed(32),
        keys: readPart(item, parseReceiver),
      })),
      feeds: reader.list(MAX_FEEDS, readFeed),
      named: reader.list(2 * MAX_FEEDS, readNamed),
      latestOwn: readStamp(reader),
      latestOthers: readStamp(reader),
      frontierNumber: reader.u48(),
      read: reader.list(MAX_WRITERS, (item) => ({ writer: item.fixed(32), length: item.u32() })),
      frontiers: reader.list(MAX_WRITERS, (item) => ({
        writer: item.fixed(32),
        bytes: item.bytes(MAX_FRONTIER),
      })),
      ...(version === 1 ? { quiet: AS_PROFILE, tellsRead: true } : readQuiet(reader)),
      ...(version < 3 ? BEFORE_THIRD : readThird(reader)),
      tails: version < 4 ? [] : reader.list(MAX_WRITERS, readTail),
      leftRooms: version < 5 ? [] : reader.list(MAX_LEFT_ROOMS, readLeftRoom),
    };
  });

const readQuiet = (reader: Reader): Pick<ConversationState, 'quiet' | 'tellsRead'> => {
  const quiet: QuietChoices = {
    receipts: readChoice(reader),
    typing: readChoice(reader),
    presence: readChoice(reader),
  };
  const tellsRead = reader.u8();
  reader.require(tellsRead < 2);
  return { quiet, tellsRead: tellsRead === 1 };
};

type Third = Pick<ConversationState, 'kind' | 'successorSeed' | 'toldEnd' | 'earlyRooms'>;

const BEFORE_THIRD: Third = { kind: 'direct', successorSeed: null, toldEnd: null, earlyRooms: [] };

const readThird = (reader: Reader): Third => {
  const kind = KINDS[reader.u8()];
  reader.require(kind !== undefined);
  const seed = reader.bytes(SEED_BYTES);
  reader.require(seed.length === 0 || seed.length === SEED_BYTES);
  const told = reader.u8();
  reader.require(told <= ENDS.length);
  return {
    kind: kind ?? 'direct',
    successorSeed: seed.length === 0 ? null : seed,
    toldEnd: ENDS[told - 1] ?? null,
    earlyRooms: reader.list(MAX_EARLY_ROOMS, readEarlyRoom),
  };
};

const readChoice = (reader: Reader): QuietChoice => {
  const choice = QUIET_CHOICES[reader.u8()];
  reader.require(choice !== undefined);
  return choice ?? 'profile';
};

const readEarlyRoom = (reader: Reader): EarlyRoom => ({
  writer: reader.fixed(32),
  sequence: reader.u32(),
  room: reader.fixed(ID_BYTES),
  kemKeyId: reader.fixed(ID_BYTES),
  hash: reader.fixed(32),
});

const readLeftRoom = (reader: Reader): LeftRoom => ({
  room: reader.fixed(ID_BYTES),
  until: reader.u32(),
});

const readVerdict = (reader: Reader): ConversationState['verdict'] => {
  const verdict = VERDICTS[reader.u8()];
  reader.require(verdict !== undefined);
  return verdict ?? 'open';
};

const readTail = (reader: Reader): Tail => {
  const [writer, from, end] = [reader.fixed(32), reader.u32(), reader.u32()];
  const [prev, hash, asked] = [reader.fixed(32), reader.fixed(32), reader.u32()];
  reader.require(from < end && from <= asked && asked <= end);
  return { writer, from, end, prev, hash, asked };
};

const readFeed = (reader: Reader): FeedRecord => ({
  feed: { kind: readKind(reader), writer: reader.fixed(32) },
  held: { length: reader.u32(), hash: reader.fixed(32) },
  opened: reader.u32(),
});

const readNamed = (reader: Reader): NamedHead => ({
  by: readKind(reader),
  feed: { kind: readKind(reader), writer: reader.fixed(32) },
  length: reader.u32(),
});

const readPart = <T>(reader: Reader, parse: (bytes: Uint8Array) => Result<T, 'malformed'>): T => {
  const parsed = parse(reader.bytes(MAX_PART));
  reader.require(parsed.ok);
  if (!parsed.ok) throw new Error('unreachable: require(false) ends the parse');
  return parsed.value;
};
