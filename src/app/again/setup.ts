/**
 * How somebody who lost every device comes back into a conversation: what the two
 * say to each other in the conversation that their new pairing made, once both
 * persons have said "They match" (docs/PROTOCOL.md, "Pairing again").
 *
 * Like the linking of a device (linking/setup.ts) each step follows from what is
 * durable, and does nothing twice.
 */

import { equalBytes } from '../../core/bytes/compare.ts';
import { followedBy, remainingWriters, standingOf } from '../../core/members/members.ts';
import { isAboutPlace } from '../../core/pairing/again.ts';
import type { Conversation } from '../conversation/conversation.ts';
import { joinConversation, type Welcome } from '../conversation/devices.ts';
import { isClosed } from '../conversation/endings.ts';
import { giveHistory } from '../conversation/given.ts';
import { admitAgain } from '../conversation/pair-again.ts';
import { isRoomMissing } from '../conversation/rooms-in-use.ts';
import { feedRecord, otherMembers } from '../conversation/state.ts';
import { AS_PROFILE } from '../quiet.ts';
import { askToBeLetIn, introductionAs } from '../linking/asking.ts';
import { findConversation, localIdOf, type House } from '../linking/house.ts';
import { readRole } from '../linking/role-record.ts';
import { findTelling, readTold, say, saidBy } from '../linking/saying.ts';
import type { Telling } from '../linking/telling.ts';
import { findPlace } from './places.ts';
import { readWay, type Way } from './way-record.ts';

export type Progress =
  | { readonly kind: 'going-on' }
  /** It cannot lead there: nothing is to be waited for. */
  | { readonly kind: 'refused' }
  /** `conversation`: local id of the one that it led into. */
  | { readonly kind: 'done'; readonly conversation: string };

const GOING_ON: Progress = { kind: 'going-on' };
const REFUSED: Progress = { kind: 'refused' };

/** Does the next step of one way back, if there is one. */
export const advanceWay = async (house: House, link: Conversation): Promise<Progress> => {
  const found = await link.read(async (context, work, state) => ({
    state,
    role: await readRole(work, context.localId),
    way: await readWay(work, context.localId),
    tellings: await readTold(work, context.localId),
  }));
  if (!found?.way || found.state.verdict !== 'matched') return GOING_ON;
  const { role, way, tellings } = found;
  return role === 'inviter'
    ? letIn(house, link, way, tellings)
    : comeBack(house, link, way, tellings);
};

// Who is still there

const letIn = async (
  house: House,
  link: Conversation,
  way: Way,
  tellings: readonly Telling[],
): Promise<Progress> => {
  if (!findTelling(tellings, 'matched')) return GOING_ON;
  const target = findPlace(house.suite, house.conversations.list(), way);
  const [state, said] = [target?.conversation.state(), saidBy(link)];
  if (!target || !state || isClosed(state)) return REFUSED;
  const { conversation, place } = target;
  const introduction = findTelling(tellings, 'introduction');
  const newcomer = introduction?.admission.certificate.writer;
  const isIn = newcomer !== undefined && standingOf(state.members, newcomer) !== null;
  const isThere = otherMembers(state).some((each) => equalBytes(each, place.member));
  if (!isIn && !isThere) return REFUSED;
  if (said === 0) {
    const name = house.profile()?.name ?? '';
    const { conversationId, member } = place;
    await say(link, 0, { type: 'offer', conversationId, member, name });
    return GOING_ON;
  }
  if (!introduction || !newcomer) return GOING_ON;
  if (!equalBytes(introduction.conversationId, place.conversationId)) return REFUSED;
  // The secret of those who remain is on its way here: it is to be given too.
  if (!isIn && isRoomMissing(state)) return GOING_ON;
  if (!isIn && !(await admit(link, conversation, place.member, introduction, way))) return REFUSED;
  const welcome = conversation.state();
  if (said === 1 && welcome) await say(link, 1, welcomeOf(newcomer, welcome));
  const heard = conversation.state() ?? state;
  const hasCome = feedRecord(heard, { writer: newcomer, kind: 'control' }).held.length > 0;
  return hasCome ? { kind: 'done', conversation: conversation.id } : GOING_ON;
};

