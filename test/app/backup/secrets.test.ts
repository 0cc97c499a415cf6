import { describe, expect, it } from 'vitest';
import { createNobleSuite } from '../../../src/core/crypto/noble-suite.ts';
import { createFakePassphraseKeys } from '../../../src/effects/passphrase/fake.ts';
import { openBackup, readRecords } from '../../../src/app/backup/read-backup.ts';
import { introduceInTime } from '../support/two-people.ts';
import { backUp, PASSPHRASE, stateOf } from '../support/backups.ts';

const suite = createNobleSuite();
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

describe('what is in a backup', () => {
  it('H-163: nothing that writes as this device or opens what comes later, and no text in clear', async () => {
    const { alice, bob, time } = await introduceInTime();
    await alice.send('a sentence to look for');
    await bob.send('another one');
    await time.advance(5_000);
    const file = await backUp(time, alice);
    const state = await stateOf(alice);
    expect(Buffer.from(file).includes('a sentence')).toBe(false);
    const source = {
      size: file.length,
      read: (from: number, to: number) => Promise.resolve(file.slice(from, to)),
    };
    const opened = await openBackup(suite, createFakePassphraseKeys(suite), PASSPHRASE, source);
    if (!opened.ok) throw new Error(opened.error);
    const kept = [];
    for await (const { record } of readRecords(opened.value, source)) kept.push(record);
    const all = JSON.stringify(kept, (_, value: unknown) =>
      value instanceof Uint8Array ? hex(value) : value,
    );
    const secrets = [
      state.writerSeed,
      ...state.kem.keys.map(({ seed }) => seed),
      ...state.sender.channels.map(({ rolling }) => rolling.secret),
      ...(state.sender.generation ? [state.sender.generation.chainKey] : []),
      ...state.receivers.flatMap(({ keys }) => [
        ...(keys.rolling ? [keys.rolling.secret] : []),
        ...keys.generations.map(({ chainKey }) => chainKey),
      ]),
    ];
    expect(secrets.length).toBeGreaterThan(4);
    for (const secret of secrets) expect(all).not.toContain(hex(secret));
    // What it takes to read on and to come in again is there.
    expect(all).toContain(hex(state.roomSecrets[0]?.secret ?? new Uint8Array(0)));
    expect(all).toContain(hex(state.successorSeed ?? new Uint8Array(0)));
  });
});
