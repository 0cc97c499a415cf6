/**
 * One signed, sealed step of a feed: header, signature, payload.
 *
 * An entry can be carried, checked and ordered by anybody; only its entry key
 * opens it (docs/PROTOCOL.md, "Entry"). Whether it belongs to its feed is
 * decided by chain.ts.
 */

import { concatBytes, equalBytes, equalSecrets } from '../bytes/compare.ts';
import { err, ok, type Result } from '../bytes/result.ts';
import { derive, labelled } from '../crypto/derive.ts';
import type { Random, Suite } from '../crypto/suite.ts';
import type { FeedKind, Head } from './feed.ts';
import {
  BUCKETS,
  encodeHeader,
  HEADER_BYTES,
  NO_PREV,
  parseHeader,
  type Header,
} from './header.ts';
import { bucketFor, openBody, openOwnHeads, openSealedHeads, sealPayload } from './payload.ts';

export type { Head } from './feed.ts';
export { bucketFor, headsKey, MAX_BODY_BYTES, MAX_HEADS } from './payload.ts';

export type Entry = {
  readonly header: Header;
  /** All of it; the other byte fields are views into these. */
  readonly bytes: Uint8Array;
  readonly headerBytes: Uint8Array;
  /** 64 bytes, not yet checked. */
  readonly signature: Uint8Array;
  readonly payload: Uint8Array;
  /** SHA-256 of header and signature: what the next entry and heads name. */
  readonly hash: Uint8Array;
};

export type EntryDraft = {
  /** The writer's Ed25519 seed, 32 bytes. */
  readonly seed: Uint8Array;
  /** The public key of the seed, where it is known: to make it takes as long as to sign. */
  readonly writer?: Uint8Array;
  readonly kind: FeedKind;
  readonly sequence: number;
  /** Hash of the entry before; 32 zeros (NO_PREV) at sequence 0. */
  readonly prev: Uint8Array;
  /** 32 bytes, for this entry alone. */
  readonly entryKey: Uint8Array;
  /** 8 bytes. */
  readonly keyReference: Uint8Array;
  readonly conversationId: Uint8Array;
  /** At most MAX_HEADS, one a feed, in any order. */
  readonly heads: readonly Head[];
  /** An encoded operation. */
  readonly body: Uint8Array;
  /** Whole days since 1970; 0 never. */
  readonly expiry: number;
};

export type OpenedEntry = { readonly heads: readonly Head[]; readonly body: Uint8Array };

const SIGNATURE_BYTES = 64;
const OPEN_BYTES = HEADER_BYTES + SIGNATURE_BYTES;

export const MAX_ENTRY_BYTES = OPEN_BYTES + BUCKETS[5];

/**
 * An entry from foreign bytes, of which it keeps a copy. Checks layout, the bucket's size and the
 * payload's hash, not the signature. `version`: of a later version, to be ignored without blame.
 */
export const parseEntry = (
  suite: Suite,
  bytes: Uint8Array,
): Result<Entry, 'malformed' | 'version'> => {
  const header = parseHeader(bytes.subarray(0, HEADER_BYTES));
  if (!header.ok) return header;
  if (bytes.length !== OPEN_BYTES + (BUCKETS[header.value.bucket] ?? 0)) return err('malformed');
  const entry = entryOf(suite, header.value, new Uint8Array(bytes));
  return equalBytes(suite.hash(entry.payload), header.value.payloadHash)
    ? ok(entry)
    : err('malformed');
};

