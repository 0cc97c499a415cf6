/**
 * One attempt at a link with one peer, direct or through the node, and the link it becomes.
 *
 * Ties a pipe to a PeerLink: letters that concern the attempt go in by
 * `signal` or `relay`, what it has to say goes out by the post.
 */

import { concatBytes } from '../../core/bytes/compare.ts';
import type { HandshakeConfig } from '../../core/link/handshake.ts';
import { encodeRelayFrame, type RelayPart } from '../../core/link/relay.ts';
import { ENVELOPE_KIND } from '../../core/wire/envelope.ts';
import { encodeLinkSignal, MAX_SIGNAL_BODY } from '../../core/wire/knock.ts';
import type { Channel, Transport } from '../../ports/transport.ts';
import { createPeerLink, type PeerLink, type PeerLinkEvents } from './peer-link.ts';
import type { Peer } from './peers.ts';
import type { Post, PostPorts } from './post.ts';
import { createRelayChannel, type RelayChannel } from './relay-channel.ts';

export type Route = 'direct' | 'relayed';

export interface Attempt {
  readonly id: Uint8Array;
  readonly peer: Peer;
  readonly route: Route;
  readonly link: PeerLink;
  /** Bytes for a direct channel. */
  signal(bytes: Uint8Array): void;
  /** A part for a relayed pipe. */
  relay(part: RelayPart): void;
  /** The node is back. */
  hurry(): void;
}

export type AttemptContext = {
  readonly ports: PostPorts & { readonly transport: Transport };
  readonly post: Post;
  readonly config: Omit<HandshakeConfig, 'binding'>;
  readonly id: Uint8Array;
  readonly peer: Peer;
};

export type AttemptEvents = PeerLinkEvents & { drained(): void };

/** From the first signal to the proven link. */
const DIRECT_PATIENCE_MS = 12_000;
const RELAY_PATIENCE_MS = 15_000;

export const createDirectAttempt = (context: AttemptContext, events: AttemptEvents): Attempt => {
  const { ports, post, config, id, peer } = context;
  const tell = (bytes: Uint8Array): void => {
    if (bytes.length > MAX_SIGNAL_BODY) throw new RangeError('a signal is too long');
    const body = encodeLinkSignal({ link: id, bytes });
    post.send(peer.rendezvous, ENVELOPE_KIND.signal, peer.session, body);
  };
  const channel: Channel = ports.transport.open(config.role === 'initiator', {
    signal: tell,
    open: (binding) => link.start(binding),
    received: (message) => link.received(message),
    drained: () => events.drained(),
    closed: () => link.close('pipe-closed'),
  });
  const link = createPeerLink(ports, config, channel, DIRECT_PATIENCE_MS, events);
  return {
    id,
    peer,
    route: 'direct',
    link,
    signal: (bytes) => channel.signal(bytes),
    relay: () => undefined,
    hurry: () => undefined,
  };
};

export const createRelayAttempt = (context: AttemptContext, events: AttemptEvents): Attempt => {
  const { ports, post, config, id, peer } = context;
  const tell = (body: Uint8Array): boolean =>
    post.send(peer.rendezvous, ENVELOPE_KIND.relay, peer.session, body);
  const pipe: RelayChannel = createRelayChannel(
    { ...ports, post },
    (part) => tell(encodeRelayFrame({ type: 'data', link: id, part })),
    {
      received: (message) => link.received(message),
      drained: () => events.drained(),
      broken: () => link.close('malformed'),
    },
  );
  const close = (): void => {
    pipe.close();
    tell(encodeRelayFrame({ type: 'close', link: id }));
  };
  const carrier = { send: (message: Uint8Array) => pipe.send(message), close };
  const link = createPeerLink(ports, config, carrier, RELAY_PATIENCE_MS, events);
  const [first, second] =
    config.role === 'initiator' ? [post.session, peer.session] : [peer.session, post.session];
  link.start(concatBytes(first, second, id));
  return {
    id,
    peer,
    route: 'relayed',
    link,
    signal: () => undefined,
    relay: (part) => pipe.receive(part),
    hurry: () => pipe.hurry(),
  };
};
