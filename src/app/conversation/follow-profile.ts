/**
 * Brings one conversation in step with the profile: the name that the contact
 * knows, and whether what was read is told.
 *
 * Reads the profile from the disk within the step, so that no tab can act on a
 * profile that another tab has changed since.
 */

import { findWriter } from '../../core/members/members.ts';
import { PROFILE_KEY } from '../profile-record.ts';
import { parseProfile, type Profile } from '../profile.ts';
import { toldIn } from '../quiet.ts';
import type { Work } from '../store/work.ts';
import { appendControl } from './append-control.ts';
import type { Context } from './context.ts';
import { isClosed } from './endings.ts';
import type { ConversationState } from './state.ts';

export const followProfile = async (
  context: Context,
  work: Work,
  state: ConversationState,
): Promise<ConversationState> => {
  const bytes = await work.get('device', PROFILE_KEY);
  const profile = bytes && parseProfile(bytes);
  if (!profile || isInStep(state, profile)) return state;
  const { receipts: tellsRead } = toldIn(profile.told, state.quiet);
  const told = tellsRead === state.tellsRead ? state : { ...state, tellsRead };
  if (isNameKnown(told, profile)) return told;
  return appendControl(context, work, told, { type: 'name', name: profile.name });
};

/** Whether there is nothing to be done; also where nothing can be told any more. */
export const isInStep = (state: ConversationState, profile: Profile): boolean =>
  isClosed(state) ||
  (toldIn(profile.told, state.quiet).receipts === state.tellsRead && isNameKnown(state, profile));

/** Between a profile's own devices each has the name of the device. */
const isNameKnown = ({ kind, members, writer }: ConversationState, { name }: Profile): boolean =>
  kind === 'devices' || findWriter(members, writer)?.name === name;
