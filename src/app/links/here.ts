/**
 * Who is still there without a link: says so about once a minute to those it had
 * one with, as long as its person lets them know, and believes the same of them.
 */

import type { Suite } from '../../core/crypto/suite.ts';
import { ENVELOPE_KIND, EVERYBODY, type Envelope } from '../../core/wire/envelope.ts';
import { encodeHere, hereTag, isHereFor, MAX_HERE_TAGS, parseHere } from '../../core/wire/here.ts';
import type { Peer, Peers } from './peers.ts';
import type { Post } from './post.ts';
import type { Room } from './room.ts';
import type { StandingLinks } from './standing.ts';

export type HereContext = {
  readonly suite: Suite;
  readonly post: Post;
  readonly rooms: readonly Room[];
  readonly peers: Peers;
  readonly standing: StandingLinks;
  /** Milliseconds that only grow. */
  readonly now: () => number;
  /** Whether others may know that our person is there. */
  readonly isTold: () => boolean;
};

export interface StillHere {
  /** Says it, unless it was said a moment ago or there is nobody to say it to. */
  say(): void;
  /** The writer that is still there; null when the word is not for us or proves nothing. */
  hear(envelope: Envelope): Uint8Array | null;
}

/** A bit less than two knocks (knocking.ts), so that every second one is followed by it. */
const AGAIN_MS = 45_000;
/** Who was not heard for so long has gone. */
export const HERE_MS = 150_000;

export const createStillHere = (context: HereContext): StillHere => {
  const { suite, post, rooms, peers, standing, now } = context;
  let count = 0;
  let saidAt = -AGAIN_MS;

  const isMeant = (peer: Peer): boolean =>
    peer.last !== null && now() - peer.heardAt < HERE_MS && standing.withPeer(peer).length === 0;

  return {
    say: () => {
      if (!context.isTold() || !post.isReady || now() - saidAt < AGAIN_MS) return;
      const keys = peers
        .all()
        .flatMap((peer) => (isMeant(peer) && peer.last ? [peer.last.key] : []));
      if (keys.length === 0) return;
      saidAt = now();
      count += 1;
      const tags = keys
        .slice(-MAX_HERE_TAGS)
        .map((key) => hereTag(suite, key, post.session, count));
      const body = encodeHere({ count, tags });
      for (const room of rooms) {
        if (!room.isLeft) post.send(room, ENVELOPE_KIND.here, EVERYBODY, body);
      }
    },
    hear: ({ body, sender }) => {
      const heard = parseHere(body);
      const peer = peers.find(sender);
      if (heard === null || !peer?.last || heard.count <= peer.last.count) return null;
      if (!isHereFor(suite, heard, peer.last.key, sender)) return null;
      peer.last = { ...peer.last, count: heard.count };
      peer.heardAt = now();
      return peer.last.writer;
    },
  };
};
