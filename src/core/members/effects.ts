/**
 * What an operation of a founded or admitted writer does to the state of members.
 *
 * An acknowledgement may be applied before the announcement it names, because
 * the two stand in different feeds; it then waits.
 */

import { compareBytes, equalBytes } from '../bytes/compare.ts';
import { compareFeeds, type Head } from '../journal/feed.ts';
import type { Suite } from '../crypto/suite.ts';
import type { Acknowledgement, BoxReference } from '../journal/control-operations.ts';
import type { Body, ControlOperation } from '../journal/operations.ts';
import { acknowledgeBox, addAnnouncement, type Announcement } from './announcements.ts';
import { sortFacts } from './places.ts';
import { MAX_FACTS_OF_AUTHOR, withoutBoxes, type FactOperation, type SeenHead } from './facts.ts';
import { isAdmissionSigned, successorCommitment, type Admission } from './admission.ts';
import { changeWriter, createState, findWriter, type MembersState } from './roster.ts';
import { createWriterState, MAX_EARLY, MAX_SEEN, type WriterState } from './writer-state.ts';

/**
 * An authentic entry of a control feed after its payload was opened. `room`: the 8-byte id of the
 * room secret it was sealed under; absent when that is not known.
 */
export type ControlEntry = {
  readonly writer: Uint8Array;
  readonly sequence: number;
  readonly body: Body<ControlOperation>;
  readonly heads: readonly Head[];
  readonly room?: Uint8Array;
};

/** What admissions are checked with. */
export type Checks = { readonly suite: Suite; readonly conversationId: Uint8Array };

export const applyOperation = (
  state: MembersState,
  entry: ControlEntry,
  checks: Checks,
): MembersState => {
  const { writer, sequence, body, heads, room } = entry;
  const { operation } = body;
  const seen = changeWriter(state, writer, (author) => ({
    ...author,
    seen: addSeen(author, heads),
    // What brings a new secret is sealed under the first one, whichever its author uses.
    room: operation.type === 'room' ? author.room : (room ?? author.room),
  }));
  switch (operation.type) {
    case 'kem':
      return changeWriter(seen, writer, (author) => ({
        ...author,
        kemKey: { key: operation.key, sequence },
      }));
    case 'name':
      return changeWriter(seen, writer, (author) => ({ ...author, name: operation.name }));
    case 'announce':
      return withBoxes(seen, entry, 'announce', operation.boxes);
    case 'keys':
      return withBoxes(seen, entry, 'keys', [operation.box]);
    case 'room':
      return addFact(
        withBoxes(seen, entry, 'room', operation.boxes),
        entry,
        operation,
        NOTHING_SHOWN,
      );
    case 'acknowledge':
      return operation.acknowledgements.reduce(
        (next, acknowledgement) => acknowledge(next, writer, acknowledgement),
        seen,
      );
    case 'admit':
      return admit(seen, entry, operation, checks);
    case 'end':
    case 'keep':
    case 'successor':
      return addFact(seen, entry, operation, NOTHING_SHOWN);
    case 'found':
    case 'status':
    case 'picture':
    case 'introduce':
    case 'ask':
    case 'unknown':
      return seen;
  }
};

const NOTHING_SHOWN = new Uint8Array(0);

/** Writers that somebody admitted, counting or not, are kept up to here; only hostile members get there. */
const MAX_CANDIDATES = 512;

/** A newcomer whose own signatures are not good is not heard of again. */
const admit = (
  state: MembersState,
  entry: ControlEntry,
  operation: { readonly type: 'admit'; readonly admission: Admission },
  { suite, conversationId }: Checks,
): MembersState => {
  const { certificate, voucher } = operation.admission;
  if (!isAdmissionSigned(suite, conversationId, operation.admission)) return state;
  const isKnown = findWriter(state, certificate.writer) !== null;
  if (!isKnown && state.writers.length >= MAX_CANDIDATES) return state;
  const shown =
    voucher.by === 'successor' ? successorCommitment(suite, voucher.key) : NOTHING_SHOWN;
  const noted = addFact(state, entry, operation, shown);
  return isKnown || noted === state
    ? noted
    : createState([...noted.writers, createWriterState(certificate, 'admitted')], noted.facts);
};

/**
 * With a writer whose own feed may say that it follows another by that one's key: it is heard, and
 * stands once its first entry is. The same state when its word is not good.
 */
