import { describe, expect, it } from 'vitest';
import { openBackup, readRecords } from '../../../src/app/backup/read-backup.ts';
import { encodeRecord, type BackupRecord } from '../../../src/app/backup/records.ts';
import { createChunkSealer } from '../../../src/core/backup/chunks.ts';
import { encodeFrame } from '../../../src/core/backup/frames.ts';
import { BACKUP_HEADER_LENGTH } from '../../../src/core/backup/header.ts';
import { concatBytes, equalBytes } from '../../../src/core/bytes/compare.ts';
import { createNobleSuite } from '../../../src/core/crypto/noble-suite.ts';
import { createFakePassphraseKeys } from '../../../src/effects/passphrase/fake.ts';
import { backUp, openOnly, PASSPHRASE, restore, wipe, writerOf } from '../support/backups.ts';
import { introduceInTime } from '../support/two-people.ts';

const suite = createNobleSuite();

type Written = Exclude<BackupRecord, { kind: 'unknown' }>;

/** The same file with other records, as only who knows the passphrase can make it. */
const forge = async (
  file: Uint8Array,
  change: (record: Written) => Written,
): Promise<Uint8Array> => {
  const source = {
    size: file.length,
    read: (from: number, to: number) => Promise.resolve(file.slice(from, to)),
  };
  const opened = await openBackup(suite, createFakePassphraseKeys(suite), PASSPHRASE, source);
  if (!opened.ok) throw new Error(opened.error);
  const sealer = createChunkSealer(opened.value);
  const parts: Uint8Array[] = [file.slice(0, BACKUP_HEADER_LENGTH)];
  for await (const { record } of readRecords(opened.value, source)) {
    if (record.kind === 'unknown') continue;
    parts.push(...sealer.push(encodeFrame(encodeRecord(change(record)))));
  }
  return concatBytes(...parts, sealer.finish());
};

const lastByteChanged = (bytes: Uint8Array): Uint8Array =>
  bytes.map((byte, i) => (i === bytes.length - 1 ? byte ^ 1 : byte));

describe('a backup with false claims', () => {
  it('A-521: entries that nobody signed are left out, counts are counted anew, and others give what is lacking', async () => {
    const { alice, bob, time, bugs } = await introduceInTime();
    await alice.send('one');
    await bob.send('two');
    await time.advance(5_000);
    const theirs = await writerOf(bob);
    const forged = await forge(await backUp(time, alice), (record) => {
      if (record.kind === 'profile') return { ...record, entries: 1_000_000 };
      if (record.kind === 'end') return { ...record, conversations: 99 };
      const isTheirs = record.kind === 'entries' && equalBytes(record.feed.writer, theirs);
      if (!isTheirs || record.feed.kind !== 'message') return record;
      return { ...record, entries: record.entries.map(lastByteChanged) };
    });
    await wipe(alice);
    expect(await restore(time, alice, forged)).toEqual({
      kind: 'done',
      conversations: 1,
      messages: 1,
      left: 0,
      ended: 0,
    });
    await openOnly(alice);
    await time.advance(90_000);
    expect(alice.texts()).toEqual(['one', 'two']);
    expect(bugs).toEqual([]);
  });

  it('A-521: over what is here, keys and entries that are not those of their places change nothing', async () => {
    const { alice, bob, time, bugs } = await introduceInTime();
    await alice.send('one');
    await bob.send('two');
    await time.advance(5_000);
    const forged = await forge(await backUp(time, alice), (record) => {
      if (record.kind === 'entries') {
        return { ...record, entries: record.entries.map(lastByteChanged) };
      }
      if (record.kind !== 'keys') return record;
      const slots = record.keys.slots.map((slot) =>
        slot instanceof Uint8Array ? lastByteChanged(slot) : slot,
      );
      return { ...record, keys: { ...record.keys, slots } };
    });
    expect(await restore(time, alice, forged)).toMatchObject({ kind: 'done', messages: 0 });
    alice.close();
    await alice.open();
    await openOnly(alice);
    expect(alice.texts()).toEqual(['one', 'two']);
    await bob.send('three');
    await time.advance(5_000);
    expect(alice.texts()).toEqual(['one', 'two', 'three']);
    expect(bugs).toEqual([]);
  });
});
