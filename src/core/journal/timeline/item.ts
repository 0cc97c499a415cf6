/**
 * One message in the order index: where it stands and which operations name it.
 *
 * An item is kept without texts, so the index can be read without a message
 * key; a placeholder waits for a message that others named before it came.
 */

import { compareBytes, equalBytes } from '../../bytes/compare.ts';
import { compareStamps, type Stamp } from '../../clock/hlc.ts';
import type { Target } from '../message-operations.ts';

/** Names an entry of a message feed. */
export type EntryRef = { readonly writer: Uint8Array; readonly sequence: number };

/** `stamp` orders; `own` is the one the entry was written with, another only after a restamp. */
export type Place = EntryRef & { readonly stamp: Stamp; readonly own: Stamp };

/** The latest word of a writer about one emoji. `sequence` and `stamp` are those of that entry. */
export type ReactionMark = EntryRef & {
  readonly emoji: string;
  readonly on: boolean;
  readonly stamp: Stamp;
};

/** A new text for the message; `stamp` is that of the entry. */
export type EditMark = EntryRef & { readonly stamp: Stamp };

export type Item = {
  readonly place: Place;
  /** False while the post itself has not come. */
  readonly present: boolean;
  /** What the writer's clock showed; 0 while not present. */
  readonly clock: number;
  readonly replyTo: Target | undefined;
  /** Nothing of a deleted message is kept but its place and clock. */
  readonly deleted: boolean;
  /** By the author and by who may be another device of the author's person; by writer, then sequence. */
  readonly edits: readonly EditMark[];
  /** Deletions by who may be another device of the author's person; of each writer the first. */
  readonly erasures: readonly EntryRef[];
  /** By writer, then emoji. */
  readonly reactions: readonly ReactionMark[];
};

export const emptyItem = (place: Place): Item => ({
  place,
  present: false,
  clock: 0,
  replyTo: undefined,
  deleted: false,
  edits: [],
  erasures: [],
  reactions: [],
});

/** The order of all messages, a function of the entries alone. */
export const comparePlaces = (a: Place, b: Place): number =>
  compareStamps(a.stamp, b.stamp) ||
  compareWriters(a.writer, b.writer) ||
  a.sequence - b.sequence ||
  compareStamps(a.own, b.own);

export const compareWriters = (a: Uint8Array, b: Uint8Array): number =>
  a === b ? 0 : compareBytes(a, b);

export const isSameWriter = (a: Uint8Array, b: Uint8Array): boolean => a === b || equalBytes(a, b);

/** What operations name the message by. */
export const placeToTarget = ({ writer, sequence, own }: Place): Target => ({
  writer,
  sequence,
  stamp: own,
});
