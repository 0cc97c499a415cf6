/**
 * Which writers were admitted by whom, whether or not the admission will count:
 * the tree that founders, admissions and claims make (docs/PROTOCOL.md, "Members").
 *
 * It depends on the facts alone. Who is in it, and how far from the founders,
 * decides whose word goes first (conclude.ts).
 */

import { encodeBase64url } from '../bytes/base64url.ts';
import { compareBytes, equalBytes } from '../bytes/compare.ts';
import { groupBy } from '../journal/group.ts';
import { NO_SUCCESSOR, type Admission } from './admission.ts';
import type { Certificate } from './certificate.ts';
import type { Fact } from './facts.ts';

/** A writer's key as a key of maps. */
export type Name = string;

/** `member`: key of the writer that founded the member. `depth`: steps from a founder of the conversation. */
export type Place = {
  readonly writer: Uint8Array;
  readonly member: Uint8Array;
  readonly depth: number;
  /** The member whose place this one's takes, by the word of another member. */
  readonly follows: Uint8Array | null;
  /** All admissions that say the same, whoever wrote them; none of a founder. */
  readonly admissions: readonly Fact[];
};

export type Places = ReadonlyMap<Name, Place>;

/** Writers of a conversation, those that ended included; an admission beyond has no effect. */
export const MAX_WRITERS = 128;

const names = new WeakMap<Uint8Array, Name>();

/** Asked for in every step, of the same few arrays, which nobody changes. */
export const nameOf = (writer: Uint8Array): Name => {
  const known = names.get(writer);
  if (known !== undefined) return known;
  const name = encodeBase64url(writer);
  names.set(writer, name);
  return name;
};

export const placeWriters = (founders: readonly Uint8Array[], facts: readonly Fact[]): Places => {
  const places = new Map<Name, Place>(
    founders.map((writer) => [nameOf(writer), founderPlace(writer)]),
  );
  const admissions = sortFacts(facts.filter(({ operation }) => operation.type === 'admit'));
  const liars = findLiars(admissions);
  let left: readonly Fact[] = admissions;
  for (let depth = 0; left.length > 0; depth++) {
    const due = left.filter(
      (fact) => (places.get(nameOf(sponsorOf(fact)))?.depth ?? Infinity) <= depth,
    );
    const taken = due.filter((fact) => take(places, facts, liars, fact));
    left = left.filter((fact) => !taken.includes(fact));
    const isDeeper = left.some((fact) => places.get(nameOf(sponsorOf(fact)))?.depth === depth + 1);
    if (taken.length === 0 && !isDeeper) return places;
  }
  return places;
};

/** Whose word goes first: shorter chain of admission, then smaller key. */
export const compareSeniority = (a: Place, b: Place): number =>
  a.depth - b.depth || compareBytes(a.writer, b.writer);

export const compareFacts = (a: Fact, b: Fact): number =>
  compareBytes(a.author, b.author) || a.sequence - b.sequence;

export const sortFacts = (facts: readonly Fact[]): readonly Fact[] => facts.toSorted(compareFacts);

export const admissionOf = ({ operation }: Fact): Admission | null =>
  operation.type === 'admit' ? operation.admission : null;

/** On whose standing an admission rests: its author's; of one that followed by its key, the one it follows. */
export const sponsorOf = (fact: Fact): Uint8Array => {
  const admission = admissionOf(fact);
  const isOwnWord =
    admission?.voucher.by === 'successor' && equalBytes(admission.certificate.writer, fact.author);
  return isOwnWord && admission.voucher.by === 'successor' ? admission.voucher.old : fact.author;
};

const founderPlace = (writer: Uint8Array): Place => ({
  writer,
  member: writer,
  depth: 0,
  follows: null,
  admissions: [],
});

/** Puts the newcomer in its place, or adds one more word for it. False: not now, perhaps never. */
const take = (
  places: Map<Name, Place>,
  facts: readonly Fact[],
  liars: ReadonlySet<Name>,
  fact: Fact,
): boolean => {
  const admission = admissionOf(fact);
  const author = places.get(nameOf(sponsorOf(fact)));
  if (admission === null || author === undefined) return false;
  const name = nameOf(admission.certificate.writer);
  if (liars.has(name) || !isVouched(places, facts, author, fact, admission)) return false;
  const known = places.get(name);
  if (known !== undefined) {
    if (known.admissions.length === 0) return false;
    places.set(name, { ...known, admissions: [...known.admissions, fact] });
    return true;
  }
  if (places.size >= MAX_WRITERS) return false;
  places.set(name, {
    writer: admission.certificate.writer,
    member: admission.claim.member,
    depth: author.depth + 1,
    follows: admission.voucher.by === 'other' ? admission.voucher.old : null,
    admissions: [fact],
  });
  return true;
};

/** Whether who speaks may speak for a newcomer of that member. In a direct conversation all are owners. */
const isVouched = (
  places: Places,
  facts: readonly Fact[],
  author: Place,
  { shown }: Fact,
  { certificate, claim, voucher }: Admission,
): boolean => {
  switch (voucher.by) {
    case 'sibling':
      return equalBytes(claim.member, author.member);
    case 'other':
      return (
        equalBytes(claim.member, certificate.writer) &&
        !equalBytes(voucher.old, author.member) &&
        equalBytes(places.get(nameOf(voucher.old))?.member ?? NO_SUCCESSOR, voucher.old)
      );
    case 'successor': {
      const old = places.get(nameOf(voucher.old));
      const commitment = old && commitmentOf(old, facts);
      return (
        old !== undefined &&
        commitment !== undefined &&
        equalBytes(claim.member, old.member) &&
        equalBytes(commitment, shown)
      );
    }
  }
};

/** What the newcomer signed when it was admitted; a founder says it in its first entry about it. */
const commitmentOf = (place: Place, facts: readonly Fact[]): Uint8Array | undefined => {
  const [admitted] = place.admissions;
  if (admitted !== undefined) {
    const signed = admissionOf(admitted)?.claim.successor;
    return signed && !equalBytes(signed, NO_SUCCESSOR) ? signed : undefined;
  }
  const own = facts.filter(({ author }) => equalBytes(author, place.writer));
  const said = sortFacts(own).find(({ operation }) => operation.type === 'successor');
  return said?.operation.type === 'successor' ? said.operation.commitment : undefined;
};

/** Writers that signed two introductions: nobody can tell which is meant, so neither counts. */
const findLiars = (admissions: readonly Fact[]): ReadonlySet<Name> => {
  const byWriter = groupBy(
    admissions.flatMap((fact) => admissionOf(fact) ?? []),
    ({ certificate }) => nameOf(certificate.writer),
  );
  const differs = ([, all]: readonly [Name, readonly Admission[]]): boolean =>
    all.some((one) => all[0] !== undefined && !areSame(one, all[0]));
  return new Set([...byWriter].filter(differs).map(([name]) => name));
};

const areSame = (a: Admission, b: Admission): boolean =>
  areCertificatesEqual(a.certificate, b.certificate) &&
  equalBytes(a.claim.member, b.claim.member) &&
  equalBytes(a.claim.successor, b.claim.successor);

/** `signature` left out: another signature of the same words is the same word. */
const areCertificatesEqual = (a: Certificate, b: Certificate): boolean =>
  equalBytes(a.kemKey, b.kemKey) && a.name === b.name;
