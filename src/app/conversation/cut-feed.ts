/** Takes the end of an own feed and its keys from the disk, as if they had never been written. */

import { PAGE_LENGTH } from '../../core/journal/chain.ts';
import { feedName, type FeedId } from '../../core/journal/feed.ts';
import { encodeVaultPage, VAULT_PAGE_SLOTS, type VaultPage } from '../../core/keys/vault-page.ts';
import type { Work } from '../store/work.ts';
import type { Context } from './context.ts';
import { unfoldPage } from './feed-log.ts';
import { readVaultPage } from './vault-log.ts';

/** Entries of the feed from `from` on up to but without `to`. */
export const cutEntries = async (
  { suite, localId }: Context,
  work: Work,
  feed: FeedId,
  from: number,
  to: number,
): Promise<void> => {
  if (from >= to) return;
  await unfoldPage(work, suite, localId, feed, from);
  const name = [localId, feedName(feed)] as const;
  for (let sequence = from; sequence < to; sequence++) {
    work.remove('entries', [...name, sequence]);
    if (sequence % PAGE_LENGTH === 0) {
      work.remove('pages', [...name, Math.floor(sequence / PAGE_LENGTH)]);
    }
  }
};

/** Keys of messages and marks of erased ones, from `from` on up to but without `to`. */
export const cutVault = async (
  work: Work,
  localId: string,
  writer: Uint8Array,
  from: number,
  to: number,
): Promise<void> => {
  for (let at = from; at < to;) {
    const page = Math.floor(at / VAULT_PAGE_SLOTS);
    const kept = cutPage(
      await readVaultPage(work, localId, { writer, sequence: at }),
      at % VAULT_PAGE_SLOTS,
    );
    const key = [localId, feedName({ kind: 'message', writer }), page] as const;
    if (kept.slots.length === 0) work.remove('vault', key);
    else work.put('vault', key, encodeVaultPage(kept));
    at = (page + 1) * VAULT_PAGE_SLOTS;
  }
};

/** The page with nothing from `slot` on. */
const cutPage = ({ slots }: VaultPage, slot: number): VaultPage => {
  const left = slots.slice(0, slot);
  return { slots: left.slice(0, left.findLastIndex((each) => each !== null) + 1) };
};
