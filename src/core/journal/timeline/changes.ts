/**
 * What one operation does to the message it names.
 *
 * Every change gives the same item whatever came before it, in whatever order
 * and how often, so the index is a function of the set of entries.
 */

import type { Target } from '../message-operations.ts';
import type { MessageOperation } from '../operations.ts';
import {
  compareWriters,
  isSameWriter,
  type EntryRef,
  type Item,
  type Place,
  type ReactionMark,
} from './item.ts';
import { MAX_EDITS, MAX_REACTIONS } from './leaf.ts';
import type { OpenedEntry } from './opened-entry.ts';
import { placeOf, type Restamp } from './restamps.ts';

/** `forget`: entries whose message keys are to be destroyed. */
export type Changed = { readonly item: Item; readonly forget: readonly EntryRef[] };

/** `apply` gives back the very same item when nothing changes. */
export type Change = { readonly place: Place; readonly apply: (item: Item) => Changed };

/** Null for what changes no message: restamps, unknown types, operations by others than the author. */
export const entryToChange = (
  restamps: readonly Restamp[],
  { writer, sequence, body }: OpenedEntry,
): Change | null => {
  const { operation, stamp, clock } = body;
  const author: EntryRef = { writer, sequence };
  if (operation.type === 'post') {
    const { replyTo } = operation;
    const place = placeOf(restamps, writer, sequence, stamp);
    return { place, apply: (item) => addPost(item, clock, replyTo) };
  }
  const target = targetOf(operation, writer);
  if (target === null) return null;
  const place = placeOf(restamps, target.writer, target.sequence, target.stamp);
  switch (operation.type) {
    case 'edit':
      return { place, apply: (item) => addEdit(item, author) };
    case 'redact':
      return { place, apply: deleteItem };
    case 'react': {
      const { emoji, on } = operation;
      return { place, apply: (item) => addReaction(item, { writer, sequence, emoji, on, stamp }) };
    }
    default:
      return null;
  }
};

/** The message an operation may act on: anybody's for a reaction, else only the writer's own. */
const targetOf = (operation: MessageOperation, writer: Uint8Array): Target | null => {
  if (operation.type === 'react') return operation.target;
  if (operation.type !== 'edit' && operation.type !== 'redact') return null;
  return isSameWriter(operation.target.writer, writer) ? operation.target : null;
};

const addPost = (item: Item, clock: number, replyTo: Target | undefined): Changed => {
  const forget = item.deleted ? [item.place] : [];
  if (item.present) return { item, forget };
  const kept = item.deleted ? undefined : replyTo;
  return { item: { ...item, present: true, clock, replyTo: kept }, forget };
};

const addEdit = (item: Item, edit: EntryRef): Changed => {
  if (item.deleted) return { item, forget: [edit] };
  if (item.edits.includes(edit.sequence)) return unchanged(item);
  const all = [...item.edits, edit.sequence].sort((a, b) => a - b);
  const edits = all.slice(-MAX_EDITS);
  const forget = all.slice(0, -MAX_EDITS).map((sequence) => ({ ...edit, sequence }));
  return edits.length === item.edits.length && edits[0] === item.edits[0]
    ? { item, forget }
    : { item: { ...item, edits }, forget };
};

const deleteItem = (item: Item): Changed => {
  const { writer } = item.place;
  const forget = [
    ...(item.present ? [item.place] : []),
    ...item.edits.map((sequence) => ({ writer, sequence })),
  ];
  if (item.deleted) return { item, forget };
  return {
    item: { ...item, deleted: true, replyTo: undefined, edits: [], reactions: [] },
    forget,
  };
};

const addReaction = (item: Item, mark: ReactionMark): Changed => {
  if (item.deleted) return unchanged(item);
  const known = item.reactions.find((other) => compareMarks(other, mark) === 0);
  if (known !== undefined && known.sequence >= mark.sequence) return unchanged(item);
  const others = item.reactions.filter((other) => other !== known);
  const reactions = withoutOldest([...others, mark], mark.writer).sort(compareMarks);
  return reactions.includes(mark) ? { item: { ...item, reactions }, forget: [] } : unchanged(item);
};

/** Leaves out the writer's oldest mark when there are too many. */
const withoutOldest = (marks: readonly ReactionMark[], writer: Uint8Array): ReactionMark[] => {
  const own = marks.filter((mark) => isSameWriter(mark.writer, writer));
  if (own.length <= MAX_REACTIONS) return [...marks];
  const oldest = own.reduce((a, b) => (b.sequence < a.sequence ? b : a));
  return marks.filter((mark) => mark !== oldest);
};

const compareMarks = (a: ReactionMark, b: ReactionMark): number =>
  compareWriters(a.writer, b.writer) || (a.emoji < b.emoji ? -1 : a.emoji > b.emoji ? 1 : 0);

const unchanged = (item: Item): Changed => ({ item, forget: [] });
