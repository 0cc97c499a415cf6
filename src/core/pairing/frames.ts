/**
 * What inviter and claimant say at the rendezvous, as bytes.
 *
 * Each frame is the body of an envelope of its kind (docs/PROTOCOL.md,
 * "Pairing"); a `claim` id (32 bytes) names the attempt it belongs to.
 */

import { parseBytes, type Reader } from '../bytes/reader.ts';
import { type Result } from '../bytes/result.ts';
import { createWriter, type Writer } from '../bytes/writer.ts';

export type PairingFrame =
  /** `key`: X-Wing public key (1,216). `nonce`: 32 bytes. */
  | { readonly kind: 'claim'; readonly key: Uint8Array; readonly nonce: Uint8Array }
  /** To the claimant: the keys the link commits to, and a ciphertext (1,120) to the claim's key. */
  | {
      readonly kind: 'reveal';
      readonly claim: Uint8Array;
      readonly key: Uint8Array;
      readonly nonce: Uint8Array;
      readonly verifier: Uint8Array;
      readonly ciphertext: Uint8Array;
      readonly signature: Uint8Array;
    }
  /** To the inviter: a ciphertext to its key, a MAC (32) and a sealed certificate. */
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
  | {
      readonly kind: 'used';
      readonly claim: Uint8Array;
      readonly opening: Opening;
      readonly signature: Uint8Array;
    }
  /** To every claimant: two of you tried, so it is void. */
  | { readonly kind: 'voided'; readonly opening: Opening; readonly signature: Uint8Array }
  /** To the inviter: thank you, no. `claim` is NO_CLAIM unless an acceptance is taken back. */
  | { readonly kind: 'declined'; readonly claim: Uint8Array }
  /** To every claimant: the inviter is here, say it again. */
  | { readonly kind: 'present' };

/** What the commitment in a link opens to, 32 bytes each. */
export type Opening = {
  /** digest("handshake key", [X-Wing public key of the inviter]). */
  readonly keyDigest: Uint8Array;
  readonly nonce: Uint8Array;
  /** Ed25519 public key of the inviter's voice. */
  readonly verifier: Uint8Array;
};

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

export const NO_CLAIM: Uint8Array = new Uint8Array(32);

const KEY = 1216;
const CIPHERTEXT = 1120;
const SIGNATURE = 64;
/** A sealed certificate: key, KEM key, name and signature, with room to grow. */
const MAX_CERTIFICATE = 2_000;

export const encodePairingFrame = (
  frame: PairingFrame,
): { readonly kind: number; readonly body: Uint8Array } => ({
  kind: PAIRING_KINDS[frame.kind],
  body: encodeBody(frame),
});

/** A frame from an envelope; one of a kind that is not known is malformed too. */
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
        .fixed(frame.verifier)
        .fixed(frame.ciphertext)
        .fixed(frame.signature)
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
      return writeOpening(writer.fixed(frame.claim), frame.opening).fixed(frame.signature).finish();
    case 'voided':
      return writeOpening(writer, frame.opening).fixed(frame.signature).finish();
    case 'declined':
      return writer.fixed(frame.claim).finish();
    case 'present':
      return writer.finish();
  }
};

export const writeOpening = (writer: Writer, { keyDigest, nonce, verifier }: Opening): Writer =>
  writer.fixed(keyDigest).fixed(nonce).fixed(verifier);

export const readOpening = (reader: Reader): Opening => ({
  keyDigest: reader.fixed(32),
  nonce: reader.fixed(32),
  verifier: reader.fixed(32),
});

const readClaim = (reader: Reader): PairingFrame => ({
  kind: 'claim',
  key: reader.fixed(KEY),
  nonce: reader.fixed(32),
});

const readReveal = (reader: Reader): PairingFrame => ({
  kind: 'reveal',
  claim: reader.fixed(32),
  key: reader.fixed(KEY),
  nonce: reader.fixed(32),
  verifier: reader.fixed(32),
  ciphertext: reader.fixed(CIPHERTEXT),
  signature: reader.fixed(SIGNATURE),
});

const readConfirm = (reader: Reader): PairingFrame => ({
  kind: 'confirm',
  claim: reader.fixed(32),
  ciphertext: reader.fixed(CIPHERTEXT),
  mac: reader.fixed(32),
  certificate: reader.bytes(MAX_CERTIFICATE),
});

const readComplete = (reader: Reader): PairingFrame => ({
  kind: 'complete',
  claim: reader.fixed(32),
  mac: reader.fixed(32),
  certificate: reader.bytes(MAX_CERTIFICATE),
});

const readUsed = (reader: Reader): PairingFrame => ({
  kind: 'used',
  claim: reader.fixed(32),
  opening: readOpening(reader),
  signature: reader.fixed(SIGNATURE),
});

const readVoided = (reader: Reader): PairingFrame => ({
  kind: 'voided',
  opening: readOpening(reader),
  signature: reader.fixed(SIGNATURE),
});

const READERS: ReadonlyMap<number, (reader: Reader) => PairingFrame> = new Map<
  number,
  (reader: Reader) => PairingFrame
>([
  [PAIRING_KINDS.claim, readClaim],
  [PAIRING_KINDS.reveal, readReveal],
  [PAIRING_KINDS.confirm, readConfirm],
  [PAIRING_KINDS.complete, readComplete],
  [PAIRING_KINDS.used, readUsed],
  [PAIRING_KINDS.voided, readVoided],
  [PAIRING_KINDS.declined, (reader) => ({ kind: 'declined', claim: reader.fixed(32) })],
  [PAIRING_KINDS.present, () => ({ kind: 'present' })],
]);
