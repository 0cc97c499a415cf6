/**
 * What a message entry can say: a new message, or something about one; between
 * devices of one person also what no screen shows (docs/PROTOCOL.md, "Operation").
 */

import type { Reader } from '../bytes/reader.ts';
import type { Writer } from '../bytes/writer.ts';
import { readStamp, stampAfter, writeStamp, type Stamp } from '../clock/hlc.ts';
import { WRITER_BYTES } from '../members/certificate.ts';
import { demand, readFlag, writeExact, writeText } from './fields.ts';

/** Names an entry of a message feed; a stamp that is not the entry's own never matches. */
export type Target = {
  readonly writer: Uint8Array;
  readonly sequence: number;
  readonly stamp: Stamp;
};

export type KnownMessageOperation =
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
  /** From device to device of one person: a part of what one tells the others. */
  | {
      readonly type: 'tell';
      readonly isFirst: boolean;
      readonly isLast: boolean;
      readonly bytes: Uint8Array;
    };

/** In bytes of UTF-8, like the next; see textBytes. */
export const MAX_TEXT_BYTES = 16_384;
export const MAX_EMOJI_BYTES = 64;
/** What is longer is told in several parts. */
export const MAX_TELL_BYTES = 65_536;

/** The code of the operation in one byte, then its fields. Throws RangeError for one outside its limits. */
export const writeMessage = (out: Writer, operation: KnownMessageOperation): Writer => {
  switch (operation.type) {
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
    case 'tell':
      demand(operation.bytes.length <= MAX_TELL_BYTES);
      out.u8(6).u8((operation.isFirst ? 1 : 0) + (operation.isLast ? 2 : 0));
      return out.bytes(operation.bytes);
  }
};

/** The fields after the code; undefined, and nothing read, for a code of a later version. */
export const readMessage = (reader: Reader, code: number): KnownMessageOperation | undefined => {
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
    case 6:
      return readTell(reader);
    default:
      return undefined;
  }
};

/** 32 writer, u32 sequence, 8 stamp. */
const writeTarget = (out: Writer, { writer, sequence, stamp }: Target): Writer =>
  writeStamp(writeExact(out, writer, WRITER_BYTES).u32(sequence), stamp);

const readTarget = (reader: Reader): Target => ({
  writer: reader.fixed(WRITER_BYTES),
  sequence: reader.u32(),
  stamp: readStamp(reader),
});

const readEmoji = (reader: Reader): string => {
  const emoji = reader.text(MAX_EMOJI_BYTES);
  reader.require(emoji !== '');
  return emoji;
};

const readRestamp = (reader: Reader): KnownMessageOperation => {
  const first = reader.u32();
  const last = reader.u32();
  const stamp = readStamp(reader);
  reader.require(isRestampSound(first, last, stamp));
  return { type: 'restamp', first, last, stamp };
};

const readTell = (reader: Reader): KnownMessageOperation => {
  const flags = reader.u8();
  reader.require(flags <= 3);
  const [isFirst, isLast] = [(flags & 1) !== 0, (flags & 2) !== 0];
  return { type: 'tell', isFirst, isLast, bytes: reader.bytes(MAX_TELL_BYTES) };
};

/** A range that is not empty, and whose last stamp can still be written down. */
const isRestampSound = (first: number, last: number, stamp: Stamp): boolean =>
  first <= last && stampAfter(stamp, last - first).wall < 2 ** 48;