export const hearSuccessor = (
  state: MembersState,
  admission: Admission,
  { suite, conversationId }: Checks,
): MembersState => {
  const { certificate, voucher } = admission;
  const isHeard = findWriter(state, certificate.writer) !== null;
  if (isHeard || voucher.by !== 'successor' || findWriter(state, voucher.old) === null)
    return state;
  if (!isAdmissionSigned(suite, conversationId, admission)) return state;
  return createState([...state.writers, createWriterState(certificate, 'admitted')], state.facts);
};

/** Kept in one order, so that equal facts are equal states. */
const addFact = (
  state: MembersState,
  { writer, sequence }: ControlEntry,
  operation: FactOperation,
  shown: Uint8Array,
): MembersState => {
  const before = state.facts.filter(({ author }) => equalBytes(author, writer)).length;
  if (before >= MAX_FACTS_OF_AUTHOR) return state;
  const seen = findWriter(state, writer)?.seen ?? [];
  const fact = { author: writer, sequence, seen, operation: withoutBoxes(operation), shown };
  return createState(state.writers, sortFacts([...state.facts, fact]));
};

const withBoxes = (
  state: MembersState,
  { writer, sequence, body }: ControlEntry,
  kind: Announcement['kind'],
  boxes: readonly BoxReference[],
): MembersState =>
  changeWriter(state, writer, (author) => ({
    ...author,
    announcements: addAnnouncement(author.announcements, {
      sequence,
      kind,
      firstMessage: body.operation.type === 'announce' ? body.operation.firstMessage : 0,
      at: body.stamp.wall,
      boxes,
    }),
  }));

/** What others acknowledged before this entry came is done with, whatever the entry was. */
export const settleEarly = (
  state: MembersState,
  { writer, sequence }: ControlEntry,
): MembersState =>
  state.writers.reduce((next, { certificate, early }) => {
    const isThis = (one: Acknowledgement): boolean =>
      one.sequence === sequence && equalBytes(one.writer, writer);
    if (!early.some(isThis)) return next;
    const cleared = changeWriter(next, certificate.writer, (author) => ({
      ...author,
      early: author.early.filter((one) => !isThis(one)),
    }));
    return changeWriter(cleared, writer, (author) => ({
      ...author,
      announcements: acknowledgeBox(author.announcements, sequence, certificate.writer),
    }));
  }, state);

/** Takes the box away, or keeps the word until the announcement comes. */
const acknowledge = (
  state: MembersState,
  by: Uint8Array,
  acknowledgement: Acknowledgement,
): MembersState => {
  const { writer, sequence } = acknowledgement;
  if (equalBytes(writer, by)) return state;
  const announcer = findWriter(state, writer);
  if (announcer === null || sequence >= announcer.length) {
    return changeWriter(state, by, (author) => ({
      ...author,
      early: addEarly(author.early, acknowledgement),
    }));
  }
  return changeWriter(state, writer, (author) => ({
    ...author,
    announcements: acknowledgeBox(author.announcements, sequence, by),
  }));
};

/** Kept in one order; beyond the limit nothing honest is left out. */
const addEarly = (
  early: readonly Acknowledgement[],
  added: Acknowledgement,
): readonly Acknowledgement[] => {
  const compare = (a: Acknowledgement, b: Acknowledgement): number =>
    compareBytes(a.writer, b.writer) || a.sequence - b.sequence;
  if (early.length >= MAX_EARLY || early.some((one) => compare(one, added) === 0)) return early;
  return [...early, added].sort(compare);
};

/** Heads of others' feeds, also of writers not known yet; a later word never takes back an earlier one. */
const addSeen = (author: WriterState, heads: readonly Head[]): readonly SeenHead[] => {
  const own = author.certificate.writer;
  const counting = heads.filter(({ feed }) => !equalBytes(feed.writer, own));
  return counting.reduce<readonly SeenHead[]>((seen, { feed, sequence }) => {
    const known = seen.find((one) => compareFeeds(one.feed, feed) === 0);
    if (known ? known.sequence >= sequence : seen.length >= MAX_SEEN) return seen;
    return [...seen.filter((one) => one !== known), { feed, sequence }].sort((a, b) =>
      compareFeeds(a.feed, b.feed),
    );
  }, author.seen);
};
