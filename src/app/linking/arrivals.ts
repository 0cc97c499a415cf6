/**
 * What another device of the same person told: registers are merged, newcomers
 * let into the conversations that are here, and welcomes taken.
 */

import { compareBytes, equalBytes } from '../../core/bytes/compare.ts';
import { endingOf, remainingWriters, standingOf } from '../../core/members/members.ts';
import type { Conversation } from '../conversation/conversation.ts';
import { admitDevice, joinConversation } from '../conversation/devices.ts';
import { isHidden, isSibling, otherWriters } from '../conversation/state.ts';
import { appendTelling } from '../conversation/tell.ts';
import { forgetTelling, readTellings, type ReceivedTelling } from '../conversation/tellings.ts';
import type { RegisterEntry } from '../registers/entry.ts';
import { hostOf } from './host.ts';
import { findConversation, localIdOf, type House } from './house.ts';
import { getIntroduction, removeIntroduction } from './introduction-record.ts';
import { enteredKey, isPlaceKey, isPlaceOf } from './names.ts';
import { encodeTelling, parseTelling, type Telling } from './telling.ts';

type Introduced = Telling & { type: 'introduction' };
type Welcomed = Telling & { type: 'welcome' };

export interface Arrivals {
  /** Does what is to be done about all that was told. */
  take(devices: Conversation): Promise<void>;
}

/** Where several devices could let a newcomer in, each waits so much longer than the one before it. */
const PATIENCE_MS = 2_000;

/** `later`: look again then. */
export const createArrivals = (house: House, later: (ms: number) => void): Arrivals => {
  /** When an introduction was first seen here, by where it is kept. */
  const seen = new Map<string, number>();

  const take = async (devices: Conversation): Promise<void> => {
    const tellings =
      (await devices.read((context, work) => readTellings(work, context.localId))) ?? [];
    const parsed = tellings.map((received) => ({
      received,
      telling: parseTelling(received.bytes),
    }));
    const done: ReceivedTelling[] = [];
    for (const { received, telling } of parsed) {
      if (await handle(devices, received, telling, parsed)) done.push(received);
    }
    if (done.length > 0) await forget(devices, done);
  };

  const forget = (devices: Conversation, done: readonly ReceivedTelling[]): Promise<boolean> =>
    devices.run((_context, work, state) => {
      for (const received of done) forgetTelling(work, received);
      return Promise.resolve(state);
    });

  /** True: it is done with. */
  const handle = async (
    devices: Conversation,
    received: ReceivedTelling,
    telling: Telling | null,
    all: readonly { readonly telling: Telling | null }[],
  ): Promise<boolean> => {
    switch (telling?.type) {
      case 'registers':
        return (await house.registers.merge(believed(devices, telling.entries, received.writer)))
          .ok;
      case 'introduction':
        return introduced(devices, received, telling, all);
      case 'welcome':
        return welcomed(devices, telling);
      default:
        return true;
    }
  };

  /** Where a device is only itself says, once it is known; of one that ended, whoever ended it. */
  const believed = (
    devices: Conversation,
    entries: readonly RegisterEntry[],
    by: Uint8Array,
  ): readonly RegisterEntry[] => {
    const state = devices.state();
    const ended = (state ? otherWriters(state) : []).filter(
      (each) => state && endingOf(state.members, each) !== null,
    );
    return entries.filter(
      ({ key }) =>
        !isPlaceKey(key) ||
        house.registers.get(key) === undefined ||
        [by, ...ended].some((device) => isPlaceOf(key, device)),
    );
  };

  const introduced = async (
    devices: Conversation,
    { writer: by, keys }: ReceivedTelling,
    { conversationId, admission }: Introduced,
    all: readonly { readonly telling: Telling | null }[],
  ): Promise<boolean> => {
    const conversation = findConversation(house, conversationId);
    const state = devices.state();
    if (!conversation || !state || !isSibling(state, by)) return true;
    const { writer } = admission.certificate;
    if (all.some(({ telling }) => isWelcomeOf(telling, writer))) return true;
    if (!isPatient(JSON.stringify(keys[0]), rankOf(devices, by))) return false;
    return (await sayEntered(conversation, by, writer)) && letIn(devices, conversation, admission);
  };

  /**
   * Before it is let in: should it be removed a moment later, it is known as whom it came. Not of a
   * writer that is there already, which may be another device. True when it is durable.
   */
  const sayEntered = async (
    conversation: Conversation,
    device: Uint8Array,
    writer: Uint8Array,
  ): Promise<boolean> => {
    const state = conversation.state();
    if (!state || standingOf(state.members, writer) !== null) return true;
    return (await house.registers.set(enteredKey(device, writer), new Uint8Array([1]))).ok;
  };

  /** How many other devices are to be given the chance first: who linked it is with it now. */
  const rankOf = (devices: Conversation, newcomer: Uint8Array): number => {
    const state = devices.state();
    if (!state) return 0;
    const others = remainingWriters(state.members).filter((each) => !equalBytes(each, newcomer));
    const host = hostOf(state, newcomer);
    const isBefore = (each: Uint8Array): boolean =>
      isSame(each, host) || compareBytes(each, state.writer) < 0;
    return isSame(state.writer, host) ? 0 : others.filter(isBefore).length;
  };

  const isPatient = (name: string, rank: number): boolean => {
    const now = house.clock.now();
    const since = seen.get(name) ?? now;
    seen.set(name, since);
    const wait = since + rank * PATIENCE_MS - now;
    if (wait > 0) later(wait);
    return wait <= 0;
  };

  const letIn = async (
    devices: Conversation,
    conversation: Conversation,
    admission: Introduced['admission'],
  ): Promise<boolean> => {
    let isIn = false;
    const isDurable = await conversation.run(async (context, work, state) => {
      const admitted = await admitDevice(context, work, state, admission);
      isIn = admitted !== null;
      return admitted ?? state;
    });
    const welcome = conversation.state();
    if (!isDurable) return false;
    if (!isIn || !welcome || isHidden(welcome)) return true;
    const { writer } = admission.certificate;
    return devices.run((context, work, state) =>
      appendTelling(context, work, state, encodeTelling({ type: 'welcome', writer, welcome })),
    );
  };

  const welcomed = async (
    devices: Conversation,
    { writer, welcome }: Welcomed,
  ): Promise<boolean> => {
    const localId = localIdOf(house.suite, welcome.conversationId);
    if (house.conversations.get(localId)?.state()) return true;
    let hasJoined = false;
    const isDurable = await devices.run(async (context, work, state) => {
      const { conversationId } = welcome;
      hasJoined = false;
      const introduction = await getIntroduction(work, context.localId, conversationId);
      if (!introduction || !isOf(introduction.admission, writer)) return state;
      joinConversation({ ...context, localId }, work, welcome, introduction);
      removeIntroduction(work, context.localId, conversationId);
      hasJoined = true;
      return state;
    });
    if (isDurable && hasJoined) await house.arrived(localId);
    return isDurable;
  };

  return { take };
};

const isSame = (writer: Uint8Array, host: Uint8Array | undefined): boolean =>
  host !== undefined && equalBytes(writer, host);

const isOf = ({ certificate }: Introduced['admission'], writer: Uint8Array): boolean =>
  equalBytes(certificate.writer, writer);

const isWelcomeOf = (telling: Telling | null, writer: Uint8Array): boolean =>
  telling?.type === 'welcome' && equalBytes(telling.writer, writer);
