/** Writers with real keys, and control entries by them, for the tests of membership. */

import { encodeBase64url } from '../../../src/core/bytes/base64url.ts';
import { createNobleSuite } from '../../../src/core/crypto/noble-suite.ts';
import type { Suite } from '../../../src/core/crypto/suite.ts';
import type { ControlOperation } from '../../../src/core/journal/operations.ts';
import {
  NO_SUCCESSOR,
  signClaim,
  signSuccession,
  successorCommitment,
  type Admission,
  type Voucher,
} from '../../../src/core/members/admission.ts';
import { signCertificate, type Certificate } from '../../../src/core/members/certificate.ts';
import type { Cut } from '../../../src/core/members/cut.ts';
import {
  applyControl,
  createMembers,
  findWriter,
  type ControlEntry,
  type MembersState,
} from '../../../src/core/members/members.ts';

const noble = createNobleSuite();
const verdicts = new Map<string, boolean>();

/** As the real one, except that it checks each signature once. */
export const suite: Suite = {
  ...noble,
  verify: (signature, message, key) => {
    const name = [signature, noble.hash(message), key].map(encodeBase64url).join();
    const verdict = verdicts.get(name) ?? noble.verify(signature, message, key);
    verdicts.set(name, verdict);
    return verdict;
  },
};

export const conversationId = new Uint8Array(32).fill(0xcc);
const checks = { suite, conversationId };
const kemKey = new Uint8Array(1216);

const seedOf = (index: number): Uint8Array =>
  noble.hash(new Uint8Array([index & 255, index >> 8, 7]));
const keys = new Map<number, Uint8Array>();

/** The key of writer number `index`. */
export const key = (index: number): Uint8Array => {
  const known = keys.get(index) ?? noble.signingPublicKey(seedOf(index));
  keys.set(index, known);
  return known;
};

/** The same value for the same arguments: signing takes its time. */
const once = <A extends readonly unknown[], T>(make: (...args: A) => T): ((...args: A) => T) => {
  const made = new Map<string, T>();
  return (...args) => {
    const name = JSON.stringify(args);
    const known = made.get(name) ?? make(...args);
    made.set(name, known);
    return known;
  };
};

export const certificate = once((index: number, name: string = `w${index}`): Certificate =>
  signCertificate(noble, seedOf(index), conversationId, kemKey, name),
);

/** Of founders, senior first: writer 0 has the smaller key. */
export const founders = [certificate(0), certificate(1)] as const;

export const SIBLING: Voucher = { by: 'sibling' };

/** As the newcomer makes it; `member` is the number of its founding writer. */
export const admission = once(
  (
    index: number,
    member: number,
    voucher: Voucher = SIBLING,
    commitment: Uint8Array = NO_SUCCESSOR,
  ): Admission => ({
    certificate: certificate(index),
    claim: signClaim(noble, seedOf(index), conversationId, {
      member: key(member),
      successor: commitment,
    }),
    voucher,
  }),
);

export const admit = (made: Admission): ControlOperation => ({ type: 'admit', admission: made });

export const cutAt = (control: number, message: number): Cut => ({
  control: control === 0 ? null : { sequence: control - 1, hash: key(0) },
  message: message === 0 ? null : { sequence: message - 1, hash: key(0) },
});

/** "Of this writer, so many control and message entries count." */
export const end = (index: number, control: number, message = 0): ControlOperation => ({
  type: 'end',
  writer: key(index),
  reason: 'removed',
  cut: cutAt(control, message),
});

export const keep = (index: number, control: number, message = 0): ControlOperation => ({
  type: 'keep',
  writer: key(index),
  cut: cutAt(control, message),
});

/** The key that follows a writer, by any number. */
export const successor = (index: number): Uint8Array =>
  successorCommitment(noble, noble.signingPublicKey(seedOf(1000 + index)));

export const succession = once(
  (index: number, newcomer: number, old: number, cut: Cut): Voucher => ({
    by: 'successor',
    ...signSuccession(noble, seedOf(1000 + index), conversationId, {
      old: key(old),
      cut,
      newcomer: key(newcomer),
    }),
  }),
);

/** `seen`: by writer, how many of its control entries the author names; `messages` likewise. */
export type Said = {
  readonly operation: ControlOperation;
  readonly seen?: Readonly<Record<number, number>>;
  readonly messages?: Readonly<Record<number, number>>;
};

/** The control feed of a writer; a founder's begins with what founded the conversation. */
export const feed = (index: number, ...said: readonly Said[]): readonly ControlEntry[] => {
  const found: Said = { operation: { type: 'found', certificates: founders } };
  const all = index < 2 ? [found, ...said] : said;
  return all.map(({ operation, seen = {}, messages = {} }, sequence) => ({
    writer: key(index),
    sequence,
    body: { stamp: { wall: 1, count: 0 }, clock: 1, operation },
    heads: [...headsOf('control', seen), ...headsOf('message', messages)],
  }));
};

const headsOf = (kind: 'control' | 'message', seen: Readonly<Record<number, number>>) =>
  Object.entries(seen)
    .filter(([, length]) => length > 0)
    .map(([index, length]) => ({
      feed: { writer: key(Number(index)), kind },
      sequence: length - 1,
      hash: key(0),
    }));

export const apply = (state: MembersState, entry: ControlEntry): MembersState =>
  applyControl(state, entry, checks);

/**
 * Applies feeds as a device does: each in its order, once its writer is known. `pick` says which of
 * those that can go on is next.
 */
export const gather = (
  feeds: readonly (readonly ControlEntry[])[],
  pick: (choices: number) => number = () => 0,
  before: MembersState = createMembers(founders),
): MembersState => {
  let state = before;
  const rest = feeds.map((entries) => [...entries]);
  for (;;) {
    const ready = rest.filter(([next]) => next && findWriter(state, next.writer) !== null);
    const next = ready[pick(ready.length) % Math.max(1, ready.length)]?.shift();
    if (next === undefined) return state;
    state = apply(state, next);
  }
};
