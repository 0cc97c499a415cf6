/**
 * How entries that we lack come here: asked for run by run, in the order of
 * their chain, control feeds before messages, and the next run only when the
 * one before is being worked on. And how we answer who asks us.
 */

import { concatBytes } from '../bytes/compare.ts';
import { feedName, type FeedId } from '../journal/feed.ts';
import {
  MAX_BULK,
  MAX_ENTRY,
  MAX_PAGE,
  PAGE_ENTRIES,
  type EntriesFrame,
  type PageFrame,
  type WantFrame,
} from '../wire/frame.ts';
import {
  change,
  changeLink,
  claim,
  heldSequence,
  nextSequence,
  send,
  withKey,
  withoutKey,
  type GossipState,
  type LinkState,
  type Turn,
} from './state.ts';

const MAX_WANTS = 2;
/** Runs of one feed that the program works on at a time; more are asked for again later. */
const MAX_PENDING = 4;
/** Runs that are read for one link at a time; an honest one asks for two. */
const MAX_READING = 4;
const MAX_OWED = 4;
/** Ticks without an answer after which a claim is no longer believed. */
const PATIENCE = 4;
/** Ticks after which it is believed once more: a disk on either side may have been slow or full. */
const FORGIVENESS = 12;

/** Asks the links for what is lacking. */
export const ask = (turn: Turn): void => {
  const lacking = (kind: FeedId['kind']): readonly FeedId[] =>
    [...turn.state.known.values()].filter(
      (feed) => feed.kind === kind && isLacking(turn.state, feedName(feed)),
    );
  const control = lacking('control');
  for (const feed of control.length > 0 ? control : lacking('message')) askFor(turn, feed);
};

/** Something of the feed is claimed by a link that is believed, or is on its way. */
const isLacking = (state: GossipState, feed: string): boolean =>
  state.pending.has(feed) ||
  [...state.links.values()].some((link) => link.wants.has(feed) || offers(state, link, feed));

const offers = (state: GossipState, link: LinkState, feed: string): boolean => {
  const claimed = link.theirs.get(feed) ?? -1;
  return claimed >= nextSequence(state, feed) && isBelieved(state, link, feed, claimed);
};

const isBelieved = (
  { time }: GossipState,
  { stalled }: LinkState,
  feed: string,
  claimed: number,
): boolean => {
  const before = stalled.get(feed);
  return before === undefined || claimed > before.claim || before.at + FORGIVENESS <= time;
};

const askFor = (turn: Turn, feed: FeedId): void => {
  const name = feedName(feed);
  const links = [...turn.state.links];
  if (links.some(([, link]) => link.wants.has(name))) return;
  if ((turn.state.pending.get(name)?.count ?? 0) >= MAX_WANTS) return;
  const source = links.find(
    ([, link]) => !link.isFull && link.wants.size < MAX_WANTS && offers(turn.state, link, name),
  );
  if (source === undefined) return;
  const [link, { theirs, wants }] = source;
  const from = nextSequence(turn.state, name);
  const pageEnd = (Math.floor(from / PAGE_ENTRIES) + 1) * PAGE_ENTRIES - 1;
  const to = Math.min(theirs.get(name) ?? from, pageEnd);
  changeLink(turn, link, { wants: withKey(wants, name, { to, since: turn.state.time }) });
  send(turn, link, { type: 'want', feed, from, to });
};

/** Forgets what was asked for too long ago, and with it the claim. */
export const giveUp = (turn: Turn): void => {
  for (const [link, state] of turn.state.links) {
    const late = [...state.wants].filter(([, want]) => want.since + PATIENCE <= turn.state.time);
    for (const [feed] of late) {
      stall(turn, link, feed);
      dropWant(turn, link, feed);
    }
    if (late.length === 0) continue;
    const feeds = late.map(([feed]) => feed);
    changeLink(turn, link, { late: new Set([...state.late, ...feeds]) });
  }
};

const stall = (turn: Turn, link: string, feed: string): void => {
  const state = turn.state.links.get(link);
  if (state === undefined) return;
  const claim = state.theirs.get(feed) ?? -1;
  const stalled = withKey(state.stalled, feed, { claim, at: turn.state.time });
  changeLink(turn, link, { stalled });
};

/** An answer that was given up comes after all: it counts as if it had been in time, once. */
const takeLate = (turn: Turn, link: string, feed: string): void => {
  const state = turn.state.links.get(link);
  if (!state?.late.has(feed)) return;
  changeLink(turn, link, {
    late: new Set([...state.late].filter((each) => each !== feed)),
    stalled: withoutKey(state.stalled, feed),
    wants: withKey(state.wants, feed, { to: state.theirs.get(feed) ?? 0, since: turn.state.time }),
  });
};

const dropWant = (turn: Turn, link: string, feed: string): void => {
  const state = turn.state.links.get(link);
  if (state !== undefined) changeLink(turn, link, { wants: withoutKey(state.wants, feed) });
};

/** A run came, asked for or pushed: what is new of it goes to the program. */
export const hearEntries = (turn: Turn, link: string, frame: EntriesFrame): void => {
  const name = feedName(frame.feed);
  const last = frame.first + frame.entries.length - 1;
  claim(turn, link, name, last);
  takeLate(turn, link, name);
  const before = turn.state.links.get(link);
  if (before === undefined || !turn.state.known.has(name)) return;
  // What was not asked for, and no more than what led nowhere before, is not looked at again.
  if (!before.wants.has(name) && last <= (before.stalled.get(name)?.claim ?? -1)) return;
  dropWant(turn, link, name);
  const next = nextSequence(turn.state, name);
  if (frame.first > next || last < next || !hasPlace(turn.state, name)) return;
  hold(turn, name, last);
  const entries = frame.entries.slice(next - frame.first);
  turn.outputs.push({ type: 'deliver', link, feed: frame.feed, first: next, entries });
};

