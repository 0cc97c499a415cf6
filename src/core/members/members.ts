/**
 * Who is in a conversation and by which keys: a pure reducer over opened
 * control entries.
 *
 * Each feed is applied in its own order, from its first entry on, once somebody
 * has admitted its writer; how the feeds interleave makes no difference. The pair
 * that founded a direct conversation is pinned by what pairing told.
 */

import { compareBytes, equalBytes } from '../bytes/compare.ts';
import { parseBytes } from '../bytes/reader.ts';
import type { Result } from '../bytes/result.ts';
import { createWriter } from '../bytes/writer.ts';
import type { BoxReference } from '../journal/control-operations.ts';
import { acknowledgeBox, withoutBoxes, type Announcement } from './announcements.ts';
import type { Certificate } from './certificate.ts';
import type { Ending, Standing } from './conclude.ts';
import { applyOperation, settleEarly, type Checks, type ControlEntry } from './effects.ts';
import { hasSeen, readFact, writeFact, type Fact } from './facts.ts';
import { nameOf } from './places.ts';
import { createState, findWriter, withWriter, type MembersState } from './roster.ts';
import {
  createWriterState,
  readWriterState,
  writeWriterState,
  type WriterState,
} from './writer-state.ts';

export { hearSuccessor, type Checks, type ControlEntry } from './effects.ts';
export type { Ending, Standing } from './conclude.ts';
export { findWriter, type MembersState } from './roster.ts';

const VERSION = 2;
const MAX_CANDIDATES = 1_024;
const MAX_FACTS = 65_536;

/** From the certificates that pairing told and checked (isCertificateValid). */
export const createMembers = (certificates: readonly Certificate[]): MembersState => {
  const state = createState(
    certificates.map((certificate) => createWriterState(certificate, 'awaited')),
    [],
  );
  if (!areDistinct(state.writers)) throw new RangeError('two certificates of one writer');
  return state;
};

/**
 * The state with one more entry. Entries of strangers and entries that were
 * applied before change nothing; one beyond the feed's next throws, because the
 * caller gives each feed without gaps.
 */
export const applyControl = (
  state: MembersState,
  entry: ControlEntry,
  checks: Checks,
): MembersState => {
  const author = findWriter(state, entry.writer);
  if (author === null || entry.sequence < author.length) return state;
  if (entry.sequence > author.length) throw new RangeError('a control entry was left out');
  const known = withWriter(state, { ...foundBy(state, author, entry), length: author.length + 1 });
  const founding = findWriter(known, entry.writer)?.founding;
  const counts = founding === 'agreed' || founding === 'admitted';
  return settleEarly(counts ? applyOperation(known, entry, checks) : known, entry);
};

/** What a writer is to the conversation; null for strangers and for those whose admission does not count. */
export const standingOf = (state: MembersState, writer: Uint8Array): Standing | null =>
  state.conclusion.standings.get(nameOf(writer)) ?? null;

/** Where the writer's feeds end; null while it remains, or for a stranger. */
export const endingOf = (state: MembersState, writer: Uint8Array): Ending | null =>
  standingOf(state, writer)?.end ?? null;

/** Founded or admitted and not ended, ascending: who gets boxes and may open links. */
export const remainingWriters = (state: MembersState): readonly Uint8Array[] =>
  standingWriters(state).filter((writer) => endingOf(state, writer) === null);

/** All whose entries count, those that ended included, ascending. */
export const standingWriters = ({ writers, conclusion }: MembersState): readonly Uint8Array[] =>
  writers.flatMap(({ certificate: { writer } }) =>
    conclusion.standings.has(nameOf(writer)) ? [writer] : [],
  );

/** Key of the writer that founded the member which this one belongs to: names the member. */
export const memberOf = (state: MembersState, writer: Uint8Array): Uint8Array | null =>
  standingOf(state, writer)?.member ?? null;

/** The member that the writer's own one took the place of, by the word of another member; else null. */
export const followedBy = (state: MembersState, member: Uint8Array): Uint8Array | null =>
  standingOf(state, member)?.follows ?? null;

/** The boxes that remaining writers still have to open: every device carries them for the others. */
export const pendingBoxes = (state: MembersState): readonly BoxReference[] => {
  const remaining = new Set(remainingWriters(state).map(nameOf));
  return state.writers
    .filter(({ certificate }) => remaining.has(nameOf(certificate.writer)))
    .flatMap(({ announcements }) => announcements.flatMap(({ boxes }) => boxes))
    .filter(({ recipient }) => remaining.has(nameOf(recipient)));
};

/** Announcements of `by` with a parcel of message keys for `recipient` that it did not acknowledge. */
export const parcelsFor = (
  state: MembersState,
  by: Uint8Array,
  recipient: Uint8Array,
): readonly ParcelReference[] => pendingFor(state, by, recipient, 'keys');

/** The same of parcels with room secrets. */
export const roomParcelsFor = (
  state: MembersState,
  by: Uint8Array,
  recipient: Uint8Array,
): readonly ParcelReference[] => pendingFor(state, by, recipient, 'room');

type ParcelReference = { readonly sequence: number; readonly box: BoxReference };

const pendingFor = (
  state: MembersState,
  by: Uint8Array,
  recipient: Uint8Array,
  wanted: Announcement['kind'],
): readonly ParcelReference[] =>
  (findWriter(state, by)?.announcements ?? []).flatMap(({ sequence, kind, boxes }) => {
    const box = boxes.find((each) => equalBytes(each.recipient, recipient));
    return kind === wanted && box ? [{ sequence, box }] : [];
  });

