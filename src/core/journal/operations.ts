/**
 * What an entry says, once it is opened: a stamp, the writer's own clock and
 * one typed operation (docs/PROTOCOL.md, "Operation").
 *
 * A type this version does not know is kept as bytes and has no effect, so an
 * older app can carry what a newer one wrote.
 */

import { encodeUtf8 } from 'lib0/string';
import { parseBytes, type Reader } from '../bytes/reader.ts';
import type { Result } from '../bytes/result.ts';
import { createWriter, type Writer } from '../bytes/writer.ts';
import { readStamp, writeStamp, type Stamp } from '../clock/hlc.ts';
import {
  KEM_KEY_BYTES,
  MAX_NAME_BYTES,
  readCertificate,
  readName,
  writeCertificate,
  WRITER_BYTES,
  type Certificate,
} from '../members/certificate.ts';
import type { FeedKind } from './header.ts';

/** `clock`: what the writer's own clock showed, milliseconds since 1970, below 2^48. */
export type Body<O> = { readonly stamp: Stamp; readonly clock: number; readonly operation: O };

/** Names an entry of a message feed; a stamp that is not the entry's own never matches. */
export type Target = {
  readonly writer: Uint8Array;
  readonly sequence: number;
  readonly stamp: Stamp;
};

/** One recipient's box of an announcement: 8-byte `kemKeyId`; `hash` names the blob that holds it. */
export type BoxReference = {
  readonly mode: 'rolling' | 'kept';
  readonly recipient: Uint8Array;
  readonly number: number;
  readonly kemKeyId: Uint8Array;
  readonly hash: Uint8Array;
};

/** `sequence`: of the control entry that announced the generation which was opened. */
export type Acknowledgement = { readonly writer: Uint8Array; readonly sequence: number };

/** An operation of a later version: `code` is its type, `fields` everything after it. */
export type UnknownOperation = {
  readonly type: 'unknown';
  readonly code: number;
  readonly fields: Uint8Array;
};

export type ControlOperation =
  | { readonly type: 'found'; readonly certificates: readonly Certificate[] }
  | { readonly type: 'kem'; readonly key: Uint8Array }
  | {
      readonly type: 'announce';
      readonly firstMessage: number;
      readonly boxes: readonly BoxReference[];
    }
  | { readonly type: 'acknowledge'; readonly acknowledgements: readonly Acknowledgement[] }
  | { readonly type: 'name'; readonly name: string }
  | UnknownOperation;

export type MessageOperation =
  | { readonly type: 'post'; readonly replyTo: Target | undefined; readonly text: string }
  | { readonly type: 'edit'; readonly target: Target; readonly text: string }
  | { readonly type: 'redact'; readonly target: Target }
  | {
      readonly type: 'react';
      readonly target: Target;
      readonly on: boolean;
      readonly emoji: string;
    }
  /** Own messages `first` to `last` move to `stamp` and the stamps that follow it by count. */
  | {
      readonly type: 'restamp';
      readonly first: number;
      readonly last: number;
      readonly stamp: Stamp;
    }
  | UnknownOperation;

export type Operation = ControlOperation | MessageOperation;

/** In bytes of UTF-8, like the next; see textBytes. */
export const MAX_TEXT_BYTES = 16_384;
export const MAX_EMOJI_BYTES = 64;
export const MAX_CERTIFICATES = 2;
/** Of boxes in an announcement, and of acknowledgements in one operation. */
export const MAX_RECIPIENTS = 128;

const HASH_BYTES = 32;
const KEM_KEY_ID_BYTES = 8;
const BOX_MODES = ['rolling', 'kept'] as const;
const KNOWN_CODES = 5;

/** How many bytes of UTF-8 a text takes. */
export const textBytes = (text: string): number => encodeUtf8(text).length;

/** What is sealed as the body of an entry. Throws RangeError for a field outside its limits. */
export const encodeBody = ({ stamp, clock, operation }: Body<Operation>): Uint8Array => {
  const out = writeStamp(createWriter(), stamp).u48(clock);
  return writeOperation(out, operation).finish();
};

/**
 * Reads the body of an entry of that kind of feed; an unknown type of operation
 * is no failure.
 */
export function parseBody(
  kind: 'control',
  bytes: Uint8Array,
): Result<Body<ControlOperation>, 'malformed'>;
export function parseBody(
  kind: 'message',
  bytes: Uint8Array,
): Result<Body<MessageOperation>, 'malformed'>;
export function parseBody(kind: FeedKind, bytes: Uint8Array): Result<Body<Operation>, 'malformed'>;
export function parseBody(kind: FeedKind, bytes: Uint8Array): Result<Body<Operation>, 'malformed'> {
  const read: (reader: Reader) => Operation = kind === 'control' ? readControl : readMessage;
  return parseBytes(bytes, (reader) => ({
    stamp: readStamp(reader),
    clock: reader.u48(),
    operation: read(reader),
  }));
}

/** 32 writer, u32 sequence, 8 stamp. */
export const writeTarget = (out: Writer, { writer, sequence, stamp }: Target): Writer =>
  writeStamp(writeExact(out, writer, WRITER_BYTES).u32(sequence), stamp);

export const readTarget = (reader: Reader): Target => ({
  writer: reader.fixed(WRITER_BYTES),
  sequence: reader.u32(),
  stamp: readStamp(reader),
});

/** The stamp `offset` places after `stamp`, counts running over into the next millisecond. */
export const stampAfter = (stamp: Stamp, offset: number): Stamp => {
  const count = stamp.count + offset;
  return { wall: stamp.wall + Math.floor(count / 2 ** 16), count: count % 2 ** 16 };
};

