/**
 * Brings one conversation in step with the profile: the name, status and
 * picture that the contact knows, and whether what was read is told.
 *
 * Reads the profile from the disk within the step, so that no tab can act on a
 * profile that another tab has changed since.
 */

import { equalBytes } from '../../core/bytes/compare.ts';
import type { ControlOperation } from '../../core/journal/operations.ts';
import { findWriter } from '../../core/members/members.ts';
import { presentedBy, readPresented } from '../contacts/presented.ts';
import { SELF, selfOf } from '../contacts/self.ts';
import { PROFILE_KEY } from '../profile-record.ts';
import { parseProfile, type Profile } from '../profile.ts';
import { toldIn } from '../quiet.ts';
import { readRegister } from '../registers/register-records.ts';
import type { Work } from '../store/work.ts';
import { appendControl } from './append-control.ts';
import type { Context } from './context.ts';
import { isClosed } from './endings.ts';
import { isHidden, isOurs, type ConversationState } from './state.ts';

export const followProfile = async (
  context: Context,
  work: Work,
  state: ConversationState,
): Promise<ConversationState> => {
  const bytes = await work.get('device', PROFILE_KEY);
  const profile = bytes && parseProfile(bytes);
  if (!profile) return state;
  return presentSelf(context, work, await followNameAndQuiet(context, work, state, profile));
};

const followNameAndQuiet = async (
  context: Context,
  work: Work,
  state: ConversationState,
  profile: Profile,
): Promise<ConversationState> => {
  if (isInStep(state, profile)) return state;
  const { receipts: tellsRead } = toldIn(profile.told, state.quiet);
  const told = tellsRead === state.tellsRead ? state : { ...state, tellsRead };
  if (isNameKnown(told, profile)) return told;
  return appendControl(context, work, told, { type: 'name', name: profile.name });
};

/** Tells the status and the picture where the other member has not been told these. */
const presentSelf = async (
  context: Context,
  work: Work,
  state: ConversationState,
): Promise<ConversationState> => {
  if (!isPresentedIn(state)) return state;
  const { suite, ceiling, localId } = context;
  const [status, picture, said] = await Promise.all([
    readRegister(work, suite, SELF.status, ceiling),
    readRegister(work, suite, SELF.picture, ceiling),
    readPresented(work, localId),
  ]);
  const self = selfOf(status, picture);
  const told = presentedBy(said, (writer) => isOurs(state, writer));
  const news: ControlOperation[] = [];
  if (self.status !== told.status) news.push({ type: 'status', text: self.status });
  const bytes = self.picture ?? new Uint8Array(0);
  if (!equalBytes(bytes, told.picture ?? new Uint8Array(0))) news.push({ type: 'picture', bytes });
  let next = state;
  for (const operation of news) next = await appendControl(context, work, next, operation);
  return next;
};

/** Where there is somebody to be told. */
export const isPresentedIn = (state: ConversationState): boolean =>
  state.kind === 'direct' && !isClosed(state);

/** Whether there is nothing to be done; also where nothing can be told any more. */
export const isInStep = (state: ConversationState, profile: Profile): boolean =>
  isClosed(state) ||
  (toldIn(profile.told, state.quiet).receipts === state.tellsRead && isNameKnown(state, profile));

/** Between a profile's own devices each has the name of the device. */
const isNameKnown = (state: ConversationState, { name }: Profile): boolean =>
  isHidden(state) || findWriter(state.members, state.writer)?.name === name;
