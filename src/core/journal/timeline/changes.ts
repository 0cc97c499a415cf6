/**
 * What one operation does to the message it names.
 *
 * Every change gives the same item whatever came before it, in whatever order
 * and how often, so the index is a function of the set of entries. Whether a
 * writer may change another's message is for `mayAct` to say (rights.ts).
 */

import type { Target } from '../message-operations.ts';
import type { MessageOperation } from '../operations.ts';
import {
  compareWriters,
  isSameWriter,
  type EditMark,
  type EntryRef,
  type Item,
  type Place,
  type ReactionMark,
} from './item.ts';
import { MAX_EDITS, MAX_REACTIONS } from './leaf.ts';
import type { OpenedEntry } from './opened-entry.ts';
import { placeOf, type Restamp } from './restamps.ts';
import type { MayAct } from './rights.ts';

/** `forget`: entries whose message keys are to be destroyed. */
export type Changed = { readonly item: Item; readonly forget: readonly EntryRef[] };

/** `apply` gives back the very same item when nothing changes. */
export type Change = { readonly place: Place; readonly apply: (item: Item) => Changed };

/** Null for what changes no message: restamps, unknown types, operations by who may not act on it. */
export const entryToChange = (
  restamps: readonly Restamp[],
  mayAct: MayAct,
  { writer, sequence, body }: OpenedEntry,
): Change | null => {
  const { operation, stamp, clock } = body;
  const author: EntryRef = { writer, sequence };
  if (operation.type === 'post') {
    const { replyTo } = operation;
    const place = placeOf(restamps, writer, sequence, stamp);
    return { place, apply: (item) => addPost(item, clock, replyTo) };
  }
  const target = targetOf(operation, author, mayAct);
  if (target === null) return null;
  const place = placeOf(restamps, target.writer, target.sequence, target.stamp);
  switch (operation.type) {
    case 'edit':
      return { place, apply: (item) => addEdit(item, { ...author, stamp }) };
    case 'redact':
      return isSameWriter(target.writer, writer)
        ? { place, apply: deleteItem }
        : { place, apply: (item) => addErasure(item, author) };
    case 'react': {
      const { emoji, on } = operation;
      return { place, apply: (item) => addReaction(item, { writer, sequence, emoji, on, stamp }) };
    }
    default:
      return null;
  }
};

/** An erasure that counts by now deletes the message. */
export const settle = (item: Item, mayAct: MayAct): Changed =>
  !item.deleted && item.erasures.some((erasure) => mayAct(erasure, item.place.writer) === 'yes')
    ? deleteItem(item)
    : unchanged(item);

/** The message an operation may act on: anybody's for a reaction, else only one of the same person. */
const targetOf = (operation: MessageOperation, author: EntryRef, mayAct: MayAct): Target | null => {
  if (operation.type === 'react') return operation.target;
  if (operation.type !== 'edit' && operation.type !== 'redact') return null;
  return mayAct(author, operation.target.writer) === 'no' ? null : operation.target;
};

const addPost = (item: Item, clock: number, replyTo: Target | undefined): Changed => {
  const forget = item.deleted ? [item.place] : [];
  if (item.present) return { item, forget };
  const kept = item.deleted ? undefined : replyTo;
  return { item: { ...item, present: true, clock, replyTo: kept }, forget };
};

const addEdit = (item: Item, edit: EditMark): Changed => {
  if (item.deleted) return { item, forget: [edit] };
  if (item.edits.some((known) => compareRefs(known, edit) === 0)) return unchanged(item);
  const all = [...item.edits, edit].sort(compareRefs);
  const those = all.filter(({ writer }) => isSameWriter(writer, edit.writer));
  const forget = those.slice(0, -MAX_EDITS);
  const edits = forget.length === 0 ? all : all.filter((one) => !forget.includes(one));
  return edits.includes(edit) ? { item: { ...item, edits }, forget } : { item, forget };
};

/** The first of a writer is the one that its end spares the longest. */
const addErasure = (item: Item, erasure: EntryRef): Changed => {
  const known = item.erasures.find(({ writer }) => isSameWriter(writer, erasure.writer));
  if (item.deleted || (known && known.sequence <= erasure.sequence)) return unchanged(item);
  const others = item.erasures.filter((other) => other !== known);
  return unchanged({ ...item, erasures: [...others, erasure].sort(compareRefs) });
};

const deleteItem = (item: Item): Changed => {
  const forget = [...(item.present ? [item.place] : []), ...item.edits];
  if (item.deleted) return { item, forget };
  const nothing = { replyTo: undefined, edits: [], erasures: [], reactions: [] };
  return { item: { ...item, ...nothing, deleted: true }, forget };
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

const compareRefs = (a: EntryRef, b: EntryRef): number =>
  compareWriters(a.writer, b.writer) || a.sequence - b.sequence;

const compareMarks = (a: ReactionMark, b: ReactionMark): number =>
  compareWriters(a.writer, b.writer) || (a.emoji < b.emoji ? -1 : a.emoji > b.emoji ? 1 : 0);

const unchanged = (item: Item): Changed => ({ item, forget: [] });
