/**
 * Unread messages: posts of others beyond what was read of each feed.
 *
 * Reading is counted by feed and not by place in the order, so a message that
 * was written long ago and arrives late is unread too.
 */

import type { Item } from './item.ts';
import { leafOf, type Leaves, type Root } from './root.ts';

/** How many entries of a writer's message feed were read; Infinity for this device's own. */
export type ReadLength = (writer: Uint8Array) => number;

export type Unread = {
  readonly count: number;
  /** The first in order. */
  readonly first: Item | null;
};

/** So many leaves are looked through, the newest first: a count beyond them is not told. */
const MAX_LEAVES = 8;

/** The ids of the leaves that may hold unread messages; none when all is read. */
export const unreadLeaves = (root: Root, readLength: ReadLength): readonly number[] =>
  root.leaves
    .filter(({ latest }) => latest.some((entry) => entry.sequence >= readLength(entry.writer)))
    .slice(-MAX_LEAVES)
    .map(({ id }) => id);

/** `leaves` holds at least what unreadLeaves named. */
export const countUnread = (root: Root, leaves: Leaves, readLength: ReadLength): Unread => {
  const unread = unreadLeaves(root, readLength).flatMap((id) =>
    leafOf(leaves, id).items.filter((item) => isUnread(item, readLength)),
  );
  return { count: unread.length, first: unread[0] ?? null };
};

const isUnread = ({ present, deleted, place }: Item, readLength: ReadLength): boolean =>
  present && !deleted && place.sequence >= readLength(place.writer);
