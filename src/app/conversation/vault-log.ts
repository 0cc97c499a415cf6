/** The message keys of a conversation on disk, in pages beside the journal's. */

import type { FeedId } from '../../core/journal/feed.ts';
import { feedName } from '../../core/journal/feed.ts';
import type { EntryRef } from '../../core/journal/timeline/item.ts';
import {
  EMPTY_VAULT_PAGE,
  encodeVaultPage,
  eraseVaultKey,
  parseVaultPage,
  setVaultKey,
  VAULT_PAGE_SLOTS,
  vaultSlot,
  type VaultPage,
  type VaultSlot,
} from '../../core/keys/vault-page.ts';
import type { Work } from '../store/work.ts';

export type VaultChange = {
  readonly writer: Uint8Array;
  readonly sequence: number;
  /** 32 bytes, or null to destroy the key for good. */
  readonly key: Uint8Array | null;
};

/** Makes the changes in order, reading and writing each page once. */
export const changeVault = async (
  work: Work,
  localId: string,
  changes: readonly VaultChange[],
): Promise<void> => {
  const pages = new Map<string, { key: readonly [string, string, number]; page: VaultPage }>();
  for (const { writer, sequence, key } of changes) {
    const at = pageKey(localId, { kind: 'message', writer }, sequence);
    const name = at.join('/');
    const page = pages.get(name)?.page ?? (await readPage(work, at));
    const slot = sequence % VAULT_PAGE_SLOTS;
    const next = key ? setVaultKey(page, slot, key) : eraseVaultKey(page, slot);
    pages.set(name, { key: at, page: next });
  }
  for (const { key, page } of pages.values()) work.put('vault', key, encodeVaultPage(page));
};

/** The keys of the page that holds the entry's, by sequence; null when one is not here or was erased. */
export const readMessageKeys = async (
  work: Work,
  localId: string,
  { writer, sequence: within }: EntryRef,
): Promise<(sequence: number) => Uint8Array | null> => {
  const page = await readPage(work, pageKey(localId, { kind: 'message', writer }, within));
  return (sequence) => {
    const slot = vaultSlot(page, sequence % VAULT_PAGE_SLOTS);
    return slot instanceof Uint8Array ? slot : null;
  };
};

/** What stands at the places of the page that holds the entry's key, by sequence. */
export const readVaultSlots = async (
  work: Work,
  localId: string,
  { writer, sequence: within }: EntryRef,
): Promise<(sequence: number) => VaultSlot> => {
  const page = await readPage(work, pageKey(localId, { kind: 'message', writer }, within));
  return (sequence) => vaultSlot(page, sequence % VAULT_PAGE_SLOTS);
};

/** The page that holds the entry's key; empty when there is none. */
export const readVaultPage = (
  work: Work,
  localId: string,
  { writer, sequence }: EntryRef,
): Promise<VaultPage> => readPage(work, pageKey(localId, { kind: 'message', writer }, sequence));

/** Begins to read the page that holds the entry's key, or will. */
export const aheadOfVaultPage = (
  work: Work,
  localId: string,
  { writer, sequence }: EntryRef,
): void => work.ahead('vault', pageKey(localId, { kind: 'message', writer }, sequence));

const readPage = async (work: Work, key: readonly [string, string, number]): Promise<VaultPage> => {
  const bytes = await work.get('vault', key);
  const parsed = bytes && parseVaultPage(bytes);
  return parsed?.ok ? parsed.value : EMPTY_VAULT_PAGE;
};

const pageKey = (localId: string, feed: FeedId, sequence: number) =>
  [localId, feedName(feed), Math.floor(sequence / VAULT_PAGE_SLOTS)] as const;
