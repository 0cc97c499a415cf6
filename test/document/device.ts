/** A device as the gate sees it: feeds that may grow, what was let in, what is held. */

import { heldOf, EMPTY_POOL, type HeldPool } from '../../src/core/journal/held.ts';
import type { FeedState } from '../../src/core/journal/chain.ts';
import type { Entry } from '../../src/core/journal/entry.ts';
import { admitHeld, type Admitted } from '../../src/core/journal/admission.ts';
import { admitUpdate, type Blame } from '../../src/document/gate.ts';
import { joinPages } from '../../src/document/joined.ts';
import { EMPTY_FEED } from '../../src/core/journal/chain.ts';
import { emptyFeeds, nameOf, pagesOf, suite } from './pages.ts';

export type Device = {
  receive(update: Uint8Array): Blame | null;
  /** From now on that feed may grow. */
  meet(feed: readonly Entry[]): void;
  document(): Uint8Array;
  length(feed: readonly Entry[]): number;
  held(): HeldPool;
  heldOf(feed: readonly Entry[]): number;
};

export const createDevice = (...known: readonly (readonly Entry[])[]): Device => {
  const states = emptyFeeds(...known);
  const letIn = new Map<string, readonly Entry[]>();
  let pool = EMPTY_POOL;
  const keep = (admitted: Admitted): void => {
    pool = admitted.pool;
    for (const { name, admission } of admitted.runs) {
      states.set(name, admission.state);
      letIn.set(name, [...(letIn.get(name) ?? []), ...admission.accepted]);
    }
  };
  const stateOf = (feed: readonly Entry[]): FeedState => states.get(nameOf(feed)) ?? EMPTY_FEED;
  return {
    receive: (update) => {
      const result = admitUpdate(suite, states, pool, update, {
        storedOf: (name) => letIn.get(name) ?? [],
      });
      keep(result);
      return result.blame;
    },
    meet: (feed) => {
      states.set(nameOf(feed), stateOf(feed));
      keep(admitHeld(suite, states, pool));
    },
    document: () => joinPages([...letIn.values()].flatMap(pagesOf)),
    length: (feed) => stateOf(feed).length,
    held: () => pool,
    heldOf: (feed) => heldOf(pool, nameOf(feed)).length,
  };
};
