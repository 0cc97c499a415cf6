/**
 * What the other devices say on the topics: knocks, and the letters of attempts
 * at links, direct and through the node.
 *
 * All of it comes from who knows the room secret and no more; whoever it is
 * proves itself over the link.
 */

import { equalBytes } from '../../core/bytes/compare.ts';
import { encodeRelayFrame, parseRelayFrame } from '../../core/link/relay.ts';
import {
  ENVELOPE_KIND,
  EVERYBODY,
  MAX_ENVELOPE_BODY,
  type Envelope,
} from '../../core/wire/envelope.ts';
import { encodeLinkSignal, parseKnock, parseLinkSignal } from '../../core/wire/knock.ts';
import type { Transport } from '../../ports/transport.ts';
import type { Route } from './attempt.ts';
import type { Knocking } from './knocking.ts';
import { opens, type Peer, type Peers } from './peers.ts';
import type { Post, Rendezvous } from './post.ts';
import type { Room } from './room.ts';
import type { Seating } from './seating.ts';
import type { Standing, StandingLinks } from './standing.ts';

export type HearingContext = {
  readonly transport: Transport;
  readonly post: Post;
  readonly rooms: readonly Room[];
  readonly peers: Peers;
  readonly standing: StandingLinks;
  readonly knocking: Knocking;
  readonly seating: Seating;
  /** Whether this is another remaining writer of the conversation. */
  readonly isKnown: (writer: Uint8Array) => boolean;
  /** Whether one more link with this writer may stand. */
  /** Somebody knocks that is no other remaining writer; `answer` says how it ended. */
  readonly stranger: (writer: Uint8Array, answer: (end: Uint8Array) => void) => void;
  /** Another device says that this one ended. */
  readonly ended: (end: Uint8Array) => void;
  /** A writer that may not be known introduces itself. */
  readonly introduced: (introduction: Uint8Array) => void;
  /** A writer that may not be known shows an entry that admitted one. */
  readonly admitted: (entry: Uint8Array) => void;
  readonly isFewWith: (writer: Uint8Array) => boolean;
  readonly now: () => number;
  /** A word of somebody who may still be there. */
  readonly heardHere: (envelope: Envelope) => void;
  /** Stands up our side of an attempt of the peer's making; undefined when there is no place for it. */
  readonly answer: (route: Route, peer: Peer, link: Uint8Array) => Standing | undefined;
};

export const createHearing = (context: HearingContext) => {
  const { transport, post, rooms, peers, standing, knocking, seating } = context;

  const heardKnock = ({ body, sender, target }: Envelope, room: Room): void => {
    const heard = parseKnock(body);
    if (heard === null) return;
    if (!context.isKnown(heard.writer)) return heardStranger(heard.writer, sender, room);
    if (room.isLeft) return;
    const peer = peers.meet(sender, room);
    peer.knock = heard;
    peer.heardAt = context.now();
    const isForUs = !equalBytes(target, EVERYBODY);
    if (heard.busy && isForUs) return giveUp(peer);
    if (standing.withPeer(peer).length > 0 || !knocking.isWorth(heard)) return;
    if (!context.isFewWith(heard.writer)) return;
    // So that it knows that we wait; with a place it knocks again.
    if (heard.busy) return knocking.knockBack(peer, !seating.hasPlaceFor(heard));
    seating.want(peer);
    // It keeps a place for us.
    if (isForUs && !seating.has(peer)) knocking.refuse(peer);
  };

  /** The peer has no place now: what we tried or kept for it is over, and has not failed. */
  const giveUp = (peer: Peer): void => {
    for (const { link } of standing.withPeer(peer)) if (!link.isUp) link.close('closed');
    if (seating.has(peer)) seating.review(peer);
  };

  /** Once for each run of its program. */
  const heardStranger = (writer: Uint8Array, sender: Uint8Array, room: Room): void => {
    const peer = peers.meet(sender, room);
    if (peer.isDismissed) return;
    context.stranger(writer, (end) => {
      if (peer.isDismissed || end.length > MAX_ENVELOPE_BODY) return;
      peer.isDismissed = post.send(room, ENVELOPE_KIND.ended, sender, end);
    });
  };

  const heardSignal = ({ body, sender }: Envelope, room: Room): void => {
    const signal = parseLinkSignal(body);
    if (signal === null) return;
    const known = standing.find(signal.link, sender);
    if (known !== undefined) {
      if (signal.bytes === null) known.link.close('pipe-closed');
      else known.signal(signal.bytes);
      return;
    }
    if (signal.bytes === null || opens(post.session, sender)) return;
    const peer = peers.meet(sender, room);
    if (!transport.available) return refuse(peer, signal.link);
    const answer = context.answer('direct', peer, signal.link);
    if (answer === undefined) refuse(peer, signal.link);
    else answer.signal(signal.bytes);
  };

  const refuse = (peer: Peer, link: Uint8Array): void => {
    const body = encodeLinkSignal({ link, bytes: null });
    post.send(peer.rendezvous, ENVELOPE_KIND.signal, peer.session, body);
  };

  const heardRelay = ({ body, sender }: Envelope, room: Room): void => {
    const frame = parseRelayFrame(body);
    if (frame === null) return;
    const known = standing.find(frame.link, sender);
    if (frame.type === 'close') {
      known?.link.close('pipe-closed');
      return;
    }
    if (known !== undefined) return known.relay(frame.part);
    const peer = peers.meet(sender, room);
    const isFirst = frame.part.chunk !== null && frame.part.sequence === 0;
    const fresh =
      isFirst && !opens(post.session, sender)
        ? context.answer('relayed', peer, frame.link)
        : undefined;
    if (fresh !== undefined) return fresh.relay(frame.part);
    const close = encodeRelayFrame({ type: 'close', link: frame.link });
    post.send(room, ENVELOPE_KIND.relay, sender, close);
  };

  return (envelope: Envelope, place: Rendezvous): void => {
    const room = rooms.find((candidate) => candidate === place);
    if (room === undefined) return;
    if (envelope.kind === ENVELOPE_KIND.knock) heardKnock(envelope, room);
    if (envelope.kind === ENVELOPE_KIND.ended) context.ended(envelope.body);
    if (envelope.kind === ENVELOPE_KIND.introduction) context.introduced(envelope.body);
    if (envelope.kind === ENVELOPE_KIND.admitted) context.admitted(envelope.body);
    if (room.isLeft) return;
    if (envelope.kind === ENVELOPE_KIND.signal) heardSignal(envelope, room);
    if (envelope.kind === ENVELOPE_KIND.relay) heardRelay(envelope, room);
    if (envelope.kind === ENVELOPE_KIND.here) context.heardHere(envelope);
  };
};
