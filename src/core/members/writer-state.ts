/**
 * What the control entries say about one writer, and its bytes
 * (docs/PROTOCOL.md, "Members").
 */

import type { Reader } from '../bytes/reader.ts';
import type { Writer } from '../bytes/writer.ts';
import { kindToByte, readKind, type FeedId } from '../journal/feed.ts';
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
  WRITER_BYTES,
  writeCertificate,
  type Certificate,
} from './certificate.ts';

/**
 * `agreed`: the writer's `found` names the pair that pairing told. Of a writer
 * that is `awaited` or `different` nothing counts.
 */
export type Founding = 'awaited' | 'agreed' | 'different';

/** `sequence`: of the control entry that set it; 0, the place of `found`, for the certificate's. */
export type MemberKemKey = { readonly key: Uint8Array; readonly sequence: number };

/** How far this writer said it holds another's feed. */
export type SeenHead = { readonly feed: FeedId; readonly sequence: number };

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
  /** By feed. */
  readonly seen: readonly SeenHead[];
};

const FOUNDINGS = ['awaited', 'agreed', 'different'] as const;
const MAX_ANNOUNCEMENTS = 2 ** 20;
export const MAX_EARLY = 4096;
const MAX_SEEN = 256;

export const createWriterState = (certificate: Certificate): WriterState => ({
  certificate,
  founding: 'awaited',
  length: 0,
  name: certificate.name,
  kemKey: { key: certificate.kemKey, sequence: 0 },
  announcements: [],
  early: [],
  seen: [],
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
};

export const readWriterState = (reader: Reader): WriterState => ({
  certificate: readCertificate(reader),
  founding: readFounding(reader),
  length: reader.u32(),
  name: readName(reader),
  kemKey: { key: reader.fixed(KEM_KEY_BYTES), sequence: reader.u32() },
  announcements: reader.list(MAX_ANNOUNCEMENTS, readAnnouncement),
  early: reader.list(MAX_EARLY, readAcknowledgement),
  seen: reader.list(MAX_SEEN, readSeen),
});

const readFounding = (reader: Reader): Founding => {
  const founding = FOUNDINGS[reader.u8()];
  reader.require(founding !== undefined);
  return founding ?? 'awaited';
};

const writeSeen = (out: Writer, { feed, sequence }: SeenHead): Writer =>
  out.u8(kindToByte(feed.kind)).fixed(feed.writer).u32(sequence);

const readSeen = (reader: Reader): SeenHead => {
  const kind = readKind(reader);
  return { feed: { kind, writer: reader.fixed(WRITER_BYTES) }, sequence: reader.u32() };
};
