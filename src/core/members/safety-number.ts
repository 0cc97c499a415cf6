/**
 * The safety number of two members: what both sides can compare at any time to
 * know that nobody stands between them (docs/PROTOCOL.md, "Safety number";
 * docs/decisions/0030-safety-number.md).
 *
 * A function of the conversation and of both founding writer keys, whoever
 * computes it. It is no secret.
 */

import { decodeBase64url, encodeBase64url } from '../bytes/base64url.ts';
import { compareBytes, equalBytes } from '../bytes/compare.ts';
import { parseBytes } from '../bytes/reader.ts';
import { createWriter } from '../bytes/writer.ts';
import { derive, digest } from '../crypto/derive.ts';
import type { Suite } from '../crypto/suite.ts';
import { memberIdOf } from './admission.ts';

export type SafetyNumber = {
  /** Twelve groups of five digits. */
  readonly groups: readonly string[];
  /** What this side shows as a QR code. */
  readonly code: string;
};

/** What a scanned code says of the conversation it was scanned for. */
export type SafetyVerdict =
  | 'same'
  | 'different'
  /** It is the code that this side shows. */
  | 'own'
  /** A code of a version that is not known here. */
  | 'newer'
  /** No safety number at all. */
  | 'none';

export type SafetyParties = {
  readonly conversationId: Uint8Array;
  /** The founding writer's Ed25519 public keys (32 bytes each). */
  readonly own: Uint8Array;
  readonly peer: Uint8Array;
};

const VERSION = 1;
const PREFIX = 'grapevine-safety:';
const GROUPS = 12;
const GROUP_BYTES = 5;
const GROUP_SIZE = 100_000;

export const safetyNumber = (suite: Suite, parties: SafetyParties): SafetyNumber => {
  const fingerprint = fingerprintOf(suite, parties);
  return {
    groups: groupsOf(derive(suite, fingerprint, 'safety digits', [], GROUPS * GROUP_BYTES)),
    code: encodeCode(fingerprint, memberIdOf(suite, parties.own)),
  };
};

/** `text`: whatever a QR code said. */
export const checkSafetyCode = (
  suite: Suite,
  parties: SafetyParties,
  text: string,
): SafetyVerdict => {
  if (!text.startsWith(PREFIX)) return 'none';
  const bytes = decodeBase64url(text.slice(PREFIX.length));
  if (!bytes.ok || bytes.value.length === 0) return 'none';
  if ((bytes.value[0] ?? 0) > VERSION) return 'newer';
  const code = parseBytes(bytes.value, (reader) => {
    reader.require(reader.u8() === VERSION);
    return { fingerprint: reader.fixed(32), member: reader.fixed(32) };
  });
  if (!code.ok) return 'none';
  const { fingerprint, member } = code.value;
  if (!equalBytes(fingerprint, fingerprintOf(suite, parties))) return 'different';
  if (equalBytes(member, memberIdOf(suite, parties.own))) return 'own';
  return equalBytes(member, memberIdOf(suite, parties.peer)) ? 'same' : 'different';
};

/** Both sides have the same two members in the same order. */
const fingerprintOf = (suite: Suite, { conversationId, own, peer }: SafetyParties): Uint8Array => {
  const members = [memberIdOf(suite, own), memberIdOf(suite, peer)].sort(compareBytes);
  return digest(suite, 'safety number', [conversationId, ...members]);
};

const encodeCode = (fingerprint: Uint8Array, member: Uint8Array): string =>
  PREFIX + encodeBase64url(createWriter().u8(VERSION).fixed(fingerprint).fixed(member).finish());

const groupsOf = (bytes: Uint8Array): readonly string[] =>
  Array.from({ length: GROUPS }, (_, i) => {
    const part = bytes.subarray(i * GROUP_BYTES, (i + 1) * GROUP_BYTES);
    const value = part.reduce((sum, byte) => sum * 256 + byte, 0);
    return String(value % GROUP_SIZE).padStart(5, '0');
  });
