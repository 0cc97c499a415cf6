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
import { ENVELOPE_KIND, EVERYBODY } from '../../core/wire/envelope.ts';
import type { Transport } from '../../ports/transport.ts';
import type { AttemptEvents, Route } from './attempt.ts';
import { createDirectRetries } from './direct-retries.ts';
import { createHearing } from './hearing.ts';
import { createStillHere } from './here.ts';
import { createKnocking } from './knocking.ts';
import { createOpener } from './opener.ts';
import type { DownReason } from './peer-link.ts';
import { createPeers, type Peer } from './peers.ts';
import { createPost, type PostPorts } from './post.ts';
import { createRoom, type Room } from './room.ts';
import { createSeating } from './seating.ts';
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
  /** Whether others may know that our person is there; true. */
  readonly tellsPresence?: boolean;
  /** How long a direct attempt has before the relay is opened beside it, in milliseconds; 1,500. */
  readonly relayAfter?: number;
};

/** Names a link for as long as it stands, on this device only. */
export type LinkId = string;

export type LinksEvents = {
  up(link: LinkId, peer: Uint8Array, route: Route): void;
  /** With `idle` and `yielded` the other side has said that it closes, and is still there. */
  down(link: LinkId, reason: DownReason): void;
  /** A writer without a link has proven that it is still there. */
  here?(writer: Uint8Array): void;
  message(link: LinkId, message: Uint8Array): void;
  /** There is room again after `send` answered false. */
  drained(link: LinkId): void;
  route(route: BestRoute): void;
  /** A writer that does not remain knocks; `answer` tells it by which entry (its bytes) it ended. */
  stranger?(writer: Uint8Array, answer: (end: Uint8Array) => void): void;
  /** Somebody who knows a room secret says that this writer ended: an entry's bytes, not checked. */
  ended?(end: Uint8Array): void;
  /** A writer that may not be known introduces itself; not checked. */
  introduced?(introduction: Uint8Array): void;
  /** A writer that may not be known shows an entry (its bytes, not checked) that admitted one. */
  admitted?(entry: Uint8Array): void;
};

