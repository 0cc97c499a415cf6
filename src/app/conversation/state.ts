/**
 * What a device knows of one conversation, apart from its entries: one sealed
 * record whose size does not depend on the length of the history.
 */

import { encodeBase64url } from '../../core/bytes/base64url.ts';
import { equalBytes } from '../../core/bytes/compare.ts';
import type { Stamp } from '../../core/clock/hlc.ts';
import type { EndReason } from '../../core/journal/control-operations.ts';
import type { FeedState } from '../../core/journal/chain.ts';
import { EMPTY_FEED } from '../../core/journal/chain.ts';
import { compareFeeds, type FeedId } from '../../core/journal/feed.ts';
import type { KemState } from '../../core/keys/kem.ts';
import { createReceiver, type ReceiverState } from '../../core/keys/receiver.ts';
import type { RoomSecrets } from '../../core/keys/room-secrets.ts';
import type { SenderState } from '../../core/keys/sender.ts';
import {
  endingOf,
  followedBy,
  memberOf,
  standingOf,
  standingWriters,
  type MembersState,
} from '../../core/members/members.ts';
import type { QuietChoices } from '../quiet.ts';

/**
 * With a contact or with oneself; never shown: between the devices of a profile, or with the device
 * that is being linked.
 */
export type ConversationKind = 'direct' | 'notes' | 'devices' | 'link';

/** Whether it is between devices alone and no screen shows it. */
export const isHidden = ({ kind }: Pick<ConversationState, 'kind'>): boolean =>
  kind === 'devices' || kind === 'link';

export type Verdict = 'open' | 'matched' | 'mismatched';

export type FeedRecord = {
  readonly feed: FeedId;
  /** How far the feed is held, verified and durable. */
  readonly held: FeedState;
  /** How many of its entries were opened, in order; the next one waits for a key. */
  readonly opened: number;
};

/**
 * The newest messages of a writer, which came before those in front of them: entries `from` up to but
 * without `end`, verified and durable, and shown as far as their keys are here (newest-first.ts).
 */
export type Tail = {
  readonly writer: Uint8Array;
  readonly from: number;
  readonly end: number;
  /** Hash of the entry before the first, 32 bytes. */
  readonly prev: Uint8Array;
  /** Hash of the last entry, 32 bytes. */
  readonly hash: Uint8Array;
  /** From there on the keys of messages have been asked for. */
  readonly asked: number;
};

/** How far an own feed has named another: `length` is the named sequence + 1. */
export type NamedHead = {
  readonly by: FeedId['kind'];
  readonly feed: FeedId;
  readonly length: number;
};

/** `room`: 8-byte id of the secret in the parcel. */
export type EarlyRoom = {
  readonly writer: Uint8Array;
  readonly sequence: number;
  readonly room: Uint8Array;
  readonly kemKeyId: Uint8Array;
  readonly hash: Uint8Array;
};

/** Kept at most; only hostile members get there. */
export const MAX_EARLY_ROOMS = 64;

/** 8-byte id of a secret that own control entries were sealed with, up to but without `until`. */
export type LeftRoom = { readonly room: Uint8Array; readonly until: number };

/** Kept at most: nobody is away while so many devices are removed. */
export const MAX_LEFT_ROOMS = 16;

export type ConversationState = {
  readonly kind: ConversationKind;
  readonly conversationId: Uint8Array;
  readonly createdAt: number;
  /** Host and port of the node where the members meet; empty: the app's own. */
  readonly node: string;
  /** Our Ed25519 seed and public key in this conversation. */
  readonly writerSeed: Uint8Array;
  readonly writer: Uint8Array;
  /** 6 bytes to compare by eye. */
  readonly emoji: Uint8Array;
  readonly verdict: Verdict;
  readonly roomSecrets: RoomSecrets;
  readonly members: MembersState;
  readonly kem: KemState;
  readonly sender: SenderState;
  readonly receivers: readonly { readonly writer: Uint8Array; readonly keys: ReceiverState }[];
  readonly feeds: readonly FeedRecord[];
  readonly named: readonly NamedHead[];
  /** The latest stamps of our own entries and of others' that were not too far ahead. */
  readonly latestOwn: Stamp;
  readonly latestOthers: Stamp;
  /** Counts our signed frontiers. */
  readonly frontierNumber: number;
  /** How many of each other writer's messages were on this screen. */
  readonly read: readonly { readonly writer: Uint8Array; readonly length: number }[];
  /** The newest signed frontier of each other writer, as it was received. */
  readonly frontiers: readonly { readonly writer: Uint8Array; readonly bytes: Uint8Array }[];
  /** What the person chose for this conversation alone. */
  readonly quiet: QuietChoices;
  /** Whether our signed frontiers say what was read: what the choice and the profile come to. */
  readonly tellsRead: boolean;
  /** Seed of the key that admits one writer in this one's place; null until it was committed to. */
  readonly successorSeed: Uint8Array | null;
  /** What another device told this one of its end, whose own entries of it cannot come any more. */
  readonly toldEnd: EndReason | null;
  /** Parcels for us that stand behind entries which only their room secret opens. */
  readonly earlyRooms: readonly EarlyRoom[];
  /** At most one of each writer. */
  readonly tails: readonly Tail[];
  /** Where others may still look for us, oldest first. */
  readonly leftRooms: readonly LeftRoom[];
};

