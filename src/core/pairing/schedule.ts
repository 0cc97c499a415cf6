/**
 * What both sides of a pairing derive from its transcript.
 *
 * Both X-Wing secrets and the link's secret make one key; it is bound to the
 * invitation and to every frame. The emoji come from what was committed before
 * the other side spoke, never from ciphertexts that a man in the middle could
 * try many of (Vaudenay, "Secure Communications over Insecure Channels", 2005).
 */

import { concatBytes, equalBytes, equalSecrets } from '../bytes/compare.ts';
import { createWriter } from '../bytes/writer.ts';
import { parseBytes } from '../bytes/reader.ts';
import { authenticate, derive, digest } from '../crypto/derive.ts';
import { openRecord, sealRecord } from '../crypto/sealed.ts';
import type { Random, Suite } from '../crypto/suite.ts';
import {
  isCertificateValid,
  readCertificate,
  signCertificate,
  writeCertificate,
  type Certificate,
} from '../members/certificate.ts';
import { encodePairingFrame, type PairingFrame } from './frames.ts';
import { encodeInvitation, type Invitation } from './invitation.ts';

export type Role = 'inviter' | 'claimant';

/** What a side brings to a pairing, fresh for this conversation. */
export type Ourselves = {
  /** X-Wing seed of the handshake, 32 bytes. */
  readonly handshakeSeed: Uint8Array;
  readonly nonce: Uint8Array;
  /** Entropy of the one encapsulation, 64 bytes. */
  readonly entropy: Uint8Array;
  /** Ed25519 seed of the writer-to-be, 32 bytes. */
  readonly writerSeed: Uint8Array;
  /** X-Wing seed of the writer's first KEM key, 32 bytes. */
  readonly kemSeed: Uint8Array;
  readonly name: string;
};

/** A completed pairing: all that a conversation starts from. */
export type Paired = {
  readonly role: Role;
  readonly conversationId: Uint8Array;
  readonly roomSecret: Uint8Array;
  /** Seeds the rolling secrets of both directions; erased once they are made. */
  readonly pairingKey: Uint8Array;
  readonly writerSeed: Uint8Array;
  readonly kemSeed: Uint8Array;
  readonly own: Certificate;
  readonly peer: Certificate;
  /** The first 6 bytes of the emoji digest. */
  readonly emoji: Uint8Array;
};

export const drawOurselves = (random: Random, name: string): Ourselves => ({
  handshakeSeed: random(32),
  nonce: random(32),
  entropy: random(64),
  writerSeed: random(32),
  kemSeed: random(32),
  name,
});

export const claimId = (suite: Suite, claim: PairingFrame): Uint8Array =>
  digest(suite, 'claim', [encodePairingFrame(claim).body]);

export type Transcript = {
  readonly invitation: Invitation;
  readonly claim: PairingFrame & { kind: 'claim' };
  readonly reveal: PairingFrame & { kind: 'reveal' };
  /** The claimant's ciphertext to the inviter. */
  readonly ciphertext: Uint8Array;
};

/** `toClaimant` and `toInviter`: the secrets of the two encapsulations, 32 bytes each. */
export const pairingKey = (
  suite: Suite,
  transcript: Transcript,
  toClaimant: Uint8Array,
  toInviter: Uint8Array,
): Uint8Array =>
  derive(suite, concatBytes(toClaimant, toInviter, transcript.invitation.secret), 'pairing key', [
    transcriptDigest(suite, transcript),
  ]);

export const emojiDigest = (suite: Suite, { invitation, claim, reveal }: Transcript): Uint8Array =>
  digest(suite, 'emoji', [
    encodeInvitation(invitation),
    reveal.key,
    reveal.nonce,
    claim.key,
    claim.nonce,
  ]).slice(0, 6);

export const conversationIdOf = (suite: Suite, key: Uint8Array): Uint8Array =>
  derive(suite, key, 'conversation id');

export const roomSecretOf = (suite: Suite, key: Uint8Array): Uint8Array =>
  derive(suite, key, 'room secret');

/** A side's certificate, sealed for the other, and the MAC that confirms the key. */
export const confirmation = (
  suite: Suite,
  random: Random,
  key: Uint8Array,
  role: Role,
  ourselves: Ourselves,
): { readonly mac: Uint8Array; readonly certificate: Uint8Array } => {
  const own = certificateOf(suite, key, ourselves);
  const text = writeCertificate(createWriter(), own).finish();
  const certificate = sealRecord(suite, random, certificateKey(suite, key, role), text, NO_AAD);
  return { mac: confirmationMac(suite, key, role, certificate), certificate };
};

/**
 * The other side's certificate, or null when the MAC, the seal or its signature is wrong, when its
 * KEM key cannot be used, or when it names our own writer.
 */
export const openConfirmation = (
  suite: Suite,
  key: Uint8Array,
  role: Role,
  ourselves: Ourselves,
  confirmed: { readonly mac: Uint8Array; readonly certificate: Uint8Array },
): Certificate | null => {
  const mac = confirmationMac(suite, key, role, confirmed.certificate);
  if (!equalSecrets(mac, confirmed.mac)) return null;
  const text = openRecord(suite, certificateKey(suite, key, role), confirmed.certificate, NO_AAD);
  const parsed = text && parseBytes(text, readCertificate);
  if (!parsed?.ok) return null;
  const { value } = parsed;
  if (!isCertificateValid(suite, conversationIdOf(suite, key), value)) return null;
  if (equalBytes(value.writer, suite.signingPublicKey(ourselves.writerSeed))) return null;
  return suite.encapsulate(value.kemKey, ourselves.entropy) === null ? null : value;
};

export const certificateOf = (suite: Suite, key: Uint8Array, ourselves: Ourselves): Certificate =>
  signCertificate(
    suite,
    ourselves.writerSeed,
    conversationIdOf(suite, key),
    suite.kemPublicKey(ourselves.kemSeed),
    ourselves.name,
  );

const NO_AAD = new Uint8Array(0);

const transcriptDigest = (suite: Suite, transcript: Transcript): Uint8Array =>
  digest(suite, 'pairing transcript', [
    encodeInvitation(transcript.invitation),
    encodePairingFrame(transcript.claim).body,
    encodePairingFrame(transcript.reveal).body,
    transcript.ciphertext,
  ]);

const certificateKey = (suite: Suite, key: Uint8Array, role: Role): Uint8Array =>
  derive(suite, key, `certificate of the ${role}`);

const confirmationMac = (
  suite: Suite,
  key: Uint8Array,
  role: Role,
  certificate: Uint8Array,
): Uint8Array =>
  authenticate(suite, derive(suite, key, `confirmation of the ${role}`), 'confirm', [certificate]);
