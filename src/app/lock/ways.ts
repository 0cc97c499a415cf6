/**
 * Opening a lock by one of its ways, and making a way for a key.
 *
 * What a passphrase or a passkey gives seals the key under a label of its own,
 * bound to the salt, cost and name beside it.
 */

import { err, ok, type Result } from '../../core/bytes/result.ts';
import { derive, labelled } from '../../core/crypto/derive.ts';
import { PASSPHRASE_SALT_LENGTH } from '../../core/crypto/passphrase.ts';
import { openRecord, sealRecord } from '../../core/crypto/sealed.ts';
import type { Random, Suite } from '../../core/crypto/suite.ts';
import type { Passkeys } from '../../ports/passkeys.ts';
import type { PassphraseKeys } from '../../ports/passphrase-keys.ts';
import { wayBytes, type UnsealedWay, type Way } from './lock-record.ts';

export type WayPorts = {
  readonly suite: Suite;
  readonly random: Random;
  readonly passphraseKeys: PassphraseKeys;
  readonly passkeys: Passkeys;
};

/** What a person brings to open a lock. */
export type Proof =
  { readonly kind: 'passphrase'; readonly passphrase: string } | { readonly kind: 'passkey' };

export type ProofFailure =
  | 'wrong'
  /** The person did not go on with the passkey. */
  | 'cancelled'
  /** This browser cannot: no WebAssembly, or no secrets from passkeys. */
  | 'unsupported';

const LABEL = 'lock way';

/** The 32-byte key in it. */
export const openWay = async (
  ports: WayPorts,
  way: Way,
  proof: Proof,
): Promise<Result<Uint8Array, ProofFailure>> => {
  const secret = await secretOf(ports, way, proof);
  if (!secret.ok) return secret;
  const { sealed, ...rest } = way;
  const key = openRecord(ports.suite, sealingKey(ports, way, secret.value), sealed, aadOf(rest));
  return key === null ? err('wrong') : ok(key);
};

/** A way with a fresh salt, and for a passphrase with a cost that was measured just now. */
export const makePassphraseWay = async (
  ports: WayPorts,
  passphrase: string,
  key: Uint8Array,
): Promise<Result<Way, ProofFailure>> => {
  const cost = await ports.passphraseKeys.calibrate();
  if (!cost.ok) return err('unsupported');
  const salt = ports.random(PASSPHRASE_SALT_LENGTH);
  const secret = await ports.passphraseKeys.derive(passphrase, salt, cost.value);
  if (!secret.ok) return err('unsupported');
  return ok(sealWay(ports, { kind: 'passphrase', salt, cost: cost.value }, secret.value, key));
};

export const makePasskeyWay = async (
  ports: WayPorts,
  key: Uint8Array,
): Promise<Result<Way, ProofFailure>> => {
  const salt = ports.random(32);
  const made = await ports.passkeys.create(salt);
  if (!made.ok) return made;
  const { credential, secret } = made.value;
  return ok(sealWay(ports, { kind: 'passkey', credential, salt }, secret, key));
};

const secretOf = async (
  { passphraseKeys, passkeys }: WayPorts,
  way: Way,
  proof: Proof,
): Promise<Result<Uint8Array, ProofFailure>> => {
  if (way.kind === 'passkey') return passkeys.ask(way.credential, way.salt);
  const passphrase = proof.kind === 'passphrase' ? proof.passphrase : '';
  const made = await passphraseKeys.derive(passphrase, way.salt, way.cost);
  return made.ok ? made : err('unsupported');
};

const sealWay = (ports: WayPorts, way: UnsealedWay, secret: Uint8Array, key: Uint8Array): Way => ({
  ...way,
  sealed: sealRecord(ports.suite, ports.random, sealingKey(ports, way, secret), key, aadOf(way)),
});

const sealingKey = ({ suite }: WayPorts, { kind }: UnsealedWay, secret: Uint8Array): Uint8Array =>
  derive(suite, secret, `lock ${kind}`);

const aadOf = (way: UnsealedWay): Uint8Array => labelled(LABEL, [wayBytes(way)]);
