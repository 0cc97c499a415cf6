/**
 * Lets entries of one feed into its chain.
 *
 * An entry is authentic when its own signature is good or that of a later entry
 * of the same chain is (docs/SPEC.md, J-10): one good head proves everything
 * before it, so a run costs about one signature check a page. The last entry of
 * a page must carry a good signature of its own, or the feed ends before it;
 * so every page can be checked alone, and the walk back stays short.
 *
 * What is let in depends on the entries alone, never on their order or grouping,
 * as long as a device keeps what it was handed back as held.
 */

import { compareBytes, equalBytes } from '../bytes/compare.ts';
import { encodeBase64url } from '../bytes/base64url.ts';
import type { Suite } from '../crypto/suite.ts';
import { isSigned, type Entry } from './entry.ts';
import { compareFeeds } from './feed.ts';
import { findFork, type Fork } from './fork.ts';
import { groupBy } from './group.ts';
import { NO_PREV } from './header.ts';

/** A feed as far as it is let in. `hash`: of its last entry, zeros when there is none. */
export type FeedState = { readonly length: number; readonly hash: Uint8Array };

/** An entry not let in yet. `refused`: its own signature was checked and is bad. */
export type Held = { readonly entry: Entry; readonly refused: boolean };

/**
 * Why something is still held, or what is wrong. `gap`: entries before are missing. `unproven`: no
 * good signature yet. `broken-link`: the next one does not name our last one. `bad-page-end`: the
 * last entry of a page is not signed itself. `fork`: the writer signed two chains; see `fork`.
 */
export type ChainFailure = 'gap' | 'unproven' | 'broken-link' | 'bad-page-end' | 'fork';

export type Admission = {
  /** In order of the chain, following the state that was given. */
  readonly accepted: readonly Entry[];
  readonly state: FeedState;
  /** To be given again with the next run. */
  readonly held: readonly Held[];
  /** How many signatures were checked. */
  readonly checks: number;
  readonly failure?: ChainFailure;
  readonly fork?: Fork;
};

export const EMPTY_FEED: FeedState = { length: 0, hash: NO_PREV };
export const PAGE_LENGTH = 256;

/** Entries of one feed that are held at most: refused ones go first, then older ones. */
export const MAX_HELD = 512;

/** Signatures checked in one call, unless told otherwise: below a second on a slow device. */
export const MAX_CHECKS = 512;

export type AdmitOptions = {
  /** What the call before handed back. */
  readonly held?: readonly Held[];
  /** Entries let in before, if at hand: a run is compared with them to find a fork. */
  readonly stored?: readonly Entry[];
  /** Signatures checked at most; what is left over waits for the next call. */
  readonly maxChecks?: number;
};

/** `entries`: of one feed, in any order, repeated or not, also ones let in before. */
export const admitRun = (
  suite: Suite,
  state: FeedState,
  entries: readonly Entry[],
  options: AdmitOptions = {},
): Admission => {
  const { held = [], stored = [], maxChecks = MAX_CHECKS } = options;
  const candidates = collect(held, entries);
  const check = createCheck(suite, held, maxChecks);
  const linked = linkUp(state, candidates, check);
  const accepted = follow(state, proveBackwards(linked.links, check));
  const next = {
    length: state.length + accepted.length,
    hash: accepted.at(-1)?.hash ?? state.hash,
  };

  const came = candidates
    .map((link) => link.entry)
    .toSorted((a, b) => a.header.sequence - b.header.sequence);
  const fork = findFork([...stored, ...accepted], came, check.signed);
  const waiting = candidates.flatMap(({ entry }) =>
    entry.header.sequence >= next.length ? [entry] : [],
  );
  return {
    accepted,
    state: next,
    held: keepBest(waiting.map((entry) => ({ entry, refused: check.refused(entry) }))),
    checks: check.spent(),
    ...(fork === null ? {} : { fork }),
    ...failureOf(next, waiting, linked.badPageEnd, fork !== null),
  };
};

/** Is this the sequence of the last entry of a page? */
export const endsPage = (sequence: number): boolean => sequence % PAGE_LENGTH === PAGE_LENGTH - 1;

/** An entry with its hash and the one it names as keys of maps. */
type Link = { readonly entry: Entry; readonly key: string; readonly prev: string };

