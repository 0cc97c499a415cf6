/**
 * Who is in a conversation and by which keys: a pure reducer over opened
 * control entries.
 *
 * Each feed is applied in its own order; how the feeds interleave makes no
 * difference. The pair of a direct conversation is pinned by what pairing told.
 */

import { compareBytes, equalBytes } from '../bytes/compare.ts';
import { parseBytes } from '../bytes/reader.ts';
import type { Result } from '../bytes/result.ts';
import { createWriter } from '../bytes/writer.ts';
import type { Announcement } from './announcements.ts';
import type { Certificate } from './certificate.ts';
import { applyOperation, settleEarly, type ControlEntry } from './effects.ts';
import { findWriter, withWriter, type MembersState } from './roster.ts';
import {
  createWriterState,
  readWriterState,
  writeWriterState,
  type WriterState,
} from './writer-state.ts';

export type { ControlEntry } from './effects.ts';
export { findWriter, type MembersState } from './roster.ts';

const VERSION = 1;
const MAX_WRITERS = 128;

/** From the certificates that pairing told and checked (isCertificateValid). */
export const createMembers = (certificates: readonly Certificate[]): MembersState => {
  const writers = certificates
    .map(createWriterState)
    .sort((a, b) => compareBytes(a.certificate.writer, b.certificate.writer));
  if (!areDistinct(writers)) throw new RangeError('two certificates of one writer');
  return { writers };
};

/**
 * The state with one more entry. Entries of strangers and entries that were
 * applied before change nothing; one beyond the feed's next throws, because the
 * caller gives each feed without gaps.
 */
export const applyControl = (state: MembersState, entry: ControlEntry): MembersState => {
  const author = findWriter(state, entry.writer);
  if (author === null || entry.sequence < author.length) return state;
  if (entry.sequence > author.length) throw new RangeError('a control entry was left out');
  const known = withWriter(state, { ...foundBy(state, author, entry), length: author.length + 1 });
  const founded = findWriter(known, entry.writer)?.founding === 'agreed';
  return settleEarly(founded ? applyOperation(known, entry) : known, entry);
};

/** The X-Wing public key that boxes for this writer are sealed to. */
export const newestKemKey = (state: MembersState, writer: Uint8Array): Uint8Array | null =>
  findWriter(state, writer)?.kemKey.key ?? null;

/** An announcement with the boxes that are not acknowledged; null when there is none left. */
export const findAnnouncement = (
  state: MembersState,
  writer: Uint8Array,
  sequence: number,
): Announcement | null =>
  findWriter(state, writer)?.announcements.find((each) => each.sequence === sequence) ?? null;

export const encodeMembers = ({ writers }: MembersState): Uint8Array => {
  const out = createWriter().u8(VERSION).varint(writers.length);
  for (const writer of writers) writeWriterState(out, writer);
  return out.finish();
};

export const parseMembers = (bytes: Uint8Array): Result<MembersState, 'malformed'> =>
  parseBytes(bytes, (reader) => {
    reader.require(reader.u8() === VERSION);
    const writers = reader.list(MAX_WRITERS, readWriterState);
    reader.require(areDistinct(writers));
    return { writers };
  });

/** The first `found` of a feed decides whether the feed counts. */
const foundBy = (state: MembersState, author: WriterState, { body }: ControlEntry): WriterState => {
  if (author.founding !== 'awaited' || body.operation.type !== 'found') return author;
  const isAgreed = isExpected(state, body.operation.certificates);
  return { ...author, founding: isAgreed ? 'agreed' : 'different' };
};

const isExpected = ({ writers }: MembersState, certificates: readonly Certificate[]): boolean =>
  certificates.length === writers.length &&
  writers.every(({ certificate }) =>
    certificates.some((other) => areCertificatesEqual(certificate, other)),
  );

const areCertificatesEqual = (a: Certificate, b: Certificate): boolean =>
  equalBytes(a.writer, b.writer) &&
  equalBytes(a.kemKey, b.kemKey) &&
  a.name === b.name &&
  equalBytes(a.signature, b.signature);

const areDistinct = (writers: readonly WriterState[]): boolean =>
  writers.every((writer, i) => {
    const before = writers[i - 1];
    return (
      before === undefined || compareBytes(before.certificate.writer, writer.certificate.writer) < 0
    );
  });
