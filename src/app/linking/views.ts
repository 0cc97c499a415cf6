/** The devices of a profile, and a link under way, as the screen sees them. */

import { equalBytes } from '../../core/bytes/compare.ts';
import { encodeBase64url } from '../../core/bytes/base64url.ts';
import { endingOf, findWriter } from '../../core/members/members.ts';
import { EMOJI, emojiIndices } from '../../core/pairing/emoji.ts';
import { parseSignedFrontier } from '../../core/wire/signed-frontier.ts';
import type { Conversation } from '../conversation/conversation.ts';
import { writersUnawareOf } from '../conversation/endings.ts';
import { comesAlong } from '../pairings/pairings.ts';
import {
  isHidden,
  isSibling,
  otherWriters,
  remainingOthers,
  type ConversationState,
} from '../conversation/state.ts';
import type { DeviceView, LinkProgress, LinkView } from '../snapshot.ts';
import { hostOf, isFollowed, lineOf } from './host.ts';
import { devicesOf, type House } from './house.ts';
import { nameKey, parseName, readPlaces } from './names.ts';
import { missingPlaces } from './places.ts';
import { endsHere, isOwnRemoval } from './removal.ts';
import { writersOf } from './writers-of.ts';

/** This device first, then the others by name; empty while there is only one that was never linked. */
export const deviceViews = (
  house: House,
  lastSeen: (writer: Uint8Array) => number | undefined,
): readonly DeviceView[] => {
  const state = devicesOf(house)?.state();
  if (!state) return [];
  const isGone = (writer: Uint8Array): boolean =>
    endingOf(state.members, writer) !== null || isOwnRemoval(house, writer);
  const letInBy = (writer: Uint8Array): DeviceView['letInBy'] => {
    const host = hostOf(state, writer);
    return host && { name: nameOf(house, state, host), isRemoved: isGone(host) };
  };
  const others = otherWriters(state).map((writer): DeviceView => {
    const isRemoved = isGone(writer);
    return {
      id: encodeBase64url(writer),
      name: nameOf(house, state, writer),
      isThis: false,
      lastSeen: lastSeen(writer),
      isRemoved,
      letInBy: letInBy(writer),
      unaware: isRemoved ? unawareOf(house, state, writer) : [],
      leftTo: isRemoved ? leftTo(house, state, writer) : 'none',
    };
  });
  const own: DeviceView = {
    id: encodeBase64url(state.writer),
    name: nameOf(house, state, state.writer),
    isThis: true,
    lastSeen: undefined,
    isRemoved: false,
    letInBy: letInBy(state.writer),
    unaware: [],
    leftTo: 'none',
  };
  return [own, ...others.toSorted((a, b) => Number(a.isRemoved) - Number(b.isRemoved))];
};

/** A link whose two devices have found each other. */
export const linkView = (
  link: Conversation,
  isInviter: boolean,
  refused: 'here' | 'refused' | undefined,
): LinkView | undefined => {
  const state = link.state();
  if (!state) return undefined;
  const peer = otherWriters(state)[0];
  const name = peer ? (findWriter(state.members, peer)?.name ?? '') : '';
  const emoji = emojiIndices(state.emoji).map((index) => ({ index, symbol: EMOJI[index] ?? '' }));
  const stage = stageOf(state.verdict, refused, comesAlong(link.id));
  return { kind: 'linking', id: link.id, isInviter, name, stage, emoji };
};

const stageOf = (
  verdict: ConversationState['verdict'],
  refused: 'here' | 'refused' | undefined,
  isAlong: boolean,
): (LinkView & { kind: 'linking' })['stage'] => {
  if (verdict !== 'matched') return verdict === 'open' ? 'compare' : 'mismatched';
  if (refused) return refused;
  return isAlong ? 'coming' : 'waiting';
};

/** How far this device has come with what the others have; undefined when it has everything. */
export const progressOf = (house: House): LinkProgress | undefined => {
  const own = devicesOf(house)?.state();
  if (!own) return undefined;
  const missing = missingPlaces(house, own).length;
  const states = house.conversations.list().flatMap((each) => {
    const state = each.state();
    return state && !isHidden(state) ? [state] : [];
  });
  const counts = states.map(messagesOf);
  const held = counts.reduce((sum, each) => sum + each.held, 0);
  const known = counts.reduce((sum, each) => sum + Math.max(each.held, each.known), 0);
  if (missing === 0 && held >= known) return undefined;
  return {
    conversations: { done: states.length, total: states.length + missing },
    messages: { done: held, total: known },
  };
};

/** Of the person's conversations, by what own devices have signed to hold. */
const messagesOf = (
  state: ConversationState,
): { readonly held: number; readonly known: number } => {
  const known = new Map<string, number>();
  for (const { bytes } of state.frontiers) {
    const parsed = parseSignedFrontier(bytes);
    for (const { feed, sequence } of parsed.ok ? parsed.value.heads : []) {
      if (feed.kind !== 'message') continue;
      const name = encodeBase64url(feed.writer);
      known.set(name, Math.max(known.get(name) ?? 0, sequence + 1));
    }
  }
  const feeds = state.feeds.filter(({ feed }) => feed.kind === 'message');
  const ahead = state.tails.reduce((sum, { from, end }) => sum + end - from, 0);
  const held = feeds.reduce((sum, each) => sum + each.held.length, ahead);
  for (const { feed, held: each } of feeds) {
    const name = encodeBase64url(feed.writer);
    known.set(name, Math.max(known.get(name) ?? 0, each.length));
  }
  return { held, known: [...known.values()].reduce((sum, each) => sum + each, 0) };
};

const nameOf = (house: House, state: ConversationState, writer: Uint8Array): string => {
  const chosen = parseName(house.registers.get(nameKey(writer)));
  return chosen ?? findWriter(state.members, writer)?.name ?? '';
};

/** Who has not said yet to hold the end of that device: they may still write for it to read, or let it in. */
const unawareOf = (house: House, own: ConversationState, device: Uint8Array): readonly string[] => {
  const find = writersOf(house.registers, own, device);
  const devices = writersUnawareOf(own, device).map((writer) => nameOf(house, own, writer));
  const names = house.conversations.list().flatMap((each) => {
    const state = each.state();
    if (!state || !endsHere(state)) return [];
    const others = find(state).flatMap((writer) => writersUnawareOf(state, writer));
    const unaware = others.filter((writer) => !isSibling(state, writer));
    return unaware.map((writer) => findWriter(state.members, writer)?.name ?? '');
  });
  return [...new Set([...devices, ...names])];
};

/** Who can end it where it said to be and this device cannot: where nobody ended it, it still says to be. */
const leftTo = (house: House, own: ConversationState, device: Uint8Array): DeviceView['leftTo'] => {
  // It goes by another name now, and is in the list by that.
  if (isFollowed(own, device)) return 'none';
  const states = house.conversations.list().flatMap((each) => each.state() ?? []);
  const here = new Set(states.filter(endsHere).map((each) => encodeBase64url(each.conversationId)));
  const line = new Set(lineOf(own, device).map(encodeBase64url));
  const isElsewhere = readPlaces(house.registers).some(
    (place) =>
      line.has(encodeBase64url(place.device)) && !here.has(encodeBase64url(place.conversationId)),
  );
  if (!isElsewhere) return 'none';
  return remainingOthers(own).some((each) => !equalBytes(each, device)) ? 'devices' : 'nobody';
};
