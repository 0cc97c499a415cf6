/**
 * When a direct link is tried again with a peer that is reached through the
 * node: after a pause that doubles with every failure, and soon after sleep or
 * a change of network.
 */

import type { Timers } from '../../ports/timers.ts';
import type { Transport } from '../../ports/transport.ts';
import { createFailures, type Peer } from './peers.ts';
import type { StandingLinks } from './standing.ts';

export type DirectRetriesContext = {
  readonly timers: Timers;
  readonly transport: Transport;
  readonly standing: StandingLinks;
  /** Opens a direct link. */
  readonly tryDirect: (peer: Peer) => void;
};

export interface DirectRetries {
  /** Whether a direct link failed since one worked. */
  hasFailed(peer: Peer): boolean;
  failed(peer: Peer): void;
  worked(peer: Peer): void;
  /** Tries after the pause, if relayed links are then still all there is. */
  plan(peer: Peer): void;
  planSoon(peer: Peer): void;
}

const RETRY_MS = 60_000;
const LONGEST_RETRY_MS = 15 * 60_000;
const WAKE_MS = 3_000;

export const createDirectRetries = (context: DirectRetriesContext): DirectRetries => {
  const { timers, transport, standing, tryDirect } = context;
  const failures = createFailures();

  const planIn = (peer: Peer, ms: number): void => {
    if (!transport.available) return;
    peer.cancelDirect();
    peer.cancelDirect = timers.after(ms, () => {
      const attempts = standing.withPeer(peer);
      const isRelayed = attempts.some(({ route, link }) => route === 'relayed' && link.isUp);
      if (isRelayed && attempts.every(({ route }) => route === 'relayed')) tryDirect(peer);
    });
  };

  const backOff = (peer: Peer): number =>
    Math.min(LONGEST_RETRY_MS, RETRY_MS * 2 ** Math.max(0, failures.of(peer) - 1));

  return {
    hasFailed: (peer) => failures.of(peer) > 0,
    failed: (peer) => failures.add(peer),
    worked: (peer) => failures.clear(peer),
    plan: (peer) => planIn(peer, backOff(peer)),
    planSoon: (peer) => planIn(peer, WAKE_MS),
  };
};
