/**
 * How a new device comes in: what the two say to each other in the conversation
 * that their pairing made, once both persons' eyes have said "They match".
 *
 * Each step looks at what is durable and does what follows from it, so it may
 * be run again at any time, also after a crash between any two of them.
 */

import { equalBytes } from '../../core/bytes/compare.ts';
import { memberOf } from '../../core/members/members.ts';
import type { Conversation } from '../conversation/conversation.ts';
import { admitDevice, joinConversation } from '../conversation/devices.ts';
import { foundAlone } from '../conversation/found-alone.ts';
import { feedRecord, type ConversationState } from '../conversation/state.ts';
import { findWriter, remainingWriters } from '../../core/members/members.ts';
import { createWork } from '../store/work.ts';
import { askToBeLetIn, introductionAs } from './asking.ts';
import { DEVICES_ID, devicesOf, type House } from './house.ts';
import { tellProfile } from './profile-registers.ts';
import { readRole } from './role-record.ts';
import { findTelling, readTold, say, saidBy } from './saying.ts';
import { tellAllRegisters } from './tell-registers.ts';
import type { Telling } from './telling.ts';

/** Does the next step of one link, if there is one. True when the link has done its work. */
export const advanceLink = async (house: House, link: Conversation): Promise<boolean> => {
  const found = await link.read(async (context, work, state) => ({
    state,
    role: await readRole(work, context.localId),
    tellings: await readTold(work, context.localId),
  }));
  if (!found || found.state.verdict !== 'matched') return false;
  const { role, tellings } = found;
  const said = saidBy(link);
  return role === 'inviter'
    ? lead(house, link, said, tellings)
    : follow(house, link, said, tellings);
};

// The device that is there

const lead = async (
  house: House,
  link: Conversation,
  said: number,
  tellings: readonly Telling[],
): Promise<boolean> => {
  if (!findTelling(tellings, 'matched')) return false;
  const devices = devicesOf(house) ?? (await foundDevices(house, link));
  const state = devices?.state();
  const member = state && memberOf(state.members, state.writer);
  if (!devices || !state || !member) return false;
  const { conversationId } = state;
  if (said === 0) {
    const name = house.profile()?.name ?? '';
    await say(link, 0, { type: 'offer', conversationId, member, name });
    return false;
  }
  const introduction = findTelling(tellings, 'introduction');
  if (!introduction || !equalBytes(introduction.conversationId, conversationId)) return false;
  const { writer } = introduction.admission.certificate;
  if (said === 1) {
    const isAdmitted = await admit(house, devices, introduction.admission);
    const welcome = devices.state();
    if (isAdmitted && welcome) await say(link, 1, { type: 'welcome', writer, welcome });
    return false;
  }
  // It has been heard there: what was to be said has arrived.
  return feedRecord(devices.state() ?? state, { writer, kind: 'control' }).held.length > 0;
};

const admit = async (
  house: House,
  devices: Conversation,
  admission: (Telling & { type: 'introduction' })['admission'],
): Promise<boolean> => {
  await tellProfile(house);
  let isAdmitted = false;
  const isDurable = await devices.run(async (context, work, state) => {
    const admitted = await admitDevice(context, work, state, admission);
    isAdmitted = admitted !== null;
    if (!admitted || admitted === state) return state;
    return tellAllRegisters(context, work, admitted, house.registers.all());
  });
  return isDurable && isAdmitted;
};

/** The first link of a profile founds the conversation of its devices, under this device's name. */
const foundDevices = async (
  house: House,
  link: Conversation,
): Promise<Conversation | undefined> => {
  const state = link.state();
  if (!state) return undefined;
  const name = findWriter(state.members, state.writer)?.name ?? '';
  const work = createWork(house.store, () => undefined);
  const alone = { kind: 'devices', name, node: state.node } as const;
  await foundAlone(house.context(DEVICES_ID), work, alone);
  await house.store.commit(work.batch());
  await house.arrived(DEVICES_ID);
  return devicesOf(house);
};

// The device that comes

const follow = async (
  house: House,
  link: Conversation,
  said: number,
  tellings: readonly Telling[],
): Promise<boolean> => {
  const offer = findTelling(tellings, 'offer');
  if (devicesOf(house)) {
    const isBegun = house.profile() !== undefined || (await house.createProfile(offer?.name ?? ''));
    return isBegun;
  }
  if (said === 0) {
    await say(link, 0, { type: 'matched' });
    return false;
  }
  const welcome = findTelling(tellings, 'welcome');
  if (said === 1 && offer) await askToBeLetIn(link, offer.conversationId, offer.member);
  if (said > 1 && welcome) await comeIn(house, link, welcome);
  return false;
};

const comeIn = async (
  house: House,
  link: Conversation,
  { writer, welcome }: Telling & { type: 'welcome' },
): Promise<void> => {
  const isDurable = await link.run(async (context, work, state) => {
    const { conversationId } = welcome;
    const introduction = await introductionAs(context, work, conversationId, writer);
    if (!introduction || !isIn(welcome.members, writer)) return state;
    joinConversation({ ...context, localId: DEVICES_ID }, work, welcome, introduction);
    return state;
  });
  if (isDurable) await house.arrived(DEVICES_ID);
};

const isIn = (members: ConversationState['members'], writer: Uint8Array): boolean =>
  remainingWriters(members).some((each) => equalBytes(each, writer));
