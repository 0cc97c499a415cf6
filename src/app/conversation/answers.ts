/** What another device asks for, read from the disk. */

import { equalBytes } from '../../core/bytes/compare.ts';
import type { Suite } from '../../core/crypto/suite.ts';
import type { GossipInput, GossipOutput } from '../../core/gossip/exchange.ts';
import { endsPage, PAGE_LENGTH } from '../../core/journal/chain.ts';
import type { Entry } from '../../core/journal/entry.ts';
import { MAX_PAGE } from '../../core/wire/frame.ts';
import { pageIndex } from '../../document/page.ts';
import type { LinkId } from '../links/links.ts';
import type { Conversation } from './conversation.ts';
import { blobKey, readEntries, readStoredPage } from './feed-log.ts';

type Wanted = Extract<GossipOutput, { readonly type: 'read' }>;
type Run = Extract<GossipInput, { readonly type: 'run' | 'page' }>;

/** A whole page as it lies on the disk, else as many entries as fit. */
export const readWanted = async (
  conversation: Conversation,
  suite: Suite,
  wanted: Wanted,
): Promise<Run> => {
  const { link, feed, from, to, maxBytes } = wanted;
  const entries =
    (await conversation.read((context, work) =>
      readEntries(work, suite, context.localId, feed, from, to + 1),
    )) ?? [];
  const page = pageIndex(from);
  // A page with a damaged entry is not passed on: the other side would blame us for it.
  const isWholePage = endsPage(to) && entries.length === PAGE_LENGTH;
  const update = isWholePage
    ? await conversation.read(({ localId }, work) => readStoredPage(work, localId, feed, page))
    : undefined;
  return update && update.length <= MAX_PAGE
    ? { type: 'page', link, feed, page, update }
    : { type: 'run', link, feed, first: from, entries: firstThatFit(entries, from, maxBytes) };
};

/** Those blobs that are here and whole: a damaged one would end the link each time it was asked for. */
export const readBlobs = async (
  conversation: Conversation,
  suite: Suite,
  link: LinkId,
  hashes: readonly Uint8Array[],
): Promise<readonly Extract<GossipInput, { readonly type: 'blob' }>[]> => {
  const found = await Promise.all(
    hashes.map(async (hash) => {
      const bytes = await conversation.read(({ localId }, work) =>
        work.get('blobs', blobKey(localId, hash)),
      );
      return bytes && equalBytes(suite.hash(bytes), hash) ? [{ hash, bytes }] : [];
    }),
  );
  return found.flat().map((blob) => ({ type: 'blob', link, ...blob }));
};

/** The bytes of entries that follow each other from `first` on. */
const firstThatFit = (
  entries: readonly Entry[],
  first: number,
  maxBytes: number,
): readonly Uint8Array[] => {
  const run: Uint8Array[] = [];
  let size = 0;
  for (const { header, bytes } of entries) {
    size += bytes.length;
    if (size > maxBytes || header.sequence !== first + run.length) break;
    run.push(bytes);
  }
  return run;
};
