/** The writers of a conversation, and how one of them is looked up or changed. */

import { equalBytes } from '../bytes/compare.ts';
import type { WriterState } from './writer-state.ts';

/** Ascending by writer. */
export type MembersState = { readonly writers: readonly WriterState[] };

/** By its Ed25519 key; null for a stranger. */
export const findWriter = (state: MembersState, writer: Uint8Array): WriterState | null =>
  state.writers.find(({ certificate }) => equalBytes(certificate.writer, writer)) ?? null;

/** Everybody's key but this one's. */
export const othersThan = ({ writers }: MembersState, writer: Uint8Array): readonly Uint8Array[] =>
  writers.flatMap(({ certificate }) =>
    equalBytes(certificate.writer, writer) ? [] : [certificate.writer],
  );

/** A stranger changes nothing. */
export const changeWriter = (
  state: MembersState,
  writer: Uint8Array,
  change: (author: WriterState) => WriterState,
): MembersState => {
  const author = findWriter(state, writer);
  return author === null ? state : withWriter(state, change(author));
};

export const withWriter = ({ writers }: MembersState, changed: WriterState): MembersState => ({
  writers: writers.map((writer) =>
    equalBytes(writer.certificate.writer, changed.certificate.writer) ? changed : writer,
  ),
});