export interface Links {
  /** What this device holds now, as 32 bytes, and whether it lacks what others name. */
  setDigest(digest: Uint8Array, isLacking: boolean): void;
  /**
   * The others meet elsewhere from now on; 32 bytes each. Standing links stay. `left`: where only
   * those that ended may still be.
   */
  setRooms(roomSecrets: readonly Uint8Array[], left: readonly Uint8Array[]): void;
  /**
   * What every knock comes with until others know this writer: the succession by which it came (null:
   * none) and entries that admitted it, at most MAX_ENVELOPE_BODY bytes each.
   */
  introduce(introduction: Uint8Array | null, admissions: readonly Uint8Array[]): void;
  /** A person has, or no longer has, the conversation on screen, and does or does not let the other side know. */
  attend(isAttending: boolean, isTold?: boolean): void;
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
const YIELD_MS = 1_000;
const PULSE_MS = 300;
/** Who has not knocked for so long is not waited for. */
const GONE_MS = 90_000;
/** Two runs of a program, one of which is about to end, each by two ways. */
const MAX_LINKS_WITH_WRITER = 4;

export const createLinks = (ports: LinksPorts, config: LinksConfig, events: LinksEvents): Links => {
  const { suite, random, timers, transport } = ports;
  const { places } = ports.hub;
  const own = suite.signingPublicKey(config.seed);
  /** Changed in place: all parts look where the others are now. */
  const rooms: Room[] = config.roomSecrets.map((secret) => createRoom(suite, secret));
  /** An attempt may outlive its room. */
  const everyRoom = [...rooms];
  const peers = createPeers();
  const standing = createStandingLinks((route) => events.route(route));
  let letters: readonly { readonly kind: number; readonly body: Uint8Array }[] = [];
  let isClosed = false;
  let isLookedAt = false;
  let cancelPulse: (() => void) | null = null;

  const post = createPost(ports, rooms, {
    received: (envelope, place) => hear(envelope, place),
    changed: (isReady) => {
      if (!isReady) return;
      for (const attempt of standing.all()) attempt.hurry();
      knocking.now();
    },
  });
  /** Nobody who knocked a while ago is without a link. */
  const isSilent = (): boolean =>
    standing.isLinked &&
    peers.all().every(({ knock, heardAt, session }) => {
      if (knock === null || places.now() - heardAt > GONE_MS) return true;
      const links = [...standing.withWriter(knock.writer), ...standing.withPeer({ session })];
      return links.length > 0;
    });
  const hasPlace = (): boolean => seating.hasPlace();
  const stillHere = createStillHere({
    suite,
    post,
    rooms,
    peers,
    standing,
    now: places.now,
    isTold: () => config.tellsPresence ?? true,
  });
  const knocking = createKnocking({
    random,
    timers,
    post,
    rooms,
    writer: own,
    isSilent,
    hasPlace,
    knocked: () => {
      stillHere.say();
      sayWhoWeAre();
    },
  });
  const opener = createOpener({
    ports,
    config,
    post,
    rooms: everyRoom,
    standing,
    hasFailed: (peer) => retries.hasFailed(peer),
    eventsOf: (name) => eventsOf(name),
  });
  const tryDirect = (peer: Peer): void => void opener.stand('direct', peer, null);
  const retries = createDirectRetries({ timers, transport, standing, tryDirect });
  const seating = createSeating({
    places,
    session: post.session,
    standing,
    knocking,
    isLookedAt: () => isLookedAt,
    open: (peer) => opener.open(peer),
    yield: (peer) => yieldPlace(peer),
  });
  const hear = createHearing({
    transport,
    post,
    rooms,
    peers,
    standing,
    knocking,
    seating,
    now: places.now,
    heardHere: (envelope) => {
      const writer = stillHere.hear(envelope);
      if (writer !== null) events.here?.(writer);
    },
    isKnown: (writer) => !equalBytes(writer, own) && config.isKnownWriter(writer),
    isFewWith: (writer) => standing.withWriter(writer).length < MAX_LINKS_WITH_WRITER,
    answer: (route, peer, link) => {
      opener.makeRoom(false);
      if (seating.take(peer)) return opener.stand(route, peer, link);
      knocking.refuse(peer);
      return undefined;
    },
    stranger: (writer, answer) => events.stranger?.(writer, answer),
    ended: (end) => events.ended?.(end),
    introduced: (introduction) => events.introduced?.(introduction),
    admitted: (entry) => events.admitted?.(entry),
  });

  const sayWhoWeAre = (): void => {
    for (const room of rooms) {
      if (room.isLeft) continue;
      for (const { kind, body } of letters) post.send(room, kind, EVERYBODY, body);
    }
  };

  const eventsOf = (name: LinkId): AttemptEvents => {
    const whenKnown = (run: (attempt: Standing) => void): void => {
      const attempt = standing.get(name);
      if (attempt !== undefined) run(attempt);
    };
    return {
      up: (writer, key) =>
        whenKnown((attempt) => {
          attempt.peer.last = { writer, key, count: 0 };
          wentUp(attempt, writer);
        }),
      message: (message) => {
        whenKnown(spoke);
        events.message(name, message);
      },
      drained: () => whenKnown(({ link }) => link.isUp && events.drained(name)),
      pulse: ({ attending, digest, rests }) =>
        whenKnown((attempt) => {
          attempt.isPeerAttending = attending;
          attempt.peerDigest = digest;
          if (rests) attempt.link.close(attempt.link.isResting ? 'idle' : 'yielded');
        }),
      ownPulse: () => ({ attending: knocking.isAttending, digest: knocking.digest }),
      idle: () => whenKnown(rest),
      down: (reason) =>
        whenKnown((attempt) => {
          const isAnswer = reason === 'pipe-closed' && attempt.bowed !== null;
          wentDown(attempt, isAnswer ? (attempt.bowed ?? reason) : reason);
        }),
    };
  };

  const wentUp = (attempt: Standing, writer: Uint8Array): void => {
    attempt.writer = writer;
    spoke(attempt);
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
    attempt.peer.heardAt = places.now();
    if (attempt.writer !== null) events.down(attempt.name, reason);
    if (isClosed) return seating.leave(attempt.peer);
    const isRest = isAtRest(attempt, reason);
    if (isRest && attempt.peerDigest !== null) knocking.settle(attempt.peerDigest);
    // What gave its place to another did not fail, and wants no other place.
    const hasFailed = attempt.writer === null && reason !== 'closed';
    if (hasFailed && attempt.route === 'direct') directFailed(attempt);
    seating.review(attempt.peer);
    standing.showRoute();
    knocking.again(isRest);
  };

  const directFailed = ({ peer, isInitiator }: Standing): void => {
    retries.failed(peer);
    if (!isInitiator) return;
    if (standing.withPeer(peer).length === 0) opener.stand('relayed', peer, null);
    else retries.plan(peer);
  };

  /** Both sides had told all; what differs then stays so. */
  const isAtRest = ({ link, peerDigest }: Standing, reason: DownReason): boolean =>
    reason === 'yielded'
      ? peerDigest !== null && knocking.isEven(peerDigest)
      : link.isResting && (reason === 'idle' || reason === 'pipe-closed');

  /** The other side closes when it hears why; if it does not, this side does. */
  const yieldPlace = (peer: Peer): void => {
    for (const attempt of standing.withPeer(peer)) {
      if (attempt.link.isUp) bow(attempt, 'yielded');
      else attempt.link.close('closed');
    }
  };

  const bow = (attempt: Standing, why: 'idle' | 'yielded'): void => {
    if (attempt.bowed !== null) return;
    attempt.bowed = why;
    attempt.link.bow();
    timers.after(YIELD_MS, () => attempt.link.close(why));
  };

  const spoke = (attempt: Standing): void => {
    attempt.spokeAt = places.now();
  };

  /** So that each side knows soon whether the other has all that there is. */
  const pulseSoon = (): void => {
    cancelPulse ??= timers.after(PULSE_MS, () => {
      cancelPulse = null;
      for (const { link } of standing.all()) link.pulse();
    });
  };

  /** Nothing was said for a while and nobody looks: the link closes, and what differs is settled on both sides. */
  const rest = (attempt: Standing): void => {
    if (knocking.isAttending || attempt.isPeerAttending) return;
    bow(attempt, 'idle');
  };

  return {
    setDigest: (digest, isLacking) => {
      if (standing.isLinked && !equalBytes(digest, knocking.digest)) pulseSoon();
      knocking.setDigest(digest, isLacking);
    },
    introduce: (introduction, admissions) => {
      const { introduction: kind, admitted } = ENVELOPE_KIND;
      letters = [
        ...(introduction ? [{ kind, body: introduction }] : []),
        ...admissions.map((body) => ({ kind: admitted, body })),
      ];
    },
    setRooms: (secrets, left) => {
      const roomOf = (secret: Uint8Array, isLeft: boolean): Room =>
        everyRoom.find((room) => room.isLeft === isLeft && equalBytes(room.secret, secret)) ??
        createRoom(suite, secret, isLeft);
      const next = [
        ...secrets.map((secret) => roomOf(secret, false)),
        ...left.map((secret) => roomOf(secret, true)),
      ];
      if (next.length === rooms.length && next.every((room) => rooms.includes(room))) return;
      everyRoom.push(...next.filter((room) => !everyRoom.includes(room)));
      rooms.splice(0, rooms.length, ...next);
      post.placesChanged();
      knocking.soon();
    },
    attend: (isLooking, isTold = true) => {
      isLookedAt = isLooking;
      const isAttending = isLooking && isTold;
      if (isAttending === knocking.isAttending) return;
      knocking.setAttending(isAttending);
      for (const { link } of standing.all()) link.pulse();
      if (isAttending) knocking.soon();
    },
    send: (name, message) => {
      const attempt = standing.get(name);
      if (!attempt) return false;
      spoke(attempt);
      return attempt.link.send(message);
    },
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
      cancelPulse?.();
      for (const attempt of [...standing.all()]) attempt.link.close('closed');
      for (const peer of peers.all()) peer.cancelDirect();
      seating.close();
      post.close();
    },
  };
};
