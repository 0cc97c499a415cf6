/**
 * Profiles that come by a device link to an installation that has others: one
 * that is linked by itself, those that come along with another, and the end of
 * one that was to come and never does.
 *
 * It is loaded when somebody links (late-linking.ts). Each has its own program,
 * so what is carried here from one to another is all that they ever share.
 */

import { equalBytes } from '../../core/bytes/compare.ts';
import type { Result } from '../../core/bytes/result.ts';
import type { Timers } from '../../ports/timers.ts';
import type { DeviceLinkAnswer } from '../commands.ts';
import { DEVICES_ID } from '../linking/house.ts';
import type { Neighbours } from '../linking/neighbours.ts';
import { PROFILE_KEY } from '../profile-record.ts';
import { isNameless } from './profile-list.ts';
import type { Running, RunningProfile } from './running.ts';

/** What the installation does for them. */
export type Household = {
  readonly running: Pick<Running, 'get' | 'list'>;
  readonly timers: Timers;
  shown(): RunningProfile | undefined;
  /** Puts a profile without a name into the list and begins its program: its id. */
  begin(): Promise<Result<string, 'full' | 'failed'>>;
  show(id: string): Promise<void>;
  remove(id: string): Promise<boolean>;
  /** One that was to come along cannot, for good. */
  left(): void;
};

export interface LinkedProfiles extends Pick<Neighbours, 'invite' | 'take'> {
  /** As in Neighbours; `own`: whose neighbours are asked. */
  isHere(own: string, devices: Uint8Array): boolean;
  /** The device link that the shown profile has received makes a further profile, which is shown. */
  linkHere(device: string): Promise<DeviceLinkAnswer>;
  /** Something changed: ends those that were to come by a link that is no more. */
  review(): void;
}

/** Another tab may just be about to take the link that a new one is for. */
const PATIENCE_MS = 10_000;

export const createLinkedProfiles = (household: Household): LinkedProfiles => {
  const { running, timers } = household;
  /** Had a link, or was given the time to get one. */
  const due = new Set<string>();
  const waited = new Set<string>();
  const ending = new Set<string>();

  const review = (): void => {
    for (const { entry, program } of running.list()) {
      const { id } = entry;
      const { phase, devices } = program.snapshot();
      if (!isNameless(entry) || phase !== 'welcome') continue;
      if (devices.link) due.add(id);
      else if (due.has(id)) void end(id);
      else waitFor(id);
    }
  };

  const waitFor = (id: string): void => {
    if (waited.has(id)) return;
    waited.add(id);
    timers.after(PATIENCE_MS, () => {
      due.add(id);
      review();
    });
  };

  const end = async (id: string): Promise<void> => {
    if (ending.has(id)) return;
    ending.add(id);
    try {
      const profile = running.get(id);
      if (!profile || !(await isEmpty(profile))) return;
      if (household.shown() === profile) await showAnother(id);
      // Who made the link is told that nobody comes; then nothing is left to say.
      if (profile.program.parts()?.pairings.isIdle()) await household.remove(id);
    } finally {
      ending.delete(id);
    }
  };

  const showAnother = async (id: string): Promise<void> => {
    const other = running.list().find(({ entry }) => entry.id !== id && !due.has(entry.id));
    if (other) await household.show(other.entry.id);
  };

  const invite = async (
    id: string,
    device: string,
  ): Promise<Result<string, unknown> | undefined> => {
    const profile = running.get(id);
    await profile?.started;
    const name = profile?.program.snapshot().profile?.name;
    return name === undefined
      ? undefined
      : profile?.program.parts()?.pairings.inviteAlong(name, device);
  };

  const take = async (link: string, device: string): Promise<boolean> => {
    if (isKnown(link)) return true;
    const begun = await household.begin();
    if (!begun.ok) return begun.error === 'full' && stayBehind();
    const profile = running.get(begun.value);
    await profile?.started;
    const accepted = await profile?.program.parts()?.pairings.acceptAlong(link, device);
    if (accepted?.ok) return true;
    await household.remove(begun.value);
    return accepted?.error === 'gone' && stayBehind();
  };

  const stayBehind = (): true => {
    household.left();
    return true;
  };

  const isKnown = (link: string): boolean =>
    running.list().some(({ program }) => program.parts()?.pairings.isKnown(link));

  return {
    isHere: (own, devices) =>
      running.list().some(({ entry, program }) => {
        const state = program.parts()?.conversations.get(DEVICES_ID)?.state();
        return entry.id !== own && state !== undefined && equalBytes(state.conversationId, devices);
      }),
    invite: async (ids, device) => {
      const links: string[] = [];
      for (const id of ids) {
        const made = await invite(id, device);
        // One that is gone meanwhile stays behind.
        if (made && !made.ok) return undefined;
        if (made) links.push(made.value);
      }
      return links;
    },
    take: async (links, device) => {
      for (const link of links) if (!(await take(link, device))) return false;
      return true;
    },
    linkHere: async (device) => {
      const giver = household.shown()?.program;
      const text = await giver?.received();
      if (!giver || text === undefined) return 'gone';
      if (isKnown(text)) return 'own';
      const begun = await household.begin();
      if (!begun.ok) return begun.error;
      const taker = running.get(begun.value);
      await taker?.started;
      await taker?.program.commands.readInvitation(text);
      const answer = (await taker?.program.commands.acceptDeviceLink(device)) ?? 'failed';
      if (answer !== 'begun') {
        await household.remove(begun.value);
        return answer;
      }
      giver.commands.dismissInvitation();
      await household.show(begun.value);
      return answer;
    },
    review,
  };
};

/** As it is durable: what this tab has not heard of yet counts. */
const isEmpty = async ({ program }: RunningProfile): Promise<boolean> => {
  const parts = program.parts();
  if (!parts || parts.pairings.deviceLinks().length > 0) return false;
  const profile = await parts.store.get('device', PROFILE_KEY);
  const conversations = await parts.store.keys('conversations', []);
  const isWithoutProfile = profile.ok && profile.value === undefined;
  return isWithoutProfile && conversations.ok && conversations.value.length === 0;
};
