/**
 * What inviter and claimant say at the rendezvous, as bytes.
 *
 * Each frame is the body of an envelope of its kind (docs/PROTOCOL.md,
 * "Pairing"); a `claim` id (32 bytes) names the attempt it belongs to.
 */

import { parseBytes, type Reader } from '../bytes/reader.ts';
import { type Result } from '../bytes/result.ts';
import { createWriter } from '../bytes/writer.ts';

export type PairingFrame =
  | { readonly kind: 'claim'; readonly key: Uint8Array; readonly nonce: Uint8Array }
  | {
      readonly kind: 'reveal';
      readonly claim: Uint8Array;
      readonly key: Uint8Array;
      readonly nonce: Uint8Array;
      readonly ciphertext: Uint8Array;
    }
  | {
      readonly kind: 'confirm';
      readonly claim: Uint8Array;
      readonly ciphertext: Uint8Array;
      readonly mac: Uint8Array;
      readonly certificate: Uint8Array;
    }
  | {
      readonly kind: 'complete';
      readonly claim: Uint8Array;
      readonly mac: Uint8Array;
      readonly certificate: Uint8Array;
    }
  /** To a claimant: somebody else completed this invitation. */
  | { readonly kind: 'used'; readonly claim: Uint8Array }
  /** To every claimant: two of you tried, so it is void. */
  | { readonly kind: 'voided' }
  /** To the inviter: thank you, no. */
  | { readonly kind: 'declined' }
  /** To every claimant: the inviter is here, say it again. */
  | { readonly kind: 'present' };

/** Envelope kinds of the frames. */
export const PAIRING_KINDS = {
  claim: 16,
  reveal: 17,
  confirm: 18,
  complete: 19,
  used: 20,
  voided: 21,
  declined: 22,
  present: 23,
} as const;

const KEY = 1216;
const CIPHERTEXT = 1120;
/** A sealed certificate: key, KEM key, name and signature, with room to grow. */
const MAX_CERTIFICATE = 2_000;

export const encodePairingFrame = (
  frame: PairingFrame,
): { readonly kind: number; readonly body: Uint8Array } => ({
  kind: PAIRING_KINDS[frame.kind],
  body: encodeBody(frame),
});

export const parsePairingFrame = (
  kind: number,
  body: Uint8Array,
): Result<PairingFrame, 'malformed'> =>
  parseBytes(body, (reader) => {
    const read = READERS.get(kind);
    reader.require(read !== undefined);
    return read ? read(reader) : { kind: 'present' };
  });

const encodeBody = (frame: PairingFrame): Uint8Array => {
  const writer = createWriter();
  switch (frame.kind) {
    case 'claim':
      return writer.fixed(frame.key).fixed(frame.nonce).finish();
    case 'reveal':
      return writer
        .fixed(frame.claim)
        .fixed(frame.key)
        .fixed(frame.nonce)
        .fixed(frame.ciphertext)
        .finish();
    case 'confirm':
      return writer
        .fixed(frame.claim)
        .fixed(frame.ciphertext)
        .fixed(frame.mac)
        .bytes(frame.certificate)
        .finish();
    case 'complete':
      return writer.fixed(frame.claim).fixed(frame.mac).bytes(frame.certificate).finish();
    case 'used':
      return writer.fixed(frame.claim).finish();
    case 'voided':
    case 'declined':
    case 'present':
      return writer.finish();
  }
};

const READERS: ReadonlyMap<number, (reader: Reader) => PairingFrame> = new Map<
  number,
  (reader: Reader) => PairingFrame
>([
  [16, (reader) => ({ kind: 'claim', key: reader.fixed(KEY), nonce: reader.fixed(32) })],
  [
    17,
    (reader) => ({
      kind: 'reveal',
      claim: reader.fixed(32),
      key: reader.fixed(KEY),
      nonce: reader.fixed(32),
      ciphertext: reader.fixed(CIPHERTEXT),
    }),
  ],
  [
    18,
    (reader) => ({
      kind: 'confirm',
      claim: reader.fixed(32),
      ciphertext: reader.fixed(CIPHERTEXT),
      mac: reader.fixed(32),
      certificate: reader.bytes(MAX_CERTIFICATE),
    }),
  ],
  [
    19,
    (reader) => ({
      kind: 'complete',
      claim: reader.fixed(32),
      mac: reader.fixed(32),
      certificate: reader.bytes(MAX_CERTIFICATE),
    }),
  ],
  [20, (reader) => ({ kind: 'used', claim: reader.fixed(32) })],
  [21, () => ({ kind: 'voided' })],
  [22, () => ({ kind: 'declined' })],
  [23, () => ({ kind: 'present' })],
]);
