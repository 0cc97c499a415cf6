/**
 * What a device keeps of one pairing, and its bytes (docs/PROTOCOL.md, "At rest").
 *
 * A record that is no longer needed to finish or to answer holds no secret:
 * only what the screen still says about it.
 */

import { parseBytes, type Reader } from '../../core/bytes/reader.ts';
import type { Result } from '../../core/bytes/result.ts';
import { createWriter, type Writer } from '../../core/bytes/writer.ts';
import { claimantDeadline, type ClaimantState } from '../../core/pairing/claimant.ts';
import { inviterDeadline, type InviterState } from '../../core/pairing/inviter.ts';
import {
  encodeClaimantState,
  encodeInviterState,
  parseClaimantState,
  parseInviterState,
} from '../../core/pairing/state-codec.ts';

export type PairingRecord =
  | {
      readonly kind: 'inviting';
      readonly created: number;
      /** Host and port of the node to meet at; empty: the app's own. */
      readonly node: string;
      readonly state: InviterState;
    }
  | {
      readonly kind: 'accepting';
      readonly created: number;
      readonly node: string;
      readonly state: ClaimantState;
    }
  /** Over; the person has not put it away yet (`cancelled`: has). */
  | {
      readonly kind: 'closed';
      readonly created: number;
      readonly why: ClosedReason;
      readonly own: boolean;
      /** The inviter's name, as the link gives it. */
      readonly name: string;
      readonly expires: number;
    }
  /** Accepted and completed: the conversation has the same id. */
  | { readonly kind: 'known'; readonly expires: number }
  /** A last word that the network has not taken yet. */
  | {
      readonly kind: 'farewell';
      readonly node: string;
      readonly secret: Uint8Array;
      /** The claim that is taken back, or zeros; 32 bytes. */
      readonly claim: Uint8Array;
      readonly expires: number;
    };

const CLOSED_REASONS = ['cancelled', 'declined', 'expired', 'raced', 'used'] as const;
export type ClosedReason = (typeof CLOSED_REASONS)[number];

const VERSION = 1;
const KINDS = ['inviting', 'accepting', 'closed', 'known', 'farewell'] as const;
const MAX_STATE = 16_384;
const MAX_NAME = 24;
const MAX_HOST = 255;

/** When a record changes by itself; undefined when it waits for the person. */
export const deadlineOf = (record: PairingRecord): number | undefined => {
  switch (record.kind) {
    case 'inviting':
      return inviterDeadline(record.state);
    case 'accepting':
      return claimantDeadline(record.state);
    case 'closed':
      return record.why === 'cancelled' ? record.expires : undefined;
    case 'known':
    case 'farewell':
      return record.expires;
  }
};

export const encodePairingRecord = (record: PairingRecord): Uint8Array => {
  const writer = createWriter().u8(VERSION).u8(KINDS.indexOf(record.kind));
  switch (record.kind) {
    case 'inviting':
      return writePlace(writer, record).bytes(encodeInviterState(record.state)).finish();
    case 'accepting':
      return writePlace(writer, record).bytes(encodeClaimantState(record.state)).finish();
    case 'closed':
      return writer
        .u48(record.created)
        .u8(CLOSED_REASONS.indexOf(record.why))
        .u8(record.own ? 1 : 0)
        .text(record.name)
        .u48(record.expires)
        .finish();
    case 'known':
      return writer.u48(record.expires).finish();
    case 'farewell':
      return writer
        .text(record.node)
        .fixed(record.secret)
        .fixed(record.claim)
        .u48(record.expires)
        .finish();
  }
};

export const parsePairingRecord = (bytes: Uint8Array): Result<PairingRecord, 'malformed'> =>
  parseBytes(bytes, (reader) => {
    reader.require(reader.u8() === VERSION);
    const kind = known(reader, KINDS[reader.u8()]);
    switch (kind) {
      case 'inviting':
        return { kind, ...readPlace(reader), state: readState(reader, parseInviterState) };
      case 'accepting':
        return { kind, ...readPlace(reader), state: readState(reader, parseClaimantState) };
      case 'closed':
        return {
          kind,
          created: reader.u48(),
          why: known(reader, CLOSED_REASONS[reader.u8()]),
          own: readFlag(reader),
          name: reader.text(MAX_NAME),
          expires: reader.u48(),
        };
      case 'known':
        return { kind, expires: reader.u48() };
      case 'farewell':
        return {
          kind,
          node: reader.text(MAX_HOST),
          secret: reader.fixed(32),
          claim: reader.fixed(32),
          expires: reader.u48(),
        };
    }
  });

const writePlace = (
  writer: Writer,
  { created, node }: { readonly created: number; readonly node: string },
): Writer => writer.u48(created).text(node);

const readPlace = (reader: Reader) => ({ created: reader.u48(), node: reader.text(MAX_HOST) });

const readFlag = (reader: Reader): boolean => {
  const flag = reader.u8();
  reader.require(flag <= 1);
  return flag === 1;
};

const readState = <T>(reader: Reader, parse: (bytes: Uint8Array) => Result<T, 'malformed'>): T => {
  const parsed = parse(reader.bytes(MAX_STATE));
  return known(reader, parsed.ok ? parsed.value : undefined);
};

const known = <T>(reader: Reader, value: T | undefined): T => {
  reader.require(value !== undefined);
  if (value === undefined) throw new Error('unreachable: require(false) ends the parse');
  return value;
};