const writeOperation = (out: Writer, operation: Operation): Writer => {
  switch (operation.type) {
    case 'found':
      return writeList(out.u8(1), operation.certificates, MAX_CERTIFICATES, writeCertificate);
    case 'kem':
      return writeExact(out.u8(2), operation.key, KEM_KEY_BYTES);
    case 'announce':
      out.u8(3).u32(operation.firstMessage);
      return writeList(out, operation.boxes, MAX_RECIPIENTS, writeBoxReference);
    case 'acknowledge':
      return writeList(out.u8(4), operation.acknowledgements, MAX_RECIPIENTS, writeAcknowledgement);
    case 'name':
      return writeText(out.u8(5), operation.name, 1, MAX_NAME_BYTES);
    case 'post':
      out.u8(1).u8(operation.replyTo ? 1 : 0);
      if (operation.replyTo) writeTarget(out, operation.replyTo);
      return writeText(out, operation.text, 0, MAX_TEXT_BYTES);
    case 'edit':
      return writeText(writeTarget(out.u8(2), operation.target), operation.text, 0, MAX_TEXT_BYTES);
    case 'redact':
      return writeTarget(out.u8(3), operation.target);
    case 'react':
      writeTarget(out.u8(4), operation.target).u8(operation.on ? 1 : 0);
      return writeText(out, operation.emoji, 1, MAX_EMOJI_BYTES);
    case 'restamp':
      demand(isRestampSound(operation.first, operation.last, operation.stamp));
      return writeStamp(out.u8(5).u32(operation.first).u32(operation.last), operation.stamp);
    case 'unknown':
      demand(operation.code < 1 || operation.code > KNOWN_CODES);
      return out.u8(operation.code).fixed(operation.fields);
  }
};

const readControl = (reader: Reader): ControlOperation => {
  const code = reader.u8();
  switch (code) {
    case 1:
      return { type: 'found', certificates: reader.list(MAX_CERTIFICATES, readCertificate) };
    case 2:
      return { type: 'kem', key: reader.fixed(KEM_KEY_BYTES) };
    case 3:
      return {
        type: 'announce',
        firstMessage: reader.u32(),
        boxes: reader.list(MAX_RECIPIENTS, readBoxReference),
      };
    case 4:
      return {
        type: 'acknowledge',
        acknowledgements: reader.list(MAX_RECIPIENTS, readAcknowledgement),
      };
    case 5:
      return { type: 'name', name: readName(reader) };
    default:
      return { type: 'unknown', code, fields: reader.rest() };
  }
};

const readMessage = (reader: Reader): MessageOperation => {
  const code = reader.u8();
  switch (code) {
    case 1:
      return {
        type: 'post',
        replyTo: readFlag(reader) ? readTarget(reader) : undefined,
        text: reader.text(MAX_TEXT_BYTES),
      };
    case 2:
      return { type: 'edit', target: readTarget(reader), text: reader.text(MAX_TEXT_BYTES) };
    case 3:
      return { type: 'redact', target: readTarget(reader) };
    case 4:
      return {
        type: 'react',
        target: readTarget(reader),
        on: readFlag(reader),
        emoji: readEmoji(reader),
      };
    case 5:
      return readRestamp(reader);
    default:
      return { type: 'unknown', code, fields: reader.rest() };
  }
};

const readRestamp = (reader: Reader): MessageOperation => {
  const first = reader.u32();
  const last = reader.u32();
  const stamp = readStamp(reader);
  reader.require(isRestampSound(first, last, stamp));
  return { type: 'restamp', first, last, stamp };
};

/** A range that is not empty, and whose last stamp can still be written down. */
const isRestampSound = (first: number, last: number, stamp: Stamp): boolean =>
  first <= last && stampAfter(stamp, last - first).wall < 2 ** 48;

export const writeBoxReference = (out: Writer, box: BoxReference): Writer => {
  out.u8(BOX_MODES.indexOf(box.mode));
  writeExact(out, box.recipient, WRITER_BYTES).u32(box.number);
  writeExact(out, box.kemKeyId, KEM_KEY_ID_BYTES);
  return writeExact(out, box.hash, HASH_BYTES);
};

export const readBoxReference = (reader: Reader): BoxReference => ({
  mode: readFlag(reader) ? 'kept' : 'rolling',
  recipient: reader.fixed(WRITER_BYTES),
  number: reader.u32(),
  kemKeyId: reader.fixed(KEM_KEY_ID_BYTES),
  hash: reader.fixed(HASH_BYTES),
});

export const writeAcknowledgement = (out: Writer, { writer, sequence }: Acknowledgement): Writer =>
  writeExact(out, writer, WRITER_BYTES).u32(sequence);

export const readAcknowledgement = (reader: Reader): Acknowledgement => ({
  writer: reader.fixed(WRITER_BYTES),
  sequence: reader.u32(),
});

const writeList = <T>(
  out: Writer,
  items: readonly T[],
  max: number,
  write: (out: Writer, item: T) => Writer,
): Writer => {
  demand(items.length <= max);
  out.varint(items.length);
  for (const item of items) write(out, item);
  return out;
};

const writeText = (out: Writer, text: string, min: number, max: number): Writer => {
  const bytes = encodeUtf8(text);
  demand(bytes.length >= min && bytes.length <= max);
  return out.bytes(bytes);
};

const readEmoji = (reader: Reader): string => {
  const emoji = reader.text(MAX_EMOJI_BYTES);
  reader.require(emoji !== '');
  return emoji;
};

const writeExact = (out: Writer, bytes: Uint8Array, length: number): Writer => {
  demand(bytes.length === length);
  return out.fixed(bytes);
};

const readFlag = (reader: Reader): boolean => {
  const flag = reader.u8();
  reader.require(flag <= 1);
  return flag === 1;
};

const demand = (condition: boolean): void => {
  if (!condition) throw new RangeError('a field of the operation is outside its limits');
};
