/**
 * Who knocked, and what was settled: what decides whether a link is worth opening.
 *
 * A link opens when the digests of two devices differ or a person attends on
 * either side. Two digests that were settled once (a link came to rest with
 * them) open nothing again, so a difference that cannot be resolved costs
 * one link and not one every half minute.
 */

import { compareBytes } from '../../core/bytes/compare.ts';
import type { Knock } from '../../core/wire/knock.ts';
import type { Rendezvous } from './post.ts';

/** Another run of the conversation's links, heard on a topic. Changed in place. */
export type Peer = {
  /** 16 bytes. */
  readonly session: Uint8Array;
  rendezvous: Rendezvous;
  knock: Knock | null;
  /** Of the last link with it: who it is, how it proves to be still there, and the count of its last word. */
  last: { readonly writer: Uint8Array; readonly key: Uint8Array; readonly count: number } | null;
  /** When it was last heard, by the clock of places.ts. */
  heardAt: number;
  cancelDirect: () => void;
  /** Whether a knock meant for this peer was sent a moment ago; the same for one that says busy. */
  isAnswered: boolean;
  isRefused: boolean;
  /** Whether it was told that it ended. */
  isDismissed: boolean;
};

export interface Peers {
  /** The peer of this session, made known if it is new; who was not heard for longest is dropped. */
  meet(session: Uint8Array, rendezvous: Rendezvous): Peer;
  find(session: Uint8Array): Peer | undefined;
  all(): readonly Peer[];
}

export interface Settled {
  add(ours: Uint8Array, theirs: Uint8Array): void;
  has(ours: Uint8Array, theirs: Uint8Array): boolean;
}

/** Direct attempts that failed since one succeeded, by the writer that the peer claims to be. */
export interface Failures {
  add(peer: Peer): void;
  clear(peer: Peer): void;
  of(peer: Peer): number;
}

const MAX_PEERS = 32;
const MAX_SETTLED = 64;

export const createPeers = (): Peers => {
  const peers = new Map<string, Peer>();
  return {
    meet: (session, rendezvous) => {
      const key = session.join();
      const peer = peers.get(key) ?? newPeer(session, rendezvous);
      peer.rendezvous = rendezvous;
      peers.delete(key);
      peers.set(key, peer);
      const oldest = peers.entries().next();
      if (peers.size > MAX_PEERS && oldest.done !== true) {
        oldest.value[1].cancelDirect();
        peers.delete(oldest.value[0]);
      }
      return peer;
    },
    find: (session) => peers.get(session.join()),
    all: () => [...peers.values()],
  };
};

export const createSettled = (): Settled => {
  const pairs = new Set<string>();
  const nameOf = (ours: Uint8Array, theirs: Uint8Array): string =>
    `${ours.join()}/${theirs.join()}`;
  return {
    add: (ours, theirs) => {
      pairs.add(nameOf(ours, theirs));
      const oldest = pairs.values().next();
      if (pairs.size > MAX_SETTLED && oldest.done !== true) pairs.delete(oldest.value);
    },
    has: (ours, theirs) => pairs.has(nameOf(ours, theirs)),
  };
};

export const createFailures = (): Failures => {
  const counts = new Map<string, number>();
  const nameOf = (peer: Peer): string => (peer.knock?.writer ?? peer.session).join();
  const of = (peer: Peer): number => counts.get(nameOf(peer)) ?? 0;
  return {
    add: (peer) => {
      const count = of(peer) + 1;
      counts.delete(nameOf(peer));
      counts.set(nameOf(peer), count);
      const oldest = counts.keys().next();
      if (counts.size > MAX_PEERS && oldest.done !== true) counts.delete(oldest.value);
    },
    clear: (peer) => {
      counts.delete(nameOf(peer));
    },
    of,
  };
};

/** The side with the smaller session id opens links; the other answers. */
export const opens = (own: Uint8Array, theirs: Uint8Array): boolean =>
  compareBytes(own, theirs) < 0;

const newPeer = (session: Uint8Array, rendezvous: Rendezvous): Peer => ({
  session,
  rendezvous,
  knock: null,
  last: null,
  heardAt: 0,
  cancelDirect: () => undefined,
  isAnswered: false,
  isRefused: false,
  isDismissed: false,
});
