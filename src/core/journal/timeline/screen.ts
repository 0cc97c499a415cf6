/**
 * Turns items and opened entries into messages as a person sees them.
 *
 * bodiesNeeded names the few entries to be opened: one for a message, one for
 * a quote, none for what was deleted.
 */

import { encodeBase64url } from '../../bytes/base64url.ts';
import { compareStamps, type Stamp } from '../../clock/hlc.ts';
import type { Target } from '../message-operations.ts';
import type { Body, MessageOperation } from '../operations.ts';
import {
  compareWriters,
  placeToTarget,
  type EntryRef,
  type Item,
  type Place,
  type ReactionMark,
} from './item.ts';
import { placeOf, type Restamp } from './restamps.ts';
import { latestEdit } from './rights.ts';
import type { Leaves, Root } from './root.ts';
import { findItem, quotedTargets } from './window.ts';

/** An entry's opened body, or null when its key or bytes are not here. */
export type GetBody = (writer: Uint8Array, sequence: number) => Body<MessageOperation> | null;

export type MessageView = {
  /** What operations name the message by. */
  readonly target: Target;
  /** Where it stands: for anchors. `place.stamp` tells whether it is ahead of confirmed time. */
  readonly place: Place;
  /** The writer's own clock, milliseconds since 1970. */
  readonly clock: number;
  readonly content: Content;
  readonly replyTo: QuoteView | undefined;
  /** Those set now, the emoji used first in front. */
  readonly reactions: readonly ReactionView[];
};

export type Content =
  | { readonly kind: 'text'; readonly text: string; readonly edited: boolean }
  | { readonly kind: 'deleted' }
  /** Its key or bytes are not here. */
  | { readonly kind: 'sealed' };

/** `content` is null while the quoted message is not here. */
export type QuoteView = { readonly target: Target; readonly content: Content | null };

/** One writer for each person. */
export type ReactionView = { readonly emoji: string; readonly writers: readonly Uint8Array[] };

/** Names the person whose device a writer is. */
export type PersonOf = (writer: Uint8Array) => Uint8Array;

/** The entries to be opened for these items and what they quote; quoted leaves are among `leaves`. */
export const bodiesNeeded = (
  root: Root,
  leaves: Leaves,
  items: readonly Item[],
): readonly EntryRef[] => {
  const quoted = quotedTargets(items).flatMap((target) => findItem(root, leaves, target) ?? []);
  return [...new Set([...items, ...quoted])].flatMap((item) => textEntry(root, item) ?? []);
};

/** Messages in the order of `items`, which count (rights.ts); the leaves of what they quote are among `leaves`. */
export const renderMessages = (
  root: Root,
  leaves: Leaves,
  items: readonly Item[],
  getBody: GetBody,
  personOf: PersonOf = (writer) => writer,
): readonly MessageView[] =>
  items.map((item) => ({
    target: placeToTarget(item.place),
    place: item.place,
    clock: item.clock,
    content: renderContent(root, item, getBody),
    replyTo: item.replyTo && renderQuote(root, leaves, item.replyTo, getBody),
    reactions: renderReactions(root, item.reactions, personOf),
  }));

const renderQuote = (root: Root, leaves: Leaves, target: Target, getBody: GetBody): QuoteView => {
  const item = findItem(root, leaves, target);
  return { target, content: item && renderContent(root, item, getBody) };
};

const renderContent = (root: Root, item: Item, getBody: GetBody): Content => {
  const entry = textEntry(root, item);
  if (entry === null) return { kind: 'deleted' };
  const operation = getBody(entry.writer, entry.sequence)?.operation;
  const edited = item.edits.length > 0;
  return operation?.type === (edited ? 'edit' : 'post')
    ? { kind: 'text', text: operation.text, edited }
    : { kind: 'sealed' };
};

/** The entry that holds the text that counts, or null when the message is deleted. */
const textEntry = ({ restamps }: Root, { deleted, edits, place }: Item): EntryRef | null =>
  deleted ? null : (latestEdit(restamps, edits) ?? place);

const renderReactions = (
  { restamps }: Root,
  marks: readonly ReactionMark[],
  personOf: PersonOf,
): readonly ReactionView[] => {
  const views = new Map<string, Uint8Array[]>();
  const latest = latestOfPersons(restamps, marks, personOf);
  for (const { emoji, writer } of latest.filter(({ on }) => on).sort(compareMarks)) {
    const writers = views.get(emoji);
    if (writers) writers.push(writer);
    else views.set(emoji, [writer]);
  }
  return [...views].map(([emoji, writers]) => ({ emoji, writers }));
};

/** Of each person and emoji the word that was given last, on whichever device. */
const latestOfPersons = (
  restamps: readonly Restamp[],
  marks: readonly ReactionMark[],
  personOf: PersonOf,
): readonly ReactionMark[] => {
  const latest = new Map<string, ReactionMark>();
  for (const mark of marks) {
    const given = `${encodeBase64url(personOf(mark.writer))} ${mark.emoji}`;
    const known = latest.get(given);
    if (!known || compareGiven(restamps, known, mark) < 0) latest.set(given, mark);
  }
  return [...latest.values()];
};

const compareGiven = (restamps: readonly Restamp[], a: ReactionMark, b: ReactionMark): number =>
  compareStamps(stampOf(restamps, a), stampOf(restamps, b)) || compareWriters(a.writer, b.writer);

const stampOf = (restamps: readonly Restamp[], { writer, sequence, stamp }: ReactionMark): Stamp =>
  placeOf(restamps, writer, sequence, stamp).stamp;

const compareMarks = (a: ReactionMark, b: ReactionMark): number =>
  compareStamps(a.stamp, b.stamp) || compareWriters(a.writer, b.writer) || a.sequence - b.sequence;
