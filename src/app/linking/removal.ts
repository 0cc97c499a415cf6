/**
 * A device that is removed: it ends in the conversation of the devices and in
 * every conversation that it is in. A register keeps the will until it is done,
 * so a crash between the two leaves nothing half ended; and what the device that
 * removed it does not get to, or has not, the others end after a while.
 */

import { encodeBase64url } from '../../core/bytes/base64url.ts';
import { equalBytes } from '../../core/bytes/compare.ts';
import { createWriter } from '../../core/bytes/writer.ts';
import { endingOf, endsOf, standingOf } from '../../core/members/members.ts';
import type { Conversation } from '../conversation/conversation.ts';
import { endWriter } from '../conversation/devices.ts';
import { isClosed } from '../conversation/endings.ts';
import { isHidden, isOwn, otherWriters, type ConversationState } from '../conversation/state.ts';
import type { RegisterValue } from '../registers/registers.ts';
import type { House } from './house.ts';
import { lineOf } from './host.ts';
import { enteredKey, goneKey, placeKey, placeWriter } from './names.ts';
import { writersOf } from './writers-of.ts';

export interface Removals {
  /** The person removes the device (32 bytes, its writer). True: that is durable, and is completed. */
  begin(devices: Conversation, device: Uint8Array): Promise<boolean>;
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

  const complete: Removals['complete'] = async (devices) => {
    const state = devices.state();
    const due = state ? otherWriters(state).filter((device) => isDue(state, device)) : [];
    for (const device of due) await end(devices, device);
    const own = devices.state();
    if (own) for (const device of due) await endEverywhere(house, own, device);
  };

  return {
    complete,
    begin: async (devices, device) => {
      const by = house.registers.device();
      // With who says it, so that what another said before does not stand in its place.
      const value = by && createWriter().u8(1).fixed(by).finish();
      const done = value && (await house.registers.set(goneKey(device), value));
      if (!done?.ok) return false;
      await complete(devices);
      return true;
    },
  };
};

const endEverywhere = async (
  house: House,
  own: ConversationState,
  device: Uint8Array,
): Promise<void> => {
  const find = writersOf(house.registers, own, device);
  const done: RegisterValue[] = [];
  for (const conversation of house.conversations.list()) {
    const state = conversation.state();
    if (!state || !endsHere(state)) continue;
    const writers = find(state);
    for (const writer of writers) await end(conversation, writer);
    const { members } = conversation.state() ?? state;
    if (writers.some((writer) => endingOf(members, writer) === null)) continue;
    done.push(...leave(house, lineOf(own, device), state.conversationId, writers));
  }
  if (done.length > 0) await house.registers.setAll(done);
};

/** It is there no more as these writers, and stays known as them; one that is not here yet may come. */
const leave = (
  { registers }: House,
  line: readonly Uint8Array[],
  conversationId: Uint8Array,
  writers: readonly Uint8Array[],
): readonly RegisterValue[] =>
  line.flatMap((device) => {
    const place = placeWriter(registers, conversationId, device);
    if (!place || !writers.some((writer) => equalBytes(writer, place))) return [];
    return [
      [enteredKey(device, place), new Uint8Array([1])],
      [placeKey(conversationId, device), undefined],
    ] as const;
  });

/**
 * The register alone moves nobody but who set it: of two devices that remove each other the word of
 * the senior one counts, and the others follow that.
 */
export const isOwnRemoval = (
  { registers }: Pick<House, 'registers'>,
  device: Uint8Array,
): boolean => {
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
