/** By whose word a device is one of the person's. */

import { admissionOf } from '../../core/members/places.ts';
import { standingOf } from '../../core/members/members.ts';
import type { ConversationState } from '../conversation/state.ts';

/**
 * The device that let this one (32 bytes, its writer) into the conversation of the devices;
 * undefined for the one that founded it, and for one that went on in place of another.
 */
export const hostOf = (
  { members }: ConversationState,
  device: Uint8Array,
): Uint8Array | undefined =>
  standingOf(members, device)?.admissions.find(
    (fact) => admissionOf(fact)?.voucher.by === 'sibling',
  )?.author;
