/**
 * Gossip of one conversation over all its links, as step(state, input) -> {state, outputs}.
 *
 * What passes between it and the program around it: exchange.ts.
 *
 * Both sides of a link say what they hold; who lacks something asks for it.
 * Only live entries are sent unasked, by their writer, to who has all before
 * them. docs/SPEC.md, "Gossip".
 */

import { equalBytes } from '../bytes/compare.ts';
import { feedName } from '../journal/feed.ts';
import { parseFrame, type Frame, type FrontierFrame } from '../wire/frame.ts';
import type { GossipConfig, GossipInput, GossipOutput } from './exchange.ts';
import { askHoles, hearMended, noteHoles } from './mend.ts';
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
  EMPTY_LINK,
  hearHead,
  retreat,
  withKey,
  withoutKey,
  type GossipState,
  type Turn,
} from './state.ts';
import { flush, greet, hearSigned, push, rememberSigned, tellPresence } from './tell.ts';

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
    hearHead(turn, link, name, head);
    const own = turn.state.own.get(name);
    if (own?.sequence === head.sequence && !equalBytes(own.hash, head.hash)) {
      turn.outputs.push({ type: 'conflict', link, feed: head.feed });
    }
  }
  return frame.signed.every((bytes) => hearSigned(config, turn, link, bytes));
};
