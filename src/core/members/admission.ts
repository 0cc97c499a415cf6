/**
 * How a writer comes in after the founding: what it says of itself, and by whose
 * word (docs/PROTOCOL.md, "Operation").
 *
 * The newcomer signs to which member it belongs, so nobody can make it a device
 * of somebody else; whether the word of who admits it is enough is decided where
 * all admissions are known (conclude.ts).
 */

import type { Reader } from '../bytes/reader.ts';
import { createWriter, type Writer } from '../bytes/writer.ts';
import { digest, labelled } from '../crypto/derive.ts';
import type { Suite } from '../crypto/suite.ts';
import {
  isCertificateValid,
  readCertificate,
  WRITER_BYTES,
  writeCertificate,
  type Certificate,
} from './certificate.ts';
import { readCut, writeCut, type Cut } from './cut.ts';

/** `member`: id of the member (32). `successor`: successorCommitment, or zeros for none. `signature`: 64. */
export type Claim = {
  readonly member: Uint8Array;
  readonly successor: Uint8Array;
  readonly signature: Uint8Array;
};

/**
 * By whose word. `sibling`: the author is a writer of the same member. `other`: the author is of
 * another member, and the newcomer founds a member that takes the place of `old`, who lost
 * everything. `successor`: the key to which `old` committed signed for it, and ends `old` at `cut`.
 */
export type Voucher =
  | { readonly by: 'sibling' }
  | { readonly by: 'other'; readonly old: Uint8Array }
  | ({ readonly by: 'successor' } & Succession);

/** `old`: the writer that is followed. `key`: Ed25519 public key. `signature`: 64 bytes. */
export type Succession = {
  readonly old: Uint8Array;
  readonly cut: Cut;
  readonly key: Uint8Array;
  readonly signature: Uint8Array;
};

export type Admission = {
  readonly certificate: Certificate;
  readonly claim: Claim;
  readonly voucher: Voucher;
};

export const NO_SUCCESSOR: Uint8Array = new Uint8Array(32);

const ID_BYTES = 32;
const SIGNATURE_BYTES = 64;
const VOUCHERS = ['sibling', 'other', 'successor'] as const;

/** 32 bytes: the member that this writer founded. */
export const memberIdOf = (suite: Suite, founder: Uint8Array): Uint8Array =>
  digest(suite, 'member', [founder]);

/** 32 bytes, to be told at once; the key (Ed25519 public key) is shown only when it is used. */
export const successorCommitment = (suite: Suite, key: Uint8Array): Uint8Array =>
  digest(suite, 'successor', [key]);

/** The newcomer's own word; `seed` is that of its writer key. */
export const signClaim = (
  suite: Suite,
  seed: Uint8Array,
  conversationId: Uint8Array,
  { member, successor }: Omit<Claim, 'signature'>,
): Claim => {
  const statement = claimStatement(conversationId, suite.signingPublicKey(seed), member, successor);
  return { member, successor, signature: suite.sign(seed, statement) };
};

/** `seed`: of the successor key. */
export const signSuccession = (
  suite: Suite,
  seed: Uint8Array,
  conversationId: Uint8Array,
  { old, cut, newcomer }: Pick<Succession, 'old' | 'cut'> & { readonly newcomer: Uint8Array },
): Succession => ({
  old,
  cut,
  key: suite.signingPublicKey(seed),
  signature: suite.sign(seed, successionStatement(conversationId, newcomer, old, cut)),
});

/** Whether certificate, claim and succession carry good signatures for this conversation. */
export const isAdmissionSigned = (
  suite: Suite,
  conversationId: Uint8Array,
  { certificate, claim, voucher }: Admission,
): boolean => {
  const { writer } = certificate;
  const statement = claimStatement(conversationId, writer, claim.member, claim.successor);
  return (
    isCertificateValid(suite, conversationId, certificate) &&
    suite.verify(claim.signature, statement, writer) &&
    (voucher.by !== 'successor' ||
      suite.verify(
        voucher.signature,
        successionStatement(conversationId, writer, voucher.old, voucher.cut),
        voucher.key,
      ))
  );
};

export const writeAdmission = (out: Writer, { certificate, claim, voucher }: Admission): Writer => {
  writeCertificate(out, certificate);
  exact(out, claim.member, ID_BYTES);
  exact(out, claim.successor, ID_BYTES);
  exact(out, claim.signature, SIGNATURE_BYTES).u8(VOUCHERS.indexOf(voucher.by));
  switch (voucher.by) {
    case 'sibling':
      return out;
    case 'other':
      return exact(out, voucher.old, ID_BYTES);
    case 'successor':
      writeCut(exact(out, voucher.old, WRITER_BYTES), voucher.cut);
      exact(out, voucher.key, WRITER_BYTES);
      return exact(out, voucher.signature, SIGNATURE_BYTES);
  }
};

export const readAdmission = (reader: Reader): Admission => ({
  certificate: readCertificate(reader),
  claim: {
    member: reader.fixed(ID_BYTES),
    successor: reader.fixed(ID_BYTES),
    signature: reader.fixed(SIGNATURE_BYTES),
  },
  voucher: readVoucher(reader),
});

const readVoucher = (reader: Reader): Voucher => {
  const by = VOUCHERS[reader.u8()];
  reader.require(by !== undefined);
  if (by === 'other') return { by, old: reader.fixed(ID_BYTES) };
  if (by !== 'successor') return { by: 'sibling' };
  return {
    by,
    old: reader.fixed(WRITER_BYTES),
    cut: readCut(reader),
    key: reader.fixed(WRITER_BYTES),
    signature: reader.fixed(SIGNATURE_BYTES),
  };
};

const claimStatement = (
  conversationId: Uint8Array,
  writer: Uint8Array,
  member: Uint8Array,
  successor: Uint8Array,
): Uint8Array => labelled('admission', [conversationId, writer, member, successor]);

const successionStatement = (
  conversationId: Uint8Array,
  newcomer: Uint8Array,
  old: Uint8Array,
  cut: Cut,
): Uint8Array =>
  labelled('succession', [conversationId, newcomer, old, writeCut(createWriter(), cut).finish()]);

const exact = (out: Writer, bytes: Uint8Array, length: number): Writer => {
  if (bytes.length !== length) throw new RangeError(`${bytes.length} bytes instead of ${length}`);
  return out.fixed(bytes);
};
