/**
 * Which feeds come newest first, and which run of them is asked for next: those
 * of which a new device has nothing yet and its person's other devices have much.
 *
 * How much there is, only own devices are believed. Where nobody gives what was
 * asked for, the feed comes in its order instead: nothing is lost, only later.
 */

import { equalBytes } from '../../core/bytes/compare.ts';
import type { Hole } from '../../core/gossip/mend.ts';
import { compareFeeds, feedName, type FeedId } from '../../core/journal/feed.ts';
import { parseSignedFrontier } from '../../core/wire/signed-frontier.ts';
import { growingFeeds, limitOf } from './admit.ts';
import { isJoining } from './newest-first.ts';
import { feedRecord, isHidden, siblings, tailOf, type ConversationState } from './state.ts';

export interface Backwards {
  /** Whether the feed is not to be asked for in its order. */
  isApart(state: ConversationState, feed: FeedId): boolean;
  /** The next run of each such feed. */
  holes(state: ConversationState): readonly Hole[];
  /** A run came, and is being worked on: the next one may be asked for meanwhile, unless it was the first. */
  came(feed: FeedId, isFirst: boolean): void;
  /** It was worked on: `isTaken`, or nothing of it fitted. */
  worked(feed: FeedId, isTaken: boolean): void;
  /** Boxes or handed over keys came. */
  keysCame(): void;
  /** Time passes. `isOffered`: a link says to have the entry. */
  tick(state: ConversationState, isOffered: (feed: FeedId, sequence: number) => boolean): void;
}

/** A history that is shorter comes at once anyway. */
const LONG = 256;
/** Runs end where half a page does, and have at least half as many entries. */
const RUN = 128;
/** Runs that did not fit, and ticks without one, after which the feed comes in its order. */
const MAX_MISFITS = 6;
const PATIENCE = 8;

type Course = {
  /** Entries that are asked for at most: fewer when long ones did not fit a frame. */
  size: number;
  misfits: number;
  ticks: number;
  /** Where the run begins that was asked for last, and that is worked on. */
  asked: number | undefined;
  assumed: number | undefined;
  /** The newest messages are to be read before older ones are fetched. */
  isWaiting: boolean;
};

export const createBackwards = (): Backwards => {
  const courses = new Map<string, Course>();
  const inOrder = new Set<string>();

  const courseOf = (feed: FeedId): Course => {
    const known = courses.get(feedName(feed));
    if (known) return known;
    const course: Course = {
      size: 2 * RUN - RUN / 2,
      misfits: 0,
      ticks: 0,
      asked: undefined,
      assumed: undefined,
      isWaiting: false,
    };
    courses.set(feedName(feed), course);
    return course;
  };

  const isApart = (state: ConversationState, feed: FeedId): boolean => {
    if (feed.kind !== 'message' || inOrder.has(feedName(feed)) || isHidden(state)) return false;
    if (tailOf(state, feed.writer)) return true;
    if (feedRecord(state, feed).held.length > 0 || siblings(state).length === 0) return false;
    const length = lengthSaid(state, feed);
    return length === undefined || length > LONG;
  };

  const holeOf = (state: ConversationState, feed: FeedId): Hole | undefined => {
    const course = courseOf(feed);
    const tail = tailOf(state, feed.writer);
    if (course.isWaiting || (tail && isJoining(state, tail))) return undefined;
    const top = Math.min(
      tail?.from ?? lengthSaid(state, feed) ?? 0,
      course.assumed ?? Infinity,
      limitOf(state, feed),
    );
    const { length } = feedRecord(state, feed).held;
    if (top <= length) return undefined;
    const even = Math.floor((top - RUN / 2) / RUN) * RUN;
    const from = Math.max(length, even, top - course.size);
    if (course.asked !== from) course.ticks = 0;
    course.asked = from;
    return { feed, from, to: top - 1 };
  };

  return {
    isApart,
    holes: (state) =>
      growingFeeds(state).flatMap((feed) =>
        isApart(state, feed) ? (holeOf(state, feed) ?? []) : [],
      ),
    came: (feed, isFirst) => {
      const course = courseOf(feed);
      course.isWaiting = isFirst;
      course.assumed = course.asked;
    },
    worked: (feed, isTaken) => {
      const course = courseOf(feed);
      if (isTaken) course.misfits = 0;
      else {
        course.assumed = undefined;
        course.isWaiting = false;
        course.misfits += 1;
        course.size = Math.max(1, Math.floor(course.size / 4));
      }
      if (course.misfits >= MAX_MISFITS) inOrder.add(feedName(feed));
    },
    keysCame: () => {
      for (const course of courses.values()) course.isWaiting = false;
    },
    tick: (state, isOffered) => {
      for (const course of courses.values()) course.isWaiting = false;
      for (const feed of growingFeeds(state)) {
        if (!isApart(state, feed)) continue;
        const hole = holeOf(state, feed);
        const isDecided = hole !== undefined || tailOf(state, feed.writer) !== undefined;
        if (isDecided && !hole) continue;
        if (!isOffered(feed, hole?.from ?? 0)) continue;
        const course = courseOf(feed);
        course.ticks += 1;
        if (course.ticks >= (isDecided ? PATIENCE : 2)) inOrder.add(feedName(feed));
      }
    },
  };
};

/** How many entries the person's other devices have signed to hold; undefined when none has. */
const lengthSaid = (state: ConversationState, feed: FeedId): number | undefined => {
  const lengths = siblings(state).flatMap((writer) => {
    const known = state.frontiers.find((each) => equalBytes(each.writer, writer));
    const parsed = known && parseSignedFrontier(known.bytes);
    if (!parsed?.ok) return [];
    const head = parsed.value.heads.find((each) => compareFeeds(each.feed, feed) === 0);
    return [head ? head.sequence + 1 : 0];
  });
  return lengths.length === 0 ? undefined : Math.max(...lengths);
};
