/**
 * As which writers a device is in the person's conversations, so that its removal ends it in all.
 *
 * The device says so itself (its place). One that is silent, or lies, is known by
 * what who let it in said before doing it, and by its own work: who follows one of
 * its writers, and whom only these let in, unless another device says to be that one.
 */

import { encodeBase64url } from '../../core/bytes/base64url.ts';
import { equalBytes } from '../../core/bytes/compare.ts';
import { admissionOf } from '../../core/members/places.ts';
import { remainingWriters, standingOf } from '../../core/members/members.ts';
import { isSibling, otherWriters, type ConversationState } from '../conversation/state.ts';
import type { Registers } from '../registers/registers.ts';
import { enteredAs, goneKey, placeWriter } from './names.ts';

/** In one conversation; of the person's own other writers, those that ended included. */
export type WritersOf = (state: ConversationState) => readonly Uint8Array[];

/** `own`: the conversation of the devices; `device`: 32 bytes, its writer there. */
export const writersOf = (
  registers: Pick<Registers, 'get' | 'all'>,
  own: ConversationState,
  device: Uint8Array,
): WritersOf => {
  const entered = enteredAs(registers, device);
  const others = remainingWriters(own.members).filter(
    (each) => !equalBytes(each, device) && registers.get(goneKey(each)) === undefined,
  );
  return (state) => {
    const placeOf = (each: Uint8Array) => placeWriter(registers, state.conversationId, each);
    const claimed = others.map(placeOf);
    const place = placeOf(device);
    const isKnown = (writer: Uint8Array): boolean =>
      entered.has(encodeBase64url(writer)) || (place !== undefined && equalBytes(place, writer));
    const candidates = otherWriters(state).filter(
      (writer) => isSibling(state, writer) && !isAmong(claimed, writer),
    );
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
  const more = candidates.filter(
    (writer) =>
      !isAmong(found, writer) &&
      (isFollowerOf(state, found, writer) || (isComplete && isOnlyLetInBy(state, found, writer))),
  );
  return more.length === 0 ? found : widen(state, candidates, [...found, ...more], isComplete);
};

const isFollowerOf = (
  state: ConversationState,
  found: readonly Uint8Array[],
  writer: Uint8Array,
): boolean =>
  admissionsOf(state, writer).some((fact) => {
    const voucher = admissionOf(fact)?.voucher;
    return voucher?.by === 'successor' && isAmong(found, voucher.old);
  });

const isOnlyLetInBy = (
  state: ConversationState,
  found: readonly Uint8Array[],
  writer: Uint8Array,
): boolean => {
  const admissions = admissionsOf(state, writer);
  return admissions.length > 0 && admissions.every(({ author }) => isAmong(found, author));
};

const admissionsOf = ({ members }: ConversationState, writer: Uint8Array) =>
  standingOf(members, writer)?.admissions ?? [];

const isAmong = (writers: readonly (Uint8Array | undefined)[], writer: Uint8Array): boolean =>
  writers.some((each) => each !== undefined && equalBytes(each, writer));
