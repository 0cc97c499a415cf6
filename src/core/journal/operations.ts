/**
 * What an entry says, once it is opened: a stamp, the writer's own clock and
 * one typed operation (docs/PROTOCOL.md, "Operation").
 *
 * A type this version does not know is kept as bytes and has no effect, so an
 * older app can carry what a newer one wrote.
 */

import { parseBytes, type Reader } from '../bytes/reader.ts';
import type { Result } from '../bytes/result.ts';
import { createWriter, type Writer } from '../bytes/writer.ts';
import { readStamp, writeStamp, type Stamp } from '../clock/hlc.ts';
import { readControl, writeControl, type KnownControlOperation } from './control-operations.ts';
import { demand } from './fields.ts';
import type { FeedKind } from './header.ts';
import { readMessage, writeMessage, type KnownMessageOperation } from './message-operations.ts';

/** `clock`: what the writer's own clock showed, milliseconds since 1970, below 2^48. */
export type Body<O> = { readonly stamp: Stamp; readonly clock: number; readonly operation: O };

/** An operation of a later version: `code` is its type, `fields` everything after it. */
export type UnknownOperation = {
  readonly type: 'unknown';
  readonly code: number;
  readonly fields: Uint8Array;
};

export type ControlOperation = KnownControlOperation | UnknownOperation;
export type MessageOperation = KnownMessageOperation | UnknownOperation;
export type Operation = ControlOperation | MessageOperation;

/** Up to here codes are known in both feeds; a later code may be known in one of them. */
const KNOWN_CODES = 5;

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
  return parseBytes(bytes, (reader) => ({
    stamp: readStamp(reader),
    clock: reader.u48(),
    operation: readOperation(kind, reader),
  }));
}

const writeOperation = (out: Writer, operation: Operation): Writer => {
  switch (operation.type) {
    case 'unknown':
      demand(operation.code < 1 || operation.code > KNOWN_CODES);
      return out.u8(operation.code).fixed(operation.fields);
    case 'post':
    case 'edit':
    case 'redact':
    case 'react':
    case 'restamp':
    case 'tell':
      return writeMessage(out, operation);
    default:
      return writeControl(out, operation);
  }
};

const readOperation = (kind: FeedKind, reader: Reader): Operation => {
  const code = reader.u8();
  const known = kind === 'control' ? readControl(reader, code) : readMessage(reader, code);
  return known ?? { type: 'unknown', code, fields: reader.rest() };
};
