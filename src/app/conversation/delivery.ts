/** How far own messages have come, by the newest signed frontiers of the others. */

import { encodeBase64url } from '../../core/bytes/base64url.ts';
import { compareBytes, concatBytes, equalBytes } from '../../core/bytes/compare.ts';
import { createWriter } from '../../core/bytes/writer.ts';
import { digest } from '../../core/crypto/derive.ts';
import type { Suite } from '../../core/crypto/suite.ts';
import { compareFeeds, type FeedId, type Head } from '../../core/journal/feed.ts';
import { groupBy } from '../../core/journal/group.ts';
import { endingOf, memberOf } from '../../core/members/members.ts';
import {
  encodeSignedFrontier,
  isSignedFrontier,
  parseSignedFrontier,
  signFrontier,
  type SignedFrontier,
} from '../../core/wire/signed-frontier.ts';
import type { DeliveryState } from '../snapshot.ts';
import { withReadMark } from './read-mark.ts';
import {
  feedRecord,
  isOwn,
  isSibling,
  receiverOf,
  remainingOthers,
  siblings,
  type ConversationState,
} from './state.ts';

/** How many of a writer's messages every other member holds on a device, and has been shown. */
export type Reach = { readonly delivered: number; readonly read: number };

/**
 * Of a device of this person. Who does not say what was read is not shown what others read. Where
 * nobody else is, it is the person's other devices that hold a message, all of them.
 */
export const reachOf = (state: ConversationState, of: Uint8Array = state.writer): Reach => {
  const reaches =
    state.kind === 'direct'
      ? reachesOfMembers(state, of)
      : siblings(state).map((device) =>
          equalBytes(device, of) ? WHOLE : reachOfWriter(state, device, of),
        );
  if (reaches.length === 0) return { delivered: 0, read: 0 };
  return {
    delivered: Math.min(...reaches.map(({ delivered }) => delivered)),
    read: state.tellsRead ? Math.min(...reaches.map(({ read }) => read)) : 0,
  };
};

/** Of each other member the furthest of its devices. The person's own other devices are not asked. */
const reachesOfMembers = (state: ConversationState, of: Uint8Array): readonly Reach[] => {
  const others = remainingOthers(state).filter((writer) => !isSibling(state, writer));
  const byMember = groupBy(others, (writer) =>
    encodeBase64url(memberOf(state.members, writer) ?? writer),
  );
  return [...byMember.values()].map((devices) => {
    const reaches = devices.map((writer) => reachOfWriter(state, writer, of));
    return {
      delivered: Math.max(...reaches.map(({ delivered }) => delivered)),
      read: Math.max(...reaches.map(({ read }) => read)),
    };
  });
};

const WHOLE: Reach = { delivered: Infinity, read: 0 };

export const deliveryOf = ({ delivered, read }: Reach, sequence: number): DeliveryState =>
  sequence < read ? 'read' : sequence < delivered ? 'delivered' : 'device';

/** The heads of all feeds as far as they are durable here. */
export const heldHeads = (state: ConversationState): readonly Head[] =>
  state.feeds
    .filter(({ held }) => held.length > 0)
    .map(({ feed, held }) => ({ feed, sequence: held.length - 1, hash: held.hash }));

/** Without ended feeds that are complete: some hold more of them than counts. */
const growingHeads = (state: ConversationState): readonly Head[] =>
  heldHeads(state).filter(({ feed, sequence }) => {
    const end = endingOf(state.members, feed.writer);
    return end === null || sequence + 1 < end[feed.kind];
  });

/** Our own signed frontier as the state has it, encoded. */
export const ownFrontier = (suite: Suite, state: ConversationState): Uint8Array =>
  encodeSignedFrontier(
    signFrontier(suite, state.conversationId, state.writerSeed, {
      number: state.frontierNumber,
      heads: heldHeads(state),
      read: state.tellsRead ? state.read : [],
    }),
  );

