/**
 * A writer's introduction of itself: its keys and name, signed by the writer.
 *
 * Pairing exchanges them; the `found` entry of each side repeats both
 * (docs/PROTOCOL.md, "Operation").
 */

import { encodeUtf8 } from 'lib0/string';
import type { Reader } from '../bytes/reader.ts';
import type { Writer } from '../bytes/writer.ts';
import { labelled } from '../crypto/derive.ts';
import type { Suite } from '../crypto/suite.ts';

/** `writer`: Ed25519 public key (32). `kemKey`: X-Wing public key (1,216). `signature`: 64 bytes. */
export type Certificate = {
  readonly writer: Uint8Array;
  readonly kemKey: Uint8Array;
  readonly name: string;
  readonly signature: Uint8Array;
};

export const WRITER_BYTES = 32;
export const KEM_KEY_BYTES = 1216;
export const MAX_NAME_BYTES = 256;
const SIGNATURE_BYTES = 64;

/** Names are 1 to 256 bytes of UTF-8; the caller has seen to that. */
export const signCertificate = (
  suite: Suite,
  seed: Uint8Array,
  conversationId: Uint8Array,
  kemKey: Uint8Array,
  name: string,
): Certificate => {
  const writer = suite.signingPublicKey(seed);
  const statement = certificateStatement(conversationId, writer, kemKey, name);
  return { writer, kemKey, name, signature: suite.sign(seed, statement) };
};

/** Whether the writer itself signed these keys and this name for this conversation. */
export const isCertificateValid = (
  suite: Suite,
  conversationId: Uint8Array,
  { writer, kemKey, name, signature }: Certificate,
): boolean =>
  suite.verify(signature, certificateStatement(conversationId, writer, kemKey, name), writer);

export const writeCertificate = (out: Writer, certificate: Certificate): Writer => {
  requireLength(certificate.writer, WRITER_BYTES);
  requireLength(certificate.kemKey, KEM_KEY_BYTES);
  requireLength(certificate.signature, SIGNATURE_BYTES);
  return out
    .fixed(certificate.writer)
    .fixed(certificate.kemKey)
    .text(certificate.name)
    .fixed(certificate.signature);
};

export const readCertificate = (reader: Reader): Certificate => ({
  writer: reader.fixed(WRITER_BYTES),
  kemKey: reader.fixed(KEM_KEY_BYTES),
  name: readName(reader),
  signature: reader.fixed(SIGNATURE_BYTES),
});

/** 1 to 256 bytes of UTF-8. */
export const readName = (reader: Reader): string => {
  const name = reader.text(MAX_NAME_BYTES);
  reader.require(name !== '');
  return name;
};

const certificateStatement = (
  conversationId: Uint8Array,
  writer: Uint8Array,
  kemKey: Uint8Array,
  name: string,
): Uint8Array => labelled('certificate', [conversationId, writer, kemKey, encodeUtf8(name)]);

const requireLength = (bytes: Uint8Array, length: number): void => {
  if (bytes.length !== length) throw new RangeError(`${bytes.length} bytes instead of ${length}`);
};
