/**
 * Which conversations this device has, and which it has not yet: it says the
 * first to the others, and asks them to let it into the second.
 */

import { encodeBase64url } from '../../core/bytes/base64url.ts';
import { equalBytes } from '../../core/bytes/compare.ts';
import { memberOf, remainingWriters } from '../../core/members/members.ts';
import type { Conversation } from '../conversation/conversation.ts';
import { introduce } from '../conversation/devices.ts';
import { isHidden, isSibling, type ConversationState } from '../conversation/state.ts';
import { appendTelling } from '../conversation/tell.ts';
import type { RegisterValue } from '../registers/registers.ts';
import { lineOf } from './host.ts';
import type { House } from './house.ts';
import { getIntroduction, putIntroduction } from './introduction-record.ts';
import { encodePlace, enteredKey, placeKey, readPlaces, type Place } from './names.ts';
import { encodeTelling } from './telling.ts';

/** How many introductions one step makes. */
const MAX_AT_ONCE = 16;

/** Says which conversations are here, and by which writer this device is in them now. */
export const tellPlaces = async (
  { conversations, registers }: House,
  own: ConversationState,
): Promise<void> => {
  const values = shownStates(conversations.list()).flatMap((state): readonly RegisterValue[] => {
    const member = memberOf(state.members, state.writer);
    const key = placeKey(state.conversationId, own.writer);
    if (member === null) return [];
    const [known, place] = [registers.get(key), encodePlace({ writer: state.writer, member })];
    return known && equalBytes(known, place) ? [] : [[key, place]];
  });
  if (values.length > 0) await registers.setAll(values);
};

/**
 * Says of the others as which writers they are where this device is too: what one of them says later
 * takes that back no more. Not of a writer that two say to be.
 */
export const noteEntered = async (
  { conversations, registers }: Pick<House, 'conversations' | 'registers'>,
  own: ConversationState,
): Promise<void> => {
  const states = new Map(
    shownStates(conversations.list()).map((each) => [encodeBase64url(each.conversationId), each]),
  );
  const places = readPlaces(registers);
  const counts = new Map<string, number>();
  for (const { writer } of places) {
    const name = encodeBase64url(writer);
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  const values = places.flatMap(({ conversationId, device, writer }): readonly RegisterValue[] => {
    const state = states.get(encodeBase64url(conversationId));
    const key = enteredKey(device, writer);
    const isNews = !equalBytes(device, own.writer) && registers.get(key) === undefined;
    if (!state || !isNews || counts.get(encodeBase64url(writer)) !== 1) return [];
    return isSibling(state, writer) ? [[key, new Uint8Array([1])]] : [];
  });
  if (values.length > 0) await registers.setAll(values);
};

/**
 * Conversations that another device has and this one has never had: what was deleted here does not
 * come back. One of each.
 */
export const missingPlaces = (house: House, own: ConversationState): readonly Place[] => {
  const here = new Set(
    shownStates(house.conversations.list()).map((each) => encodeBase64url(each.conversationId)),
  );
  const remaining = new Set(remainingWriters(own.members).map(encodeBase64url));
  const places = readPlaces(house.registers);
  const line = new Set(lineOf(own, own.writer).map(encodeBase64url));
  for (const { conversationId, device } of places) {
    if (line.has(encodeBase64url(device))) here.add(encodeBase64url(conversationId));
  }
  const missing = places.filter(({ conversationId, device }) => {
    const name = encodeBase64url(conversationId);
    return !here.has(name) && remaining.has(encodeBase64url(device));
  });
  return [...new Map(missing.map((each) => [encodeBase64url(each.conversationId), each])).values()];
};

/** Asks to be let into what is missing; each is asked for once. */
export const introduceItself = async (
  devices: Conversation,
  missing: readonly Place[],
  name: string,
): Promise<void> => {
  for (let from = 0; from < missing.length; from += MAX_AT_ONCE) {
    await devices.run(async (context, work, state) => {
      let next = state;
      for (const { conversationId, member } of missing.slice(from, from + MAX_AT_ONCE)) {
        if (await getIntroduction(work, context.localId, conversationId)) continue;
        const introduction = introduce(context, conversationId, { member, name });
        putIntroduction(work, context.localId, conversationId, introduction);
        const { admission } = introduction;
        const telling = { type: 'introduction', conversationId, admission } as const;
        next = await appendTelling(context, work, next, encodeTelling(telling));
      }
      return next;
    });
  }
};

const shownStates = (conversations: readonly Conversation[]): readonly ConversationState[] =>
  conversations.flatMap((each) => {
    const state = each.state();
    return state && !isHidden(state) && state.verdict !== 'mismatched' ? [state] : [];
  });
