/**
 * Turns a room secret and a writer key into authenticated links with the other
 * devices of a conversation, and keeps them while they are of use.
 *
 * Knocks on the topics of the day; opens a link when there is news or somebody
 * attends (peers.ts); tries directly first, goes through the node when that
 * takes over a second and a half, and moves to a direct link when one works later.
 * Every change of a link is a new link to the caller: `up` for the new one
 * comes before `down` for the old one. docs/SPEC.md, L-31 to L-52.
 */

import { encodeBase64url } from '../../core/bytes/base64url.ts';
import { equalBytes } from '../../core/bytes/compare.ts';
import { LINK_ID_BYTES, encodeRelayFrame, parseRelayFrame } from '../../core/link/relay.ts';
import { ENVELOPE_KIND, EVERYBODY, type Envelope } from '../../core/wire/envelope.ts';
import {
  encodeKnock,
  encodeLinkSignal,
  parseKnock,
  parseLinkSignal,
  type Knock,
} from '../../core/wire/knock.ts';
import type { Transport } from '../../ports/transport.ts';
import {
  createDirectAttempt,
  createRelayAttempt,
  type Attempt,
  type AttemptEvents,
  type Route,
} from './attempt.ts';
import type { DownReason } from './peer-link.ts';
import { createFailures, createPeers, createSettled, opens, type Peer } from './peers.ts';
import { createPost, type PostPorts, type Rendezvous } from './post.ts';
import { createRoom, type Room } from './room.ts';

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

/** How this device is connected in this conversation: by its best link. */
export type BestRoute = 'none' | 'connecting' | Route;

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

type Standing = Attempt & {
  readonly name: LinkId;
  readonly isInitiator: boolean;
  writer: Uint8Array | null;
  isPeerAttending: boolean;
  peerDigest: Uint8Array | null;
};

const FIRST_KNOCK_MS = 2_000;
const KNOCK_MS = 30_000;
const NEWS_MS = 200;
const ANSWER_MS = 2_000;
const RECONNECT_MS = 500;
const MOVE_MS = 1_000;
const DIRECT_RETRY_MS = 60_000;
const LONGEST_DIRECT_RETRY_MS = 15 * 60_000;
const WAKE_DIRECT_MS = 3_000;
const RELAY_AFTER_MS = 1_500;
const MAX_UNPROVEN = 4;
/** Two runs of a program, one of which is about to end, each by two ways. */
const MAX_LINKS_WITH_WRITER = 4;

