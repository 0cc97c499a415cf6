/**
 * A page of the vault: the message keys of 256 consecutive entries of one feed.
 *
 * To forget a message is to destroy its key. The place of an erased key stays
 * marked, so that no hand-over from someone else brings it back.
 */

import { parseBytes, type Reader } from '../bytes/reader.ts';
import type { Result } from '../bytes/result.ts';
import { createWriter } from '../bytes/writer.ts';

export const VAULT_PAGE_SLOTS = 256;

/** What stands at one place: nothing yet, a key (32 bytes), or the mark of an erased one. */
export type VaultSlot = Uint8Array | 'erased' | null;

/** Slot i is for the entry whose sequence mod 256 is i; slots after the last used one are left out. */
export type VaultPage = { readonly slots: readonly VaultSlot[] };

export const EMPTY_VAULT_PAGE: VaultPage = { slots: [] };

const VERSION = 1;
const KEY_BYTES = 32;
const EMPTY = 0;
const KEY = 1;
const ERASED = 2;

export const vaultSlot = (page: VaultPage, slot: number): VaultSlot =>
  page.slots[checked(slot)] ?? null;

/** The page with `key` (32 bytes) at `slot`; the same page when that place was erased. */
export const setVaultKey = (page: VaultPage, slot: number, key: Uint8Array): VaultPage => {
  if (key.length !== KEY_BYTES) throw new RangeError(`"key" must be 32 bytes, is ${key.length}`);
  return vaultSlot(page, slot) === 'erased' ? page : withSlot(page, slot, key);
};

/** The page without that key, for good. */
export const eraseVaultKey = (page: VaultPage, slot: number): VaultPage =>
  withSlot(page, slot, 'erased');

export const encodeVaultPage = ({ slots }: VaultPage): Uint8Array => {
  const out = createWriter().u8(VERSION).varint(slots.length);
  for (const slot of slots) {
    if (slot === null) out.u8(EMPTY);
    else if (slot === 'erased') out.u8(ERASED);
    else out.u8(KEY).fixed(slot);
  }
  return out.finish();
};

export const parseVaultPage = (bytes: Uint8Array): Result<VaultPage, 'malformed'> =>
  parseBytes(bytes, (reader) => {
    reader.require(reader.u8() === VERSION);
    const slots = reader.list(VAULT_PAGE_SLOTS, readSlot);
    reader.require(slots.length === 0 || slots.at(-1) !== null);
    return { slots };
  });

const readSlot = (reader: Reader): VaultSlot => {
  const state = reader.u8();
  reader.require(state <= ERASED);
  if (state === KEY) return reader.fixed(KEY_BYTES);
  return state === ERASED ? 'erased' : null;
};

const withSlot = (page: VaultPage, slot: number, value: Uint8Array | 'erased'): VaultPage => {
  const length = Math.max(page.slots.length, checked(slot) + 1);
  const slots = Array.from({ length }, (_, i) => (i === slot ? value : (page.slots[i] ?? null)));
  return { slots };
};

const checked = (slot: number): number => {
  if (!Number.isInteger(slot) || slot < 0 || slot >= VAULT_PAGE_SLOTS) {
    throw new RangeError(`"slot" must be 0 to 255, is ${slot}`);
  }
  return slot;
};
