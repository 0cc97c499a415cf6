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
import { isClosed } from '../conversation/endings.ts';
import { isRoomMissing } from '../conversation/rooms-in-use.ts';
import { wouldStand } from '../conversation/would-stand.ts';
import { foundAlone } from '../conversation/found-alone.ts';
import { feedRecord, type ConversationState } from '../conversation/state.ts';
import { findWriter, remainingWriters } from '../../core/members/members.ts';
import { comesAlong } from '../pairings/pairings.ts';
import { createWork } from '../store/work.ts';
import { readAlong } from './along-record.ts';
import { askToBeLetIn, introductionAs } from './asking.ts';
import { DEVICES_ID, devicesOf, type House } from './house.ts';
import { tellProfile } from './profile-registers.ts';
import { readRole } from './role-record.ts';
import { findTelling, readTold, say, saidBy } from './saying.ts';
import { placesTold, tellAllRegisters } from './tell-registers.ts';
import type { Telling } from './telling.ts';

export type LinkProgress =
  | 'going'
  /** It could not go on, and is to be tried again. */
  | 'stuck'
  /** The link has done its work. */
  | 'done'
  /** It leads nowhere: the profile is on the other device already. */
  | 'here'
  /** It leads nowhere: the device that is there may let nobody in any more. */
  | 'refused';

/** Does the next step of one link, if there is one. */
export const advanceLink = async (house: House, link: Conversation): Promise<LinkProgress> => {
  const found = await link.read(async (context, work, state) => ({
    state,
    role: await readRole(work, context.localId),
    tellings: await readTold(work, context.localId),
  }));
  if (!found || found.state.verdict !== 'matched') return 'going';
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
): Promise<LinkProgress> => {
  if (!findTelling(tellings, 'matched')) return 'going';
  if (findTelling(tellings, 'here')) return 'here';
  const devices = devicesOf(house) ?? (await foundDevices(house, link));
  const state = devices?.state();
  const member = state && memberOf(state.members, state.writer);
  if (!devices || !state || !member) return 'going';
  const { conversationId } = state;
  if (said <= 1 && isClosed(state)) {
    await say(link, said, { type: 'refused' });
    return 'refused';
  }
  if (said === 0) {
    const name = house.profile()?.name ?? '';
    await say(link, 0, { type: 'offer', conversationId, member, name });
    return 'going';
  }
  const introduction = findTelling(tellings, 'introduction');
  if (!introduction || !equalBytes(introduction.conversationId, conversationId)) return 'going';
  const { writer } = introduction.admission.certificate;
  if (said === 1) {
    const isAdmitted = await admit(house, devices, introduction.admission);
    const welcome = devices.state();
    if (!isAdmitted && welcome && !mayAdmit(house, welcome, introduction.admission)) {
      await say(link, 1, { type: 'refused' });
      return 'refused';
    }
    const along = isAdmitted && welcome ? await linksAlong(house, link) : undefined;
    if (!welcome || !along) return 'stuck';
    const places = placesTold(house.registers);
    await say(link, 1, ...along, ...places, { type: 'welcome', writer, welcome });
    return 'going';
  }
  const { held } = feedRecord(devices.state() ?? state, { writer, kind: 'control' });
  // It has been heard there: what was to be said has arrived.
  return held.length > 0 ? 'done' : 'going';
};

/** Undefined when they cannot be made now. */
const linksAlong = async (
  house: House,
  link: Conversation,
): Promise<readonly Telling[] | undefined> => {
  const ids = await readAlong(house.store, link.id);
  if (ids.length === 0) return [];
  const links = await house.neighbours.invite(ids, ownName(link));
  return links && [{ type: 'along', links }];
};

/** What this device is called. */
const ownName = (link: Conversation): string => {
  const state = link.state();
  return (state && findWriter(state.members, state.writer)?.name) ?? '';
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

/** False: it would count for nobody, however often it is tried. */
const mayAdmit = (
  house: House,
  state: ConversationState,
  admission: (Telling & { type: 'introduction' })['admission'],
): boolean => isRoomMissing(state) || wouldStand(house.context(DEVICES_ID), state, admission);

/** The first link of a profile founds the conversation of its devices, under this device's name. */
const foundDevices = async (
  house: House,
  link: Conversation,
): Promise<Conversation | undefined> => {
  const state = link.state();
  if (!state) return undefined;
  const name = ownName(link);
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
): Promise<LinkProgress> => {
  const offer = findTelling(tellings, 'offer');
  if (devicesOf(house)) {
    const along = findTelling(tellings, 'along');
    const isBegun = house.profile() !== undefined || (await house.createProfile(offer?.name ?? ''));
    if (!isBegun) return 'going';
    // So that it asks to be let in everywhere before it meets the other devices.
    const places = tellings.flatMap((each) => (each.type === 'registers' ? each.entries : []));
    if (!(await house.registers.merge(places)).ok) return 'stuck';
    // The link is kept until those that come along are.
    if (along && !(await house.neighbours.take(along.links, ownName(link)))) return 'stuck';
    return 'done';
  }
  if (said === 0) {
    await say(link, 0, { type: 'matched' });
    return 'going';
  }
  if (findTelling(tellings, 'refused')) return comesAlong(link.id) ? 'done' : 'refused';
  const isHere = offer && (await house.neighbours.isHere(offer.conversationId));
  if (offer && isHere === undefined) return 'stuck';
  if (isHere) {
    // It was chosen among others, and nobody waits for it.
    if (comesAlong(link.id)) return 'done';
    await say(link, 1, { type: 'here' });
    return 'here';
  }
  const welcome = findTelling(tellings, 'welcome');
  if (said === 1 && offer) await askToBeLetIn(link, offer.conversationId, offer.member);
  if (said > 1 && welcome) await comeIn(house, link, welcome);
  return 'going';
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
