/**
 * Gossip of one conversation over all its links, as step(state, input) -> {state, outputs}.
 *
 * The program around it owns the store. It tells gossip what is durable
 * (`known` and `held` at the start, then `appended` and `done`), reads entries
 * and blobs when asked (`read`, `read-blobs`), and admits what is delivered.
 * It answers each `deliver` and each `deliver-page` with one `done`, in order
 * of delivery within a feed, also when nothing was admitted. It passes `send`
 * on to the link, answers with `full` when the link has no room, and gives a
 * `tick` about every five seconds.
 *
 * Both sides of a link say what they hold; who lacks something asks for it.
 * Only live entries are sent unasked, by their writer, to who has all before
 * them. docs/SPEC.md, "Gossip".
 */

import type { Suite } from '../crypto/suite.ts';
import { feedName, type FeedId, type Head } from '../journal/feed.ts';
import { parseFrame, type Frame, type FrontierFrame } from '../wire/frame.ts';
import { equalBytes } from '../bytes/compare.ts';
import type { SignedFrontier } from '../wire/signed-frontier.ts';
import { askHoles, hearMended, noteHoles, type Hole } from './mend.ts';
import { answerBlob, askBlobs, hearBlob, hearWantBlobs, lack, readOwedBlobs } from './blobs.ts';
import {
  answer,
  answerPage,
  ask,
  forgetReads,
  giveUp,
  hearEntries,
  hearPage,
  hearWant,
  readOwed,
  release,
} from './pull.ts';
import {
  advance,
  change,
  changeLink,
  claim,
  EMPTY_LINK,
  retreat,
  withKey,
  withoutKey,
  type GossipState,
  type Turn,
} from './state.ts';
import { flush, greet, hearSigned, push, rememberSigned, tellPresence } from './tell.ts';

export type { GossipState } from './state.ts';

export type GossipConfig = {
  readonly suite: Suite;
  /** 32 bytes. */
  readonly conversationId: Uint8Array;
};

export type GossipInput =
  | { readonly type: 'up'; readonly link: string }
  | { readonly type: 'down'; readonly link: string }
  /** A message of a link, as it came. */
  | { readonly type: 'message'; readonly link: string; readonly bytes: Uint8Array }
  /** The link took the last message but has no room for more, until `drained`. */
  | { readonly type: 'full'; readonly link: string }
  | { readonly type: 'drained'; readonly link: string }
  /** All feeds of the conversation's writers, our own included. */
  | { readonly type: 'known'; readonly feeds: readonly FeedId[] }
  /** Heads that are durable here. Heads already known, and older ones, change nothing. */
  | { readonly type: 'held'; readonly heads: readonly Head[] }
  /** A feed turned out damaged: of it only entries up to `head` are here, null for none. */
  | { readonly type: 'lost'; readonly feed: FeedId; readonly head: Head | null }
  /** Entries of our own that are durable now; `head` is the last of them. */
  | {
      readonly type: 'appended';
      readonly head: Head;
      readonly first: number;
      readonly entries: readonly Uint8Array[];
    }
  /** The oldest delivered run of this feed is dealt with; `heads`: what is durable since. */
  | {
      readonly type: 'done';
      readonly link: string;
      readonly feed: FeedId;
      readonly heads: readonly Head[];
    }
  /** Answers `read`: entries from `first` on, as many as fit maxBytes. */
  | {
      readonly type: 'run';
      readonly link: string;
      readonly feed: FeedId;
      readonly first: number;
      readonly entries: readonly Uint8Array[];
    }
  /** Answers `read` with the whole page that begins at `from`, when that is full and not above MAX_PAGE. */
  | {
      readonly type: 'page';
      readonly link: string;
      readonly feed: FeedId;
      readonly page: number;
      readonly update: Uint8Array;
    }
  /** A signed frontier of ours, or one of another writer that was kept. */
  | { readonly type: 'signed'; readonly frontier: SignedFrontier }
  /** All blobs that are missing here; gossip forgets the earlier list. */
  | { readonly type: 'lacking'; readonly hashes: readonly Uint8Array[] }
  | {
      readonly type: 'blob';
      readonly link: string;
      readonly hash: Uint8Array;
      readonly bytes: Uint8Array;
    }
  /** Runs wanted apart from the course of their feeds, at most one of each; the earlier list is forgotten. */
  | { readonly type: 'holes'; readonly holes: readonly Hole[] }
  | { readonly type: 'presence'; readonly attending: boolean; readonly typing: boolean }
  | { readonly type: 'tick' };

export type GossipOutput =
  | { readonly type: 'send'; readonly link: string; readonly bytes: Uint8Array }
  /** The other side breaks the rules: close the link. */
  | { readonly type: 'drop'; readonly link: string }
  /** Answer with `run` or `page`, or not at all. Both ends included. */
  | {
      readonly type: 'read';
      readonly link: string;
      readonly feed: FeedId;
      readonly from: number;
      readonly to: number;
      readonly maxBytes: number;
    }
  /** Unverified entries that follow what is here or was delivered before. Answer with `done`. */
  | {
      readonly type: 'deliver';
      readonly link: string;
      readonly feed: FeedId;
      readonly first: number;
      readonly entries: readonly Uint8Array[];
    }
  /** An unverified Yjs update that claims to be this page. Answer with `done`. */
  | {
      readonly type: 'deliver-page';
      readonly link: string;
      readonly feed: FeedId;
      readonly page: number;
      readonly update: Uint8Array;
    }
  /** A newer signed frontier of a known writer; its signature is good. */
  | { readonly type: 'signed'; readonly frontier: SignedFrontier }
  | { readonly type: 'read-blobs'; readonly link: string; readonly hashes: readonly Uint8Array[] }
  /** Unverified entries from the beginning of a hole. */
  | { readonly type: 'mend'; readonly feed: FeedId; readonly entries: readonly Uint8Array[] }
  /** A missing blob; its hash is right. */
  | { readonly type: 'blob'; readonly hash: Uint8Array; readonly bytes: Uint8Array }
  | {
      readonly type: 'presence';
      readonly link: string;
      readonly attending: boolean;
      readonly typing: boolean;
    }
  /** The other side's last entry of this feed is another one than ours at the same place. */
  | { readonly type: 'conflict'; readonly link: string; readonly feed: FeedId };

