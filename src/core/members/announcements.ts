/**
 * Announced generations whose boxes somebody still has to open.
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
import type { ControlOperation } from '../journal/operations.ts';

/** `sequence`: of the control entry. `boxes`: those not acknowledged; never none. */
export type Announcement = {
  readonly sequence: number;
  readonly firstMessage: number;
  readonly boxes: readonly BoxReference[];
};

export type Announce = Extract<ControlOperation, { readonly type: 'announce' }>;

/** Of one writer, kept at most: a bound on what a hostile one makes others keep. */
const MAX_KEPT = 4_096;

/** Adds the boxes of an announcement; only the first for each of `recipients` counts. */
export const addAnnouncement = (
  announcements: readonly Announcement[],
  sequence: number,
  { firstMessage, boxes }: Announce,
  recipients: readonly Uint8Array[],
): readonly Announcement[] => {
  const counting = recipients.flatMap(
    (writer) => boxes.find(({ recipient }) => equalBytes(recipient, writer)) ?? [],
  );
  return counting.length === 0 || announcements.length >= MAX_KEPT
    ? announcements
    : [...announcements, { sequence, firstMessage, boxes: counting }];
};

/** Drops the recipient's box, and the announcement with its last box. */
export const acknowledgeBox = (
  announcements: readonly Announcement[],
  sequence: number,
  recipient: Uint8Array,
): readonly Announcement[] =>
  announcements.flatMap((announcement) => {
    if (announcement.sequence !== sequence) return [announcement];
    const boxes = announcement.boxes.filter((box) => !equalBytes(box.recipient, recipient));
    return boxes.length === 0 ? [] : [{ ...announcement, boxes }];
  });

export const writeAnnouncement = (out: Writer, announcement: Announcement): Writer => {
  const { sequence, firstMessage, boxes } = announcement;
  out.u32(sequence).u32(firstMessage).varint(boxes.length);
  for (const box of boxes) writeBoxReference(out, box);
  return out;
};

export const readAnnouncement = (reader: Reader): Announcement => ({
  sequence: reader.u32(),
  firstMessage: reader.u32(),
  boxes: reader.list(MAX_RECIPIENTS, readBoxReference),
});
