/** The writers of a conversation, and how one of them is looked up or changed. */

import { compareBytes, equalBytes } from '../bytes/compare.ts';
import { conclude, type Conclusion } from './conclude.ts';
import type { Fact } from './facts.ts';
import type { WriterState } from './writer-state.ts';

/**
 * `writers`: founders and all that somebody admitted, ascending by key; whether an admission counts
 * is concluded. `conclusion`: of the founders and facts, never stored.
 */
export type MembersState = {
  readonly writers: readonly WriterState[];
  readonly facts: readonly Fact[];
  readonly conclusion: Conclusion;
};

export const createState = (
  writers: readonly WriterState[],
  facts: readonly Fact[],
): MembersState => ({
  writers: writers.toSorted((a, b) => compareBytes(a.certificate.writer, b.certificate.writer)),
  facts,
  conclusion: conclude(foundersOf(writers), facts),
});

const foundersOf = (writers: readonly WriterState[]): readonly Uint8Array[] =>
  writers.flatMap(({ founding, certificate }) =>
    founding === 'admitted' ? [] : [certificate.writer],
  );

/** By its Ed25519 key; null for a stranger. */
export const findWriter = (state: MembersState, writer: Uint8Array): WriterState | null =>
  state.writers.find(({ certificate }) => equalBytes(certificate.writer, writer)) ?? null;

/** A stranger changes nothing. */
export const changeWriter = (
  state: MembersState,
  writer: Uint8Array,
  change: (author: WriterState) => WriterState,
): MembersState => {
  const author = findWriter(state, writer);
  return author === null ? state : withWriter(state, change(author));
};

export const withWriter = (state: MembersState, changed: WriterState): MembersState => ({
  ...state,
  writers: state.writers.map((writer) =>
    equalBytes(writer.certificate.writer, changed.certificate.writer) ? changed : writer,
  ),
});
