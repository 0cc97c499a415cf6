/**
 * Opens links, and answers those that the other side opens, by either way: how
 * long a direct attempt has before the relay is tried beside it, and how many
 * attempts stand at a time.
 */

import type { HandshakeConfig } from '../../core/link/handshake.ts';
import { LINK_ID_BYTES } from '../../core/link/relay.ts';
import type { Transport } from '../../ports/transport.ts';
import {
  createDirectAttempt,
  createRelayAttempt,
  type AttemptEvents,
  type Route,
} from './attempt.ts';
import type { Peer } from './peers.ts';
import type { Post, PostPorts } from './post.ts';
import type { Room } from './room.ts';
import { linkName, type Standing, type StandingLinks } from './standing.ts';

export type OpenerContext = {
  readonly ports: PostPorts & { readonly transport: Transport };
  /** `relayAfter` in milliseconds; 1,500. */
  readonly config: Omit<HandshakeConfig, 'role' | 'roomSecret' | 'binding'> & {
    readonly relayAfter?: number;
  };
  readonly post: Post;
  /** Those that were left included. */
  readonly rooms: readonly Room[];
  readonly standing: StandingLinks;
  /** Whether a direct link with this peer failed since one worked. */
  readonly hasFailed: (peer: Peer) => boolean;
  /** What happens to the link of this name. */
  readonly eventsOf: (name: string) => AttemptEvents;
};

export interface Opener {
  /** Directly first; through the node where that failed before or takes too long. */
  open(peer: Peer): void;
  /** `id` of the other side's making; null: ours. The peer has a place. */
  stand(route: Route, peer: Peer, id: Uint8Array | null): Standing;
  /** Before one more attempt: of too many that prove nothing one gives way. */
  makeRoom(isInitiator: boolean): void;
}

const RELAY_AFTER_MS = 1_500;
/** Of our opening, and of the other side's: neither pushes the other out. */
const MAX_UNPROVEN = 4;

export const createOpener = (context: OpenerContext): Opener => {
  const { ports, config, post, rooms, standing, hasFailed, eventsOf } = context;
  const { random, timers, transport } = ports;

  const open = (peer: Peer): void => {
    // Where a direct link failed before, nobody waits for another try before the first word.
    if (!transport.available || hasFailed(peer)) {
      stand('relayed', peer, null);
      return;
    }
    const direct = stand('direct', peer, null);
    timers.after(config.relayAfter ?? RELAY_AFTER_MS, () => {
      const isPending = standing.unproven().includes(direct);
      if (isPending && standing.withPeer(peer).length === 1) stand('relayed', peer, null);
    });
  };

  const stand = (route: Route, peer: Peer, id: Uint8Array | null): Standing => {
    const isInitiator = id === null;
    const room = rooms.find((candidate) => candidate === peer.rendezvous);
    if (room === undefined) throw new Error('a peer of no room');
    makeRoom(isInitiator);
    const link = id ?? random(LINK_ID_BYTES);
    const role = isInitiator ? 'initiator' : 'responder';
    const handshake = { ...config, role, roomSecret: room.secret } as const;
    const attempt = { ports, post, config: handshake, id: link, peer };
    const create = route === 'direct' ? createDirectAttempt : createRelayAttempt;
    const added = standing.add(create(attempt, eventsOf(linkName(link))), isInitiator);
    standing.showRoute();
    return added;
  };

  /**
   * Strangers without a room secret cannot get here; still nobody may fill the memory. What was never
   * heard to knock goes first: who floods us with offers has a new session for each.
   */
  const makeRoom = (isInitiator: boolean): void => {
    const unproven = standing.unproven().filter((each) => each.isInitiator === isInitiator);
    if (unproven.length < MAX_UNPROVEN) return;
    const given = unproven.find(({ peer }) => peer.knock === null) ?? unproven[0];
    given?.link.close('closed');
  };

  return { open, stand, makeRoom };
};
