/** Puts together what the screen shows of several profiles. */

import type { LockView } from '../lock/lock-screen.ts';
import type { Alert, ProfileSnapshot, ProfileSummary, Snapshot } from '../snapshot.ts';
import { isNameless } from './profile-list.ts';
import type { RunningProfile } from './running.ts';

export type InstallationParts = {
  readonly shown: RunningProfile;
  /** Without a hidden one. */
  readonly profiles: readonly RunningProfile[];
  readonly hidden: RunningProfile | undefined;
  readonly lock: LockView;
};

export const makeInstallationSnapshot = ({
  shown,
  profiles,
  hidden,
  lock,
}: InstallationParts): Snapshot => ({
  ...shown.program.snapshot(),
  alerts: profiles.flatMap((profile) => alertsOf(profile, profiles.length > 1)),
  profiles: profiles
    .filter((profile) => profile === shown || !isGoing(profile))
    .map((profile) => summaryOf(profile, profile === shown)),
  hidden: hidden === shown ? hidden.entry.id : undefined,
  lock,
});

const summaryOf = ({ entry, program }: RunningProfile, isShown: boolean): ProfileSummary => {
  const { profile, conversations } = program.snapshot();
  return {
    id: entry.id,
    name: profile?.name ?? entry.name,
    unread: unreadOf(conversations),
    isShown,
    ...(profile?.picture && { picture: profile.picture }),
  };
};

/** It was to come by a link that is no more, and says its last word. */
const isGoing = ({ entry, program }: RunningProfile): boolean => {
  if (!isNameless(entry)) return false;
  const { phase, devices } = program.snapshot();
  return phase === 'welcome' && devices.link === undefined;
};

const unreadOf = (conversations: ProfileSnapshot['conversations']): number =>
  conversations.reduce((sum, { unread }) => sum + unread, 0);

const alertsOf = ({ program }: RunningProfile, areSeveral: boolean): readonly Alert[] => {
  const { alerts, profile } = program.snapshot();
  return areSeveral ? alerts.map((alert) => ({ ...alert, profile: profile?.name })) : alerts;
};
