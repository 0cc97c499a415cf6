/**
 * What a control entry can say: who the writers are, and which keys are made,
 * boxed and opened (docs/PROTOCOL.md, "Operation").
 */

import type { Reader } from '../bytes/reader.ts';
import type { Writer } from '../bytes/writer.ts';
import { readAdmission, writeAdmission, type Admission } from '../members/admission.ts';
import {
  KEM_KEY_BYTES,
  MAX_NAME_BYTES,
  readCertificate,
  readName,
  writeCertificate,
  WRITER_BYTES,
  type Certificate,
} from '../members/certificate.ts';
import { readCut, writeCut, type Cut } from '../members/cut.ts';
import {
  INTRODUCTION_ID_BYTES,
  readIntroduceStep,
  writeIntroduceStep,
  type IntroduceStep,
} from './introduce-operation.ts';
import { demand, readFlag, writeExact, writeList, writeText } from './fields.ts';

/** One recipient's box of an announcement: 8-byte `kemKeyId`; `hash` names the blob that holds it. */
export type BoxReference = {
  readonly mode: 'rolling' | 'kept';
  readonly recipient: Uint8Array;
  readonly number: number;
  readonly kemKeyId: Uint8Array;
  readonly hash: Uint8Array;
};

/** `sequence`: of the control entry that carried the boxes of which one was opened. */
export type Acknowledgement = { readonly writer: Uint8Array; readonly sequence: number };

/** Messages of one writer whose keys are handed over or asked for: `count` from `first` on. */
export type KeyRange = {
  readonly writer: Uint8Array;
  readonly first: number;
  readonly count: number;
};

/** Why a writer was ended; it changes words on the screen and nothing else. */
export type EndReason = 'removed' | 'lost' | 'forked';

export type KnownControlOperation =
  | { readonly type: 'found'; readonly certificates: readonly Certificate[] }
  | { readonly type: 'kem'; readonly key: Uint8Array }
  | {
      readonly type: 'announce';
      readonly firstMessage: number;
      readonly boxes: readonly BoxReference[];
    }
  | { readonly type: 'acknowledge'; readonly acknowledgements: readonly Acknowledgement[] }
  | { readonly type: 'name'; readonly name: string }
  | { readonly type: 'admit'; readonly admission: Admission }
  | {
      readonly type: 'end';
      readonly writer: Uint8Array;
      readonly reason: EndReason;
      readonly cut: Cut;
    }
  | { readonly type: 'keep'; readonly writer: Uint8Array; readonly cut: Cut }
  /** 32 bytes: see successorCommitment. */
  | { readonly type: 'successor'; readonly commitment: Uint8Array }
  /** `room`: 8-byte id of the room secret that the boxes hold. */
  | {
      readonly type: 'room';
      readonly room: Uint8Array;
      readonly boxes: readonly BoxReference[];
    }
  /** Message keys for one writer; the box holds those of the ranges. */
  | { readonly type: 'keys'; readonly box: BoxReference; readonly ranges: readonly KeyRange[] }
  /** What the author says of themselves; empty: nothing any more. */
  | { readonly type: 'status'; readonly text: string }
  /** The author's picture, as a file's bytes; empty: none any more. */
  | { readonly type: 'picture'; readonly bytes: Uint8Array }
  /** One step of introducing two contacts; `id` of 16 bytes names the introduction. */
  | { readonly type: 'introduce'; readonly id: Uint8Array; readonly step: IntroduceStep }
  /** To the author's other devices: keys of these messages are not here. */
  | { readonly type: 'ask'; readonly ranges: readonly KeyRange[] };

/** Of UTF-8. */
export const MAX_STATUS_BYTES = 256;
export const MAX_PICTURE_BYTES = 12_288;

export const MAX_CERTIFICATES = 2;
/** Of boxes in an announcement, and of acknowledgements in one operation. */
export const MAX_RECIPIENTS = 128;

const HASH_BYTES = 32;
const KEM_KEY_ID_BYTES = 8;
const ROOM_ID_BYTES = 8;
const COMMITMENT_BYTES = 32;
export const MAX_RANGES = 128;
const REASONS = ['removed', 'lost', 'forked'] as const;
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
    case 'admit':
      return writeAdmission(out.u8(6), operation.admission);
    case 'end':
      writeExact(out.u8(7), operation.writer, WRITER_BYTES).u8(REASONS.indexOf(operation.reason));
      return writeCut(out, operation.cut);
    case 'keep':
      return writeCut(writeExact(out.u8(8), operation.writer, WRITER_BYTES), operation.cut);
    case 'successor':
      return writeExact(out.u8(9), operation.commitment, COMMITMENT_BYTES);
    case 'room':
      writeExact(out.u8(10), operation.room, ROOM_ID_BYTES);
      return writeList(out, operation.boxes, MAX_RECIPIENTS, writeBoxReference);
    case 'keys':
      writeBoxReference(out.u8(11), operation.box);
      return writeList(out, operation.ranges, MAX_RANGES, writeRange);
    case 'ask':
      return writeList(out.u8(12), operation.ranges, MAX_RANGES, writeRange);
    case 'status':
      return writeText(out.u8(13), operation.text, 0, MAX_STATUS_BYTES);
    case 'picture':
      demand(operation.bytes.length <= MAX_PICTURE_BYTES);
      return out.u8(14).bytes(operation.bytes);
    case 'introduce':
      writeExact(out.u8(15), operation.id, INTRODUCTION_ID_BYTES);
      return writeIntroduceStep(out, operation.step);
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
    case 6:
      return { type: 'admit', admission: readAdmission(reader) };
    case 7:
      return {
        type: 'end',
        writer: reader.fixed(WRITER_BYTES),
        reason: readReason(reader),
        cut: readCut(reader),
      };
    case 8:
      return { type: 'keep', writer: reader.fixed(WRITER_BYTES), cut: readCut(reader) };
    case 9:
      return { type: 'successor', commitment: reader.fixed(COMMITMENT_BYTES) };
    case 10:
      return {
        type: 'room',
        room: reader.fixed(ROOM_ID_BYTES),
        boxes: reader.list(MAX_RECIPIENTS, readBoxReference),
      };
    case 11:
      return {
        type: 'keys',
        box: readBoxReference(reader),
        ranges: reader.list(MAX_RANGES, readRange),
      };
    case 12:
      return { type: 'ask', ranges: reader.list(MAX_RANGES, readRange) };
    case 13:
      return { type: 'status', text: reader.text(MAX_STATUS_BYTES) };
    case 14:
      return { type: 'picture', bytes: reader.bytes(MAX_PICTURE_BYTES) };
    case 15:
      return {
        type: 'introduce',
        id: reader.fixed(INTRODUCTION_ID_BYTES),
        step: readIntroduceStep(reader),
      };
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

const readReason = (reader: Reader): EndReason => {
  const reason = REASONS[reader.u8()];
  reader.require(reason !== undefined);
  return reason ?? 'removed';
};

const writeRange = (out: Writer, { writer, first, count }: KeyRange): Writer =>
  writeExact(out, writer, WRITER_BYTES).u32(first).u32(count);

const readRange = (reader: Reader): KeyRange => ({
  writer: reader.fixed(WRITER_BYTES),
  first: reader.u32(),
  count: reader.u32(),
});
