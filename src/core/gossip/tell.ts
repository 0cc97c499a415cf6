/**
 * What we tell the other side without being asked: what we hold, what writers
 * have signed, live entries, presence.
 */

import { feedName, type FeedId, type Head } from '../journal/feed.ts';
import { bulkOf, MAX_BULK, MAX_SIGNED_IN_FRAME, PAGE_ENTRIES } from '../wire/frame.ts';
import {
  isSignedFrontier,
  parseSignedFrontier,
  encodeSignedFrontier,
  type SignedFrontier,
} from '../wire/signed-frontier.ts';
import type { GossipConfig } from './exchange.ts';
import { change, changeLink, send, withKey, type Turn } from './state.ts';

/** Links that get live entries at once; the others hear that there are some. */
const EAGER_LINKS = 4;

/** Sends a new link all that we hold. */
export const greet = (turn: Turn, link: string): void => {
  changeLink(turn, link, {
    news: new Set(turn.state.own.keys()),
    signedNews: new Set(turn.state.signed.keys()),
  });
  // An empty frontier is news too: only then does the other side know that all is lacking.
  send(turn, link, { type: 'frontier', heads: [...turn.state.own.values()], signed: [] });
  changeLink(turn, link, { news: new Set() });
  tellPresence(turn, link);
};

/** Whoever appears away sends no such frame at all. */
export const tellPresence = (turn: Turn, link: string): void => {
  const { presence } = turn.state;
  if (presence !== null) send(turn, link, { type: 'presence', ...presence });
};

/** Sends entries of our own that just became durable to who has all before them. */
export const push = (
  turn: Turn,
  feed: FeedId,
  first: number,
  entries: readonly Uint8Array[],
): void => {
  if (entries.length === 0 || entries.length > PAGE_ENTRIES || bulkOf(entries) > MAX_BULK) return;
  const name = feedName(feed);
  const ready = [...turn.state.links].filter(
    ([, state]) => !state.isFull && (state.theirs.get(name) ?? -1) === first - 1,
  );
  for (const [link, state] of ready.slice(0, EAGER_LINKS)) {
    send(turn, link, { type: 'entries', feed, first, entries });
    const news = new Set(state.news);
    news.delete(name);
    const theirs = withKey(state.theirs, name, first + entries.length - 1);
    changeLink(turn, link, { theirs, news });
  }
};

/** Tells every link with room what it has not been told. */
export const flush = (turn: Turn): void => {
  for (const [link, state] of turn.state.links) {
    if (state.isFull || (state.news.size === 0 && state.signedNews.size === 0)) continue;
    const heads = [...state.news].flatMap((name) => turn.state.own.get(name) ?? []);
    const signed = [...state.signedNews].flatMap((writer) => {
      const known = turn.state.signed.get(writer);
      const isNews = known !== undefined && known.number > (state.signedThere.get(writer) ?? -1);
      return isNews ? [{ writer, ...known }] : [];
    });
    const signedThere = new Map(state.signedThere);
    for (const { writer, number } of signed) signedThere.set(writer, number);
    changeLink(turn, link, { news: new Set(), signedNews: new Set(), signedThere });
    sendFrontier(
      turn,
      link,
      heads,
      signed.map(({ bytes }) => bytes),
    );
  }
};

/** Takes in a signed frontier of ours, or one that was kept from before. `bytes`: where it is encoded already. */
export const rememberSigned = (
  turn: Turn,
  frontier: SignedFrontier,
  bytes?: Uint8Array,
): boolean => {
  const writer = feedName({ kind: 'control', writer: frontier.writer });
  if ((turn.state.signed.get(writer)?.number ?? -1) >= frontier.number) return false;
  const entry = { number: frontier.number, bytes: bytes ?? encodeSignedFrontier(frontier) };
  change(turn, { signed: withKey(turn.state.signed, writer, entry) });
  for (const [link, { signedNews }] of turn.state.links) {
    changeLink(turn, link, { signedNews: new Set([...signedNews, writer]) });
  }
  return true;
};

/** Takes in what a link brought. False: malformed. Old, foreign and forged ones are left alone. */
export const hearSigned = (
  config: GossipConfig,
  turn: Turn,
  link: string,
  bytes: Uint8Array,
): boolean => {
  const parsed = parseSignedFrontier(bytes);
  if (!parsed.ok) return false;
  const frontier = parsed.value;
  const writer = feedName({ kind: 'control', writer: frontier.writer });
  if (!turn.state.known.has(writer)) return true;
  noteSigned(turn, link, writer, frontier.number);
  if ((turn.state.signed.get(writer)?.number ?? -1) >= frontier.number) return true;
  if (!isSignedFrontier(config.suite, config.conversationId, frontier)) return true;
  rememberSigned(turn, frontier, bytes);
  turn.outputs.push({ type: 'signed', frontier });
  return true;
};

const noteSigned = (turn: Turn, link: string, writer: string, number: number): void => {
  const there = turn.state.links.get(link)?.signedThere;
  if (there === undefined || (there.get(writer) ?? -1) >= number) return;
  changeLink(turn, link, { signedThere: withKey(there, writer, number) });
};

const sendFrontier = (
  turn: Turn,
  link: string,
  heads: readonly Head[],
  signed: readonly Uint8Array[],
): void => {
  if (heads.length === 0 && signed.length === 0) return;
  send(turn, link, { type: 'frontier', heads, signed: signed.slice(0, MAX_SIGNED_IN_FRAME) });
  for (let at = MAX_SIGNED_IN_FRAME; at < signed.length; at += MAX_SIGNED_IN_FRAME) {
    const more = signed.slice(at, at + MAX_SIGNED_IN_FRAME);
    send(turn, link, { type: 'frontier', heads: [], signed: more });
  }
};
