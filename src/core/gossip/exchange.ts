/**
 * What gossip and the program around it tell each other.
 *
 * The program owns the store. It tells gossip what is durable (`known` and
 * `held` at the start, then `appended` and `done`), reads entries and blobs
 * when asked (`read`, `read-blobs`), and admits what is delivered. It answers
 * each `deliver` and each `deliver-page` with one `done`, in order of delivery
 * within a feed, also when nothing was admitted. It passes `send` on to the
 * link, answers with `full` when the link has no room, and gives a `tick` about
 * every five seconds.
 */

import type { Suite } from '../crypto/suite.ts';
import type { FeedId, Head } from '../journal/feed.ts';
import type { SignedFrontier } from '../wire/signed-frontier.ts';
import type { Hole } from './mend.ts';

export type GossipConfig = {
  readonly suite: Suite;
  /** 32 bytes. */
  readonly conversationId: Uint8Array;
};

export type GossipInput =
  | { readonly type: 'up'; readonly link: string }
  | { readonly type: 'down'; readonly link: string }
  /** A message of a link, as it came. */
  | { readonly type: 'message'; readonly link: string; readonly bytes: Uint8Array }
  /** The link took the last message but has no room for more, until `drained`. */
  | { readonly type: 'full'; readonly link: string }
  | { readonly type: 'drained'; readonly link: string }
  /** The feeds that may still grow here, our own included. */
  | { readonly type: 'known'; readonly feeds: readonly FeedId[] }
  /** Heads that are durable here. Heads already known, and older ones, change nothing. */
  | { readonly type: 'held'; readonly heads: readonly Head[] }
  /** A feed turned out damaged: of it only entries up to `head` are here, null for none. */
  | { readonly type: 'lost'; readonly feed: FeedId; readonly head: Head | null }
  /** Entries of our own that are durable now; `head` is the last of them. */
  | {
      readonly type: 'appended';
      readonly head: Head;
      readonly first: number;
      readonly entries: readonly Uint8Array[];
    }
  /** The oldest delivered run of this feed is dealt with; `heads`: what is durable since. */
  | {
      readonly type: 'done';
      readonly link: string;
      readonly feed: FeedId;
      readonly heads: readonly Head[];
    }
  /** Answers `read`: entries from `first` on, as many as fit maxBytes. */
  | {
      readonly type: 'run';
      readonly link: string;
      readonly feed: FeedId;
      readonly first: number;
      readonly entries: readonly Uint8Array[];
    }
  /** Answers `read` with the whole page that begins at `from`, when that is full and not above MAX_PAGE. */
  | {
      readonly type: 'page';
      readonly link: string;
      readonly feed: FeedId;
      readonly page: number;
      readonly update: Uint8Array;
    }
  /** A signed frontier of ours, or one of another writer that was kept. */
  | { readonly type: 'signed'; readonly frontier: SignedFrontier }
  /** All blobs that are missing here; gossip forgets the earlier list. */
  | { readonly type: 'lacking'; readonly hashes: readonly Uint8Array[] }
  | {
      readonly type: 'blob';
      readonly link: string;
      readonly hash: Uint8Array;
      readonly bytes: Uint8Array;
    }
  /** Runs wanted apart from the course of their feeds, at most one of each; the earlier list is forgotten. */
  | { readonly type: 'holes'; readonly holes: readonly Hole[] }
  | { readonly type: 'presence'; readonly attending: boolean; readonly typing: boolean }
  | { readonly type: 'tick' };

export type GossipOutput =
  | { readonly type: 'send'; readonly link: string; readonly bytes: Uint8Array }
  /** The other side breaks the rules: close the link. */
  | { readonly type: 'drop'; readonly link: string }
  /** Answer with `run` or `page`, or not at all. Both ends included. */
  | {
      readonly type: 'read';
      readonly link: string;
      readonly feed: FeedId;
      readonly from: number;
      readonly to: number;
      readonly maxBytes: number;
    }
  /** Unverified entries that follow what is here or was delivered before. Answer with `done`. */
  | {
      readonly type: 'deliver';
      readonly link: string;
      readonly feed: FeedId;
      readonly first: number;
      readonly entries: readonly Uint8Array[];
    }
  /** An unverified Yjs update that claims to be this page. Answer with `done`. */
  | {
      readonly type: 'deliver-page';
      readonly link: string;
      readonly feed: FeedId;
      readonly page: number;
      readonly update: Uint8Array;
    }
  /** A newer signed frontier of a known writer; its signature is good. */
  | { readonly type: 'signed'; readonly frontier: SignedFrontier }
  | { readonly type: 'read-blobs'; readonly link: string; readonly hashes: readonly Uint8Array[] }
  /** Unverified entries from the beginning of a hole. */
  | { readonly type: 'mend'; readonly feed: FeedId; readonly entries: readonly Uint8Array[] }
  /** A missing blob; its hash is right. */
  | { readonly type: 'blob'; readonly hash: Uint8Array; readonly bytes: Uint8Array }
  | {
      readonly type: 'presence';
      readonly link: string;
      readonly attending: boolean;
      readonly typing: boolean;
    }
  /** The other side's last entry of this feed is another one than ours at the same place. */
  | { readonly type: 'conflict'; readonly link: string; readonly feed: FeedId };