/** With a frontier that somebody passed on, when it is newer than the one known and really signed. */
export const noteFrontier = (
  suite: Suite,
  state: ConversationState,
  bytes: Uint8Array,
): ConversationState =>
  noteIf(state, bytes, (frontier) => isSignedFrontier(suite, state.conversationId, frontier));

/** The same for one whose signature gossip has verified. */
export const noteVerified = (state: ConversationState, bytes: Uint8Array): ConversationState =>
  noteIf(state, bytes, () => true);

const noteIf = (
  state: ConversationState,
  bytes: Uint8Array,
  isGenuine: (frontier: SignedFrontier) => boolean,
): ConversationState => {
  // Every step looks at all that there are.
  if (state.frontiers.some((each) => each.bytes === bytes)) return state;
  const parsed = parseSignedFrontier(bytes);
  if (!parsed.ok) return state;
  const { writer, number } = parsed.value;
  if (isOwn(state, writer) || !receiverOf(state, writer)) return state;
  const known = knownFrontier(state, writer);
  if (known && known.number >= number) return state;
  if (claimsUnwritten(state, parsed.value) || !isGenuine(parsed.value)) return state;
  const others = state.frontiers.filter((each) => !equalBytes(each.writer, writer));
  const noted = { ...state, frontiers: [...others, { writer, bytes }] };
  return isSibling(state, writer) ? withReadOf(noted, parsed.value) : noted;
};

/** What was read on another device of this person was read. */
const withReadOf = (state: ConversationState, { read }: SignedFrontier): ConversationState =>
  read.reduce(
    (next, { writer, length }) =>
      length === 0 ? next : withReadMark(next, { writer, sequence: length - 1 }),
    state,
  );

/** It says to hold messages of ours that are not written: nothing of it is believed. */
const claimsUnwritten = (state: ConversationState, { heads }: SignedFrontier): boolean =>
  heads.some(
    ({ feed, sequence }) =>
      isOwn(state, feed.writer) && sequence >= feedRecord(state, feed).held.length,
  );

/**
 * 32 bytes, equal on two devices that hold the same entries and the same signed frontiers
 * (docs/PROTOCOL.md, "Envelope").
 */
export const holdings = (suite: Suite, state: ConversationState): Uint8Array => {
  const own = createWriter().fixed(state.writer).u48(state.frontierNumber).finish();
  const others = state.frontiers.map(({ bytes }) => bytes.subarray(0, WRITER_AND_NUMBER));
  return digest(suite, 'holdings', [
    concatBytes(...growingHeads(state).map(({ hash }) => hash)),
    concatBytes(...[own, ...others].toSorted(compareBytes)),
  ]);
};

/** The front of an encoded signed frontier. */
const WRITER_AND_NUMBER = 32 + 6;

/** How many entries of the feed the writer has signed to hold. */
export const holdsOf = (state: ConversationState, writer: Uint8Array, feed: FeedId): number => {
  const heads = knownFrontier(state, writer)?.heads ?? [];
  const head = heads.find((each) => compareFeeds(each.feed, feed) === 0);
  return head ? head.sequence + 1 : 0;
};

const reachOfWriter = (state: ConversationState, writer: Uint8Array, of: Uint8Array): Reach => {
  const frontier = knownFrontier(state, writer);
  const head = frontier?.heads.find(
    ({ feed }) => feed.kind === 'message' && equalBytes(of, feed.writer),
  );
  const read = frontier?.read.find((position) => equalBytes(of, position.writer))?.length ?? 0;
  const delivered = head ? head.sequence + 1 : 0;
  return { delivered, read: Math.min(read, delivered) };
};

const knownFrontier = (
  state: ConversationState,
  writer: Uint8Array,
): SignedFrontier | undefined => {
  const known = state.frontiers.find((each) => equalBytes(each.writer, writer));
  const parsed = known && parseSignedFrontier(known.bytes);
  return parsed?.ok ? parsed.value : undefined;
};
