/** Profiles that come by a device link beside others: their code is loaded when there is such a link. */

import type { DeviceLinkAnswer } from '../commands.ts';
import { createLate } from '../late.ts';
import type { Neighbours } from '../linking/neighbours.ts';
import type { Household, LinkedProfiles } from './linked-profiles.ts';
import { isNameless } from './profile-list.ts';

export const lateLinking = createLate(() => import('./linked-profiles.ts'));

export interface LateLinked {
  /** Those of the profile of that id. */
  neighboursOf(own: string): Neighbours;
  /** As in LinkedProfiles; `failed` too when the code did not come. */
  linkHere(device: string): Promise<DeviceLinkAnswer>;
  /** Something of a profile changed. */
  review(): void;
}

export const createLateLinked = (household: Household): LateLinked => {
  let linked: LinkedProfiles | undefined;

  /** Undefined when the code does not come, as without a connection: whoever asks tries again. */
  const loaded = async (): Promise<LinkedProfiles | undefined> => {
    try {
      const { createLinkedProfiles } = await lateLinking.load();
      return (linked ??= createLinkedProfiles(household));
    } catch {
      return undefined;
    }
  };

  const isAnyComing = (): boolean =>
    household.running
      .list()
      .some(({ entry, program }) => isNameless(entry) && program.snapshot().phase === 'welcome');

  return {
    neighboursOf: (own) => ({
      isHere: async (devices) => (await loaded())?.isHere(own, devices),
      invite: async (...asked) => (await loaded())?.invite(...asked),
      take: async (...asked) => (await loaded())?.take(...asked) ?? false,
    }),
    linkHere: async (device) => (await loaded())?.linkHere(device) ?? 'failed',
    review: () => {
      if (isAnyComing()) void loaded().then((profiles) => profiles?.review());
    },
  };
};
