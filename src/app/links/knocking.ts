/**
 * Knocks on the topics of the day while there is no link: says what this device
 * holds and whether somebody attends, and judges from the knocks of others
 * whether a link is worth opening (peers.ts).
 *
 * Knocks come close together at first, then every half minute.
 */

import { equalBytes } from '../../core/bytes/compare.ts';
import type { Random } from '../../core/crypto/suite.ts';
import { ENVELOPE_KIND, EVERYBODY } from '../../core/wire/envelope.ts';
import { encodeKnock, type Knock } from '../../core/wire/knock.ts';
import type { Timers } from '../../ports/timers.ts';
import { createSettled, type Peer } from './peers.ts';
import type { Post } from './post.ts';
import type { Room } from './room.ts';

export type KnockingContext = {
  readonly random: Random;
  readonly timers: Timers;
  readonly post: Post;
  readonly rooms: readonly Room[];
  /** This device's writer key, 32 bytes. */
  readonly writer: Uint8Array;
  readonly isLinked: () => boolean;
};

export interface Knocking {
  /** What this device holds, 32 bytes. */
  readonly digest: Uint8Array;
  readonly isAttending: boolean;
  /** Knocks soon when it is another. */
  setDigest(digest: Uint8Array, isLacking: boolean): void;
  setAttending(isAttending: boolean): void;
  /** Whether a link with who knocked so is of use. */
  isWorth(heard: Knock): boolean;
  /** A link came to rest while the other side held this: what differs stays so. */
  settle(theirs: Uint8Array): void;
  /** Answers a knock, for its sender alone. */
  knockBack(peer: Peer): void;
  /** Knocks at once. This and the next two: only while there is no link. */
  now(): void;
  /** There is something to say. */
  soon(): void;
  /** The last link is gone. */
  again(isSettled: boolean): void;
  /** A link is up. */
  pause(): void;
  close(): void;
}

const FIRST_KNOCK_MS = 2_000;
const KNOCK_MS = 30_000;
const NEWS_MS = 200;
const ANSWER_MS = 2_000;
const RECONNECT_MS = 500;

export const createKnocking = (context: KnockingContext): Knocking => {
  const { random, timers, post, rooms, writer, isLinked } = context;
  const settled = createSettled();
  let digest: Uint8Array = new Uint8Array(32);
  let isLacking = false;
  let isAttending = false;
  let isClosed = false;
  let wait = FIRST_KNOCK_MS;
  let cancelKnock = (): void => undefined;

  const knock = (): Uint8Array =>
    encodeKnock({ attending: isAttending, lacking: isLacking, writer, digest });

  const knockAll = (): void => {
    cancelKnock();
    if (isClosed) return;
    cancelKnock = timers.after(jittered(wait), knockAll);
    wait = Math.min(KNOCK_MS, 2 * wait);
    if (isLinked() || !post.isReady) return;
    for (const room of rooms) post.send(room, ENVELOPE_KIND.knock, EVERYBODY, knock());
  };

  const knockIn = (ms: number): void => {
    if (isLinked()) return;
    cancelKnock();
    wait = FIRST_KNOCK_MS;
    cancelKnock = timers.after(ms, knockAll);
  };

  /** Between 0.75 and 1.25 of it, so that devices do not fall into step. */
  const jittered = (ms: number): number => ms * (0.75 + (random(1)[0] ?? 0) / 512);

  return {
    get digest() {
      return digest;
    },
    get isAttending() {
      return isAttending;
    },
    setDigest: (changed, lacking) => {
      const isSame = equalBytes(changed, digest) && lacking === isLacking;
      digest = changed;
      isLacking = lacking;
      if (!isSame) knockIn(NEWS_MS);
    },
    setAttending: (attending) => {
      isAttending = attending;
    },
    isWorth: (heard) => {
      if (isAttending || heard.attending) return true;
      if (settled.has(digest, heard.digest)) return false;
      return isLacking || heard.lacking || !equalBytes(digest, heard.digest);
    },
    settle: (theirs) => settled.add(digest, theirs),
    knockBack: (peer) => {
      if (peer.isAnswered) return;
      peer.isAnswered = post.send(peer.rendezvous, ENVELOPE_KIND.knock, peer.session, knock());
      timers.after(ANSWER_MS, () => (peer.isAnswered = false));
    },
    now: () => knockIn(0),
    soon: () => knockIn(NEWS_MS),
    again: (isSettled) => knockIn(isSettled ? KNOCK_MS : RECONNECT_MS),
    pause: () => cancelKnock(),
    close: () => {
      isClosed = true;
      cancelKnock();
    },
  };
};
