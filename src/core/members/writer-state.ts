/**
 * What the control entries say about one writer, and its bytes
 * (docs/PROTOCOL.md, "Members").
 */

import type { Reader } from '../bytes/reader.ts';
import type { Writer } from '../bytes/writer.ts';
import {
  readAcknowledgement,
  writeAcknowledgement,
  type Acknowledgement,
} from '../journal/control-operations.ts';
import { readAnnouncement, writeAnnouncement, type Announcement } from './announcements.ts';
import {
  KEM_KEY_BYTES,
  readCertificate,
  readName,
  writeCertificate,
  type Certificate,
} from './certificate.ts';
import { readSeen, writeSeen, type SeenHead } from './facts.ts';

/**
 * `agreed`: the writer's `found` names the pair that pairing told. Of a founder
 * that is `awaited` or `different` nothing counts. `admitted`: no founder.
 */
export type Founding = 'awaited' | 'agreed' | 'different' | 'admitted';

/** `sequence`: of the control entry that set it; 0, the place of `found`, for the certificate's. */
export type MemberKemKey = { readonly key: Uint8Array; readonly sequence: number };

export type WriterState = {
  readonly certificate: Certificate;
  readonly founding: Founding;
  /** How many of its control entries were applied. */
  readonly length: number;
  readonly name: string;
  readonly kemKey: MemberKemKey;
  /** Ascending by sequence; acknowledged boxes are gone. */
  readonly announcements: readonly Announcement[];
  /** Acknowledgements by this writer of entries that were not applied yet. */
  readonly early: readonly Acknowledgement[];
  /** How far it said that it holds feeds of others, by feed. */
  readonly seen: readonly SeenHead[];
  /** 8-byte id of the room secret that its newest control entry is sealed under; null: not known. */
  readonly room: Uint8Array | null;
};

const FOUNDINGS = ['awaited', 'agreed', 'different', 'admitted'] as const;
const ROOM_ID_BYTES = 8;
const MAX_ANNOUNCEMENTS = 2 ** 20;
export const MAX_EARLY = 4096;
export const MAX_SEEN = 256;

export const createWriterState = (
  certificate: Certificate,
  founding: 'awaited' | 'admitted',
): WriterState => ({
  certificate,
  founding,
  length: 0,
  name: certificate.name,
  kemKey: { key: certificate.kemKey, sequence: 0 },
  announcements: [],
  early: [],
  seen: [],
  room: null,
});

export const writeWriterState = (out: Writer, state: WriterState): void => {
  writeCertificate(out, state.certificate).u8(FOUNDINGS.indexOf(state.founding)).u32(state.length);
  out.text(state.name).fixed(state.kemKey.key).u32(state.kemKey.sequence);
  out.varint(state.announcements.length);
  for (const announcement of state.announcements) writeAnnouncement(out, announcement);
  out.varint(state.early.length);
  for (const acknowledgement of state.early) writeAcknowledgement(out, acknowledgement);
  out.varint(state.seen.length);
  for (const seen of state.seen) writeSeen(out, seen);
  out.bytes(state.room ?? new Uint8Array(0));
};

/** `version`: of the record; the first kept less of an announcement, and no room. */
export const readWriterState = (reader: Reader, version: 1 | 2): WriterState => ({
  certificate: readCertificate(reader),
  founding: readFounding(reader),
  length: reader.u32(),
  name: readName(reader),
  kemKey: { key: reader.fixed(KEM_KEY_BYTES), sequence: reader.u32() },
  announcements: reader.list(MAX_ANNOUNCEMENTS, (item) => readAnnouncement(item, version)),
  early: reader.list(MAX_EARLY, readAcknowledgement),
  seen: reader.list(MAX_SEEN, readSeen),
  room: version === 1 ? null : readRoom(reader),
});

const readFounding = (reader: Reader): Founding => {
  const founding = FOUNDINGS[reader.u8()];
  reader.require(founding !== undefined);
  return founding ?? 'awaited';
};

const readRoom = (reader: Reader): Uint8Array | null => {
  const room = reader.bytes(ROOM_ID_BYTES);
  reader.require(room.length === 0 || room.length === ROOM_ID_BYTES);
  return room.length === 0 ? null : room;
};