const admit = async (
  link: Conversation,
  conversation: Conversation,
  old: Uint8Array,
  { admission }: Telling & { type: 'introduction' },
  { gives }: Way,
): Promise<boolean> => {
  const emoji = link.state()?.emoji;
  if (!emoji) return false;
  let isAdmitted = false;
  const isDurable = await conversation.run(async (context, work, state) => {
    const next = await admitAgain(context, work, state, admission, { old, emoji });
    isAdmitted = next !== null;
    if (!next) return state;
    const { writer } = admission.certificate;
    if (gives) giveHistory(work, context.localId, state, writer);
    return next;
  });
  return isDurable && isAdmitted;
};

/** What this person chose for itself is nobody else's business. */
const welcomeOf = (writer: Uint8Array, welcome: Welcome): Telling => ({
  type: 'welcome',
  writer,
  welcome: { ...welcome, verdict: 'open', quiet: AS_PROFILE, tellsRead: true },
});

// Who lost everything

const comeBack = async (
  house: House,
  link: Conversation,
  way: Way,
  tellings: readonly Telling[],
): Promise<Progress> => {
  const said = saidBy(link);
  if (said === 0) {
    await say(link, 0, { type: 'matched' });
    return GOING_ON;
  }
  const offer = findTelling(tellings, 'offer');
  if (!offer) return GOING_ON;
  if (!isAboutPlace(house.suite, way, offer)) return REFUSED;
  const id = localIdOf(house.suite, offer.conversationId);
  const here = findConversation(house, offer.conversationId);
  // What a crash left to be done: it was joined, and the link is still there.
  if (here) return (await isJoined(link, here)) ? { kind: 'done', conversation: id } : REFUSED;
  if (said === 1) {
    await askToBeLetIn(link, offer.conversationId, 'own');
    return GOING_ON;
  }
  const welcome = findTelling(tellings, 'welcome');
  if (!welcome) return GOING_ON;
  return (await join(house, link, offer, welcome)) ? { kind: 'done', conversation: id } : REFUSED;
};

const isJoined = async (link: Conversation, here: Conversation): Promise<boolean> => {
  const state = here.state();
  if (!state) return false;
  const introduction = await link.read((context, work) =>
    introductionAs(context, work, state.conversationId, state.writer),
  );
  return introduction !== undefined;
};

/** False for a welcome that is none into the place that was offered. */
const join = async (
  house: House,
  link: Conversation,
  offer: Telling & { type: 'offer' },
  { writer, welcome }: Telling & { type: 'welcome' },
): Promise<boolean> => {
  const localId = localIdOf(house.suite, offer.conversationId);
  let hasJoined = false;
  const isDurable = await link.run(async (context, work, state) => {
    hasJoined = false;
    const introduction = await introductionAs(context, work, offer.conversationId, writer);
    if (!introduction || !isInPlace(welcome, writer, offer)) return state;
    // What was compared is what these two devices showed, whatever the other says.
    const begun: Welcome = { ...welcome, emoji: state.emoji, verdict: 'open', quiet: AS_PROFILE };
    joinConversation({ ...context, localId }, work, begun, introduction);
    hasJoined = true;
    return state;
  });
  if (isDurable && hasJoined) await house.arrived(localId);
  return isDurable && hasJoined;
};

const isInPlace = (
  { kind, conversationId, members }: Welcome,
  writer: Uint8Array,
  offer: Telling & { type: 'offer' },
): boolean => {
  const old = followedBy(members, writer);
  return (
    kind === 'direct' &&
    equalBytes(conversationId, offer.conversationId) &&
    remainingWriters(members).some((each) => equalBytes(each, writer)) &&
    old !== null &&
    equalBytes(old, offer.member)
  );
};