export const createLinks = (ports: LinksPorts, config: LinksConfig, events: LinksEvents): Links => {
  const { suite, random, timers, hub, transport } = ports;
  const own = suite.signingPublicKey(config.seed);
  const rooms: readonly Room[] = config.roomSecrets.map((secret) => createRoom(suite, secret));
  const peers = createPeers();
  const settled = createSettled();
  const failures = createFailures();
  const standing = new Map<LinkId, Standing>();
  let digest: Uint8Array = new Uint8Array(32);
  let isLacking = false;
  let isAttending = false;
  let isClosed = false;
  let wait = FIRST_KNOCK_MS;
  let shown: BestRoute = 'none';
  let cancelKnock = (): void => undefined;

  // Knocking

  const knock = (): Uint8Array =>
    encodeKnock({ attending: isAttending, lacking: isLacking, writer: own, digest });

  const knockAll = (): void => {
    cancelKnock();
    if (isClosed) return;
    cancelKnock = timers.after(jittered(wait), knockAll);
    wait = Math.min(KNOCK_MS, 2 * wait);
    if (isLinked() || !post.isReady) return;
    for (const room of rooms) post.send(room, ENVELOPE_KIND.knock, EVERYBODY, knock());
  };

  const knockIn = (ms: number): void => {
    cancelKnock();
    wait = FIRST_KNOCK_MS;
    cancelKnock = timers.after(ms, knockAll);
  };

  const knockBack = (peer: Peer): void => {
    if (peer.isAnswered) return;
    peer.isAnswered = post.send(peer.rendezvous, ENVELOPE_KIND.knock, peer.session, knock());
    timers.after(ANSWER_MS, () => (peer.isAnswered = false));
  };

  /** Between 0.75 and 1.25 of it, so that devices do not fall into step. */
  const jittered = (ms: number): number => ms * (0.75 + (random(1)[0] ?? 0) / 512);

  const isLinked = (): boolean => [...standing.values()].some(({ link }) => link.isUp);

  // Hearing

  const received = (envelope: Envelope, place: Rendezvous): void => {
    const room = rooms.find((candidate) => candidate === place);
    if (room === undefined) return;
    if (envelope.kind === ENVELOPE_KIND.knock) heardKnock(envelope, room);
    if (envelope.kind === ENVELOPE_KIND.signal) heardSignal(envelope, room);
    if (envelope.kind === ENVELOPE_KIND.relay) heardRelay(envelope, room);
  };

  const heardKnock = (envelope: Envelope, room: Room): void => {
    const heard = parseKnock(envelope.body);
    if (heard === null || equalBytes(heard.writer, own) || !config.isKnownWriter(heard.writer)) {
      return;
    }
    const peer = peers.meet(envelope.sender, room);
    peer.knock = heard;
    if (attemptsWith(peer).length > 0 || !isWorth(heard)) return;
    if (linksWith(heard.writer) >= MAX_LINKS_WITH_WRITER) return;
    if (opens(post.session, peer.session)) open(peer);
    else knockBack(peer);
  };

  const isWorth = (heard: Knock): boolean => {
    if (isAttending || heard.attending) return true;
    if (settled.has(digest, heard.digest)) return false;
    return isLacking || heard.lacking || !equalBytes(digest, heard.digest);
  };

  const heardSignal = (envelope: Envelope, room: Room): void => {
    const signal = parseLinkSignal(envelope.body);
    if (signal === null) return;
    const known = findAttempt(signal.link, envelope.sender);
    if (known !== undefined) {
      if (signal.bytes === null) known.link.close('pipe-closed');
      else known.signal(signal.bytes);
      return;
    }
    if (signal.bytes === null || opens(post.session, envelope.sender)) return;
    const peer = peers.meet(envelope.sender, room);
    if (!transport.available) return refuse(peer, signal.link);
    stand('direct', peer, signal.link)?.signal(signal.bytes);
  };

  const refuse = (peer: Peer, link: Uint8Array): void => {
    const body = encodeLinkSignal({ link, bytes: null });
    post.send(peer.rendezvous, ENVELOPE_KIND.signal, peer.session, body);
  };

  const heardRelay = (envelope: Envelope, room: Room): void => {
    const frame = parseRelayFrame(envelope.body);
    if (frame === null) return;
    const known = findAttempt(frame.link, envelope.sender);
    if (frame.type === 'close') {
      known?.link.close('pipe-closed');
      return;
    }
    if (known !== undefined) return known.relay(frame.part);
    const peer = peers.meet(envelope.sender, room);
    const isFirst = frame.part.chunk !== null && frame.part.sequence === 0;
    const fresh =
      isFirst && !opens(post.session, envelope.sender)
        ? stand('relayed', peer, frame.link)
        : undefined;
    if (fresh !== undefined) return fresh.relay(frame.part);
    const body = encodeRelayFrame({ type: 'close', link: frame.link });
    post.send(room, ENVELOPE_KIND.relay, envelope.sender, body);
  };

  const findAttempt = (link: Uint8Array, session: Uint8Array): Standing | undefined => {
    const found = standing.get(encodeBase64url(link));
    return found !== undefined && equalBytes(found.peer.session, session) ? found : undefined;
  };

  const attemptsWith = (peer: Peer): readonly Standing[] =>
    [...standing.values()].filter((attempt) => equalBytes(attempt.peer.session, peer.session));

  // Opening

  const open = (peer: Peer): void => {
    // Where a direct link failed before, nobody waits for another try before the first word.
    if (!transport.available || failures.of(peer) > 0) {
      stand('relayed', peer, null);
      return;
    }
    const direct = stand('direct', peer, null);
    timers.after(config.relayAfter ?? RELAY_AFTER_MS, () => {
      const isPending = direct !== undefined && standing.has(direct.name) && !direct.link.isUp;
      if (isPending && attemptsWith(peer).length === 1) stand('relayed', peer, null);
    });
  };

  /** `id` of the other side's making; null: ours. Undefined when too many links stand. */
  const stand = (route: Route, peer: Peer, id: Uint8Array | null): Standing | undefined => {
    const isInitiator = id === null;
    makeRoom();
    if (!hub.takeSeat()) return undefined;
    const link = id ?? random(LINK_ID_BYTES);
    const name = encodeBase64url(link);
    const room = rooms.find((candidate) => candidate === peer.rendezvous);
    if (room === undefined) throw new Error('a peer of no room');
    const role = isInitiator ? 'initiator' : 'responder';
    const handshake = { ...config, role, roomSecret: room.secret } as const;
    const context = { ports, post, config: handshake, id: link, peer };
    const create = route === 'direct' ? createDirectAttempt : createRelayAttempt;
    const attempt = create(context, eventsOf(name));
    const added: Standing = Object.assign(attempt, {
      name,
      isInitiator,
      writer: null,
      isPeerAttending: false,
      peerDigest: null,
    });
    standing.set(name, added);
    showRoute();
    return added;
  };

  /** Strangers without a room secret cannot get here; still no member may fill the memory. */
  const makeRoom = (): void => {
    const unproven = [...standing.values()].filter(({ link }) => !link.isUp);
    if (unproven.length >= MAX_UNPROVEN) unproven[0]?.link.close('timeout');
  };

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
      ownPulse: () => ({ attending: isAttending, digest }),
      idle: () => whenKnown(rest),
      down: (reason) => whenKnown((attempt) => wentDown(attempt, reason)),
    };
  };

  const wentUp = (attempt: Standing, writer: Uint8Array): void => {
    attempt.writer = writer;
    cancelKnock();
    attempt.link.pulse();
    events.up(attempt.name, writer, attempt.route);
    showRoute();
    if (attempt.route === 'direct') failures.clear(attempt.peer);
    if (attempt.isInitiator) settleRoutes(attempt);
    // The same writer under another session: it reloaded, and its old end is dead, or soon will be.
    for (const old of standing.values()) {
      const isOther = !equalBytes(old.peer.session, attempt.peer.session);
      if (isOther && old.writer !== null && equalBytes(old.writer, writer)) old.link.probe();
    }
    if (linksWith(writer) > MAX_LINKS_WITH_WRITER) attempt.link.close('closed');
  };

  /** Places for links are shared by all conversations: no writer takes more than its part. */
  const linksWith = (writer: Uint8Array): number =>
    [...standing.values()].filter((each) => each.writer !== null && equalBytes(each.writer, writer))
      .length;

  /** Of two links between the same sessions the one who opened them keeps the direct one. */
  const settleRoutes = (attempt: Standing): void => {
    const others = attemptsWith(attempt.peer).filter((other) => other !== attempt);
    if (attempt.route === 'direct') {
      for (const other of others) {
        timers.after(other.link.isUp ? MOVE_MS : 0, () => other.link.close('closed'));
      }
      return;
    }
    planDirect(attempt.peer, backOff(attempt.peer));
  };

  const planDirect = (peer: Peer, ms: number): void => {
    if (!transport.available) return;
    peer.cancelDirect();
    peer.cancelDirect = timers.after(ms, () => {
      const attempts = attemptsWith(peer);
      const isRelayed = attempts.some(({ route, link }) => route === 'relayed' && link.isUp);
      if (isRelayed && attempts.every(({ route }) => route === 'relayed'))
        stand('direct', peer, null);
    });
  };

  const backOff = (peer: Peer): number =>
    Math.min(LONGEST_DIRECT_RETRY_MS, DIRECT_RETRY_MS * 2 ** Math.max(0, failures.of(peer) - 1));

  const wentDown = (attempt: Standing, reason: DownReason): void => {
    standing.delete(attempt.name);
    hub.freeSeat();
    if (attempt.writer !== null) events.down(attempt.name, reason);
    if (isClosed) return;
    const isRest = attempt.link.isResting && (reason === 'idle' || reason === 'pipe-closed');
    if (isRest && attempt.peerDigest !== null) settled.add(digest, attempt.peerDigest);
    if (attempt.writer === null && attempt.route === 'direct') directFailed(attempt);
    showRoute();
    if (!isLinked()) knockIn(isRest ? KNOCK_MS : RECONNECT_MS);
  };

  const directFailed = ({ peer, isInitiator }: Standing): void => {
    failures.add(peer);
    if (!isInitiator) return;
    if (attemptsWith(peer).length === 0) stand('relayed', peer, null);
    else planDirect(peer, backOff(peer));
  };

  /** Nothing was said for a while and nobody looks: the link closes, and what differs is settled on both sides. */
  const rest = (attempt: Standing): void => {
    if (isAttending || attempt.isPeerAttending) return;
    attempt.link.close('idle');
  };

  const showRoute = (): void => {
    const routes = [...standing.values()].map(({ link, route }) =>
      link.isUp ? route : 'connecting',
    );
    const best = (['direct', 'relayed', 'connecting'] as const).find((route) =>
      routes.includes(route),
    );
    if (shown === (best ?? 'none')) return;
    shown = best ?? 'none';
    events.route(shown);
  };

  const post = createPost(ports, rooms, {
    received,
    changed: (isReady) => {
      if (!isReady) return;
      for (const attempt of standing.values()) attempt.hurry();
      if (!isLinked()) knockIn(0);
    },
  });

  return {
    setDigest: (changed, lacking) => {
      const isSame = equalBytes(changed, digest) && lacking === isLacking;
      digest = changed;
      isLacking = lacking;
      if (!isSame && !isLinked()) knockIn(NEWS_MS);
    },
    attend: (attending) => {
      if (attending === isAttending) return;
      isAttending = attending;
      for (const { link } of standing.values()) link.pulse();
      if (attending && !isLinked()) knockIn(NEWS_MS);
    },
    send: (name, message) => standing.get(name)?.link.send(message) ?? false,
    drop: (name) => standing.get(name)?.link.close('malformed'),
    wake: () => {
      for (const attempt of standing.values()) {
        attempt.link.probe();
        if (attempt.isInitiator && attempt.route === 'relayed') {
          planDirect(attempt.peer, WAKE_DIRECT_MS);
        }
      }
      if (!isLinked()) knockIn(0);
    },
    close: () => {
      isClosed = true;
      cancelKnock();
      for (const attempt of [...standing.values()]) attempt.link.close('closed');
      for (const peer of peers.all()) peer.cancelDirect();
      post.close();
    },
  };
};
