/**
 * Proof that a writer signed two chains: evidence that anybody can check.
 *
 * An entry states its own hash at its place and, by `prev`, the hash of the one
 * before. Two signed chains that state different hashes for one place are a
 * fork; an honest device writes none, because its appends compare before they
 * write (docs/SPEC.md, J-16).
 */

import { concatBytes, equalBytes } from '../bytes/compare.ts';
import type { Suite } from '../crypto/suite.ts';
import { signedBytes, type Entry } from './entry.ts';
import { compareFeeds, type FeedId } from './feed.ts';
import { headerFeed, parseHeader, type Header } from './header.ts';
import { groupBy } from './group.ts';

/** What of an entry a proof needs: 147 and 64 bytes. */
export type SignedHeader = { readonly headerBytes: Uint8Array; readonly signature: Uint8Array };

/**
 * Two chains of one feed, each linked and ending in a good signature. `ours` begins at `sequence`,
 * `theirs` there or one after, where its `prev` speaks for that place.
 */
export type Fork = {
  readonly feed: FeedId;
  readonly sequence: number;
  readonly ours: readonly SignedHeader[];
  readonly theirs: readonly SignedHeader[];
};

/** Pages end in a signature of their own, so no chain to a signature is longer. */
const MAX_CHAIN = 257;
const MAX_SEARCHED = 4;

/**
 * The first contradiction between what was let in and what came, or null. Entries that were let in
 * but are not at hand prove nothing.
 */
export const findFork = (
  letIn: readonly Entry[],
  came: readonly Entry[],
  signed: (entry: Entry) => boolean,
): Fork | null => {
  const ours = new Map(letIn.map((entry) => [entry.header.sequence, entry]));
  const children = groupBy(came, (entry) => entry.header.sequence);
  for (const { entry, place } of suspectsOf(ours, came, signed)) {
    const own = ours.get(place);
    if (own === undefined) continue;
    const mine = chainToSignature([own], (last) => successor(ours, last), signed);
    const theirs = chainToSignature([entry], (last) => childrenOf(children, last), signed);
    if (mine === null || theirs === null) continue;
    return {
      feed: headerFeed(own.header),
      sequence: place,
      ours: mine.map(toSignedHeader),
      theirs: theirs.map(toSignedHeader),
    };
  }
  return null;
};

/** Checks a proof that somebody else made. */
export const isFork = (suite: Suite, fork: Fork): boolean => {
  const ours = claimOf(suite, fork, fork.ours);
  const theirs = claimOf(suite, fork, fork.theirs);
  return ours !== null && theirs !== null && !equalBytes(ours, theirs);
};

type Suspect = { readonly entry: Entry; readonly place: number };

/** Those that are signed themselves, and few of the others, for whose chains one has to search. */
const suspectsOf = (
  ours: ReadonlyMap<number, Entry>,
  came: readonly Entry[],
  signed: (entry: Entry) => boolean,
): readonly Suspect[] => {
  const suspects = came.flatMap((entry) => {
    const place = contradicted(ours, entry);
    return place === null ? [] : [{ entry, place }];
  });
  const searched = suspects.filter((suspect) => !signed(suspect.entry)).slice(0, MAX_SEARCHED);
  return [...suspects.filter((suspect) => signed(suspect.entry)), ...searched];
};

/** The place for which `entry` states another hash than ours. */
const contradicted = (ours: ReadonlyMap<number, Entry>, entry: Entry): number | null => {
  const { sequence, prev } = entry.header;
  const before = ours.get(sequence - 1);
  if (before !== undefined && !equalBytes(before.hash, prev)) return sequence - 1;
  const same = ours.get(sequence);
  return same !== undefined && !equalBytes(same.hash, entry.hash) ? sequence : null;
};

/** Grows the chain until its last entry is signed; of several followers the first that leads there. */
const chainToSignature = (
  start: readonly Entry[],
  followers: (last: Entry) => readonly Entry[],
  signed: (entry: Entry) => boolean,
): readonly Entry[] | null => {
  let chains: readonly (readonly Entry[])[] = [start];
  for (let length = 1; length <= MAX_CHAIN && chains.length > 0; length++) {
    const found = chains.find((chain) => chain.slice(-1).some(signed));
    if (found !== undefined) return found;
    chains = chains.flatMap((chain) =>
      chain
        .slice(-1)
        .flatMap(followers)
        .map((next) => [...chain, next]),
    );
  }
  return null;
};

const childrenOf = (
  bySequence: ReadonlyMap<number, readonly Entry[]>,
  parent: Entry,
): readonly Entry[] =>
  (bySequence.get(parent.header.sequence + 1) ?? []).filter((entry) =>
    equalBytes(entry.header.prev, parent.hash),
  );

const successor = (ours: ReadonlyMap<number, Entry>, entry: Entry): readonly Entry[] => {
  const next = ours.get(entry.header.sequence + 1);
  return next === undefined ? [] : [next];
};

const toSignedHeader = ({ headerBytes, signature }: Entry): SignedHeader => ({
  headerBytes,
  signature,
});

/** The hash that a chain states for the fork's place; null when it is no signed chain of the feed. */
const claimOf = (suite: Suite, fork: Fork, chain: readonly SignedHeader[]): Uint8Array | null => {
  const links = chain.slice(0, MAX_CHAIN + 1).map((link) => readLink(suite, link));
  const [first] = links;
  const last = links.at(-1);
  if (first === undefined || first === null || last === undefined || last === null) return null;
  if (chain.length > MAX_CHAIN || !isLinked(links) || !isSignedLink(suite, last)) return null;
  if (compareFeeds(headerFeed(first.header), fork.feed) !== 0) return null;
  if (first.header.sequence === fork.sequence) return first.hash;
  return first.header.sequence === fork.sequence + 1 ? first.header.prev : null;
};

type Link = SignedHeader & { readonly header: Header; readonly hash: Uint8Array };

const readLink = (suite: Suite, link: SignedHeader): Link | null => {
  const header = parseHeader(link.headerBytes);
  if (!header.ok || link.signature.length !== 64) return null;
  const hash = suite.hash(concatBytes(link.headerBytes, link.signature));
  return { ...link, header: header.value, hash };
};

const isLinked = (links: readonly (Link | null)[]): boolean =>
  links.every((link, i) => {
    const before = links[i - 1];
    if (i === 0) return link !== null;
    if (link === null || before === null || before === undefined) return false;
    return (
      compareFeeds(headerFeed(before.header), headerFeed(link.header)) === 0 &&
      link.header.sequence === before.header.sequence + 1 &&
      equalBytes(link.header.prev, before.hash)
    );
  });

const isSignedLink = (suite: Suite, link: Link): boolean =>
  suite.verify(link.signature, signedBytes(link.headerBytes), link.header.writer);
