/**
 * The network side of the program: exists in the tab that leads, and only there.
 *
 * One connection for each node, shared by all conversations and pairings that
 * meet there.
 */

import type { ConversationState } from './conversation/state.ts';
import type { Conversation } from './conversation/conversation.ts';
import { createSync, type Sync, type SyncEvents } from './conversation/sync.ts';
import { createHub, type Hub } from './links/hub.ts';
import { createPlaces } from './links/places.ts';
import { createPairingPlace } from './links/rendezvous.ts';
import type { OpenPlace } from './pairings/attendant.ts';
import type { Ports } from './ports.ts';
import type { NetworkStatus } from './snapshot.ts';

export interface Network {
  readonly openPlace: OpenPlace;
  sync(conversation: Conversation, state: ConversationState, events: SyncEvents): Sync;
  /** The app's own node's clock in milliseconds since 1970; null until it has told it. */
  nodeTime(): number | null;
  /** After sleep, a change of network, or because a person asks. */
  wake(): void;
  close(): void;
}

export const createNetwork = (
  ports: Ports,
  stateChanged: (state: NetworkStatus['signaling']) => void,
): Network => {
  const hubs = new Map<string, Hub>();
  const places = ports.places ?? createPlaces(ports);

  const hubOf = (node: string): Hub => {
    const known = hubs.get(node);
    if (known) return known;
    const isOwn = node === '';
    const changed = (state: NetworkStatus['signaling']): void => {
      if (isOwn) stateChanged(state);
    };
    const hub = createHub(ports, isOwn ? ports.nodeUrl : nodeUrl(node), changed, places);
    hubs.set(node, hub);
    return hub;
  };

  hubOf('');

  return {
    openPlace: (secret, node, events) =>
      createPairingPlace({ ...ports, hub: hubOf(node) }, secret, events),
    sync: (conversation, state, events) =>
      createSync({ ...ports, hub: hubOf(state.node) }, conversation, state, events),
    nodeTime: () => hubs.get('')?.nodeTime() ?? null,
    wake: () => {
      for (const hub of hubs.values()) hub.wake();
    },
    close: () => {
      for (const hub of hubs.values()) hub.close();
      hubs.clear();
      if (places !== ports.places) places.close();
    },
  };
};

/** Nodes are reached over TLS; only a node on this very machine is not. */
const nodeUrl = (host: string): string =>
  /^(localhost|127\.0\.0\.1)(:|$)/.test(host) ? `ws://${host}/` : `wss://${host}/`;
