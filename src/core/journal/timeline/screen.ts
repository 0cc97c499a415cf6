/**
 * Turns items and opened entries into messages as a person sees them.
 *
 * bodiesNeeded names the few entries to be opened: one for a message, one for
 * a quote, none for what was deleted.
 */

import { compareStamps } from '../../clock/hlc.ts';
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

export type ReactionView = { readonly emoji: string; readonly writers: readonly Uint8Array[] };

/** The entries to be opened for these items and what they quote; quoted leaves are among `leaves`. */
export const bodiesNeeded = (
  root: Root,
  leaves: Leaves,
  items: readonly Item[],
): readonly EntryRef[] => {
  const quoted = quotedTargets(items).flatMap((target) => findItem(root, leaves, target) ?? []);
  return [...new Set([...items, ...quoted])].flatMap((item) => textEntry(item) ?? []);
};

/** Messages in the order of `items`; the leaves of what they quote are among `leaves`. */
export const renderMessages = (
  root: Root,
  leaves: Leaves,
  items: readonly Item[],
  getBody: GetBody,
): readonly MessageView[] =>
  items.map((item) => ({
    target: placeToTarget(item.place),
    place: item.place,
    clock: item.clock,
    content: renderContent(item, getBody),
    replyTo: item.replyTo && renderQuote(root, leaves, item.replyTo, getBody),
    reactions: renderReactions(item.reactions),
  }));

const renderQuote = (root: Root, leaves: Leaves, target: Target, getBody: GetBody): QuoteView => {
  const item = findItem(root, leaves, target);
  return { target, content: item && renderContent(item, getBody) };
};

const renderContent = (item: Item, getBody: GetBody): Content => {
  const entry = textEntry(item);
  if (entry === null) return { kind: 'deleted' };
  const operation = getBody(entry.writer, entry.sequence)?.operation;
  const edited = item.edits.length > 0;
  return operation?.type === (edited ? 'edit' : 'post')
    ? { kind: 'text', text: operation.text, edited }
    : { kind: 'sealed' };
};

/** The entry that holds the text that counts, or null when the message is deleted. */
const textEntry = ({ deleted, edits, place }: Item): EntryRef | null =>
  deleted ? null : { writer: place.writer, sequence: edits.at(-1) ?? place.sequence };

const renderReactions = (marks: readonly ReactionMark[]): readonly ReactionView[] => {
  const views = new Map<string, Uint8Array[]>();
  for (const { emoji, writer } of marks.filter(({ on }) => on).sort(compareMarks)) {
    const writers = views.get(emoji);
    if (writers) writers.push(writer);
    else views.set(emoji, [writer]);
  }
  return [...views].map(([emoji, writers]) => ({ emoji, writers }));
};

const compareMarks = (a: ReactionMark, b: ReactionMark): number =>
  compareStamps(a.stamp, b.stamp) || compareWriters(a.writer, b.writer) || a.sequence - b.sequence;
