/**
 * Control entries with boxes that somebody still has to open: announced
 * generations, room secrets, handed over keys.
 *
 * A box is kept until its recipient acknowledged it, an announcement until all
 * of its boxes are: what is left does not grow with the conversation.
 */

import type { Reader } from '../bytes/reader.ts';
import type { Writer } from '../bytes/writer.ts';
import { equalBytes } from '../bytes/compare.ts';
import {
  MAX_RECIPIENTS,
  readBoxReference,
  writeBoxReference,
  type BoxReference,
} from '../journal/control-operations.ts';

/**
 * `sequence`: of the control entry. `firstMessage`: 0 unless it announced a generation. `at`: its
 * stamp, ms; 0 when it was noted by an earlier version. `boxes`: those not acknowledged; never none.
 */
export type Announcement = {
  readonly sequence: number;
  readonly kind: (typeof KINDS)[number];
  readonly firstMessage: number;
  readonly at: number;
  readonly boxes: readonly BoxReference[];
};

const KINDS = ['announce', 'room', 'keys'] as const;

/** Of one writer, kept at most: bounds on what a hostile one makes others keep. */
const MAX_KEPT = 4_096;
const MAX_BOXES = 16_384;

/** Adds a control entry's boxes; only the first for each recipient counts. */
export const addAnnouncement = (
  announcements: readonly Announcement[],
  { sequence, kind, firstMessage, at, boxes }: Announcement,
): readonly Announcement[] => {
  const counting = boxes.filter(
    ({ recipient }, i) => boxes.findIndex((one) => equalBytes(one.recipient, recipient)) === i,
  );
  const kept = announcements.reduce((sum, one) => sum + one.boxes.length, 0);
  const isFull = announcements.length >= MAX_KEPT || kept + counting.length > MAX_BOXES;
  return counting.length === 0 || isFull
    ? announcements
    : [...announcements, { sequence, kind, firstMessage, at, boxes: counting }];
};

/** Without boxes that are done with: `isOver` says so of each and its announcement. */
export const withoutBoxes = (
  announcements: readonly Announcement[],
  isOver: (box: BoxReference, announcement: Announcement) => boolean,
): readonly Announcement[] => {
  const left = announcements.map((announcement) => {
    const boxes = announcement.boxes.filter((box) => !isOver(box, announcement));
    return boxes.length === announcement.boxes.length ? announcement : { ...announcement, boxes };
  });
  return left.every((one, i) => one === announcements[i])
    ? announcements
    : left.filter(({ boxes }) => boxes.length > 0);
};

/** Drops the recipient's box, and the announcement with its last box. */
export const acknowledgeBox = (
  announcements: readonly Announcement[],
  sequence: number,
  recipient: Uint8Array,
): readonly Announcement[] =>
  withoutBoxes(
    announcements,
    (box, announcement) =>
      announcement.sequence === sequence && equalBytes(box.recipient, recipient),
  );

export const writeAnnouncement = (out: Writer, announcement: Announcement): Writer => {
  const { sequence, kind, firstMessage, at, boxes } = announcement;
  out.u32(sequence).u8(KINDS.indexOf(kind)).u32(firstMessage).u48(at).varint(boxes.length);
  for (const box of boxes) writeBoxReference(out, box);
  return out;
};

/** `version`: of the record; the first did not keep the time. */
export const readAnnouncement = (reader: Reader, version: 1 | 2): Announcement => ({
  sequence: reader.u32(),
  kind: version === 1 ? 'announce' : readKind(reader),
  firstMessage: reader.u32(),
  at: version === 1 ? 0 : reader.u48(),
  boxes: reader.list(MAX_RECIPIENTS, readBoxReference),
});

const readKind = (reader: Reader): Announcement['kind'] => {
  const kind = KINDS[reader.u8()];
  reader.require(kind !== undefined);
  return kind ?? 'announce';
};
