/**
 * Who may edit and delete whose messages: the author itself, and by the word of
 * whoever knows the members the other devices of the author's person.
 *
 * Members are learned in any order, so a word may be open: what was said is kept
 * then, and counts as soon as the word is yes.
 */

import { compareStamps } from '../../clock/hlc.ts';
import { compareWriters, isSameWriter, type EditMark, type EntryRef, type Item } from './item.ts';
import { placeOf, type Restamp } from './restamps.ts';

/**
 * Whether what the entry says of a message of `author` counts. 'no' is for ever, and so is what a
 * 'yes' deleted. Always 'yes' for an entry of the author.
 */
export type MayAct = (entry: EntryRef, author: Uint8Array) => 'yes' | 'no' | 'open';

/** Where nobody has a second device. */
export const authorsAlone: MayAct = ({ writer }, author) =>
  isSameWriter(writer, author) ? 'yes' : 'no';

/** The item as it counts by now. */
export const asItCounts = (item: Item, mayAct: MayAct): Item => {
  const { place, edits, erasures } = item;
  const counts = (entry: EntryRef): boolean => mayAct(entry, place.writer) === 'yes';
  if (erasures.some(counts)) {
    return { ...item, deleted: true, replyTo: undefined, edits: [], erasures: [], reactions: [] };
  }
  return edits.every(counts) ? item : { ...item, edits: edits.filter(counts) };
};

/**
 * The one of the edits that counts: of each writer the latest in its feed, of these the latest by
 * stamp. `edits`: by writer, then sequence.
 */
export const latestEdit = (
  restamps: readonly Restamp[],
  edits: readonly EditMark[],
): EditMark | undefined => {
  const latest = edits.filter((edit, i) => {
    const next = edits[i + 1];
    return next === undefined || !isSameWriter(edit.writer, next.writer);
  });
  return latest.toSorted((a, b) => compareEdits(restamps, a, b)).at(-1);
};

const compareEdits = (restamps: readonly Restamp[], a: EditMark, b: EditMark): number =>
  compareStamps(
    placeOf(restamps, a.writer, a.sequence, a.stamp).stamp,
    placeOf(restamps, b.writer, b.sequence, b.stamp).stamp,
  ) || compareWriters(a.writer, b.writer);
