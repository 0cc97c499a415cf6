/**
 * What gossip knows, and one turn of it.
 *
 * The state is plain data that is never changed; a turn copies what it touches
 * and collects outputs. Everything is bounded by the number of links and of
 * known feeds.
 */

import { feedName, type FeedId, type Head } from '../journal/feed.ts';
import { MAX_FEEDS, type Frontier } from '../journal/frontier.ts';
import type { Frame } from '../wire/frame.ts';
import { encodeFrame } from '../wire/frame.ts';
import type { GossipOutput } from './exchange.ts';
import type { Hole } from './mend.ts';

export type GossipState = {
  /** What is durable here. */
  readonly own: Frontier;
  /** Feeds of the conversation's writers, by name; others are ignored. */
  readonly known: ReadonlyMap<string, FeedId>;
  /** The newest signed frontier of each writer, its signature verified, by the name of its control feed. */
  readonly signed: ReadonlyMap<string, Signed>;
  /** Runs that the program is working on, by feed. */
  readonly pending: ReadonlyMap<string, Pending>;
  /** Blobs that are missing here, by hash. */
  readonly blobs: ReadonlyMap<string, MissingBlob>;
  /** Null: nothing of the person is told. */
  readonly presence: { readonly attending: boolean; readonly typing: boolean } | null;
  /** Runs wanted apart from the course of their feed, by feed. */
  readonly holes: ReadonlyMap<string, AskedHole>;
  readonly links: ReadonlyMap<string, LinkState>;
  /** Counts ticks of about five seconds. */
  readonly time: number;
};

export type Signed = { readonly number: number; readonly bytes: Uint8Array };
/** `count` runs were handed over, the last of which ends at `until`. */
export type Pending = { readonly count: number; readonly until: number };
export type MissingBlob = {
  readonly hash: Uint8Array;
  readonly asked: { readonly link: string; readonly at: number } | null;
};

/** `askedAt`: the tick when somebody was asked last. */
export type AskedHole = Hole & { readonly askedAt: number | null };

export type LinkState = {
  /** The last sequence the other side said to hold, or that we sent it, by feed. */
  readonly theirs: ReadonlyMap<string, number>;
  /** What it said to hold last, by feed; not more feeds than above. */
  readonly said: ReadonlyMap<string, Head>;
  /** Claims that led nowhere: not asked for again until the other side claims more, or for a while. */
  readonly stalled: ReadonlyMap<string, Stalled>;
  /** Feeds of which an answer is late: it may still come, over a link that is slow. */
  readonly late: ReadonlySet<string>;
  /** What we asked for, by feed. */
  readonly wants: ReadonlyMap<string, Want>;
  /** Parts of a page so far. */
  readonly parts: {
    readonly feed: string;
    readonly page: number;
    readonly bytes: readonly Uint8Array[];
  } | null;
  readonly isFull: boolean;
  /** Runs that the program reads for the other side, and blobs that it read since the last tick. */
  readonly reading: number;
  readonly blobsRead: number;
  /** Feeds and writers whose news the other side has not been told. */
  readonly news: ReadonlySet<string>;
  readonly signedNews: ReadonlySet<string>;
  /** The number of each writer's signed frontier that the other side has. */
  readonly signedThere: ReadonlyMap<string, number>;
  /** What the other side asked for while the link was full. */
  readonly owed: readonly Owed[];
  readonly owedBlobs: readonly Uint8Array[];
};

/** `at`: the tick when it was given up. */
export type Stalled = { readonly claim: number; readonly at: number };
export type Want = { readonly to: number; readonly since: number };
export type Owed = { readonly feed: FeedId; readonly from: number; readonly to: number };

/** One call of step. */
export interface Turn {
  state: GossipState;
  readonly outputs: GossipOutput[];
}

