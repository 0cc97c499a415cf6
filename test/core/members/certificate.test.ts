import { expect, it } from 'vitest';
import { createNobleSuite } from '../../../src/core/crypto/noble-suite.ts';
import { isCertificateValid, signCertificate } from '../../../src/core/members/certificate.ts';

it('M-2: a certificate is good for its writer, keys, name and conversation alone', () => {
  const suite = createNobleSuite();
  const conversation = new Uint8Array(32).fill(1);
  const kemKey = new Uint8Array(1216).fill(2);
  const good = signCertificate(suite, new Uint8Array(32).fill(3), conversation, kemKey, 'Alice');
  expect(isCertificateValid(suite, conversation, good)).toBe(true);
  const other = suite.signingPublicKey(new Uint8Array(32).fill(4));
  const wrong = [
    { ...good, name: 'Alicf' },
    { ...good, kemKey: new Uint8Array(1216).fill(5) },
    { ...good, writer: other },
    { ...good, signature: new Uint8Array(64) },
  ];
  for (const each of wrong) expect(isCertificateValid(suite, conversation, each)).toBe(false);
  expect(isCertificateValid(suite, new Uint8Array(32).fill(9), good)).toBe(false);
});
