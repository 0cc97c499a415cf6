/** Writes a backup: collects, seals and hands on piece by piece, so that no history is too long. */

import { CHUNK_TEXT, createChunkSealer } from '../../core/backup/chunks.ts';
import { encodeFrame } from '../../core/backup/frames.ts';
import { backupKey, encodeHeader, makeHeader } from '../../core/backup/header.ts';
import { PASSPHRASE_SALT_LENGTH } from '../../core/crypto/passphrase.ts';
import type { Random, Suite } from '../../core/crypto/suite.ts';
import type { PassphraseKeys } from '../../ports/passphrase-keys.ts';
import { Unreadable, type Collected } from './collect.ts';
import type { BackUpOutcome, BackupSink, BackupWatch } from './outcomes.ts';
import { encodeRecord } from './records.ts';

export type BackUpPorts = {
  readonly suite: Suite;
  readonly random: Random;
  readonly passphraseKeys: PassphraseKeys;
  /** Lets the screen be drawn when it is time (breather.ts). */
  readonly breathe: () => Promise<void>;
};

export const writeBackup = async (
  ports: BackUpPorts,
  passphrase: string,
  records: AsyncIterable<Collected>,
  sink: BackupSink,
  watch: BackupWatch,
): Promise<BackUpOutcome> => {
  const { suite, random, passphraseKeys } = ports;
  const cost = await passphraseKeys.calibrate();
  if (!cost.ok) return { kind: 'no-keys' };
  const header = makeHeader({ salt: random(PASSPHRASE_SALT_LENGTH), cost: cost.value });
  const secret = await passphraseKeys.derive(passphrase, header.salt, header.cost);
  if (!secret.ok) return { kind: 'no-keys' };
  const key = backupKey(suite, secret.value, header);
  const sealer = createChunkSealer({ suite, key, header: header.bytes });
  const count = { conversations: 0, messages: 0, entries: 0, total: 0 };
  try {
    if (!(await sink(encodeHeader(suite, secret.value, header)))) return { kind: 'failed' };
    for await (const record of records) {
      if (watch.isCancelled()) return { kind: 'cancelled' };
      for (const piece of piecesOf(encodeFrame(encodeRecord(record)))) {
        for (const chunk of sealer.push(piece)) {
          if (!(await sink(chunk))) return { kind: 'failed' };
        }
        await ports.breathe();
      }
      note(count, record);
      watch.progress(count.entries, count.total);
    }
    if (watch.isCancelled()) return { kind: 'cancelled' };
    if (!(await sink(sealer.finish()))) return { kind: 'failed' };
  } catch (error) {
    if (error instanceof Unreadable) return { kind: 'failed' };
    throw error;
  }
  return { kind: 'done', conversations: count.conversations, messages: count.messages };
};

/** So much that sealing it is one small piece of work. */
const piecesOf = (bytes: Uint8Array): readonly Uint8Array[] =>
  Array.from({ length: Math.ceil(bytes.length / CHUNK_TEXT) }, (_, i) =>
    bytes.subarray(i * CHUNK_TEXT, (i + 1) * CHUNK_TEXT),
  );

const note = (
  count: { conversations: number; messages: number; entries: number; total: number },
  record: Collected,
): void => {
  if (record.kind === 'profile') count.total = record.entries;
  if (record.kind === 'conversation') count.conversations += 1;
  if (record.kind !== 'entries') return;
  count.entries += record.entries.length;
  if (record.feed.kind === 'message') count.messages += record.entries.length;
};
