/**
 * What a control entry can say: who the writers are, and which keys are made,
 * boxed and opened (docs/PROTOCOL.md, "Operation").
 */

import type { Reader } from '../bytes/reader.ts';
import type { Writer } from '../bytes/writer.ts';
import {
  KEM_KEY_BYTES,
  MAX_NAME_BYTES,
  readCertificate,
  readName,
  writeCertificate,
  WRITER_BYTES,
  type Certificate,
} from '../members/certificate.ts';
import { readFlag, writeExact, writeList, writeText } from './fields.ts';

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

export type KnownControlOperation =
  | { readonly type: 'found'; readonly certificates: readonly Certificate[] }
  | { readonly type: 'kem'; readonly key: Uint8Array }
  | {
      readonly type: 'announce';
      readonly firstMessage: number;
      readonly boxes: readonly BoxReference[];
    }
  | { readonly type: 'acknowledge'; readonly acknowledgements: readonly Acknowledgement[] }
  | { readonly type: 'name'; readonly name: string };

export const MAX_CERTIFICATES = 2;
/** Of boxes in an announcement, and of acknowledgements in one operation. */
export const MAX_RECIPIENTS = 128;

const HASH_BYTES = 32;
const KEM_KEY_ID_BYTES = 8;
const BOX_MODES = ['rolling', 'kept'] as const;

/** The code of the operation in one byte, then its fields. Throws RangeError for one outside its limits. */
export const writeControl = (out: Writer, operation: KnownControlOperation): Writer => {
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
  }
};

/** The fields after the code; undefined, and nothing read, for a code of a later version. */
export const readControl = (reader: Reader, code: number): KnownControlOperation | undefined => {
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
      return undefined;
  }
};

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