export type GossipStep = {
  readonly state: GossipState;
  readonly outputs: readonly GossipOutput[];
};

/** `tellsPresence` false: no link ever hears whether a person is there. */
export const createGossip = (tellsPresence = true): GossipState => ({
  own: new Map(),
  known: new Map(),
  signed: new Map(),
  pending: new Map(),
  blobs: new Map(),
  presence: tellsPresence ? { attending: false, typing: false } : null,
  holes: new Map(),
  links: new Map(),
  time: 0,
});

export const stepGossip = (
  config: GossipConfig,
  state: GossipState,
  input: GossipInput,
): GossipStep => {
  const turn: Turn = { state, outputs: [] };
  take(config, turn, input);
  flush(turn);
  ask(turn);
  askBlobs(turn);
  askHoles(turn);
  return turn;
};

const take = (config: GossipConfig, turn: Turn, input: GossipInput): void => {
  switch (input.type) {
    case 'up':
      change(turn, { links: withKey(turn.state.links, input.link, EMPTY_LINK) });
      return greet(turn, input.link);
    case 'down':
      return change(turn, { links: withoutKey(turn.state.links, input.link) });
    case 'message':
      return receive(config, turn, input.link, input.bytes);
    case 'full':
      return changeLink(turn, input.link, { isFull: true });
    case 'drained':
      changeLink(turn, input.link, { isFull: false });
      if (turn.state.links.has(input.link)) tellPresence(turn, input.link);
      readOwed(turn, input.link);
      return readOwedBlobs(turn, input.link);
    case 'known':
      return change(turn, { known: new Map(input.feeds.map((feed) => [feedName(feed), feed])) });
    case 'held':
      return advance(turn, input.heads);
    case 'lost':
      return retreat(turn, input.feed, input.head);
    case 'appended':
      advance(turn, [input.head]);
      return push(turn, input.head.feed, input.first, input.entries);
    case 'done':
      advance(turn, input.heads);
      return release(turn, input.link, feedName(input.feed));
    case 'run':
      return answer(turn, input.link, input.feed, input.first, input.entries);
    case 'page':
      return answerPage(turn, input.link, input.feed, input.page, input.update);
    case 'signed':
      rememberSigned(turn, input.frontier);
      return;
    case 'lacking':
      return lack(turn, input.hashes);
    case 'blob':
      return answerBlob(turn, input.link, input.hash, input.bytes);
    case 'holes':
      return noteHoles(turn, input.holes);
    case 'presence':
      return showPresence(turn, input.attending, input.typing);
    case 'tick':
      change(turn, { time: turn.state.time + 1 });
      forgetReads(turn);
      return giveUp(turn);
  }
};

const showPresence = (turn: Turn, attending: boolean, typing: boolean): void => {
  if (turn.state.presence === null) return;
  change(turn, { presence: { attending, typing } });
  for (const [link, { isFull }] of turn.state.links) {
    if (!isFull) tellPresence(turn, link);
  }
};

const receive = (config: GossipConfig, turn: Turn, link: string, bytes: Uint8Array): void => {
  if (!turn.state.links.has(link)) return;
  const frame = parseFrame(bytes);
  if (frame.ok) {
    if (!hear(config, turn, link, frame.value)) turn.outputs.push({ type: 'drop', link });
  } else if (frame.error === 'malformed') {
    turn.outputs.push({ type: 'drop', link });
  }
};

/** False: against the rules. */
const hear = (config: GossipConfig, turn: Turn, link: string, frame: Frame): boolean => {
  switch (frame.type) {
    case 'frontier':
      return hearFrontier(config, turn, link, frame);
    case 'want':
      hearWant(turn, link, frame);
      return true;
    case 'entries':
      if (!hearMended(turn, frame)) hearEntries(turn, link, frame);
      return true;
    case 'page':
      hearPage(turn, link, frame);
      return true;
    case 'want-blobs':
      hearWantBlobs(turn, link, frame.hashes);
      return true;
    case 'blob':
      return hearBlob(config, turn, frame);
    case 'presence':
      turn.outputs.push({ ...frame, link });
      return true;
    case 'bye':
      return true;
  }
};

const hearFrontier = (
  config: GossipConfig,
  turn: Turn,
  link: string,
  frame: FrontierFrame,
): boolean => {
  for (const head of frame.heads) {
    const name = feedName(head.feed);
    // Kept for unknown feeds too: their writers may become known by what comes over this link.
    claim(turn, link, name, head.sequence);
    const own = turn.state.own.get(name);
    if (own?.sequence === head.sequence && !equalBytes(own.hash, head.hash)) {
      turn.outputs.push({ type: 'conflict', link, feed: head.feed });
    }
  }
  return frame.signed.every((bytes) => hearSigned(config, turn, link, bytes));
};
