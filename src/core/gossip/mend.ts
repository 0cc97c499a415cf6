/**
 * Single runs of entries that are wanted apart from the course of their feed:
 * own ones that the disk has lost, and one that would prove a fork.
 */

import { feedName, type FeedId } from '../journal/feed.ts';
import type { EntriesFrame } from '../wire/frame.ts';
import { change, send, withKey, withoutKey, type GossipState, type Turn } from './state.ts';

/** Entries `from` to `to`, both included. */
export type Hole = { readonly feed: FeedId; readonly from: number; readonly to: number };

/** Fewer than a page has, so that the answer is a run of entries. */
export const MAX_HOLE = 128;
/** Ticks until somebody is asked again. */
const PATIENCE = 4;

/** One hole of each feed; the list before is forgotten. */
export const noteHoles = (turn: Turn, holes: readonly Hole[]): void => {
  const before = turn.state.holes;
  change(turn, {
    holes: new Map(
      holes.map((hole) => {
        const name = feedName(hole.feed);
        const known = before.get(name);
        const isSame = known?.from === hole.from && known.to === hole.to;
        return [name, isSame ? known : { ...hole, askedAt: null }] as const;
      }),
    ),
  });
};

export const askHoles = (turn: Turn): void => {
  for (const [name, hole] of turn.state.holes) {
    const isWaiting = hole.askedAt !== null && hole.askedAt + PATIENCE > turn.state.time;
    const link = isWaiting ? undefined : holderOf(turn.state, name, hole);
    if (link === undefined) continue;
    change(turn, { holes: withKey(turn.state.holes, name, { ...hole, askedAt: turn.state.time }) });
    send(turn, link, { type: 'want', feed: hole.feed, from: hole.from, to: hole.to });
  }
};

/** True when the frame answers what was asked for. */
export const hearMended = (turn: Turn, { feed, first, entries }: EntriesFrame): boolean => {
  const name = feedName(feed);
  const hole = turn.state.holes.get(name);
  if (!hole || hole.askedAt === null || first !== hole.from) return false;
  change(turn, { holes: withoutKey(turn.state.holes, name) });
  const wanted = entries.slice(0, hole.to - hole.from + 1);
  turn.outputs.push({ type: 'mend', feed, entries: wanted });
  return true;
};

const holderOf = ({ links }: GossipState, feed: string, { from }: Hole): string | undefined =>
  [...links].find(([, link]) => !link.isFull && (link.theirs.get(feed) ?? -1) >= from)?.[0];
