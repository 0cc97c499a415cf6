/**
 * Who belongs to the conversation, and which writers have ended where: concluded
 * from all facts at once, so every device that holds the same facts agrees.
 *
 * A fact that stands beyond the end of its author does not count. That makes
 * facts depend on each other: each is in or out once everything that could put
 * it out is. Of two removals of each other, written apart, the one by the senior
 * author counts; the same rule decides longer rings of removals. The procedure
 * is that of the grounded extension (Dung, "On the acceptability of arguments",
 * 1995), with seniority where it leaves a choice.
 */

import { equalBytes } from '../bytes/compare.ts';
import type { EndReason } from '../journal/control-operations.ts';
import { cutLengths, type Cut, type CutLengths } from './cut.ts';
import { hasSeen, seenLength, type Fact } from './facts.ts';
import {
  admissionOf,
  compareSeniority,
  nameOf,
  placeWriters,
  sortFacts,
  sponsorOf,
  type Name,
  type Place,
  type Places,
} from './places.ts';

/** How many entries of each feed of an ended writer count, and what ended it first. */
export type Ending = CutLengths & { readonly reason: EndReason };

/** A writer that was founded or admitted by a word that counts. `end`: null while it remains. */
export type Standing = Place & { readonly end: Ending | null };

export type Standings = ReadonlyMap<Name, Standing>;

export type Conclusion = {
  readonly standings: Standings;
  /** The ends that count: who makes a room secret must have seen them all. */
  readonly ends: readonly Fact[];
};

export const conclude = (founders: readonly Uint8Array[], facts: readonly Fact[]): Conclusion => {
  const places = placeWriters(founders, facts);
  const nodes = nodesOf(places, sortFacts(facts));
  const counting = settle(places, nodes);
  const standings = new Map<Name, Standing>();
  for (const [name, place] of places) {
    const isIn =
      place.admissions.length === 0 || place.admissions.some((fact) => counting.has(fact));
    if (isIn) standings.set(name, { ...place, end: endingOf(nodes, counting, name) });
  }
  const ends = nodes.flatMap(({ fact, ends: end }) => (end && counting.has(fact) ? [fact] : []));
  return { standings, ends };
};

/** A fact that may count. `ends` and `keeps`: whom it ends or keeps, and how far. */
type Node = {
  readonly fact: Fact;
  readonly author: Name;
  readonly ends: (Ending & { readonly target: Name }) | null;
  readonly keeps: (CutLengths & { readonly target: Name }) | null;
};

const nodesOf = (places: Places, facts: readonly Fact[]): readonly Node[] =>
  facts.flatMap((fact): readonly Node[] => {
    const { operation } = fact;
    const author = nameOf(fact.author);
    if (!places.has(author)) return [];
    const node = { fact, author, ends: null, keeps: null };
    switch (operation.type) {
      case 'end':
        return places.has(nameOf(operation.writer))
          ? [{ ...node, ends: endOf(fact, operation.writer, operation.cut, operation.reason) }]
          : [];
      case 'keep':
        return equalBytes(operation.writer, fact.author)
          ? []
          : [{ ...node, keeps: keepOf(operation.writer, operation.cut) }];
      case 'admit': {
        const { certificate, voucher } = operation.admission;
        const isPlaced = places.get(nameOf(certificate.writer))?.admissions.includes(fact) ?? false;
        if (!isPlaced) return [];
        const ends =
          voucher.by === 'successor' ? endOf(fact, voucher.old, voucher.cut, 'lost') : null;
        return [{ ...node, ends }];
      }
      case 'successor':
      case 'room':
        return [];
    }
  });

/** Nobody takes back what it has said to hold: an end is never before what its author had named. */
const endOf = (fact: Fact, writer: Uint8Array, cut: Cut, reason: EndReason): Node['ends'] => {
  const stated = cutLengths(cut);
  return {
    target: nameOf(writer),
    reason,
    control: Math.max(stated.control, seenLength(fact, { writer, kind: 'control' })),
    message: Math.max(stated.message, seenLength(fact, { writer, kind: 'message' })),
  };
};

const keepOf = (writer: Uint8Array, cut: Cut): Node['keeps'] => ({
  target: nameOf(writer),
  ...cutLengths(cut),
});

/** The facts that count. */
const settle = (places: Places, nodes: readonly Node[]): ReadonlySet<Fact> => {
  const attacks = attacksAmong(places, nodes);
  const isIn = new Map<Node, boolean>();
  const byFact = new Map(nodes.map((node) => [node.fact, node]));

  const verdictOn = (fact: Fact): boolean | undefined => {
    const node = byFact.get(fact);
    return node === undefined ? false : isIn.get(node);
  };
  const authorVerdict = (node: Node): boolean | undefined => {
    const admissions = places.get(nameOf(sponsorOf(node.fact)))?.admissions ?? [];
    if (admissions.length === 0) return true;
    return anyOf(admissions.map(verdictOn));
  };
  /** Whether this attack holds: it counts, and no `keep` that counts shields from it. */
  const attackVerdict = ({ by, shields }: Attack): boolean | undefined => {
    const shielded = anyOf(shields.map((node) => isIn.get(node)));
    if (shielded === true) return false;
    const counts = isIn.get(by);
    return counts === false ? false : shielded === undefined ? undefined : counts;
  };
  const judge = (node: Node): boolean | undefined => {
    const author = authorVerdict(node);
    if (author === false) return false;
    const attacked = anyOf((attacks.get(node) ?? []).map(attackVerdict));
    if (attacked === true) return false;
    return author === undefined || attacked === undefined ? undefined : true;
  };

  const causesOf = (node: Node): readonly Node[] => [
    ...(attacks.get(node) ?? []).flatMap(({ by, shields }) => [by, ...shields]),
    ...(places.get(nameOf(sponsorOf(node.fact)))?.admissions ?? []).flatMap(
      (fact) => byFact.get(fact) ?? [],
    ),
  ];
  const decideFor = (node: Node): void => {
    isIn.set(node, true);
    for (const { by } of attacks.get(node) ?? []) if (!isIn.has(by)) isIn.set(by, false);
  };

  for (;;) {
    let isMoved = false;
    for (const node of nodes) {
      if (isIn.has(node)) continue;
      const verdict = judge(node);
      if (verdict === undefined) continue;
      isIn.set(node, verdict);
      isMoved = true;
    }
    if (isMoved) continue;
    const ring = innermostRing(nodes, isIn, causesOf);
    if (ring.length === 0) break;
    const [first] = ring
      .filter((node) => authorVerdict(node) === true)
      .toSorted((a, b) => compareNodes(places, a, b));
    // What hangs on nobody but each other was never admitted.
    if (first === undefined) for (const node of ring) isIn.set(node, false);
    else decideFor(first);
  }
  return new Set(nodes.filter((node) => isIn.get(node) === true).map(({ fact }) => fact));
};

