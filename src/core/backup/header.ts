/**
 * The beginning of a backup file: what it takes, beside the passphrase, to make
 * the key of the rest, and a check that tells a wrong passphrase from damage.
 *
 * All of it is bound into the key and stands beside every chunk as associated
 * data, so nobody can put the chunks of one file behind the beginning of another.
 */

import { concatBytes, equalSecrets } from '../bytes/compare.ts';
import { parseBytes } from '../bytes/reader.ts';
import { err, ok, type Result } from '../bytes/result.ts';
import { createWriter } from '../bytes/writer.ts';
import { derive } from '../crypto/derive.ts';
import {
  PASSPHRASE_SALT_LENGTH,
  readCost,
  writeCost,
  type PassphraseCost,
} from '../crypto/passphrase.ts';
import type { Suite } from '../crypto/suite.ts';

/** `salt`: 16 random bytes, new for each file, so that no two files have a key in common. */
export type BackupParameters = { readonly salt: Uint8Array; readonly cost: PassphraseCost };

/** `bytes`: as they stand in the file, without the check. */
export type BackupHeader = BackupParameters & { readonly bytes: Uint8Array };

/** "GVBACKUP" */
const MAGIC = new Uint8Array([71, 86, 66, 65, 67, 75, 85, 80]);
const VERSION = 1;
const CHECK_LENGTH = 16;
const PARAMETERS_LENGTH = MAGIC.length + 1 + PASSPHRASE_SALT_LENGTH + 6;

/** Parameters and check: where the chunks begin. */
export const BACKUP_HEADER_LENGTH = PARAMETERS_LENGTH + CHECK_LENGTH;

export const makeHeader = ({ salt, cost }: BackupParameters): BackupHeader => ({
  salt,
  cost,
  bytes: writeCost(createWriter().fixed(MAGIC).u8(VERSION).fixed(salt), cost).finish(),
});

/**
 * From the first BACKUP_HEADER_LENGTH bytes of a file. `other`: no backup at all; `newer`: of a
 * version that this one does not know; `malformed`: a backup whose beginning is damaged.
 */
export const parseHeader = (
  bytes: Uint8Array,
): Result<BackupHeader & { readonly check: Uint8Array }, 'other' | 'newer' | 'malformed'> => {
  if (!MAGIC.every((byte, i) => bytes[i] === byte)) return err('other');
  if ((bytes[MAGIC.length] ?? VERSION) > VERSION) return err('newer');
  return parseBytes(bytes, (reader) => {
    reader.fixed(MAGIC.length);
    reader.require(reader.u8() === VERSION);
    const salt = reader.fixed(PASSPHRASE_SALT_LENGTH);
    const cost = readCost(reader);
    const check = reader.fixed(CHECK_LENGTH);
    return { salt, cost, check, bytes: bytes.slice(0, PARAMETERS_LENGTH) };
  });
};

/** `secret`: the 32 bytes that the passphrase gave. */
export const backupKey = (suite: Suite, secret: Uint8Array, header: BackupHeader): Uint8Array =>
  derive(suite, secret, 'backup', [header.bytes]);

/** Header and check, as the file begins. */
export const encodeHeader = (suite: Suite, secret: Uint8Array, header: BackupHeader): Uint8Array =>
  concatBytes(header.bytes, checkOf(suite, secret, header));

/** The key of the chunks, or `wrong`: another passphrase, or a beginning that was changed. */
export const openHeader = (
  suite: Suite,
  secret: Uint8Array,
  header: BackupHeader & { readonly check: Uint8Array },
): Result<Uint8Array, 'wrong'> =>
  equalSecrets(checkOf(suite, secret, header), header.check)
    ? ok(backupKey(suite, secret, header))
    : err('wrong');

const checkOf = (suite: Suite, secret: Uint8Array, { bytes }: BackupHeader): Uint8Array =>
  derive(suite, secret, 'backup check', [bytes], CHECK_LENGTH);
