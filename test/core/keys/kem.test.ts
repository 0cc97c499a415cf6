import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  createKem,
  encodeKem,
  findKemKey,
  isKemRenewalDue,
  KEM_RENEWAL_MS,
  noteBoxedTo,
  noteHeadNamed,
  parseKem,
  renewKem,
  retireKem,
  type KemState,
} from '../../../src/core/keys/kem.ts';
import { createTestRandom } from '../crypto/test-random.ts';
import { containsBytes, DAY, START, suite } from './two-writers.ts';

const random = createTestRandom(suite, 'kem');
const [bob, carol] = [random(32), random(32)];

/** The certificate's key, then keys published at control sequences 10, 20 and 30. */
const renewed = [10, 20, 30].reduce<KemState>(
  (state, sequence, day) =>
    renewKem(suite, state, { seed: random(32), now: START + (day + 1) * DAY, sequence }).state,
  createKem(suite, random(32), START),
);
const published = (state: KemState): readonly number[] => state.keys.map((key) => key.published);
const idAt = (sequence: number): Uint8Array =>
  renewed.keys.find((key) => key.published === sequence)?.id ?? new Uint8Array();

describe('KEM keys', () => {
  it('K-8: are renewed after a day, and when the clock went back a day', () => {
    const state = createKem(suite, random(32), START);
    expect(isKemRenewalDue(state, START + KEM_RENEWAL_MS - 1)).toBe(false);
    expect(isKemRenewalDue(state, START + KEM_RENEWAL_MS)).toBe(true);
    expect(isKemRenewalDue(state, START - KEM_RENEWAL_MS)).toBe(true);
    expect(isKemRenewalDue(renewed, START + 3 * DAY)).toBe(false);
  });

  it('K-8: a renewal gives the public key of the newest', () => {
    const seed = random(32);
    const { state, publicKey } = renewKem(suite, renewed, { seed, now: START, sequence: 40 });
    expect(publicKey).toEqual(suite.kemPublicKey(seed));
    expect(published(state)).toEqual([40, 30, 20, 10, 0]);
  });

  it('K-9: stay while a remaining writer has shown nothing', () => {
    expect(retireKem(renewed, [bob], [])).toBe(renewed);
    expect(retireKem(renewed, [], [])).toBe(renewed);
    const known = noteHeadNamed(renewed, bob, 35);
    expect(published(retireKem(known, [bob, carol], []))).toEqual([30, 20, 10, 0]);
  });

  it('K-9: go once every remaining writer has boxed to a newer one or named a head of ours', () => {
    const boxed = noteBoxedTo(renewed, bob, idAt(20));
    expect(published(retireKem(boxed, [bob], []))).toEqual([30, 20]);
    const both = noteHeadNamed(boxed, carol, 19);
    expect(published(retireKem(both, [bob, carol], []))).toEqual([30, 20, 10]);
    expect(published(retireKem(noteHeadNamed(both, carol, 20), [bob, carol], []))).toEqual([
      30, 20,
    ]);
    expect(published(retireKem(noteHeadNamed(both, carol, 9), [bob, carol], []))).toEqual([
      30, 20, 10,
    ]);
  });

  it('K-9: stay while a box on its way was made for them', () => {
    const known = noteHeadNamed(renewed, bob, 30);
    expect(published(retireKem(known, [bob], [idAt(10)]))).toEqual([30, 10]);
    expect(published(retireKem(known, [bob], []))).toEqual([30]);
  });

  it('K-9: an erased secret is not in the stored state', () => {
    const oldest = renewed.keys.at(-1);
    const retired = retireKem(noteHeadNamed(renewed, bob, 30), [bob], []);
    expect(findKemKey(retired, oldest?.id ?? new Uint8Array())).toBeNull();
    expect(containsBytes(encodeKem(renewed), oldest?.seed ?? new Uint8Array())).toBe(true);
    expect(containsBytes(encodeKem(retired), oldest?.seed ?? new Uint8Array())).toBe(false);
  });

  it('K-9: what writers have shown only grows, and a key that is not ours shows nothing', () => {
    const later = noteHeadNamed(noteHeadNamed(renewed, bob, 30), bob, 5);
    expect(published(retireKem(later, [bob], []))).toEqual([30]);
    expect(noteBoxedTo(renewed, bob, random(8))).toBe(renewed);
  });

  it('K-13: are read back equal, and arbitrary bytes are no state', () => {
    const state = noteBoxedTo(noteHeadNamed(renewed, carol, 3), bob, idAt(10));
    expect(parseKem(encodeKem(state))).toEqual({ ok: true, value: state });
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 80 }), (bytes) => {
        const parsed = parseKem(bytes);
        if (parsed.ok) expect(encodeKem(parsed.value)).toEqual(bytes);
      }),
    );
    expect(parseKem(Uint8Array.of(2, ...encodeKem(state).slice(1))).ok).toBe(false);
  });
});
