/**
 * Turns a room secret and a writer key into authenticated links with the other
 * devices of a conversation, and keeps them while they are of use.
 *
 * Opens a link when there is news or somebody attends (knocking.ts, hearing.ts),
 * directly or through the node (opener.ts), and moves to a direct link when one
 * works later (direct-retries.ts).
 * Every change of a link is a new link to the caller: `up` for the new one
 * comes before `down` for the old one. docs/SPEC.md, L-31 to L-52.
 */

import { equalBytes } from '../../core/bytes/compare.ts';
import type { Transport } from '../../ports/transport.ts';
import type { AttemptEvents, Route } from './attempt.ts';
import { createDirectRetries } from './direct-retries.ts';
import { createHearing } from './hearing.ts';
import { createKnocking } from './knocking.ts';
import { createOpener } from './opener.ts';
import type { DownReason } from './peer-link.ts';
import { createPeers, type Peer } from './peers.ts';
import { createPost, type PostPorts } from './post.ts';
import { createRoom, type Room } from './room.ts';
import { createStandingLinks, type BestRoute, type Standing } from './standing.ts';

export type LinksPorts = PostPorts & { readonly transport: Transport };

export type LinksConfig = {
  /** 32 bytes. */
  readonly conversationId: Uint8Array;
  /** 32 bytes each: those that some remaining writer last acknowledged. At least one. */
  readonly roomSecrets: readonly Uint8Array[];
  /** 32-byte seed of this device's writer key. */
  readonly seed: Uint8Array;
  /** Whether this Ed25519 key is another remaining writer of the conversation. Asked every time. */
  readonly isKnownWriter: (writer: Uint8Array) => boolean;
  /** How long a direct attempt has before the relay is opened beside it, in milliseconds; 1,500. */
  readonly relayAfter?: number;
};

/** Names a link for as long as it stands, on this device only. */
export type LinkId = string;

export type LinksEvents = {
  up(link: LinkId, peer: Uint8Array, route: Route): void;
  down(link: LinkId, reason: DownReason): void;
  message(link: LinkId, message: Uint8Array): void;
  /** There is room again after `send` answered false. */
  drained(link: LinkId): void;
  route(route: BestRoute): void;
};

export interface Links {
  /** What this device holds now, as 32 bytes, and whether it lacks what others name. */
  setDigest(digest: Uint8Array, isLacking: boolean): void;
  /** A person has, or no longer has, the conversation on screen. */
  attend(isAttending: boolean): void;
  /**
   * Sends at most MAX_LINK_MESSAGE bytes. False: taken, but send no more before `drained`; or the
   * link is gone, and then `down` has said so.
   */
  send(link: LinkId, message: Uint8Array): boolean;
  /** Ends a link whose other side breaks the rules of what it carries. */
  drop(link: LinkId): void;
  /** After sleep, or a change of network: links are tried at once, and knocked anew. */
  wake(): void;
  close(): void;
}

const MOVE_MS = 1_000;
/** Two runs of a program, one of which is about to end, each by two ways. */
const MAX_LINKS_WITH_WRITER = 4;

