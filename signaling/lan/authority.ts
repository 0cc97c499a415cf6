/**
 * The authority of this machine on disk: made once, used again, never replaced by itself, because
 * every phone that trusts it would have to be asked anew.
 */
import { X509Certificate, createPrivateKey } from 'node:crypto';
import { join } from 'node:path';
import { err, ok } from '../../src/core/bytes/result.ts';
import type { Result } from '../../src/core/bytes/result.ts';
import type { LanPlaces } from './addresses.ts';
import { makeAuthority, makeMachine } from './certificates.ts';
import type { Certified } from './certificates.ts';
import { ensureOwnFolder, readSecret, readText, writeOwnFile } from './key-files.ts';
import type { FileFault } from './key-files.ts';
import { permittedNetworks } from './name-constraints.ts';

export type Authority = Certified & {
  readonly folder: string;
  /** DER, as phones install it. */
  readonly der: Buffer;
  /** SHA-256 of it, pairs of hex digits with colons. */
  readonly fingerprint: string;
  /** The networks it may speak for, `a.b.c.d/n`. */
  readonly networks: readonly string[];
};

export type AuthorityFault =
  | FileFault
  | { readonly kind: 'damaged'; readonly path: string }
  | { readonly kind: 'expired'; readonly path: string };

const AUTHORITY = 'authority';
const MACHINE = 'machine';
const DAY = 24 * 60 * 60 * 1000;
/** A certificate with less than this left is renewed. */
const RENEW_BEFORE = 30 * DAY;

/** Reads the authority of a folder, or makes it when the folder is new or empty. */
export async function openAuthority(
  folder: string,
  hostname: string,
  places: LanPlaces,
  now: number,
): Promise<Result<Authority, AuthorityFault>> {
  const ready = await ensureOwnFolder(folder);
  if (!ready.ok) return ready;
  const stored = await readPair(folder, AUTHORITY);
  if (!stored.ok) return stored;
  const { key, certificate } = stored.value;
  if (key !== null && certificate !== null) return load(folder, { key, certificate }, now);
  // A key alone is what an interrupted start leaves; a certificate alone may be trusted somewhere.
  if (certificate !== null) return err({ kind: 'damaged', path: join(folder, `${AUTHORITY}.key`) });
  const made = await makeAuthority(hostname, places.networks, now);
  const written = await writePair(folder, AUTHORITY, made);
  return written.ok ? load(folder, made, now) : written;
}

/**
 * This machine's certificate: the stored one while it fits, else a new one, stored.
 *
 * @param places those of its addresses that the authority may not speak for must be left out
 */
export async function openMachine(
  authority: Authority,
  places: LanPlaces,
  now: number,
): Promise<Result<Certified, AuthorityFault>> {
  const stored = await readPair(authority.folder, MACHINE);
  if (!stored.ok) return stored;
  const { key, certificate } = stored.value;
  if (key !== null && certificate !== null && fits(authority, { key, certificate }, places, now)) {
    return ok({ key, certificate });
  }
  const made = await makeMachine(authority, places, now);
  const written = await writePair(authority.folder, MACHINE, made);
  return written.ok ? ok(made) : written;
}

function load(folder: string, pair: Certified, now: number): Result<Authority, AuthorityFault> {
  const path = join(folder, `${AUTHORITY}.crt`);
  const parsed = parsePair(pair);
  if (parsed === null || !parsed.ca) return err({ kind: 'damaged', path });
  if (Date.parse(parsed.validTo) < now) return err({ kind: 'expired', path });
  return ok({
    ...pair,
    folder,
    der: parsed.raw,
    fingerprint: parsed.fingerprint256,
    networks: permittedNetworks(pair.certificate),
  });
}

function fits(authority: Authority, pair: Certified, places: LanPlaces, now: number): boolean {
  const parsed = parsePair(pair);
  if (parsed === null || Date.parse(parsed.validTo) - now < RENEW_BEFORE) return false;
  if (Date.parse(parsed.validFrom) > now) return false;
  if (!parsed.verify(new X509Certificate(authority.certificate).publicKey)) return false;
  const named = (parsed.subjectAltName ?? '').split(', ').toSorted().join();
  return named === subjectAltName(places).toSorted().join();
}

/** As Node writes what a certificate names. */
function subjectAltName({ names, addresses }: LanPlaces): readonly string[] {
  return [
    ...names.map((name) => `DNS:${name}`),
    ...[...addresses, '127.0.0.1'].map((address) => `IP Address:${address}`),
  ];
}

/** Null for what is no certificate, or one of another key. */
function parsePair({ key, certificate }: Certified): X509Certificate | null {
  try {
    const parsed = new X509Certificate(certificate);
    return parsed.checkPrivateKey(createPrivateKey(key)) ? parsed : null;
  } catch {
    // Node throws for bytes that are no key or no certificate; there is nothing more to know.
    return null;
  }
}

type StoredPair = { readonly key: string | null; readonly certificate: string | null };

async function readPair(folder: string, name: string): Promise<Result<StoredPair, FileFault>> {
  const key = await readSecret(join(folder, `${name}.key`));
  if (!key.ok) return key;
  const certificate = await readText(join(folder, `${name}.crt`));
  return certificate.ok ? ok({ key: key.value, certificate: certificate.value }) : certificate;
}

/** The key first: a certificate that can be found has its key. */
async function writePair(
  folder: string,
  name: string,
  { key, certificate }: Certified,
): Promise<Result<null, FileFault>> {
  const written = await writeOwnFile(join(folder, `${name}.key`), key);
  return written.ok ? writeOwnFile(join(folder, `${name}.crt`), certificate) : written;
}
