/** Entries as another device gave them, apart from their place in the feed. */

import type { Suite } from '../../core/crypto/suite.ts';
import { parseEntry, type Entry } from '../../core/journal/entry.ts';
import { compareFeeds, type FeedId } from '../../core/journal/feed.ts';

/** Those that can be read and are of the feed, the last first; nothing of them is verified. */
export const entriesOf = (
  suite: Suite,
  feed: FeedId,
  received: readonly Uint8Array[],
): readonly Entry[] =>
  received
    .flatMap((bytes) => {
      const parsed = parseEntry(suite, bytes);
      return parsed.ok ? [parsed.value] : [];
    })
    .filter(({ header }) => compareFeeds(header, feed) === 0)
    .toSorted((a, b) => b.header.sequence - a.header.sequence);