export const EMPTY_LINK: LinkState = {
  theirs: new Map(),
  said: new Map(),
  stalled: new Map(),
  late: new Set(),
  wants: new Map(),
  parts: null,
  isFull: false,
  reading: 0,
  blobsRead: 0,
  news: new Set(),
  signedNews: new Set(),
  signedThere: new Map(),
  owed: [],
  owedBlobs: [],
};

/** Twice what a conversation can have. */
const MAX_CLAIMS = 2 * MAX_FEEDS;

export const change = (turn: Turn, changes: Partial<GossipState>): void => {
  turn.state = { ...turn.state, ...changes };
};

/** Changes a link that stands; nothing happens for one that does not. */
export const changeLink = (turn: Turn, link: string, changes: Partial<LinkState>): void => {
  const before = turn.state.links.get(link);
  if (before === undefined) return;
  change(turn, { links: withKey(turn.state.links, link, { ...before, ...changes }) });
};

export const send = (turn: Turn, link: string, frame: Frame): void => {
  turn.outputs.push({ type: 'send', link, bytes: encodeFrame(frame) });
};

export const withKey = <V>(
  map: ReadonlyMap<string, V>,
  key: string,
  value: V,
): ReadonlyMap<string, V> => new Map(map).set(key, value);

export const withoutKey = <V>(map: ReadonlyMap<string, V>, key: string): ReadonlyMap<string, V> => {
  const copy = new Map(map);
  copy.delete(key);
  return copy;
};

/** The last sequence of a feed that is durable here; -1 for none. */
export const heldSequence = (state: GossipState, feed: string): number =>
  state.own.get(feed)?.sequence ?? -1;

/** The sequence after all that is here or being worked on. */
export const nextSequence = (state: GossipState, feed: string): number =>
  Math.max(heldSequence(state, feed), state.pending.get(feed)?.until ?? -1) + 1;

/** Notes what the other side says to hold. */
export const hearHead = (turn: Turn, link: string, name: string, head: Head): void => {
  claim(turn, link, name, head.sequence);
  const state = turn.state.links.get(link);
  if (!state?.theirs.has(name)) return;
  changeLink(turn, link, { said: withKey(state.said, name, head) });
};

/** Notes what the other side holds. */
export const claim = (turn: Turn, link: string, feed: string, sequence: number): void => {
  const state = turn.state.links.get(link);
  if (state === undefined || (state.theirs.get(feed) ?? -1) >= sequence) return;
  if (state.theirs.size >= MAX_CLAIMS && !state.theirs.has(feed)) return;
  changeLink(turn, link, { theirs: withKey(state.theirs, feed, sequence) });
};

/** Forgets what is not here after all; whoever claims it is asked again. */
export const retreat = (turn: Turn, feed: FeedId, head: Head | null): void => {
  const name = feedName(feed);
  const { own, pending } = turn.state;
  change(turn, { own: head ? new Map([...own, [name, head]]) : withoutKey(own, name) });
  // A run that is worked on now stands on nothing: that it does not fit blames nobody.
  const worked = pending.get(name);
  const until = head?.sequence ?? -1;
  if (worked) change(turn, { pending: withKey(pending, name, { ...worked, until }) });
  for (const [link, { stalled }] of turn.state.links) {
    changeLink(turn, link, { stalled: withoutKey(stalled, name) });
  }
};

/** Notes heads that became durable, and that every link is to hear of them. */
export const advance = (turn: Turn, heads: readonly Head[]): void => {
  const newer = heads.filter(
    (head) => head.sequence > heldSequence(turn.state, feedName(head.feed)),
  );
  if (newer.length === 0) return;
  const names = newer.map((head) => feedName(head.feed));
  const own = new Map([
    ...turn.state.own,
    ...newer.map((head) => [feedName(head.feed), head] as const),
  ]);
  change(turn, { own });
  for (const [link, { news }] of turn.state.links) {
    changeLink(turn, link, { news: new Set([...news, ...names]) });
  }
};