/** First boxes of generations that `by` announced for `recipient`, which did not acknowledge them. */
export const firstBoxesFor = (
  state: MembersState,
  by: Uint8Array,
  recipient: Uint8Array,
): readonly (ParcelReference & { readonly firstMessage: number })[] =>
  (findWriter(state, by)?.announcements ?? []).flatMap(
    ({ sequence, kind, boxes, firstMessage }) => {
      const box = boxes.find((each) => equalBytes(each.recipient, recipient));
      return kind === 'announce' && box?.mode === 'kept' ? [{ sequence, box, firstMessage }] : [];
    },
  );

/** Without one box, which nobody has to carry any longer: its recipient cannot open it. */
export const withoutBox = (
  state: MembersState,
  by: Uint8Array,
  sequence: number,
  recipient: Uint8Array,
): MembersState => {
  const writer = findWriter(state, by);
  if (!writer) return state;
  const announcements = acknowledgeBox(writer.announcements, sequence, recipient);
  return withWriter(state, { ...writer, announcements });
};

/** Boxes that nobody opened for so long are over. */
export const BOX_LIFE_MS = 120 * 24 * 60 * 60 * 1000;

/**
 * Without boxes announced BOX_LIFE_MS before `now`, and those to and from ended writers. A step of
 * its own: it depends on the clock, and devices may do it at different times.
 */
export const pruneBoxes = (state: MembersState, now: number): MembersState => {
  const isOver = (writer: Uint8Array): boolean => endingOf(state, writer) !== null;
  const writers = state.writers.map((writer) => {
    const isGone = isOver(writer.certificate.writer);
    const announcements = withoutBoxes(
      writer.announcements,
      ({ recipient }, { at }) => isGone || isOver(recipient) || (at > 0 && at + BOX_LIFE_MS <= now),
    );
    return announcements === writer.announcements ? writer : { ...writer, announcements };
  });
  return writers.every((writer, i) => writer === state.writers[i]) ? state : { ...state, writers };
};

/**
 * Whether a room secret is to be used: it was made by who had seen every end that counts, so
 * nobody that ended was given it. The first one, which nobody announced, counts until there is one.
 */
export const isRoomFresh = ({ facts, conclusion }: MembersState, room: Uint8Array): boolean => {
  const makers = facts.filter(
    ({ operation }) => operation.type === 'room' && equalBytes(operation.room, room),
  );
  if (makers.length === 0) return conclusion.ends.length === 0;
  return makers.every((maker) => conclusion.ends.every((end) => hasSeen(maker, end)));
};

/** The facts that count and end the writer; none for one that remains. */
export const endsOf = ({ conclusion }: MembersState, writer: Uint8Array): readonly Fact[] =>
  conclusion.ends.filter(({ operation }) =>
    operation.type === 'end'
      ? equalBytes(operation.writer, writer)
      : operation.type === 'admit' &&
        operation.admission.voucher.by === 'successor' &&
        equalBytes(operation.admission.voucher.old, writer),
  );

/** Whether the writer said the fact, or has named a head at or beyond it since. */
export const hasHeardOf = (state: MembersState, writer: Uint8Array, fact: Fact): boolean =>
  equalBytes(fact.author, writer) ||
  (findWriter(state, writer)?.seen ?? []).some(
    ({ feed, sequence }) =>
      feed.kind === 'control' && equalBytes(feed.writer, fact.author) && sequence >= fact.sequence,
  );

/** The X-Wing public key that boxes for this writer are sealed to. */
export const newestKemKey = (state: MembersState, writer: Uint8Array): Uint8Array | null =>
  findWriter(state, writer)?.kemKey.key ?? null;

/** An announcement with the boxes that remaining writers did not acknowledge; null when there is none left. */
export const findAnnouncement = (
  state: MembersState,
  writer: Uint8Array,
  sequence: number,
): Announcement | null => {
  const all = findWriter(state, writer)?.announcements ?? [];
  const isPending = ({ recipient }: BoxReference): boolean =>
    standingOf(state, recipient)?.end === null;
  const [left] = withoutBoxes(
    all.filter((each) => each.sequence === sequence),
    (box) => !isPending(box),
  );
  return left ?? null;
};

export const encodeMembers = ({ writers, facts }: MembersState): Uint8Array => {
  const out = createWriter().u8(VERSION).varint(writers.length);
  for (const writer of writers) writeWriterState(out, writer);
  out.varint(facts.length);
  for (const fact of facts) writeFact(out, fact);
  return out.finish();
};

export const parseMembers = (bytes: Uint8Array): Result<MembersState, 'malformed'> =>
  parseBytes(bytes, (reader) => {
    const version = reader.u8();
    reader.require(version === 1 || version === VERSION);
    const writers = reader.list(MAX_CANDIDATES, (item) =>
      readWriterState(item, version === 1 ? 1 : 2),
    );
    reader.require(areDistinct(writers));
    return createState(writers, version === 1 ? [] : reader.list(MAX_FACTS, readFact));
  });

/** The first `found` of a feed decides whether the feed counts. */
const foundBy = (state: MembersState, author: WriterState, { body }: ControlEntry): WriterState => {
  if (author.founding !== 'awaited' || body.operation.type !== 'found') return author;
  const isAgreed = isExpected(state, body.operation.certificates);
  return { ...author, founding: isAgreed ? 'agreed' : 'different' };
};

const isExpected = ({ writers }: MembersState, certificates: readonly Certificate[]): boolean =>
  certificates.length === foundersAmong(writers).length &&
  foundersAmong(writers).every(({ certificate }) =>
    certificates.some((other) => areCertificatesEqual(certificate, other)),
  );

const foundersAmong = (writers: readonly WriterState[]): readonly WriterState[] =>
  writers.filter(({ founding }) => founding !== 'admitted');

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
