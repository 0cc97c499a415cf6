/** How a device came to be one of the person's: by whose word, and as whom it was one before. */

import { equalBytes } from '../../core/bytes/compare.ts';
import { admissionOf } from '../../core/members/places.ts';
import { standingOf } from '../../core/members/members.ts';
import { otherWriters, type ConversationState } from '../conversation/state.ts';

/**
 * The device that let this one (32 bytes, its writer) into the conversation of the devices;
 * undefined for the one that founded it, and for one that went on in place of another.
 */
export const hostOf = (own: ConversationState, device: Uint8Array): Uint8Array | undefined =>
  admissionsOf(own, device).find((fact) => admissionOf(fact)?.voucher.by === 'sibling')?.author;

/** The device, and the writers in whose place it went on, one after another: registers name it by each. */
export const lineOf = (own: ConversationState, device: Uint8Array): readonly Uint8Array[] => {
  const line = [device];
  for (let before = followedBy(own, device); before; before = followedBy(own, before)) {
    const next = before;
    if (line.some((each) => equalBytes(each, next))) break;
    line.push(next);
  }
  return line;
};

/** The writer of the same member in whose place this one went on. */
export const followedBy = (
  state: ConversationState,
  writer: Uint8Array,
): Uint8Array | undefined => {
  const vouchers = admissionsOf(state, writer).map((fact) => admissionOf(fact)?.voucher);
  return vouchers.flatMap((voucher) => (voucher?.by === 'successor' ? [voucher.old] : []))[0];
};

/** Whether the device went on as another writer among the devices. */
export const isFollowed = (own: ConversationState, device: Uint8Array): boolean =>
  [own.writer, ...otherWriters(own)].some((each) => {
    const before = followedBy(own, each);
    return before !== undefined && equalBytes(before, device);
  });

/** All words by which the writer was let in; none of one that founded the conversation. */
export const admissionsOf = ({ members }: ConversationState, writer: Uint8Array) =>
  standingOf(members, writer)?.admissions ?? [];
