/**
 * What an operation of a founded writer does to the state of members.
 *
 * An acknowledgement may be applied before the announcement it names, because
 * the two stand in different feeds; it then waits.
 */

import { compareBytes, equalBytes } from '../bytes/compare.ts';
import { compareFeeds, type Head } from '../journal/feed.ts';
import type { Acknowledgement } from '../journal/control-operations.ts';
import type { Body, ControlOperation } from '../journal/operations.ts';
import { acknowledgeBox, addAnnouncement } from './announcements.ts';
import { changeWriter, findWriter, othersThan, type MembersState } from './roster.ts';
import { MAX_EARLY, type SeenHead, type WriterState } from './writer-state.ts';

/** An authentic entry of a control feed after its payload was opened. */
export type ControlEntry = {
  readonly writer: Uint8Array;
  readonly sequence: number;
  readonly body: Body<ControlOperation>;
  readonly heads: readonly Head[];
};

export const applyOperation = (
  state: MembersState,
  { writer, sequence, body, heads }: ControlEntry,
): MembersState => {
  const { operation } = body;
  const seen = changeWriter(state, writer, (author) => ({
    ...author,
    seen: addSeen(state, author, heads),
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
      return changeWriter(seen, writer, (author) => ({
        ...author,
        announcements: addAnnouncement(
          author.announcements,
          sequence,
          operation,
          othersThan(state, writer),
        ),
      }));
    case 'acknowledge':
      return operation.acknowledgements.reduce(
        (next, acknowledgement) => acknowledge(next, writer, acknowledgement),
        seen,
      );
    case 'found':
    case 'unknown':
      return seen;
  }
};

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
  const announcer = findWriter(state, writer);
  if (announcer === null || equalBytes(writer, by)) return state;
  if (sequence >= announcer.length) {
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

/** Heads of the other members' feeds; a later word never takes back an earlier one. */
const addSeen = (
  state: MembersState,
  author: WriterState,
  heads: readonly Head[],
): readonly SeenHead[] => {
  const others = othersThan(state, author.certificate.writer);
  const counting = heads.filter(({ feed }) =>
    others.some((other) => equalBytes(other, feed.writer)),
  );
  return counting.reduce<readonly SeenHead[]>((seen, { feed, sequence }) => {
    const known = seen.find((one) => compareFeeds(one.feed, feed) === 0);
    if (known && known.sequence >= sequence) return seen;
    return [...seen.filter((one) => one !== known), { feed, sequence }].sort((a, b) =>
      compareFeeds(a.feed, b.feed),
    );
  }, author.seen);
};
