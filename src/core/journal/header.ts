/**
 * The open part of an entry: who, which place in the chain, which key, how large.
 *
 * 147 bytes, signed by the writer (docs/PROTOCOL.md, "Entry"). Everything here
 * is readable for whoever carries the entry.
 */

import { err, ok, type Result } from '../bytes/result.ts';
import { parseBytes, type Reader } from '../bytes/reader.ts';
import { createWriter } from '../bytes/writer.ts';
import { kindToByte, readKind, type FeedId, type FeedKind } from './feed.ts';

export type { FeedId, FeedKind, Head } from './feed.ts';
export { feedName } from './feed.ts';

export type Header = {
  readonly kind: FeedKind;
  /** Ed25519 public key, 32 bytes. */
  readonly writer: Uint8Array;
  /** From 0, a u32. */
  readonly sequence: number;
  /** Entry hash of the entry before, 32 bytes; zeros at sequence 0. */
  readonly prev: Uint8Array;
  /** SHA-256 of the payload. */
  readonly payloadHash: Uint8Array;
  /** Index into BUCKETS. */
  readonly bucket: number;
  /** 8 bytes: which key opens it. */
  readonly keyReference: Uint8Array;
  /** 32 bytes that bind the entry to one key. */
  readonly commitment: Uint8Array;
  /** Whole days since 1970 after which the entry may be dropped; 0 never. */
  readonly expiry: number;
};

export const HEADER_BYTES = 147;
export const NO_PREV: Uint8Array = new Uint8Array(32);

/** Sizes of payloads; an entry is padded to the smallest that holds it. */
export const BUCKETS = [128, 384, 1024, 4096, 16_384, 73_728] as const;

const VERSION = 1;
const SUITE = 1;
const SIGNED = 0;

/** 147 bytes. A field of a wrong size is our mistake and throws. */
export const encodeHeader = (header: Header): Uint8Array => {
  const bytes = createWriter()
    .u8(VERSION)
    .u8(SUITE)
    .u8(SIGNED)
    .u8(kindToByte(header.kind))
    .fixed(header.writer)
    .u32(header.sequence)
    .fixed(header.prev)
    .fixed(header.payloadHash)
    .u8(header.bucket)
    .fixed(header.keyReference)
    .fixed(header.commitment)
    .u16(header.expiry)
    .finish();
  if (bytes.length !== HEADER_BYTES) throw new RangeError('a field of "header" has a wrong size');
  return bytes;
};

/** `version`: written by a later version, suite or mode, and of no use here; nobody's fault. */
export const parseHeader = (bytes: Uint8Array): Result<Header, 'malformed' | 'version'> => {
  if (bytes.length < 3 || bytes[0] === 0) return err('malformed');
  if (bytes[0] !== VERSION || bytes[1] !== SUITE || bytes[2] !== SIGNED) return err('version');
  const parsed = parseBytes(bytes, readHeader);
  return parsed.ok ? ok(parsed.value) : parsed;
};

export const headerFeed = (header: Header): FeedId => ({
  writer: header.writer,
  kind: header.kind,
});

const readHeader = (reader: Reader): Header => {
  reader.fixed(3);
  const header = {
    kind: readKind(reader),
    writer: reader.fixed(32),
    sequence: reader.u32(),
    prev: reader.fixed(32),
    payloadHash: reader.fixed(32),
    bucket: reader.u8(),
    keyReference: reader.fixed(8),
    commitment: reader.fixed(32),
    expiry: reader.u16(),
  };
  reader.require(header.bucket < BUCKETS.length);
  reader.require(header.sequence > 0 || header.prev.every((byte) => byte === 0));
  return header;
};
