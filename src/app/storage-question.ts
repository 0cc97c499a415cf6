/** Whether to ask a person for lasting storage: once there is something to lose, and once. */

import type { StorageStatus } from '../ports/storage-manager.ts';
import type { Profile } from './profile.ts';
import type { StorageNotice } from './snapshot.ts';

export const storageNotice = (
  { persisted }: StorageStatus,
  answer: Profile['storageAnswer'],
  hasMessages: boolean,
): StorageNotice['persistence'] => {
  if (persisted === undefined) return 'unknown';
  if (persisted) return 'kept';
  if (answer === 'yes') return 'refused';
  return hasMessages && answer === 'none' ? 'ask' : 'unknown';
};
