/**
 * A device that is removed: it ends in the conversation of the devices and in
 * every conversation that it is in. A register keeps the will until it is done,
 * so a crash between the two leaves nothing half ended.
 */

import { encodeBase64url } from '../../core/bytes/base64url.ts';
import { equalBytes } from '../../core/bytes/compare.ts';
import { endingOf, standingOf } from '../../core/members/members.ts';
import type { Conversation } from '../conversation/conversation.ts';
import { endWriter } from '../conversation/devices.ts';
import type { ConversationState } from '../conversation/state.ts';
import { findConversation, type House } from './house.ts';
import { goneKey, readPlaces } from './names.ts';

/** Ends whatever this device was told to end and has not ended yet. */
export const endRemoved = async (house: House, devices: Conversation): Promise<void> => {
  const state = devices.state();
  const device = house.registers.device();
  if (!state || !device) return;
  const removed = ownRemovals(house, state, device);
  for (const writer of removed) await end(devices, writer);
  for (const place of readPlaces(house.registers)) {
    if (!removed.some((each) => equalBytes(each, place.device))) continue;
    const conversation = findConversation(house, place.conversationId);
    if (conversation) await end(conversation, place.writer);
  }
};

/** By this very device: what another one removes it ends itself, with all that it holds. */
const ownRemovals = (
  { registers }: House,
  state: ConversationState,
  device: Uint8Array,
): readonly Uint8Array[] => {
  const own = new Set(
    registers.all().flatMap((entry) => (equalBytes(entry.device, device) ? [entry.key] : [])),
  );
  return state.receivers.flatMap(({ writer }) => {
    const key = goneKey(writer);
    return own.has(key) && registers.get(key) !== undefined ? [writer] : [];
  });
};

const end = async (conversation: Conversation, writer: Uint8Array): Promise<void> => {
  const state = conversation.state();
  if (!state || !standingOf(state.members, writer)) return;
  if (endingOf(state.members, writer) !== null || state.verdict === 'mismatched') return;
  await conversation.run((context, work, now) => endWriter(context, work, now, writer, 'lost'));
};

/** The names of those whom somebody has removed, as base64url of their writers. */
export const removedDevices = ({ registers }: House, state: ConversationState) =>
  new Set(
    state.receivers
      .filter(({ writer }) => registers.get(goneKey(writer)) !== undefined)
      .map(({ writer }) => encodeBase64url(writer)),
  );