/** A part of a page came. Only what was asked for is put together. */
export const hearPage = (turn: Turn, link: string, frame: PageFrame): void => {
  const name = feedName(frame.feed);
  takeLate(turn, link, name);
  const state = turn.state.links.get(link);
  const want = state?.wants.get(name);
  if (state === undefined || want === undefined) return;
  const before =
    state.parts?.feed === name && state.parts.page === frame.page ? state.parts.bytes : [];
  const bytes = [...(frame.part === 0 ? [] : before), frame.bytes];
  const size = bytes.reduce((sum, part) => sum + part.length, 0);
  if (bytes.length !== frame.part + 1 || size > MAX_PAGE) return dropParts(turn, link, name);
  if (bytes.length < frame.parts) {
    const wants = withKey(state.wants, name, { ...want, since: turn.state.time });
    changeLink(turn, link, { parts: { feed: name, page: frame.page, bytes }, wants });
    return;
  }
  dropParts(turn, link, name);
  const last = (frame.page + 1) * PAGE_ENTRIES - 1;
  const next = nextSequence(turn.state, name);
  if (last < next || last - next >= PAGE_ENTRIES || !hasPlace(turn.state, name)) return;
  hold(turn, name, last);
  const update = concatBytes(...bytes);
  turn.outputs.push({ type: 'deliver-page', link, feed: frame.feed, page: frame.page, update });
};

const dropParts = (turn: Turn, link: string, feed: string): void => {
  changeLink(turn, link, { parts: null });
  dropWant(turn, link, feed);
};

const hasPlace = (state: GossipState, feed: string): boolean =>
  (state.pending.get(feed)?.count ?? 0) < MAX_PENDING;

const hold = (turn: Turn, feed: string, until: number): void => {
  const count = (turn.state.pending.get(feed)?.count ?? 0) + 1;
  change(turn, { pending: withKey(turn.state.pending, feed, { count, until }) });
};

/** The program is done with a run; `advance` was called before. */
export const release = (turn: Turn, link: string, feed: string): void => {
  const pending = turn.state.pending.get(feed);
  if (pending === undefined) return;
  const isLast = pending.count === 1;
  change(turn, {
    pending: isLast
      ? withoutKey(turn.state.pending, feed)
      : withKey(turn.state.pending, feed, { ...pending, count: pending.count - 1 }),
  });
  // What was brought did not fit: the same would come again.
  if (isLast && heldSequence(turn.state, feed) < pending.until) stall(turn, link, feed);
};

/** The other side asks for a run; feeds that cannot grow here any more are given like others. */
export const hearWant = (turn: Turn, link: string, { feed, from, to }: WantFrame): void => {
  const state = turn.state.links.get(link);
  const held = heldSequence(turn.state, feedName(feed));
  if (state === undefined || from > held) return;
  const owed = { feed, from, to: Math.min(to, held) };
  if (!state.isFull && state.reading < MAX_READING) read(turn, link, owed);
  else if (state.owed.length < MAX_OWED) changeLink(turn, link, { owed: [...state.owed, owed] });
};

/** There is room again: what was put off is read now. */
export const readOwed = (turn: Turn, link: string): void => {
  const state = turn.state.links.get(link);
  if (state === undefined || state.isFull) return;
  const room = Math.max(0, MAX_READING - state.reading);
  changeLink(turn, link, { owed: state.owed.slice(room) });
  for (const owed of state.owed.slice(0, room)) read(turn, link, owed);
};

/** One of the runs that were read was answered. */
const readNext = (turn: Turn, link: string): void => {
  const reading = Math.max(0, (turn.state.links.get(link)?.reading ?? 0) - 1);
  changeLink(turn, link, { reading });
  readOwed(turn, link);
};

/** Answers that never came hold up nothing; blobs may be asked for anew. */
export const forgetReads = (turn: Turn): void => {
  for (const link of turn.state.links.keys()) {
    changeLink(turn, link, { reading: 0, blobsRead: 0 });
    readOwed(turn, link);
  }
};

const read = (
  turn: Turn,
  link: string,
  { feed, from, to }: { readonly feed: FeedId; readonly from: number; readonly to: number },
): void => {
  changeLink(turn, link, { reading: (turn.state.links.get(link)?.reading ?? 0) + 1 });
  turn.outputs.push({ type: 'read', link, feed, from, to, maxBytes: MAX_BULK });
};

/** Sends what the program read: as much as fits one frame, the rest will be asked for. */
export const answer = (
  turn: Turn,
  link: string,
  feed: FeedId,
  first: number,
  entries: readonly Uint8Array[],
): void => {
  let size = 0;
  const fitting = entries.slice(0, PAGE_ENTRIES).filter((entry) => {
    size += entry.length;
    return size <= MAX_BULK && entry.length <= MAX_ENTRY;
  });
  if (fitting.length > 0 && turn.state.links.has(link)) {
    send(turn, link, { type: 'entries', feed, first, entries: fitting });
  }
  readNext(turn, link);
};

/** Sends a full page in parts. A page above MAX_PAGE is to be answered with entries. */
export const answerPage = (
  turn: Turn,
  link: string,
  feed: FeedId,
  page: number,
  update: Uint8Array,
): void => {
  if (update.length > MAX_PAGE) throw new RangeError('the page is too long');
  if (!turn.state.links.has(link)) return;
  const parts = Math.max(1, Math.ceil(update.length / MAX_BULK));
  for (let part = 0; part < parts; part++) {
    const bytes = update.subarray(part * MAX_BULK, (part + 1) * MAX_BULK);
    send(turn, link, { type: 'page', feed, page, part, parts, bytes });
  }
  readNext(turn, link);
};