/** A new entry in the smallest bucket that holds it. What fits no bucket throws: see bucketFor. */
export const writeEntry = (suite: Suite, random: Random, draft: EntryDraft): Entry => {
  const bucket = bucketFor(draft.body.length, draft.heads.length);
  if (bucket === null) throw new RangeError('"body" and "heads" fit no bucket');
  const unhashed: Header = {
    kind: draft.kind,
    writer: draft.writer ?? suite.signingPublicKey(draft.seed),
    sequence: draft.sequence,
    prev: draft.prev,
    payloadHash: NO_HASH,
    bucket,
    keyReference: draft.keyReference,
    commitment: derive(suite, draft.entryKey, 'commitment'),
    expiry: draft.expiry,
  };
  const aad = associatedData(draft.conversationId, unhashed);
  const content = { heads: draft.heads, body: draft.body, bucket };
  const payload = sealPayload(suite, draft.entryKey, random(24), aad, content);
  const header = { ...unhashed, payloadHash: suite.hash(payload) };
  const headerBytes = encodeHeader(header);
  const signature = suite.sign(draft.seed, signedBytes(headerBytes));
  return entryOf(suite, header, concatBytes(headerBytes, signature, payload));
};

/**
 * Heads and body. `wrong-key`: the header is not committed to this key, so nothing was opened.
 * `malformed`: committed to it, and yet not what an honest writer makes (or another conversation).
 */
export const openEntry = (
  suite: Suite,
  entry: Entry,
  entryKey: Uint8Array,
  conversationId: Uint8Array,
): Result<OpenedEntry, 'wrong-key' | 'malformed'> => {
  if (!isCommittedTo(suite, entry, entryKey)) return err('wrong-key');
  const aad = associatedData(conversationId, entry.header);
  const heads = openOwnHeads(suite, entryKey, entry.payload, aad);
  if (!heads.ok) return heads;
  const body = openBody(suite, entryKey, entry.payload, aad);
  return body.ok ? ok({ heads: heads.value, body: body.value }) : body;
};

/** The operation's bytes alone, of an entry whose heads were looked at before. As openEntry. */
export const openEntryBody = (
  suite: Suite,
  entry: Entry,
  entryKey: Uint8Array,
  conversationId: Uint8Array,
): Result<Uint8Array, 'wrong-key' | 'malformed'> =>
  isCommittedTo(suite, entry, entryKey)
    ? openBody(suite, entryKey, entry.payload, associatedData(conversationId, entry.header))
    : err('wrong-key');

/** The heads alone, by the key that opens nothing else (headsKey). */
export const openHeads = (
  suite: Suite,
  entry: Entry,
  key: Uint8Array,
  conversationId: Uint8Array,
): Result<readonly Head[], 'malformed'> =>
  openSealedHeads(suite, key, entry.payload, associatedData(conversationId, entry.header));

/** Does the entry carry a good signature of its own? */
export const isSigned = (suite: Suite, entry: Entry): boolean =>
  suite.verify(entry.signature, signedBytes(entry.headerBytes), entry.header.writer);

/** What the writer signs. */
export const signedBytes = (headerBytes: Uint8Array): Uint8Array =>
  labelled('entry', [headerBytes]);

const NO_HASH = NO_PREV;

const isCommittedTo = (suite: Suite, { header }: Entry, entryKey: Uint8Array): boolean =>
  equalSecrets(derive(suite, entryKey, 'commitment'), header.commitment);

/** The hash is made when it is wanted: whoever only opens an entry does without. */
const entryOf = (suite: Suite, header: Header, bytes: Uint8Array): Entry => {
  let hash: Uint8Array | undefined;
  return {
    header,
    bytes,
    headerBytes: bytes.subarray(0, HEADER_BYTES),
    signature: bytes.subarray(HEADER_BYTES, OPEN_BYTES),
    payload: bytes.subarray(OPEN_BYTES),
    get hash() {
      return (hash ??= suite.hash(bytes.subarray(0, OPEN_BYTES)));
    },
  };
};

/** The payload's hash covers the sealed bytes, so it cannot be part of what is sealed with them. */
const associatedData = (conversationId: Uint8Array, header: Header): Uint8Array =>
  labelled('payload', [conversationId, encodeHeader({ ...header, payloadHash: NO_HASH })]);
