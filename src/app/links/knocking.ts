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
  /** Whether there is nobody to reach by knocks. */
  readonly isSilent: () => boolean;
  /** A knock went out to everybody. */
  readonly knocked: () => void;
  /** Whether there is a place for a link that has nothing urgent to tell. */
  readonly hasPlace: () => boolean;
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
  /** Whether there is something to tell or to hear. */
  isNews(heard: Knock): boolean;
  /** Whether who holds this has nothing to tell us, nor we it. */
  isEven(theirs: Uint8Array): boolean;
  /** A link came to rest while the other side held this: what differs stays so. */
  settle(theirs: Uint8Array): void;
  /** Answers a knock, for its sender alone: come, or that there is no place yet. */
  knockBack(peer: Peer, isBusy: boolean): void;
  /** There is no place for its link now. */
  refuse(peer: Peer): void;
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
  const { random, timers, post, rooms, writer, isSilent } = context;
  const settled = createSettled();
  let digest: Uint8Array = new Uint8Array(32);
  let isLacking = false;
  let isAttending = false;
  let isClosed = false;
  let wait = FIRST_KNOCK_MS;
  let cancelKnock = (): void => undefined;

  const knock = (busy: boolean): Uint8Array =>
    encodeKnock({ attending: isAttending, lacking: isLacking, busy, writer, digest });

  const knockAll = (): void => {
    cancelKnock();
    if (isClosed) return;
    cancelKnock = timers.after(jittered(wait), knockAll);
    wait = Math.min(KNOCK_MS, 2 * wait);
    if (isSilent() || !post.isReady) return;
    const said = knock(!context.hasPlace());
    for (const room of rooms) {
      if (!room.isLeft) post.send(room, ENVELOPE_KIND.knock, EVERYBODY, said);
    }
    context.knocked();
  };

  const knockIn = (ms: number): void => {
    if (isSilent()) return;
    cancelKnock();
    wait = FIRST_KNOCK_MS;
    cancelKnock = timers.after(ms, knockAll);
  };

  /** Between 0.75 and 1.25 of it, so that devices do not fall into step. */
  const jittered = (ms: number): number => ms * (0.75 + (random(1)[0] ?? 0) / 512);

  const knockAt = ({ rendezvous, session }: Peer, busy: boolean): boolean =>
    post.send(rendezvous, ENVELOPE_KIND.knock, session, knock(busy));

  const isNews = (heard: Knock): boolean => {
    if (settled.has(digest, heard.digest)) return false;
    return isLacking || heard.lacking || !equalBytes(digest, heard.digest);
  };

  const isEven = (theirs: Uint8Array): boolean =>
    settled.has(digest, theirs) || (!isLacking && equalBytes(digest, theirs));

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
      return isNews(heard);
    },
    isNews,
    isEven,
    settle: (theirs) => settled.add(digest, theirs),
    knockBack: (peer, isBusy) => {
      if (peer.isAnswered) return;
      peer.isAnswered = knockAt(peer, isBusy);
      timers.after(ANSWER_MS, () => (peer.isAnswered = false));
    },
    refuse: (peer) => {
      if (peer.isRefused) return;
      peer.isRefused = knockAt(peer, true);
      timers.after(ANSWER_MS, () => (peer.isRefused = false));
    },
    now: () => knockIn(0),
    soon: () => knockIn(NEWS_MS),
    again: (isSettled) => knockIn(isSettled ? KNOCK_MS : RECONNECT_MS),
    pause: () => {
      if (isSilent()) cancelKnock();
    },
    close: () => {
      isClosed = true;
      cancelKnock();
    },
  };
};
