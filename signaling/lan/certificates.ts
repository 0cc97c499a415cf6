/**
 * The two certificates of a local network, made with node-forge: an authority that people trust by
 * hand, and the certificate of this machine that it signs. No files, no clock here.
 *
 * The authority is bound by name constraints (RFC 5280, 4.2.1.10) to local names and networks: a
 * device that trusts it believes nothing that it says about a site on the open internet.
 */
import { generateKeyPair, randomBytes } from 'node:crypto';
import { promisify } from 'node:util';
import forge from 'node-forge';
import { PRIVATE_NETWORKS, isWithin } from './addresses.ts';
import type { LanPlaces } from './addresses.ts';
import { nameConstraints } from './name-constraints.ts';

/** PEM, both. */
export type Certified = { readonly key: string; readonly certificate: string };

/** Domains that never leave a home (RFC 6761, 6.3; RFC 6762, 3). A domain stands for all below it. */
const LOCAL_DOMAINS: readonly string[] = ['localhost', 'local'];

const DAY = 24 * 60 * 60 * 1000;
const AUTHORITY_YEARS = 10;
/** Apple's systems and Chromium take at most 398 days; the day before the start counts too. */
const MACHINE_DAYS = 365;

/**
 * @param hostname for the name by which people find the authority in their settings again
 * @param ownNetworks the machine's networks; those that are not private anyway are permitted too
 * @param now milliseconds since 1970
 */
export async function makeAuthority(
  hostname: string,
  ownNetworks: readonly string[],
  now: number,
): Promise<Certified> {
  const keys = await makeKeys(3072);
  const certificate = blank(keys.publicKey, now, AUTHORITY_YEARS * 365);
  const name = commonName(`Grapevine on ${hostname}, ${new Date(now).toISOString().slice(0, 10)}`);
  certificate.setSubject(name);
  certificate.setIssuer(name);
  const others = ownNetworks.filter((network) => !isPrivate(network));
  certificate.setExtensions([
    { name: 'basicConstraints', cA: true, pathLenConstraint: 0, critical: true },
    { name: 'keyUsage', keyCertSign: true, critical: true },
    { name: 'subjectKeyIdentifier' },
    nameConstraints(LOCAL_DOMAINS, [...PRIVATE_NETWORKS, ...others]),
  ]);
  return sign(certificate, keys.key, keys.key);
}

/** A certificate for the addresses and names of this machine and of itself. */
export async function makeMachine(
  authority: Certified,
  { addresses, names }: Pick<LanPlaces, 'addresses' | 'names'>,
  now: number,
): Promise<Certified> {
  const keys = await makeKeys(2048);
  const issuer = forge.pki.certificateFromPem(authority.certificate);
  const certificate = blank(keys.publicKey, now, MACHINE_DAYS);
  certificate.setSubject(commonName('Grapevine'));
  certificate.setIssuer(issuer.subject.attributes);
  certificate.setExtensions([
    { name: 'basicConstraints', cA: false, critical: true },
    { name: 'keyUsage', digitalSignature: true, keyEncipherment: true, critical: true },
    { name: 'extKeyUsage', serverAuth: true },
    { name: 'subjectKeyIdentifier' },
    {
      name: 'authorityKeyIdentifier',
      keyIdentifier: issuer.generateSubjectKeyIdentifier().getBytes(),
    },
    {
      name: 'subjectAltName',
      altNames: [
        ...names.map((value) => ({ type: 2, value })),
        ...[...addresses, '127.0.0.1'].map((ip) => ({ type: 7, ip })),
      ],
    },
  ]);
  return sign(certificate, keys.key, authority.key);
}

function blank(publicKey: string, now: number, days: number): forge.pki.Certificate {
  const certificate = forge.pki.createCertificate();
  certificate.publicKey = forge.pki.publicKeyFromPem(publicKey);
  // Positive and never used twice by one authority (RFC 5280, 4.1.2.2).
  certificate.serialNumber = `4a${randomBytes(15).toString('hex')}`;
  // From yesterday on: clocks at home differ.
  certificate.validity.notBefore = new Date(now - DAY);
  certificate.validity.notAfter = new Date(now + days * DAY);
  return certificate;
}

function sign(certificate: forge.pki.Certificate, key: string, signer: string): Certified {
  certificate.sign(forge.pki.privateKeyFromPem(signer), forge.md.sha256.create());
  return { key, certificate: forge.pki.certificateToPem(certificate) };
}

function commonName(value: string): forge.pki.CertificateField[] {
  // At most 64 characters (RFC 5280, appendix A.1).
  return [{ name: 'commonName', value: value.slice(0, 64) }];
}

function isPrivate(network: string): boolean {
  return isWithin(PRIVATE_NETWORKS, network.split('/')[0] ?? '');
}

const generate = promisify(generateKeyPair);

/** RSA, which every phone and every library takes. */
async function makeKeys(bits: number): Promise<{ key: string; publicKey: string }> {
  const { privateKey, publicKey } = await generate('rsa', { modulusLength: bits });
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    publicKey: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
  };
}