/** Held ones first, each entry once. Entries of several feeds in one call are our mistake. */
const collect = (held: readonly Held[], entries: readonly Entry[]): readonly Link[] => {
  const links = new Map<string, Link>();
  for (const entry of [...held.map((one) => one.entry), ...entries]) {
    const key = encodeBase64url(entry.hash);
    if (links.has(key)) continue;
    links.set(key, { entry, key, prev: encodeBase64url(entry.header.prev) });
  }
  const all = [...links.values()];
  const feed = all[0]?.entry.header;
  if (feed !== undefined && all.some(({ entry }) => compareFeeds(entry.header, feed) !== 0)) {
    throw new RangeError('"entries" belong to several feeds');
  }
  return all;
};

interface SignatureCheck {
  /** Checks an entry at most once, and not at all when the call's budget is spent. */
  signed(entry: Entry): boolean;
  refused(entry: Entry): boolean;
  spent(): number;
}

const createCheck = (suite: Suite, held: readonly Held[], maxChecks: number): SignatureCheck => {
  const verdicts = new Map<Entry, boolean>();
  for (const { entry, refused } of held) if (refused) verdicts.set(entry, false);
  let left = maxChecks;
  return {
    spent: () => maxChecks - left,
    signed: (entry) => {
      const known = verdicts.get(entry);
      if (known !== undefined) return known;
      if (left === 0) return false;
      left--;
      const good = isSigned(suite, entry);
      verdicts.set(entry, good);
      return good;
    },
    refused: (entry) => verdicts.get(entry) === false,
  };
};

type Linked = { readonly links: readonly Link[]; readonly badPageEnd: boolean };

/** All candidates that hang on the state's last entry, each after the one it names. */
const linkUp = (state: FeedState, candidates: readonly Link[], check: SignatureCheck): Linked => {
  const bySequence = groupBy(candidates, ({ entry }) => entry.header.sequence);
  const links: Link[] = [];
  let badPageEnd = false;
  let tips = new Set([encodeBase64url(state.hash)]);
  for (let sequence = state.length; tips.size > 0; sequence++) {
    const next = (bySequence.get(sequence) ?? []).filter((link) => tips.has(link.prev));
    const fit = endsPage(sequence) ? next.filter((link) => check.signed(link.entry)) : next;
    badPageEnd ||= fit.length < next.length;
    links.push(...fit);
    tips = new Set(fit.map((link) => link.key));
  }
  return { links, badPageEnd };
};

/** From the last to the first: an entry that a proven one names needs no check of its own. */
const proveBackwards = (links: readonly Link[], check: SignatureCheck): readonly Link[] => {
  const named = new Set<string>();
  return links.toReversed().filter((link) => {
    const proven = named.has(link.key) || check.signed(link.entry);
    if (proven) named.add(link.prev);
    return proven;
  });
};

/** The proven chain from the state on; where it forks, the entry whose hash is lower. */
const follow = (state: FeedState, proven: readonly Link[]): readonly Entry[] => {
  const followers = groupBy(proven, (link) => link.prev);
  const chain: Entry[] = [];
  for (let tip = encodeBase64url(state.hash); ;) {
    const [next] = (followers.get(tip) ?? []).toSorted((a, b) =>
      compareBytes(a.entry.hash, b.entry.hash),
    );
    if (next === undefined) return chain;
    chain.push(next.entry);
    tip = next.key;
  }
};

const keepBest = (held: readonly Held[]): readonly Held[] => {
  const excess = held.length - MAX_HELD;
  if (excess <= 0) return held;
  const byWorth = [...held.filter((one) => one.refused), ...held.filter((one) => !one.refused)];
  const dropped = new Set(byWorth.slice(0, excess));
  return held.filter((one) => !dropped.has(one));
};

const failureOf = (
  state: FeedState,
  waiting: readonly Entry[],
  badPageEnd: boolean,
  forked: boolean,
): { readonly failure?: ChainFailure } => {
  if (forked) return { failure: 'fork' };
  if (waiting.length === 0) return {};
  if (badPageEnd) return { failure: 'bad-page-end' };
  const next = waiting.filter((entry) => entry.header.sequence === state.length);
  if (next.length === 0) return { failure: 'gap' };
  const linked = next.some((entry) => equalBytes(entry.header.prev, state.hash));
  return { failure: linked ? 'unproven' : 'broken-link' };
};
