/**
 * What two WebRTC ends tell each other, as bytes with limits, and the name of the
 * pipe between them: both certificate fingerprints (RFC 8122), which DTLS checks.
 */

import { parseBytes, type Reader } from '../../core/bytes/reader.ts';
import type { Result } from '../../core/bytes/result.ts';
import { createWriter } from '../../core/bytes/writer.ts';
import { encodeUtf8 } from 'lib0/string';

export type RtcSignal =
  | { readonly type: 'offer' | 'answer'; readonly sdp: string }
  | { readonly type: 'candidates'; readonly candidates: readonly string[] };

const MAX_SDP = 4900;
const MAX_CANDIDATE = 256;
const MAX_CANDIDATES = 16;
const TYPES = { offer: 1, answer: 2, candidates: 3 } as const;

/** At most 5,000 bytes. */
export const encodeRtcSignal = (signal: RtcSignal): Uint8Array => {
  const writer = createWriter().u8(TYPES[signal.type]);
  if (signal.type !== 'candidates') return writer.text(signal.sdp).finish();
  const candidates = signal.candidates.filter((text) => text.length <= MAX_CANDIDATE);
  writer.varint(candidates.length);
  for (const candidate of candidates) writer.text(candidate);
  return writer.finish();
};

export const parseRtcSignal = (bytes: Uint8Array): Result<RtcSignal, 'malformed'> =>
  parseBytes(bytes, (reader): RtcSignal => {
    const type = reader.u8();
    if (type === TYPES.offer) return { type: 'offer', sdp: reader.text(MAX_SDP) };
    if (type === TYPES.answer) return { type: 'answer', sdp: reader.text(MAX_SDP) };
    reader.require(type === TYPES.candidates);
    return { type: 'candidates', candidates: reader.list(MAX_CANDIDATES, readCandidate) };
  });

const readCandidate = (reader: Reader): string => reader.text(MAX_CANDIDATE);

/** The description with as many candidates as fit, and the candidates that did not. */
export const fitCandidates = (
  sdp: string,
): { readonly sdp: string; readonly left: readonly string[] } => {
  const lines = sdp.split('\r\n');
  const left: string[] = [];
  let size = encodeUtf8(sdp).length;
  const kept = lines.toReversed().filter((line) => {
    if (size <= MAX_SDP || !line.startsWith('a=candidate:')) return true;
    size -= encodeUtf8(line).length + 2;
    left.push(line.slice(2));
    return false;
  });
  return { sdp: kept.toReversed().join('\r\n'), left };
};

/** The same on both sides; null when a description has no single fingerprint. */
export const bindingOf = (local: string, remote: string): Uint8Array | null => {
  const [ours, theirs] = [fingerprintOf(local), fingerprintOf(remote)];
  if (ours === null || theirs === null) return null;
  return encodeUtf8([ours, theirs].sort().join('\n'));
};

const fingerprintOf = (sdp: string): string | null => {
  const found = [...sdp.matchAll(/^a=fingerprint:(\S+) (\S+)\s*$/gm)];
  const names = new Set(found.map((line) => `${line[1]} ${line[2]}`.toLowerCase()));
  const [name] = names;
  return names.size === 1 && name !== undefined ? name : null;
};
