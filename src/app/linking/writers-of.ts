/**
 * As which writers a device is in the person's conversations, so that its removal ends it in all.
 *
 * Said by who let it in before doing it, or by who heard it say so: that it cannot take back. By
 * itself (its place), as long as no other device says to be that writer. And by its own work: who
 * went on in place of one of its writers, and whom only these let in, unless another device says to
 * be that one.
 */

import { encodeBase64url } from '../../core/bytes/base64url.ts';
import { equalBytes } from '../../core/bytes/compare.ts';
import { remainingWriters } from '../../core/members/members.ts';
import { isSibling, otherWriters, type ConversationState } from '../conversation/state.ts';
import type { Registers } from '../registers/registers.ts';
import { admissionsOf, followedBy, lineOf } from './host.ts';
import { enteredAs, placeWriter } from './names.ts';

/** In one conversation; of the person's own other writers, those that ended included. */
export type WritersOf = (state: ConversationState) => readonly Uint8Array[];

/** `own`: the conversation of the devices; `device`: 32 bytes, its writer there. */
export const writersOf = (
  registers: Pick<Registers, 'get' | 'all'>,
  own: ConversationState,
  device: Uint8Array,
): WritersOf => {
  const line = lineOf(own, device);
  const entered = enteredAs(registers, line);
  const others = remainingWriters(own.members).filter((each) => !equalBytes(each, device));
  return (state) => {
    const placeOf = (each: Uint8Array) => placeWriter(registers, state.conversationId, each);
    const claimed = others.map(placeOf);
    const places = line.map(placeOf);
    const isEntered = (writer: Uint8Array): boolean => entered.has(encodeBase64url(writer));
    const siblings = otherWriters(state).filter((writer) => isSibling(state, writer));
    const candidates = siblings.filter((writer) => isEntered(writer) || !isAmong(claimed, writer));
    const isKnown = (writer: Uint8Array): boolean => isEntered(writer) || isAmong(places, writer);
    // Before all others have said where they are, whom it let in may be one of them.
    const isComplete = !claimed.includes(undefined);
    return widen(state, candidates, candidates.filter(isKnown), isComplete);
  };
};

/** With who follows one of them and, of the candidates, whom only these let in. */
const widen = (
  state: ConversationState,
  candidates: readonly Uint8Array[],
  found: readonly Uint8Array[],
  isComplete: boolean,
): readonly Uint8Array[] => {
  const more = candidates.filter((writer) => {
    if (isAmong(found, writer)) return false;
    const before = followedBy(state, writer);
    if (before) return isAmong(found, before);
    return isComplete && isOnlyLetInBy(state, found, writer);
  });
  return more.length === 0 ? found : widen(state, candidates, [...found, ...more], isComplete);
};

const isOnlyLetInBy = (
  state: ConversationState,
  found: readonly Uint8Array[],
  writer: Uint8Array,
): boolean => {
  const admissions = admissionsOf(state, writer);
  return admissions.length > 0 && admissions.every(({ author }) => isAmong(found, author));
};

const isAmong = (writers: readonly (Uint8Array | undefined)[], writer: Uint8Array): boolean =>
  writers.some((each) => each !== undefined && equalBytes(each, writer));
