/**
 * A device that is removed: it ends in the conversation of the devices and in
 * every conversation that it is in. A register keeps the will until it is done,
 * so a crash between the two leaves nothing half ended; and what the device that
 * removed it does not get to, or has not, the others end after a while.
 */

import { encodeBase64url } from '../../core/bytes/base64url.ts';
import { equalBytes } from '../../core/bytes/compare.ts';
import { endingOf, endsOf, standingOf } from '../../core/members/members.ts';
import type { Conversation } from '../conversation/conversation.ts';
import { endWriter } from '../conversation/devices.ts';
import { isClosed } from '../conversation/endings.ts';
import { isHidden, isOwn, otherWriters, type ConversationState } from '../conversation/state.ts';
import type { House } from './house.ts';
import { goneKey } from './names.ts';
import { writersOf } from './writers-of.ts';

export interface Removals {
  /** Ends what is to be ended and has not ended yet. */
  complete(devices: Conversation): Promise<void>;
}

/** The device that removed another one says so in all conversations at once; the rest waits so long for it. */
const PATIENCE_MS = 60_000;

/** `later`: look again then. */
export const createRemovals = (house: House, later: (ms: number) => void): Removals => {
  /** When a device was first seen here to have ended, by base64url of its writer. */
  const seen = new Map<string, number>();

  const isDue = (state: ConversationState, device: Uint8Array): boolean => {
    if (isOwnRemoval(house, device)) return true;
    if (!isEndedAsLost(state, device)) return false;
    const [name, now] = [encodeBase64url(device), house.clock.now()];
    const since = seen.get(name) ?? now;
    seen.set(name, since);
    const wait = since + PATIENCE_MS - now;
    if (wait > 0) later(wait);
    return wait <= 0;
  };

  return {
    complete: async (devices) => {
      const state = devices.state();
      if (!state) return;
      const due = otherWriters(state).filter((device) => isDue(state, device));
      for (const device of due) await end(devices, device);
      for (const device of due) await endEverywhere(house, state, device);
    },
  };
};

const endEverywhere = async (
  house: House,
  own: ConversationState,
  device: Uint8Array,
): Promise<void> => {
  const find = writersOf(house.registers, own, device);
  for (const conversation of house.conversations.list()) {
    const state = conversation.state();
    if (!state || !endsHere(state)) continue;
    for (const writer of find(state)) await end(conversation, writer);
  }
};

/**
 * The register alone moves nobody but who set it: of two devices that remove each other the word of
 * the senior one counts, and the others follow that.
 */
const isOwnRemoval = ({ registers }: House, device: Uint8Array): boolean => {
  const [own, key] = [registers.device(), goneKey(device)];
  return (
    own !== undefined &&
    registers.get(key) !== undefined &&
    registers.all().some((entry) => entry.key === key && equalBytes(entry.device, own))
  );
};

const isEndedAsLost = ({ members }: ConversationState, device: Uint8Array): boolean =>
  endsOf(members, device).some(
    ({ operation }) => operation.type === 'end' && operation.reason === 'lost',
  );

/** Whether a device that is removed is ended there by this one: not where it may not write itself. */
export const endsHere = (state: ConversationState): boolean => !isHidden(state) && !isClosed(state);

const end = async (conversation: Conversation, writer: Uint8Array): Promise<void> => {
  const state = conversation.state();
  if (!state || isClosed(state) || !standingOf(state.members, writer)) return;
  if (endingOf(state.members, writer) !== null || hasSaidTheEnd(state, writer)) return;
  await conversation.run((context, work, now) => endWriter(context, work, now, writer, 'lost'));
};

/** Said by this device, whether or not it counts: saying it again would change nothing. */
const hasSaidTheEnd = (state: ConversationState, writer: Uint8Array): boolean =>
  state.members.facts.some(
    ({ author, operation }) =>
      operation.type === 'end' && isOwn(state, author) && equalBytes(operation.writer, writer),
  );
