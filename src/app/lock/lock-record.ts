/**
 * The lock of an installation as bytes: the ways to open it, each holding the
 * same 32-byte key sealed under what that way gives (docs/PROTOCOL.md, "At rest").
 *
 * A digest over all of it tells damage from a wrong passphrase: it proves
 * nothing against somebody who changes the record, who gains nothing either.
 */

import { equalBytes } from '../../core/bytes/compare.ts';
import { parseBytes, type Reader } from '../../core/bytes/reader.ts';
import { createWriter, type Writer } from '../../core/bytes/writer.ts';
import {
  PASSPHRASE_SALT_LENGTH,
  readCost,
  writeCost,
  type PassphraseCost,
} from '../../core/crypto/passphrase.ts';
import { digest } from '../../core/crypto/derive.ts';
import { SEALED_OVERHEAD } from '../../core/crypto/sealed.ts';
import type { Suite } from '../../core/crypto/suite.ts';

export type PassphraseWay = {
  readonly kind: 'passphrase';
  readonly salt: Uint8Array;
  readonly cost: PassphraseCost;
  /** The installation's key, sealed: 72 bytes. */
  readonly sealed: Uint8Array;
};

export type PasskeyWay = {
  readonly kind: 'passkey';
  readonly credential: Uint8Array;
  readonly salt: Uint8Array;
  readonly sealed: Uint8Array;
};

export type Way = PassphraseWay | PasskeyWay;
export type UnsealedWay = Omit<PassphraseWay, 'sealed'> | Omit<PasskeyWay, 'sealed'>;

/** Minutes without a person before it locks by itself; 0: never. */
export const IDLE_MINUTES = [0, 1, 5, 15, 60] as const;
export type IdleMinutes = (typeof IDLE_MINUTES)[number];

export type LockRecord = {
  readonly idleMinutes: IdleMinutes;
  /** One or both kinds, each once. */
  readonly ways: readonly Way[];
};

const VERSION = 1;
const KINDS = ['passphrase', 'passkey'] as const;
const KEY_LENGTH = 32;
const PASSKEY_SALT_LENGTH = 32;
const MAX_CREDENTIAL = 1_023;
const CHECK_LENGTH = 8;

export const encodeLock = (suite: Suite, { idleMinutes, ways }: LockRecord): Uint8Array => {
  const writer = createWriter().u8(VERSION).u8(idleMinutes).varint(ways.length);
  for (const way of ways) writeWay(writer, way).fixed(way.sealed);
  const body = writer.finish();
  return createWriter().fixed(body).fixed(checkOf(suite, body)).finish();
};

/** The lock, or undefined for bytes that are none, or were changed. */
export const parseLock = (suite: Suite, bytes: Uint8Array): LockRecord | undefined => {
  const body = bytes.subarray(0, -CHECK_LENGTH);
  if (!equalBytes(bytes.subarray(-CHECK_LENGTH), checkOf(suite, body))) return undefined;
  const parsed = parseBytes(body, (reader) => {
    reader.require(reader.u8() === VERSION);
    const minutes = reader.u8();
    const idleMinutes = IDLE_MINUTES.find((each) => each === minutes);
    const ways = reader.list(KINDS.length, readWay);
    reader.require(idleMinutes !== undefined && ways.length > 0);
    reader.require(new Set(ways.map(({ kind }) => kind)).size === ways.length);
    return { idleMinutes: idleMinutes ?? 0, ways };
  });
  return parsed.ok ? parsed.value : undefined;
};

/** What a way is without the key in it: the key is sealed to exactly this. */
export const wayBytes = (way: UnsealedWay): Uint8Array => writeWay(createWriter(), way).finish();

const writeWay = (writer: Writer, way: UnsealedWay): Writer => {
  writer.u8(KINDS.indexOf(way.kind));
  if (way.kind === 'passphrase') return writeCost(writer.fixed(way.salt), way.cost);
  return writer.bytes(way.credential).fixed(way.salt);
};

const readWay = (reader: Reader): Way => {
  const kind = KINDS[reader.u8()];
  reader.require(kind !== undefined);
  const opening: UnsealedWay =
    kind === 'passphrase'
      ? { kind, salt: reader.fixed(PASSPHRASE_SALT_LENGTH), cost: readCost(reader) }
      : {
          kind: 'passkey',
          credential: reader.bytes(MAX_CREDENTIAL),
          salt: reader.fixed(PASSKEY_SALT_LENGTH),
        };
  return { ...opening, sealed: reader.fixed(KEY_LENGTH + SEALED_OVERHEAD) };
};

const checkOf = (suite: Suite, body: Uint8Array): Uint8Array =>
  digest(suite, 'lock record', [body]).subarray(0, CHECK_LENGTH);
