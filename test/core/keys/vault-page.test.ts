import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  EMPTY_VAULT_PAGE,
  encodeVaultPage,
  eraseVaultKey,
  parseVaultPage,
  setVaultKey,
  vaultSlot,
  type VaultPage,
} from '../../../src/core/keys/vault-page.ts';
import { containsBytes } from './two-writers.ts';

type Step = { readonly slot: number; readonly key: Uint8Array | null };

const key = fc.uint8Array({ minLength: 32, maxLength: 32 });
const steps = fc.array<Step>(
  fc.record({ slot: fc.oneof(fc.nat(3), fc.nat(255)), key: fc.option(key) }),
);
const apply = (page: VaultPage, { slot, key }: Step): VaultPage =>
  key ? setVaultKey(page, slot, key) : eraseVaultKey(page, slot);

describe('vault page', () => {
  it('K-11: gives the last key set, and nothing for ever once it was erased', () => {
    fc.assert(
      fc.property(steps, (taken) => {
        const page = taken.reduce(apply, EMPTY_VAULT_PAGE);
        for (const { slot } of taken) {
          const here = taken.filter((step) => step.slot === slot);
          const isErased = here.some((step) => step.key === null);
          expect(vaultSlot(page, slot)).toEqual(isErased ? 'erased' : here.at(-1)?.key);
        }
      }),
    );
  });

  it('K-11: an erased key is not in the stored page', () => {
    fc.assert(
      fc.property(fc.nat(255), (slot) => {
        const secret = new Uint8Array(32).fill(0xa5);
        const page = setVaultKey(EMPTY_VAULT_PAGE, slot, secret);
        const erased = eraseVaultKey(page, slot);
        expect(containsBytes(encodeVaultPage(page), secret)).toBe(true);
        expect(containsBytes(encodeVaultPage(erased), secret)).toBe(false);
        expect(vaultSlot(page, slot)).toEqual(secret);
      }),
    );
  });

  it('K-13: is read back equal, and arbitrary bytes are no page', () => {
    fc.assert(
      fc.property(steps, fc.uint8Array({ maxLength: 60 }), (taken, bytes) => {
        const page = taken.reduce(apply, EMPTY_VAULT_PAGE);
        expect(parseVaultPage(encodeVaultPage(page))).toEqual({ ok: true, value: page });
        const parsed = parseVaultPage(bytes);
        if (parsed.ok) expect(encodeVaultPage(parsed.value)).toEqual(bytes);
      }),
    );
  });

  it('B-1: a slot outside the page or a key of a wrong size is our mistake', () => {
    expect(() => vaultSlot(EMPTY_VAULT_PAGE, 256)).toThrow(RangeError);
    expect(() => setVaultKey(EMPTY_VAULT_PAGE, -1, new Uint8Array(32))).toThrow(RangeError);
    expect(() => setVaultKey(EMPTY_VAULT_PAGE, 0, new Uint8Array(31))).toThrow(RangeError);
  });
});