export const tailOf = (state: ConversationState, writer: Uint8Array): Tail | undefined =>
  state.tails.find((tail) => equalBytes(tail.writer, writer));

/** `tail`: undefined when all of it has its place in the feed. */
export const withTail = (
  state: ConversationState,
  writer: Uint8Array,
  tail: Tail | undefined,
): ConversationState => ({
  ...state,
  tails: [
    ...state.tails.filter((each) => !equalBytes(each.writer, writer)),
    ...(tail ? [tail] : []),
  ],
});

export const feedRecord = (state: ConversationState, feed: FeedId): FeedRecord =>
  state.feeds.find((record) => compareFeeds(record.feed, feed) === 0) ?? {
    feed,
    held: EMPTY_FEED,
    opened: 0,
  };

export const withFeed = (state: ConversationState, changed: FeedRecord): ConversationState => ({
  ...state,
  feeds: [
    ...state.feeds.filter((record) => compareFeeds(record.feed, changed.feed) !== 0),
    changed,
  ].toSorted((a, b) => compareFeeds(a.feed, b.feed)),
});

export const ownFeed = (state: ConversationState, kind: FeedId['kind']): FeedId => ({
  writer: state.writer,
  kind,
});

export const isOwn = (state: ConversationState, writer: Uint8Array): boolean =>
  equalBytes(state.writer, writer);

/** Whether any message was opened, so that vault and order index have something to hold. */
export const hasMessages = (state: ConversationState): boolean =>
  state.tails.length > 0 ||
  state.feeds.some(({ feed, opened }) => feed.kind === 'message' && opened > 0);

/** Writers of the conversation other than this device's, those that ended included. */
export const otherWriters = (state: ConversationState): readonly Uint8Array[] =>
  state.receivers.flatMap(({ writer }) => (standingOf(state.members, writer) ? [writer] : []));

/** Of the others those that have not ended: who gets boxes, and with whom there are links. */
export const remainingOthers = (state: ConversationState): readonly Uint8Array[] =>
  otherWriters(state).filter((writer) => endingOf(state.members, writer) === null);

/** Whether the writer is a device of the same person as this one. */
export const isSibling = (state: ConversationState, writer: Uint8Array): boolean => {
  const own = memberOf(state.members, state.writer);
  const other = memberOf(state.members, writer);
  return own !== null && other !== null && equalBytes(own, other) && !isOwn(state, writer);
};

/** Whether this device or another one of the same person wrote it, or who this person was before it lost everything. */
export const isOurs = (state: ConversationState, writer: Uint8Array): boolean =>
  isOwn(state, writer) || isSibling(state, writer) || isFormer(state, writer);

/** Only our own admission says whom we follow: nobody makes itself one of us. */
const isFormer = ({ members, writer: own }: ConversationState, writer: Uint8Array): boolean => {
  const member = memberOf(members, writer);
  let former = followedBy(members, memberOf(members, own) ?? own);
  for (let i = 0; i < MAX_FOLLOWED && member !== null && former !== null; i++) {
    if (equalBytes(member, former)) return true;
    former = followedBy(members, former);
  }
  return false;
};

const MAX_FOLLOWED = 16;

/** The person's other devices that have not ended. */
export const siblings = (state: ConversationState): readonly Uint8Array[] =>
  remainingOthers(state).filter((writer) => isSibling(state, writer));

/** Members other than this person, by the keys of the writers that founded them; not those that another one follows. */
export const otherMembers = (state: ConversationState): readonly Uint8Array[] => {
  const known = others.get(state);
  if (known) return known;
  const found = findOtherMembers(state);
  others.set(state, found);
  return found;
};

/** Asked for several times by each who shows the conversation, of a state that nobody changes. */
const others = new WeakMap<ConversationState, readonly Uint8Array[]>();

const findOtherMembers = (state: ConversationState): readonly Uint8Array[] => {
  const own = memberOf(state.members, state.writer) ?? state.writer;
  const members = new Map(
    otherWriters(state).flatMap((writer) => {
      const member = memberOf(state.members, writer);
      return member ? [[encodeBase64url(member), member] as const] : [];
    }),
  );
  const followed = [own, ...members.values()].flatMap(
    (member) => followedBy(state.members, member) ?? [],
  );
  return [...members.values()].filter(
    (member) => !equalBytes(member, own) && !followed.some((one) => equalBytes(one, member)),
  );
};

/** With room for the boxes of writers that were admitted since. */
export const withNewcomers = (state: ConversationState): ConversationState => {
  const newcomers = standingWriters(state.members).filter(
    (writer) => !isOwn(state, writer) && !receiverOf(state, writer),
  );
  if (newcomers.length === 0) return state;
  const added = newcomers.map((writer) => ({ writer, keys: createReceiver(null) }));
  return { ...state, receivers: [...state.receivers, ...added] };
};

export const receiverOf = (
  state: ConversationState,
  writer: Uint8Array,
): ReceiverState | undefined =>
  state.receivers.find((receiver) => equalBytes(receiver.writer, writer))?.keys;

export const withReceiver = (
  state: ConversationState,
  writer: Uint8Array,
  keys: ReceiverState,
): ConversationState => ({
  ...state,
  receivers: state.receivers.map((receiver) =>
    equalBytes(receiver.writer, writer) ? { writer: receiver.writer, keys } : receiver,
  ),
});
