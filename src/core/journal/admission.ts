/**
 * Lets a mixed bag of entries into the feeds they belong to.
 *
 * Feeds that are not known yet are held until their writer is; see chain.ts for
 * what one feed lets in.
 */

import type { Suite } from '../crypto/suite.ts';
import { admitRun, MAX_CHECKS, type Admission, type FeedState } from './chain.ts';
import type { Entry } from './entry.ts';
import { feedName, type FeedId } from './feed.ts';
import { groupBy } from './group.ts';
import { headerFeed } from './header.ts';
import {
  addHeld,
  heldOf,
  HELD_LIMITS,
  replaceHeld,
  type HeldLimits,
  type HeldPool,
} from './held.ts';

/** The feeds that may grow, by feed name; a known feed without an entry has EMPTY_FEED. */
export type Feeds = ReadonlyMap<string, FeedState>;

export type Run = { readonly name: string; readonly feed: FeedId; readonly admission: Admission };

export type Admitted = {
  /** One a known feed that something came for, in order of arrival. */
  readonly runs: readonly Run[];
  readonly pool: HeldPool;
};

export type AdmissionOptions = {
  readonly limits?: HeldLimits;
  /** Entries of a feed that were let in before, if at hand, to find forks. */
  readonly storedOf?: (name: string, came: readonly Entry[]) => readonly Entry[];
};

/** All signature checks of one call together stay within MAX_CHECKS. */
export const admitEntries = (
  suite: Suite,
  feeds: Feeds,
  pool: HeldPool,
  entries: readonly Entry[],
  options: AdmissionOptions = {},
): Admitted => {
  const { limits = HELD_LIMITS, storedOf = () => [] } = options;
  const runs: Run[] = [];
  const strangers: Entry[] = [];
  let rest = pool;
  let checks = MAX_CHECKS;
  for (const [name, came] of groupBy(entries, (entry) => feedName(headerFeed(entry.header)))) {
    const [first] = came;
    const state = feeds.get(name);
    if (first === undefined || state === undefined) {
      strangers.push(...came);
      continue;
    }
    const admission = admitRun(suite, state, came, {
      held: heldOf(rest, name),
      stored: storedOf(name, came),
      maxChecks: checks,
    });
    checks -= admission.checks;
    rest = replaceHeld(rest, name, admission.held, limits);
    runs.push({ name, feed: headerFeed(first.header), admission });
  }
  return { runs, pool: strangers.length === 0 ? rest : addHeld(rest, strangers, limits) };
};

/** Tries again what is held of feeds that may grow, after a writer became known. */
export const admitHeld = (
  suite: Suite,
  feeds: Feeds,
  pool: HeldPool,
  options: AdmissionOptions = {},
): Admitted => {
  const known = pool.items.filter((item) => feeds.has(item.feed)).map((item) => item.held.entry);
  return admitEntries(suite, feeds, pool, known, options);
};