/** Open nodes that wait for each other and for nothing else; none when nothing is open. */
const innermostRing = (
  nodes: readonly Node[],
  isIn: ReadonlyMap<Node, boolean>,
  causesOf: (node: Node) => readonly Node[],
): readonly Node[] => {
  const rings = nodes
    .filter((node) => !isIn.has(node))
    .map((node) => {
      const ring = new Set([node]);
      for (const one of ring) for (const by of causesOf(one)) if (!isIn.has(by)) ring.add(by);
      return [...ring];
    });
  return rings.reduce<readonly Node[]>(
    (least, ring) => (least.length === 0 || ring.length < least.length ? ring : least),
    [],
  );
};

/** True when one is, undefined while one may still be, false otherwise. */
const anyOf = (verdicts: readonly (boolean | undefined)[]): boolean | undefined =>
  verdicts.includes(true) ? true : verdicts.includes(undefined) ? undefined : false;

/** `by` puts a node out, unless one of `shields` counts. */
type Attack = { readonly by: Node; readonly shields: readonly Node[] };

const attacksAmong = (
  places: Places,
  nodes: readonly Node[],
): ReadonlyMap<Node, readonly Attack[]> => {
  const enders = nodes.filter(({ ends }) => ends !== null);
  const keepers = nodes.filter(({ keeps }) => keeps !== null);
  return new Map(
    nodes.map((node) => [
      node,
      enders
        .filter((by) => by !== node && attacks(by, node))
        .map((by) => ({ by, shields: isBeyond(by, node) ? shieldsOf(keepers, node) : [] })),
    ]),
  );
};

const shieldsOf = (keepers: readonly Node[], { author, fact }: Node): readonly Node[] =>
  keepers.filter(
    ({ keeps }) => keeps !== null && keeps.target === author && keeps.control > fact.sequence,
  );

const attacks = (by: Node, node: Node): boolean =>
  isBeyond(by, node) || isRivalOf(by, node) || isSpent(by, node);

/** The node stands in its author's feed beyond the end that `by` sets. */
const isBeyond = ({ ends }: Node, { author, fact }: Node): boolean =>
  ends !== null && ends.target === author && ends.control <= fact.sequence;

/** Of two successions of one writer the earlier counts; apart, the one of the smaller newcomer. */
const isRivalOf = (by: Node, node: Node): boolean => {
  const [first, second] = [newcomerOf(by), newcomerOf(node)];
  if (first === null || second === null || first.name === second.name) return false;
  if (first.old !== second.old || hasSeen(by.fact, node.fact)) return false;
  return hasSeen(node.fact, by.fact) || first.name < second.name;
};

/** Who was ended by others is not followed by its successor key, unless they had seen that. */
const isSpent = (by: Node, node: Node): boolean => {
  const newcomer = newcomerOf(node);
  if (newcomer === null || newcomerOf(by) !== null) return false;
  return by.ends?.target === newcomer.old && !hasSeen(by.fact, node.fact);
};

const newcomerOf = ({ fact }: Node): { readonly name: Name; readonly old: Name } | null => {
  const admission = admissionOf(fact);
  if (admission?.voucher.by !== 'successor') return null;
  return { name: nameOf(admission.certificate.writer), old: nameOf(admission.voucher.old) };
};

const compareNodes = (places: Places, a: Node, b: Node): number => {
  const [first, second] = [places.get(a.author), places.get(b.author)];
  if (first === undefined || second === undefined) return 0;
  return compareSeniority(first, second) || a.fact.sequence - b.fact.sequence;
};

/** Of several ends the lowest counts, then `keep`. */
const endingOf = (
  nodes: readonly Node[],
  counting: ReadonlySet<Fact>,
  name: Name,
): Ending | null => {
  const among = nodes.filter(({ fact }) => counting.has(fact));
  const ends = among.flatMap(({ ends: end }) => (end?.target === name ? [end] : []));
  const keeps = among.flatMap(({ keeps: keep }) => (keep?.target === name ? [keep] : []));
  const [first] = ends;
  if (first === undefined) return null;
  const lengthOf = (kind: keyof CutLengths): number =>
    Math.max(Math.min(...ends.map((end) => end[kind])), ...keeps.map((keep) => keep[kind]));
  return { reason: first.reason, control: lengthOf('control'), message: lengthOf('message') };
};
