/**
 * Asks for places (places.ts) for the links of one conversation, and gives them back.
 *
 * With a place, the side that opens links opens; the other side, whose turn it
 * is not to open, invites by a knock for that peer alone. Without one the peer
 * is told that we are busy: it keeps no place for us, and waits for our knock.
 */

import type { Knock } from '../../core/wire/knock.ts';
import { RANK, type PlaceFacts, type Rank } from './budget.ts';
import type { Knocking } from './knocking.ts';
import { opens, type Peer } from './peers.ts';
import type { PlaceHolder, Places } from './places.ts';
import type { StandingLinks } from './standing.ts';

export type SeatingContext = {
  readonly places: Places;
  /** 16 bytes, of this run. */
  readonly session: Uint8Array;
  readonly standing: StandingLinks;
  readonly knocking: Knocking;
  readonly isLookedAt: () => boolean;
  readonly open: (peer: Peer) => void;
  /** Others need the place of this peer. */
  readonly yield: (peer: Peer) => void;
};

export interface Seating {
  /** A link with this peer is of use: opens it, or invites to it, when there is a place. */
  want(peer: Peer): void;
  /** The peer opens a link: whether there is a place for it now. */
  take(peer: Peer): boolean;
  /** Gives the place back, unless something of this peer stands in it. */
  review(peer: Peer): void;
  has(peer: Peer): boolean;
  /** Whether one who came now would get a place. */
  hasPlaceFor(heard: Knock): boolean;
  /** The same for a link with nothing urgent to tell. */
  hasPlace(): boolean;
  leave(peer: Peer): void;
  close(): void;
}

export const createSeating = (context: SeatingContext): Seating => {
  const { places, session, standing, knocking } = context;
  const group = session.join();
  const named = new Map<string, Peer>();
  let isTaking = false;

  const nameOf = (peer: Peer): string => `${group}/${peer.session.join()}`;

  const rankOf = (knock: Knock | null): Rank => {
    if (context.isLookedAt()) return RANK.looked;
    if (knock === null) return RANK.news;
    if (!knocking.isNews(knock)) return RANK.company;
    return knock.attending ? RANK.awaited : RANK.news;
  };

  const factsOf = (peer: Peer): PlaceFacts | undefined => {
    const attempts = standing.withPeer(peer);
    if (attempts.length === 0) return undefined;
    const up = attempts.filter(({ link }) => link.isUp);
    return {
      isUp: up.length > 0,
      isLookedAt: context.isLookedAt(),
      isPeerLooking: up.some(({ isPeerAttending }) => isPeerAttending),
      isEven: up.some(({ peerDigest }) => peerDigest !== null && knocking.isEven(peerDigest)),
      spokeAt: Math.max(0, ...up.map(({ spokeAt }) => spokeAt)),
    };
  };

  const go = (peer: Peer): void => {
    if (isTaking || standing.withPeer(peer).length > 0) return;
    if (peer.knock !== null && !knocking.isWorth(peer.knock)) return leave(peer);
    if (opens(session, peer.session)) context.open(peer);
    else knocking.knockBack(peer, false);
  };

  const ask = (peer: Peer): void => {
    const holder: PlaceHolder = {
      granted: () => go(peer),
      facts: () => factsOf(peer),
      yield: () => (standing.withPeer(peer).length > 0 ? context.yield(peer) : leave(peer)),
    };
    named.set(nameOf(peer), peer);
    places.want(nameOf(peer), group, rankOf(peer.knock), holder);
  };

  const leave = (peer: Peer): void => {
    named.delete(nameOf(peer));
    places.leave(nameOf(peer));
  };

  return {
    want: (peer) => (places.has(nameOf(peer)) ? go(peer) : ask(peer)),
    take: (peer) => {
      if (places.has(nameOf(peer))) return true;
      isTaking = true;
      ask(peer);
      isTaking = false;
      return places.has(nameOf(peer));
    },
    review: (peer) => {
      if (standing.withPeer(peer).length === 0) leave(peer);
    },
    has: (peer) => places.has(nameOf(peer)),
    hasPlaceFor: (heard) => places.isFree(group, rankOf(heard)),
    hasPlace: () => places.isFree(group, context.isLookedAt() ? RANK.looked : RANK.company),
    leave,
    close: () => {
      for (const peer of [...named.values()]) leave(peer);
    },
  };
};