export const createLinks = (ports: LinksPorts, config: LinksConfig, events: LinksEvents): Links => {
  const { suite, random, timers, hub, transport } = ports;
  const own = suite.signingPublicKey(config.seed);
  const rooms: readonly Room[] = config.roomSecrets.map((secret) => createRoom(suite, secret));
  const peers = createPeers();
  const standing = createStandingLinks((route) => events.route(route));
  let isClosed = false;

  const post = createPost(ports, rooms, {
    received: (envelope, place) => hear(envelope, place),
    changed: (isReady) => {
      if (!isReady) return;
      for (const attempt of standing.all()) attempt.hurry();
      knocking.now();
    },
  });
  const isLinked = (): boolean => standing.isLinked;
  const knocking = createKnocking({ random, timers, post, rooms, writer: own, isLinked });
  const opener = createOpener({
    ports,
    config,
    post,
    rooms,
    standing,
    hasFailed: (peer) => retries.hasFailed(peer),
    eventsOf: (name) => eventsOf(name),
  });
  const tryDirect = (peer: Peer): void => void opener.stand('direct', peer, null);
  const retries = createDirectRetries({ timers, transport, standing, tryDirect });
  const hear = createHearing({
    transport,
    post,
    rooms,
    peers,
    standing,
    knocking,
    isKnown: (writer) => !equalBytes(writer, own) && config.isKnownWriter(writer),
    hasPlaceFor: (writer) => standing.withWriter(writer).length < MAX_LINKS_WITH_WRITER,
    open: (peer) => opener.open(peer),
    answer: (route, peer, link) => opener.stand(route, peer, link),
  });

  const eventsOf = (name: LinkId): AttemptEvents => {
    const whenKnown = (run: (attempt: Standing) => void): void => {
      const attempt = standing.get(name);
      if (attempt !== undefined) run(attempt);
    };
    return {
      up: (writer) => whenKnown((attempt) => wentUp(attempt, writer)),
      message: (message) => events.message(name, message),
      drained: () => whenKnown(({ link }) => link.isUp && events.drained(name)),
      pulse: (attending, theirs) =>
        whenKnown((attempt) => {
          attempt.isPeerAttending = attending;
          attempt.peerDigest = theirs;
        }),
      ownPulse: () => ({ attending: knocking.isAttending, digest: knocking.digest }),
      idle: () => whenKnown(rest),
      down: (reason) => whenKnown((attempt) => wentDown(attempt, reason)),
    };
  };

  const wentUp = (attempt: Standing, writer: Uint8Array): void => {
    attempt.writer = writer;
    knocking.pause();
    attempt.link.pulse();
    events.up(attempt.name, writer, attempt.route);
    standing.showRoute();
    if (attempt.route === 'direct') retries.worked(attempt.peer);
    if (attempt.isInitiator) settleRoutes(attempt);
    // The same writer under another session: it reloaded, and its old end is dead, or soon will be.
    for (const old of standing.all()) {
      const isOther = !equalBytes(old.peer.session, attempt.peer.session);
      if (isOther && old.writer !== null && equalBytes(old.writer, writer)) old.link.probe();
    }
    // Places for links are shared by all conversations: no writer takes more than its part.
    if (standing.withWriter(writer).length > MAX_LINKS_WITH_WRITER) attempt.link.close('closed');
  };

  /** Of two links between the same sessions the one who opened them keeps the direct one. */
  const settleRoutes = (attempt: Standing): void => {
    const others = standing.withPeer(attempt.peer).filter((other) => other !== attempt);
    if (attempt.route === 'relayed') return retries.plan(attempt.peer);
    for (const other of others) {
      timers.after(other.link.isUp ? MOVE_MS : 0, () => other.link.close('closed'));
    }
  };

  const wentDown = (attempt: Standing, reason: DownReason): void => {
    standing.remove(attempt.name);
    hub.freeSeat();
    if (attempt.writer !== null) events.down(attempt.name, reason);
    if (isClosed) return;
    const isRest = attempt.link.isResting && (reason === 'idle' || reason === 'pipe-closed');
    if (isRest && attempt.peerDigest !== null) knocking.settle(attempt.peerDigest);
    // What gave its place to another did not fail, and wants no other place.
    const hasFailed = attempt.writer === null && reason !== 'closed';
    if (hasFailed && attempt.route === 'direct') directFailed(attempt);
    standing.showRoute();
    knocking.again(isRest);
  };

  const directFailed = ({ peer, isInitiator }: Standing): void => {
    retries.failed(peer);
    if (!isInitiator) return;
    if (standing.withPeer(peer).length === 0) opener.stand('relayed', peer, null);
    else retries.plan(peer);
  };

  /** Nothing was said for a while and nobody looks: the link closes, and what differs is settled on both sides. */
  const rest = (attempt: Standing): void => {
    if (knocking.isAttending || attempt.isPeerAttending) return;
    attempt.link.close('idle');
  };

  return {
    setDigest: (digest, isLacking) => knocking.setDigest(digest, isLacking),
    attend: (isAttending) => {
      if (isAttending === knocking.isAttending) return;
      knocking.setAttending(isAttending);
      for (const { link } of standing.all()) link.pulse();
      if (isAttending) knocking.soon();
    },
    send: (name, message) => standing.get(name)?.link.send(message) ?? false,
    drop: (name) => standing.get(name)?.link.close('malformed'),
    wake: () => {
      for (const attempt of standing.all()) {
        attempt.link.probe();
        if (attempt.isInitiator && attempt.route === 'relayed') retries.planSoon(attempt.peer);
      }
      knocking.now();
    },
    close: () => {
      isClosed = true;
      knocking.close();
      for (const attempt of [...standing.all()]) attempt.link.close('closed');
      for (const peer of peers.all()) peer.cancelDirect();
      post.close();
    },
  };
};
