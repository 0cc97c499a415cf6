/**
 * The links of one conversation that stand or are being tried, and by what way
 * that connects this device.
 */

import { encodeBase64url } from '../../core/bytes/base64url.ts';
import { equalBytes } from '../../core/bytes/compare.ts';
import type { Attempt, Route } from './attempt.ts';
import type { Peer } from './peers.ts';

/** An attempt and what was learnt of it. Changed in place. */
export type Standing = Attempt & {
  readonly name: string;
  readonly isInitiator: boolean;
  /** Once the other side has proven it; then the link is told as up. */
  writer: Uint8Array | null;
  isPeerAttending: boolean;
  peerDigest: Uint8Array | null;
  /** Why this side asked the other to close. */
  bowed: 'idle' | 'yielded' | null;
  /** When the last message passed, by the clock of places.ts. */
  spokeAt: number;
};

/** How this device is connected in this conversation: by its best link. */
export type BestRoute = 'none' | 'connecting' | Route;

export interface StandingLinks {
  readonly isLinked: boolean;
  /** Of now, also while some go. */
  all(): Iterable<Standing>;
  get(name: string): Standing | undefined;
  /** The one of this id, when it is with that session. */
  find(id: Uint8Array, session: Uint8Array): Standing | undefined;
  withPeer(peer: Pick<Peer, 'session'>): readonly Standing[];
  withWriter(writer: Uint8Array): readonly Standing[];
  unproven(): readonly Standing[];
  add(attempt: Attempt, isInitiator: boolean): Standing;
  remove(name: string): void;
  /** Tells the best route when it is another than was told before. */
  showRoute(): void;
}

export const createStandingLinks = (tellRoute: (route: BestRoute) => void): StandingLinks => {
  const standing = new Map<string, Standing>();
  let shown: BestRoute = 'none';

  const which = (isWanted: (each: Standing) => boolean): readonly Standing[] =>
    [...standing.values()].filter(isWanted);

  return {
    get isLinked() {
      return [...standing.values()].some(({ link }) => link.isUp);
    },
    all: () => standing.values(),
    get: (name) => standing.get(name),
    find: (id, session) => {
      const found = standing.get(linkName(id));
      return found !== undefined && equalBytes(found.peer.session, session) ? found : undefined;
    },
    withPeer: ({ session }) => which(({ peer }) => equalBytes(peer.session, session)),
    withWriter: (writer) =>
      which((each) => each.writer !== null && equalBytes(each.writer, writer)),
    unproven: () => which(({ link }) => !link.isUp),
    add: (attempt, isInitiator) => {
      const name = linkName(attempt.id);
      const unknown = {
        writer: null,
        isPeerAttending: false,
        peerDigest: null,
        bowed: null,
        spokeAt: 0,
      };
      const added: Standing = Object.assign(attempt, { name, isInitiator, ...unknown });
      standing.set(name, added);
      return added;
    },
    remove: (name) => void standing.delete(name),
    showRoute: () => {
      const best = bestOf([...standing.values()]);
      if (shown === best) return;
      shown = best;
      tellRoute(shown);
    },
  };
};

/** By the id of a link: how it is named on this device. */
export const linkName = (id: Uint8Array): string => encodeBase64url(id);

const bestOf = (standing: readonly Standing[]): BestRoute => {
  const routes = standing.map(({ link, route }) => (link.isUp ? route : 'connecting'));
  const best = (['direct', 'relayed', 'connecting'] as const).find((each) => routes.includes(each));
  return best ?? 'none';
};
