/**
 * Feeds and heads: who wrote a chain of entries, and how far somebody holds it.
 *
 * Layouts in docs/PROTOCOL.md, "Names" and "Entry".
 */

import { encodeBase64url } from '../bytes/base64url.ts';
import { compareBytes } from '../bytes/compare.ts';
import type { Writer } from '../bytes/writer.ts';
import type { Reader } from '../bytes/reader.ts';

export type FeedKind = 'control' | 'message';

/** `writer`: Ed25519 public key, 32 bytes. */
export type FeedId = { readonly writer: Uint8Array; readonly kind: FeedKind };

/** The last entry of a feed that somebody holds; `hash` is its entry hash, 32 bytes. */
export type Head = {
  readonly feed: FeedId;
  readonly sequence: number;
  readonly hash: Uint8Array;
};

/** Bytes of a head: kind, writer, u32 sequence, entry hash. */
export const HEAD_BYTES = 1 + 32 + 4 + 32;

/** 33 bytes: kind (0 control, 1 message) and writer. */
export const encodeFeedId = ({ kind, writer }: FeedId): Uint8Array => {
  const bytes = new Uint8Array(1 + writer.length);
  bytes[0] = kindToByte(kind);
  bytes.set(writer, 1);
  return bytes;
};

/** Name of a feed as text, 44 characters: key of maps and the stem of the names of its pages. */
export const feedName = (feed: FeedId): string => {
  const known = names[feed.kind].get(feed.writer);
  if (known !== undefined) return known;
  const name = encodeBase64url(encodeFeedId(feed));
  names[feed.kind].set(feed.writer, name);
  return name;
};

/** Asked for in every step, of the same few arrays, which nobody changes. */
const names: Readonly<Record<FeedKind, WeakMap<Uint8Array, string>>> = {
  control: new WeakMap(),
  message: new WeakMap(),
};

/** Control before message, then by writer. */
export const compareFeeds = (a: FeedId, b: FeedId): number =>
  kindToByte(a.kind) - kindToByte(b.kind) || compareBytes(a.writer, b.writer);

export const kindToByte = (kind: FeedKind): number => (kind === 'control' ? 0 : 1);

/** Any other byte is malformed. */
export const readKind = (reader: Reader): FeedKind => {
  const byte = reader.u8();
  reader.require(byte <= 1);
  return byte === 0 ? 'control' : 'message';
};

export const writeHead = (writer: Writer, head: Head): Writer =>
  writer.u8(kindToByte(head.feed.kind)).fixed(head.feed.writer).u32(head.sequence).fixed(head.hash);

export const readHead = (reader: Reader): Head => {
  const kind = readKind(reader);
  const feed = { kind, writer: reader.fixed(32) };
  return { feed, sequence: reader.u32(), hash: reader.fixed(32) };
};

/** Sorted by feed; two heads of one feed are our mistake and throw. */
export const sortHeads = (heads: readonly Head[]): readonly Head[] => {
  const sorted = heads.toSorted((a, b) => compareFeeds(a.feed, b.feed));
  if (!areSorted(sorted)) throw new RangeError('"heads" name a feed twice');
  return sorted;
};

/** Strictly ascending by feed: the one order in which a set of heads is written. */
export const areSorted = (heads: readonly Head[]): boolean =>
  heads.every((head, i) => {
    const before = heads[i - 1];
    return before === undefined || compareFeeds(before.feed, head.feed) < 0;
  });
