/**
 * Reads a backup file as records. Before anything is taken from it the whole
 * file is read once and nothing kept, so that a damaged one changes nothing.
 */

import { createChunkOpener, type ChunkKey } from '../../core/backup/chunks.ts';
import { createFrameReader } from '../../core/backup/frames.ts';
import { BACKUP_HEADER_LENGTH, openHeader, parseHeader } from '../../core/backup/header.ts';
import { err, ok, type Result } from '../../core/bytes/result.ts';
import type { Suite } from '../../core/crypto/suite.ts';
import type { PassphraseKeys } from '../../ports/passphrase-keys.ts';
import type { BackupSource, RestoreRefusal } from './outcomes.ts';
import { parseRecord, type BackupRecord } from './records.ts';

/** Thrown where the file is not what it was when it was checked. */
export class Damaged extends Error {}

/** Thrown where the file cannot be read any more. */
export class Gone extends Error {}

/** Bytes that are read at once. */
const PIECE = 262_144;

export const openBackup = async (
  suite: Suite,
  passphraseKeys: PassphraseKeys,
  passphrase: string,
  source: BackupSource,
): Promise<Result<ChunkKey, RestoreRefusal>> => {
  const beginning = await source.read(0, Math.min(source.size, BACKUP_HEADER_LENGTH));
  if (!beginning) return err('unreadable');
  const header = parseHeader(beginning);
  if (!header.ok) {
    const reasons = { other: 'not-a-backup', newer: 'newer', malformed: 'damaged' } as const;
    return err(reasons[header.error]);
  }
  const secret = await passphraseKeys.derive(passphrase, header.value.salt, header.value.cost);
  if (!secret.ok) return err('no-keys');
  const key = openHeader(suite, secret.value, header.value);
  if (!key.ok) return err('wrong-passphrase');
  return ok({ suite, key: key.value, header: header.value.bytes });
};

/** Throws Damaged for whatever is not as it was written. `read`: bytes of the file up to here. */
export async function* readRecords(
  chunkKey: ChunkKey,
  source: BackupSource,
): AsyncGenerator<{ readonly record: BackupRecord; readonly read: number }, void> {
  const opener = createChunkOpener(chunkKey);
  const frames = createFrameReader();
  let read = 0;
  let hasEnded = false;

  const recordsIn = function* (text: Uint8Array) {
    for (const frame of whole(frames.push(text))) {
      // Nothing follows the end, and everything the beginning.
      if (hasEnded) throw new Damaged();
      const record = whole(parseRecord(frame));
      hasEnded = record.kind === 'end';
      yield { record, read };
    }
  };

  for (let from = BACKUP_HEADER_LENGTH; from < source.size; from = read) {
    read = Math.min(source.size, from + PIECE);
    const sealed = await source.read(from, read);
    if (!sealed) throw new Gone();
    for (const text of whole(opener.push(sealed))) yield* recordsIn(text);
  }
  yield* recordsIn(whole(opener.finish()));
  if (!hasEnded || !frames.isEmpty()) throw new Damaged();
}

const whole = <T>(result: Result<T, unknown>): T => {
  if (!result.ok) throw new Damaged();
  return result.value;
};
